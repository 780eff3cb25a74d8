/** The three tables as data: keys, streams, expiry and vector indexes; the laptop cloud creates them, the CDK mirrors them. */
import type { CreateTableCommandInput, VectorIndex } from '@aws-sdk/client-dynamodb';
import { spaceName, type VectorSpace } from '../domain/vector-space';

/** Tables by class of data, each with its own key, backup and expiry rules. */
export interface TableNames {
  /** The catalogue: jobs with their vectors, and a row per term and job. */
  jobs: string;
  /** Stored resumes, long work with its results, and ratings of answers. */
  candidates: string;
  /** Cache and idempotency: nothing that would be missed. */
  state: string;
}

/** Epoch seconds after which DynamoDB removes an item, some time later. */
export const TTL_ATTRIBUTE = 'expiresAt';
export const DEFAULT_MARKET = 'default';

const INLINE_FILTERS = ['remote', 'employmentType', 'seniority'] as const;

export interface TableSchema {
  create: CreateTableCommandInput;
  ttlAttribute: string | null;
}

/** @param spaces at most 5, the service's limit of vector indexes on a table */
export function tableSchemas(names: TableNames, spaces: readonly VectorSpace[]): Record<keyof TableNames, TableSchema> {
  const sorted = [
    { AttributeName: 'pk', KeyType: 'HASH' as const },
    { AttributeName: 'sk', KeyType: 'RANGE' as const },
  ];
  const strings = (...attributes: string[]) =>
    attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const }));
  return {
    jobs: {
      ttlAttribute: null,
      create: {
        TableName: names.jobs,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: sorted,
        AttributeDefinitions: strings('pk', 'sk', ...(spaces.length === 0 ? [] : ['market', ...INLINE_FILTERS])),
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
        ...(spaces.length === 0 ? {} : { VectorIndexes: spaces.map(vectorIndexOf) }),
      },
    },
    candidates: {
      ttlAttribute: TTL_ATTRIBUTE,
      create: {
        TableName: names.candidates,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: sorted,
        AttributeDefinitions: strings('pk', 'sk'),
      },
    },
    state: {
      ttlAttribute: TTL_ATTRIBUTE,
      create: {
        TableName: names.state,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: strings('pk'),
      },
    },
  };
}

/** The index of one space. It projects nothing but keys: a hit is only an id, the job is read by it. */
export function vectorIndexOf(space: VectorSpace): VectorIndex {
  return {
    IndexName: spaceName(space),
    VectorAttribute: { AttributeName: vectorAttribute(space) },
    Dimensions: space.dimensions,
    DistanceFunction: 'COSINE',
    Projection: { ProjectionType: 'KEYS_ONLY' },
    SearchSchema: [
      { AttributeName: 'market', SearchSchemaElementType: 'HASH' },
      ...INLINE_FILTERS.map((AttributeName) => ({ AttributeName, SearchSchemaElementType: 'INLINE_FILTER' as const })),
    ],
  };
}

export function vectorAttribute(space: VectorSpace): string {
  return `vector.${spaceName(space)}`;
}

/** Starts the key of a job, and of nothing else in its table. */
export const JOB_PREFIX = 'JOB#';

/** Starts the key of a stored resume, and of nothing else in its table. */
export const RESUME_PREFIX = 'RESUME#';

/** Starts the key of an owner's rows with the words and skills of each stored resume. */
export const RESUME_TERMS_PREFIX = 'RESUMETERMS#';

/** Starts the key of long work with its items and results. */
export const OPERATION_PREFIX = 'OPERATION#';

/** Starts the key of an owner's webhooks. */
export const WEBHOOK_PREFIX = 'WEBHOOK#';

/** Starts the key of what was recorded in a day of requests that both arms were asked; of no owner. */
export const SHADOW_PREFIX = 'SHADOW#';

/** Starts the key of an owner's ratings. */
export const FEEDBACK_PREFIX = 'FEEDBACK#';

export function jobKey(id: string): { pk: string; sk: string } {
  return { pk: JOB_PREFIX + id, sk: 'JOB' };
}

/** Undefined for a row of the jobs table that is not a job. */
export function jobIdOf(pk: string): string | undefined {
  return pk.startsWith(JOB_PREFIX) ? pk.slice(JOB_PREFIX.length) : undefined;
}

export function termKey(market: string, term: string): string {
  return `TERM#${market}#${term}`;
}
