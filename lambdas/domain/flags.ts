/** The flags document: what operators decide at run time, in place of what was deployed. */
import * as z from 'zod';
import { providers } from './meta';

const chain = z.array(z.enum(providers)).min(1).max(10);

/** A part that is absent is as deployed. Fields that a newer deployment knows and this one does not are passed over. */
export const flagsSchema = z.object({
  textChain: chain.optional().describe('Text providers in order, for all users'),
  embedChain: chain.optional().describe('Embedding providers in order, for all users'),
  embedSpace: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Id of the vector space that is searched before the others, such as a new one that is filled'),
});
export type FlagsDocument = z.infer<typeof flagsSchema>;

/** Nothing is decided; it is the document of a first deployment. */
export const NO_FLAGS: FlagsDocument = {};

/** The schema for AppConfig's validator, which knows draft 4 only; a name that is not a flag is refused, as it is a slip. */
export function flagsJsonSchema(): object {
  return z.toJSONSchema(flagsSchema, { target: 'draft-4' });
}
