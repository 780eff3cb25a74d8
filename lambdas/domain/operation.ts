/** Long work: what a caller sends to start it, what it is while it runs, and the arithmetic of its state. */
import * as z from 'zod';
import { arms } from './arm';
import { type ErrorCode, errorCodes } from './errors';
import { parseResumeRequestSchema, parseResumeResponseSchema, problemPartSchema } from './requests';

/** Resumes in one batch. */
export const MAX_BATCH_ITEMS = 100;
/** Hours that an operation and its results can be read, from its start on. */
export const OPERATION_HOURS = 24;
/** Hours after which nobody works on an item any more: what has no result then has failed, whatever became of its message. */
export const OPERATION_WORK_HOURS = 12;
/** Deliveries of a message, the last one included; the queue's redrive policy says the same. */
export const OPERATION_MAX_RECEIVES = 5;
/** Seconds after which asking for an operation may show something new. */
export const POLL_SECONDS = 2;

export const operationKinds = ['parse-resume', 'parse-resumes'] as const;
export type OperationKind = (typeof operationKinds)[number];
export const itemStates = ['queued', 'running', 'succeeded', 'failed'] as const;
export type ItemState = (typeof itemStates)[number];
export const operationStates = ['queued', 'running', 'succeeded', 'partial', 'failed'] as const;
export type OperationState = (typeof operationStates)[number];

const { documentDate, language, store, include } = parseResumeRequestSchema.shape;

export const parseBatchRequestSchema = z
  .strictObject({
    items: z
      .array(z.strictObject({ uploadId: z.string().min(1).max(200), documentDate, language }))
      .min(1)
      .max(MAX_BATCH_ITEMS),
    store,
    include,
  })
  .meta({ id: 'ParseBatchRequest' });
export type ParseBatchRequest = z.infer<typeof parseBatchRequestSchema>;

export const operationSchema = z
  .strictObject({
    id: z.string(),
    kind: z.enum(operationKinds),
    state: z
      .enum(operationStates)
      .describe('`partial`: some items have a result and some a problem. It never goes back to an earlier state'),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    expiresAt: z.iso.datetime().describe('When the operation and its results are gone'),
    progress: z.strictObject({
      total: z.int().min(1),
      done: z.int().min(0),
      succeeded: z.int().min(0),
      failed: z.int().min(0),
    }),
    items: z.array(
      z.strictObject({
        index: z.int().min(0),
        state: z.enum(itemStates),
        uploadId: z.string().nullable().describe('As it was sent; null when the document came with the request'),
        resumeId: z.string().nullable().describe('Of the stored resume, where storing was asked for'),
        problem: problemPartSchema.nullable().describe('Why there is no result'),
      }),
    ),
  })
  .meta({ id: 'Operation' });
export type Operation = z.infer<typeof operationSchema>;
export const operationResponseSchema = z.strictObject({ operation: operationSchema });

/** Why an item has no result, as it is kept. */
export const itemFaultSchema = z.object({
  code: z.enum(errorCodes),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })),
});
export interface ItemFault {
  code: ErrorCode;
  detail: string;
  errors: { pointer: string; code: string; detail: string }[];
}

/** A result as it is kept; the resume is null where it is stored by itself. */
export const keptResultSchema = parseResumeResponseSchema.extend({
  resume: parseResumeResponseSchema.shape.resume.nullable(),
});
export type KeptResult = z.infer<typeof keptResultSchema>;

/** One item as it stands. */
export interface OperationItem {
  index: number;
  state: ItemState;
  uploadId: string | null;
  resumeId: string | null;
  fault: ItemFault | null;
  /** Epoch milliseconds of its last change of state. */
  changedAt: number;
}

/** What is to be done for one item. */
export const parseWorkSchema = z.object({
  /** Where the bytes are; those that came with the request are put there under an id of their own. */
  uploadId: z.string(),
  /** The bytes are text that was sent as such, whatever they look like. */
  isText: z.boolean(),
  /** As it came with the bytes. */
  fileName: z.string().optional(),
  documentDate: z.string().optional(),
  language: z.string().optional(),
  store: z.boolean(),
  include: z.array(z.literal('provenance')),
  /** As in a call. */
  fresh: z.boolean(),
  noStore: z.boolean(),
  /** By what its arm is decided, where that is not by its owner alone. */
  assignee: z.object({ subject: z.string(), override: z.enum(arms).optional() }).optional(),
});
export type ParseWork = z.infer<typeof parseWorkSchema>;

export interface OperationTally {
  state: OperationState;
  progress: Operation['progress'];
  updatedAt: number;
  finishedAt: number | null;
}

/** The state of the whole, which is nowhere written down: it follows from the items, so that it cannot contradict them. */
export function tallyOf(items: readonly Pick<OperationItem, 'state' | 'changedAt'>[]): OperationTally {
  const count = (state: ItemState) => items.filter((item) => item.state === state).length;
  const [succeeded, failed, total] = [count('succeeded'), count('failed'), items.length];
  const done = succeeded + failed;
  const updatedAt = items.reduce((latest, { changedAt }) => Math.max(latest, changedAt), 0);
  const untouched = count('queued') === total;
  const final = failed === 0 ? 'succeeded' : succeeded === 0 ? 'failed' : 'partial';
  const state = done === total ? final : untouched ? 'queued' : 'running';
  return {
    state,
    progress: { total, done, succeeded, failed },
    updatedAt,
    finishedAt: done === total ? updatedAt : null,
  };
}

/** Whether nothing of it can change any more. */
export function isFinal(state: OperationState): boolean {
  return state !== 'queued' && state !== 'running';
}
