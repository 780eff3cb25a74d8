/** What explains a match in prose: as a model hands it over, and as callers get it. */
import * as z from 'zod';
import { categoryKeys } from './match';
import { pointerSchema } from './profile';

const factIds = z.array(z.string());
const statement = z.object({
  text: z.string().describe('One sentence'),
  facts: factIds.describe('Ids of the facts that it rests on'),
});

/** What a model, or the rules, hand over. Names that callers wrote stand in it as tokens. */
export const explanationDraftSchema = z.object({
  summary: z.array(statement).describe('Two to four sentences on the match as a whole'),
  strengths: z.array(statement).describe('What speaks for the match, the most telling first, at most six'),
  concerns: z.array(statement).describe('What speaks against it, the most telling first, at most six'),
  gaps: z
    .array(
      z.object({
        facts: factIds.describe('The fact of the skill that is missing or only related, first'),
        why: z.string().describe('One sentence: what the gap means for this job, and what is near it'),
      }),
    )
    .describe('One for each fact that is marked as a gap'),
  questions: z.array(statement).describe('Questions to ask in an interview, at most six'),
});
export type ExplanationDraft = z.infer<typeof explanationDraftSchema>;
export type Statement = z.infer<typeof statement>;

const claimSchema = z
  .strictObject({ text: z.string(), facts: factIds.describe('Ids in `facts`') })
  .meta({ id: 'Claim', description: 'Words, and the facts that they rest on' });

export const explanationSchema = z
  .strictObject({
    language: z.string().describe('ISO 639-1 of what was written; the facts are in English'),
    summary: claimSchema,
    strengths: z.array(claimSchema),
    concerns: z.array(claimSchema),
    skillGap: z.array(
      z.strictObject({
        skill: z.strictObject({ id: z.string(), name: z.string() }),
        importance: z.enum(['must', 'nice']),
        status: z.enum(['missing', 'partial', 'related']),
        why: z.string(),
        facts: factIds,
      }),
    ),
    questions: z.array(claimSchema).describe('For an interview'),
    facts: z
      .array(
        z.strictObject({
          id: z.string(),
          category: z.enum(['score', ...categoryKeys]),
          polarity: z.enum(['positive', 'negative', 'neutral']),
          text: z.string(),
          resumePointers: z.array(pointerSchema),
          jobPointers: z.array(z.string()),
        }),
      )
      .describe('All that the model was told of the match, and where it comes from'),
    claimsDropped: z
      .int()
      .min(0)
      .describe('Sentences of the model that were left out, as their facts do not bear them out'),
  })
  .meta({ id: 'Explanation' });
export type Explanation = z.infer<typeof explanationSchema>;
