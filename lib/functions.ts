/** Every Lambda as one row: its size, and all that it may touch. Roles and environment are made from it, nothing else grants. */

import type { QueueName } from './work-queues';

/** What one function needs. */
export interface FunctionRow {
  memoryMb: number;
  /** Default: `functionTimeoutSeconds` of the stage. */
  timeoutSeconds?: number;
  /** Exact DynamoDB actions, by table. */
  tables?: Partial<Record<'jobs' | 'candidates' | 'state', readonly DynamoDbAction[]>>;
  /** `dynamodb:SearchVectors` on the vector indexes of the jobs table. */
  searchesVectors?: true;
  /** On the objects of the uploads bucket. */
  uploads?: readonly ('s3:GetObject' | 's3:PutObject')[];
  /** Queues that it sends work to; where they are comes with it. */
  sendsTo?: readonly QueueName[];
  /** The queue that it works off: SQS calls it, nobody else. */
  worksOff?: QueueName;
  /** `text`: the model that reads resumes. `embed`: the embedders. With them go the secrets of the vendors. */
  models?: readonly ('text' | 'embed')[];
  /** What its text model answers is kept as long as expansions, not as what is read of a person. */
  keeps?: 'expansions';
  /** Asks the flags in which order. */
  flags?: true;
  /** Warm copies, when the stage has them. */
  userFacing: boolean;
}

export type DynamoDbAction =
  | 'GetItem'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'Query'
  | 'BatchGetItem'
  | 'BatchWriteItem'
  | 'Scan';

/** What an `Idempotency-Key` needs. */
const IDEMPOTENCY = ['PutItem', 'UpdateItem', 'DeleteItem'] as const;

/** What asking a model needs: its breaker and the day's budget; and an `Idempotency-Key` too. */
const ASKING = ['GetItem', ...IDEMPOTENCY] as const;

/** And what giving the same answer again needs. */
const ANSWERING = [...ASKING, 'BatchGetItem', 'BatchWriteItem'] as const;

export const functions = {
  'parse-resume': {
    memoryMb: 1769,
    tables: { candidates: ['PutItem', 'Query'], state: ANSWERING },
    uploads: ['s3:GetObject', 's3:PutObject'],
    sendsTo: ['operations', 'shadows'],
    models: ['text'],
    flags: true,
    userFacing: true,
  },
  'create-upload': { memoryMb: 512, tables: { state: IDEMPOTENCY }, uploads: ['s3:PutObject'], userFacing: false },
  operations: {
    memoryMb: 512,
    tables: { candidates: ['GetItem', 'PutItem', 'Query'], state: IDEMPOTENCY },
    sendsTo: ['operations'],
    userFacing: false,
  },
  'run-operations': {
    memoryMb: 1769,
    timeoutSeconds: 90,
    tables: { candidates: ['PutItem', 'UpdateItem', 'Query'], state: ANSWERING },
    uploads: ['s3:GetObject'],
    worksOff: 'operations',
    sendsTo: ['webhooks'],
    models: ['text'],
    flags: true,
    userFacing: false,
  },
  resumes: { memoryMb: 512, tables: { candidates: ['GetItem', 'DeleteItem'] }, userFacing: false },
  embed: {
    memoryMb: 1024,
    tables: { state: ANSWERING },
    sendsTo: ['shadows'],
    models: ['embed'],
    flags: true,
    userFacing: true,
  },
  'match-jobs': {
    memoryMb: 1769,
    tables: { jobs: ['Query', 'BatchGetItem'], candidates: ['GetItem'], state: ANSWERING },
    searchesVectors: true,
    sendsTo: ['shadows'],
    models: ['embed'],
    flags: true,
    userFacing: true,
  },
  'match-candidates': {
    memoryMb: 1769,
    tables: { jobs: ['GetItem'], candidates: ['Query', 'BatchGetItem'], state: IDEMPOTENCY },
    userFacing: true,
  },
  'expand-query': {
    memoryMb: 1769,
    tables: { state: ANSWERING },
    sendsTo: ['shadows'],
    models: ['text'],
    keeps: 'expansions',
    flags: true,
    userFacing: true,
  },
  'explain-match': {
    memoryMb: 1769,
    tables: { jobs: ['GetItem'], candidates: ['GetItem'], state: ANSWERING },
    sendsTo: ['shadows'],
    models: ['text'],
    flags: true,
    userFacing: true,
  },
  webhooks: {
    memoryMb: 512,
    tables: { candidates: ['PutItem', 'DeleteItem', 'Query'], state: IDEMPOTENCY },
    sendsTo: ['webhooks'],
    userFacing: false,
  },
  'deliver-webhooks': {
    memoryMb: 512,
    timeoutSeconds: 30,
    tables: { candidates: ['GetItem', 'UpdateItem'] },
    worksOff: 'webhooks',
    userFacing: false,
  },
  'run-shadows': {
    memoryMb: 1769,
    timeoutSeconds: 60,
    tables: { jobs: ['GetItem', 'Query', 'BatchGetItem'], candidates: ['GetItem', 'PutItem'], state: ASKING },
    searchesVectors: true,
    worksOff: 'shadows',
    models: ['text', 'embed'],
    flags: true,
    userFacing: false,
  },
  jobs: {
    memoryMb: 1024,
    tables: { jobs: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'], state: IDEMPOTENCY },
    userFacing: false,
  },
  feedback: {
    memoryMb: 512,
    tables: { candidates: ['UpdateItem'], state: ['GetItem', ...IDEMPOTENCY] },
    userFacing: false,
  },
  compare: {
    memoryMb: 1769,
    tables: { jobs: ['GetItem', 'Query', 'BatchGetItem'], candidates: ['GetItem'], state: ASKING },
    searchesVectors: true,
    models: ['text', 'embed'],
    flags: true,
    userFacing: false,
  },
  health: {
    memoryMb: 512,
    tables: { jobs: ['GetItem'], state: ['GetItem', 'UpdateItem'] },
    models: ['embed'],
    userFacing: false,
  },
  meta: { memoryMb: 512, userFacing: false },
  'embed-changes': {
    memoryMb: 1024,
    timeoutSeconds: 300,
    tables: { jobs: ['UpdateItem', 'BatchWriteItem'], state: ASKING },
    models: ['embed'],
    userFacing: false,
  },
} as const satisfies Record<string, FunctionRow>;

/** Those that no caller of the API and no stream reaches; each belongs to the construct or stack that starts it. */
export const operationalFunctions = {
  'rebuild-vectors': {
    memoryMb: 1024,
    timeoutSeconds: 300,
    tables: { jobs: ['Scan', 'UpdateItem'], state: ASKING },
    models: ['embed'],
    userFacing: false,
  },
  'watch-secrets': { memoryMb: 256, timeoutSeconds: 60, userFacing: false },
  'validate-restore': { memoryMb: 512, timeoutSeconds: 300, userFacing: false },
  'guard-rollout': {
    memoryMb: 512,
    timeoutSeconds: 120,
    tables: { state: ['GetItem', 'PutItem'] },
    userFacing: false,
  },
} as const satisfies Record<string, FunctionRow>;

export type Slug = keyof typeof functions;
export type OperationalSlug = keyof typeof operationalFunctions;
