/** A fault that can be set on a simulated service, as written in `PUT /__sim/faults`. */
import * as z from 'zod';

export const simServices = [
  'bedrock',
  'sagemaker',
  'openai',
  'huggingface',
  'secretsManager',
  'appConfig',
  's3',
  'sqs',
  'account',
] as const;
export type SimServiceName = (typeof simServices)[number];

/** Answers that arrive whole and are wrong all the same, or unusual. */
const quirks = [
  'wrong-tool',
  'no-tool',
  'reasoning-first',
  'schema-invalid',
  'max-tokens',
  'filtered',
  'guardrail',
  'refusal',
  'context-full',
  'malformed-tool',
  'empty',
  'wrong-dimension',
  'huge',
] as const;
export type Quirk = (typeof quirks)[number];

export const faultSchema = z
  .strictObject({
    service: z.enum(simServices),
    kind: z
      .enum(['error', 'delay', 'stall-headers', 'stall-body', 'reset', 'drip', 'malformed', 'truncate', 'answer'])
      .describe('`answer` is a whole but unusual answer: say which in `answer`'),
    answer: z.enum(quirks).optional(),
    status: z.int().min(400).max(599).optional().describe('For `error`; default 500'),
    code: z.string().min(1).max(100).optional().describe('For `error`; default: what goes with the status'),
    message: z.string().min(1).max(500).optional().describe('For `error`; default: what the service says'),
    originalStatus: z
      .int()
      .min(400)
      .max(599)
      .optional()
      .describe('For a model error of Bedrock or SageMaker: what the model itself answered; default 500'),
    retryAfterSeconds: z.number().min(0).max(3600).optional().describe('For `error`: sent as Retry-After'),
    delayMs: z.int().min(0).max(600_000).optional().describe('Before the answer; for `drip`, between two bytes'),
    rate: z.number().min(0).max(1).optional().describe('Share of calls that are hit, evenly spread; default all'),
    count: z.int().min(1).optional().describe('Calls that are hit before the fault ends by itself; default no end'),
    operation: z.string().min(1).optional().describe('E.g. Converse, InvokeModel; default all'),
    model: z.string().min(1).optional().describe('Model id, endpoint name or secret id; default all'),
  })
  .refine((fault) => (fault.kind === 'answer') === (fault.answer !== undefined), {
    path: ['answer'],
    message: '`answer` goes with the kind `answer`, and only with it',
  });

export type Fault = z.infer<typeof faultSchema>;
