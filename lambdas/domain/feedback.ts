/** What users think of an answer: a rating and its reasons, and what the answer was, so that ratings of two sides compare. */
import * as z from 'zod';
import { arms, capabilities } from './arm';
import { providers } from './meta';
import { textRedactor } from './redact-text';

/** Days in which an answer can be rated. */
export const ANSWER_DAYS = 30;
/** Days until a rating is gone: a year's comparison, and a month to make it. */
export const FEEDBACK_DAYS = 400;

const MAX_COMMENT_CHARACTERS = 1_000;
const MAX_FIELDS = 20;

export const feedbackAspects = ['accuracy', 'missing', 'wrong-order', 'slow', 'other'] as const;

/** Names of fields as the contract writes them, and places in lists: no room for words of a person. */
const fieldPointer = z
  .string()
  .regex(
    /^(?:\/(?:[a-z][A-Za-z]{0,29}|\d{1,3})){1,8}$/,
    'a JSON pointer into the answer, such as /resume/work/0/startDate',
  );

const rating = z.int().min(1).max(5);

export const feedbackRequestSchema = z
  .strictObject({
    requestId: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,100}$/, 'the requestId in the meta of the answer')
      .describe('`meta.requestId` of the answer, which is also its `x-request-id` unless it was given again'),
    rating: rating.describe('1: of no use, 5: just right'),
    aspect: z.enum(feedbackAspects).optional().describe('What the rating is mostly about'),
    comment: z
      .string()
      .trim()
      .min(1)
      .max(MAX_COMMENT_CHARACTERS)
      .optional()
      .describe('Free text; e-mail addresses, telephone numbers and links are taken out before it is stored'),
    fields: z.array(fieldPointer).min(1).max(MAX_FIELDS).optional().describe('Where the answer is wrong'),
  })
  .meta({ id: 'FeedbackRequest' });
export type FeedbackRequest = z.infer<typeof feedbackRequestSchema>;

export const feedbackResponseSchema = z.strictObject({
  feedback: z.strictObject({
    id: z.string(),
    requestId: z.string(),
    rating,
    createdAt: z.iso.datetime().describe('Of the first rating of this answer'),
  }),
});
export type FeedbackResponse = z.infer<typeof feedbackResponseSchema>;

/** How an answer came about, as far as ratings are compared by it. Nothing of what was asked or answered. */
export const ratedAnswerSchema = z.object({
  operation: z.string(),
  capability: z.enum(capabilities).nullable(),
  /** Null where there was no choice, and where a tester chose. */
  arm: z.enum(arms).nullable(),
  provider: z.enum(providers).nullable(),
  model: z.string().nullable(),
  promptVersion: z.string().nullable(),
});
export type RatedAnswer = z.infer<typeof ratedAnswerSchema>;

/** What is stored of a rating. */
export type Feedback = Omit<FeedbackRequest, 'requestId'> & { answer: RatedAnswer };

const redacted = textRedactor({ names: [] });

/** The rating with its answer. Of the comment, ways to reach somebody are taken out; names cannot be told from words here. */
export function feedbackOf({ requestId: _, comment, ...said }: FeedbackRequest, answer: RatedAnswer): Feedback {
  return { ...said, ...(comment !== undefined && { comment: redacted(comment) }), answer };
}
