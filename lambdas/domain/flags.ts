/** The flags document: what operators decide at run time, in place of what was deployed. */
import * as z from 'zod';
import { arms, type Capability, capabilities, type Rollout } from './arm';
import { providers } from './meta';
import { rolloutPlanSchema } from './rollout-plan';

const chain = z.array(z.enum(providers)).min(1).max(10);
const share = z.number().min(0).max(100);
const subjects = z.array(z.string().min(1).max(300)).max(1_000);
const perCapability = Object.fromEntries(capabilities.map((name) => [name, share.optional()])) as Record<
  Capability,
  z.ZodOptional<typeof share>
>;

/** A part that is absent is as deployed. Fields that a newer deployment knows and this one does not are passed over. */
export const flagsSchema = z.object({
  arm: z.enum(arms).optional().describe('All users are on this arm, whatever their share: the switch for emergencies'),
  rollout: z
    .object({
      percentage: share.optional().describe('Share of users on the AWS arm, in per cent'),
      capabilities: z.object(perCapability).optional().describe('The same for one capability, in its place'),
      salt: z.string().min(1).max(100).optional().describe('Another salt shares users out anew'),
      allow: subjects
        .optional()
        .describe('Users who are always on the AWS arm, as `tenant/subject`, and roles by their ARN'),
      deny: subjects.optional().describe('Users who are always on the current arm; before `allow`'),
    })
    .optional(),
  maintenance: z
    .object({
      until: z
        .string()
        .regex(
          /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/,
          'a time in UTC such as 2026-11-22T10:00:00Z',
        )
        .describe('End of the window, in UTC'),
    })
    .optional()
    .describe('Until then no model is asked: requests are answered by the rules and the word table, degraded'),
  shadow: z
    .object({ percentage: share.describe('Share of requests that the other arm is asked too, in per cent') })
    .optional(),
  textChain: chain.optional().describe('Text providers in order, for all users; in place of the arms'),
  embedChain: chain.optional().describe('Embedding providers in order, for all users; in place of the arms'),
  embedSpace: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Id of the vector space that is searched before the others of its arm, such as a new one that is filled'),
  plan: rolloutPlanSchema.optional().describe('By which `rollout` is raised, and taken back, by itself'),
});
export type FlagsDocument = z.infer<typeof flagsSchema>;

/** What holds: the document, and the deployment's own settings where it is silent. */
export interface CurrentFlags extends Omit<FlagsDocument, 'rollout'> {
  rollout: Rollout;
}

/**
 * A document that says a share means it: an arm for all that was deployed does not stand in its way.
 * @param deployed what the settings of the deployment say
 */
export function decided(document: FlagsDocument, deployed: CurrentFlags): CurrentFlags {
  const { arm, ...rest } = deployed;
  const isShared = document.rollout?.percentage !== undefined;
  return {
    ...rest,
    ...(arm !== undefined && !isShared && { arm }),
    ...document,
    rollout: {
      ...deployed.rollout,
      ...document.rollout,
      percentage: document.rollout?.percentage ?? deployed.rollout.percentage,
    },
  };
}

/** Share of users on the AWS arm, in per cent, whatever decides it; that of one capability may differ. */
export function shareOf({ arm, rollout }: CurrentFlags): number {
  if (arm === undefined) return rollout.percentage;
  return arm === 'aws' ? 100 : 0;
}

/** The end of the maintenance window that is open at `now`, as it was written. */
export function maintenanceAt({ maintenance }: CurrentFlags, now: number): string | undefined {
  return maintenance !== undefined && Date.parse(maintenance.until) > now ? maintenance.until : undefined;
}

/** Nothing is decided; it is the document of a first deployment. */
export const NO_FLAGS: FlagsDocument = {};

/** The schema for AppConfig's validator, which knows draft 4 only; a name that is not a flag is refused, as it is a slip. */
export function flagsJsonSchema(): object {
  return z.toJSONSchema(flagsSchema, { target: 'draft-4' });
}
