/** The tables. */
import { awsOptions, perPlatform } from '../platform';

const database = perPlatform(async (at) => {
  const { dynamoDbClient } = await import('../../storage/dynamodb-client');
  return dynamoDbClient({ ...awsOptions(at, 'dynamodb'), timeouts: { connectMs: 800, requestMs: 3_000 } });
});

export const stores = perPlatform(async (at) => {
  const { config, clock } = at;
  const [client, jobs, pages, terms, vectors, resumes, idempotency, spend, quota, cache] = await Promise.all([
    database(at),
    import('../../storage/dynamo-job-store'),
    import('../../storage/dynamo-job-pages'),
    import('../../storage/dynamo-term-index'),
    import('../../storage/dynamo-vector-index'),
    import('../../storage/dynamo-resume-store'),
    import('../../storage/dynamo-idempotency-store'),
    import('../../storage/dynamo-spend-ledger'),
    import('../../storage/dynamo-quota-store'),
    import('../../storage/dynamo-cache'),
  ]);
  const catalogue = { client, table: config.JOBS_TABLE, clock };
  const state = { client, table: config.STATE_TABLE, clock };
  return {
    jobs: jobs.dynamoJobStore(catalogue),
    pages: pages.dynamoJobPages(catalogue),
    terms: terms.dynamoTermIndex(catalogue),
    vectors: vectors.dynamoVectorIndex(catalogue),
    resumes: resumes.dynamoResumeStore({
      client,
      table: config.CANDIDATES_TABLE,
      clock,
      retentionDays: config.RESUME_RETENTION_DAYS,
    }),
    idempotency: idempotency.dynamoIdempotencyStore(state),
    spendLedger: spend.dynamoSpendLedger(state),
    callerQuota: quota.dynamoQuotaStore(state),
    cache: cache.dynamoCache(state),
    close: () => client.destroy(),
  };
});

/** Stored resumes, to be ranked. */
export const candidateStore = perPlatform(async (at) => {
  const { config, clock } = at;
  const [client, { dynamoCandidateStore }] = await Promise.all([
    database(at),
    import('../../storage/dynamo-candidate-store'),
  ]);
  return dynamoCandidateStore({ client, table: config.CANDIDATES_TABLE, clock });
});

/** Requests that both arms are asked: who may ask the other, and what was recorded. */
export const shadowStores = perPlatform(async (at) => {
  const { config, clock } = at;
  const [client, { dynamoShadowClaims, dynamoShadowRecords }] = await Promise.all([
    database(at),
    import('../../storage/dynamo-shadow-store'),
  ]);
  return {
    claims: dynamoShadowClaims({ client, table: config.STATE_TABLE, clock }),
    records: dynamoShadowRecords({ client, table: config.CANDIDATES_TABLE, clock }),
  };
});

/** Long work and those who are told of it, apart: most requests have nothing of it, and it takes a tenth of the time to load. */
export const workStores = perPlatform(async (at) => {
  const { config, clock } = at;
  const [client, { dynamoOperationStore }, { dynamoWebhookStore }] = await Promise.all([
    database(at),
    import('../../storage/dynamo-operation-store'),
    import('../../storage/dynamo-webhook-store'),
  ]);
  const table = { client, table: config.CANDIDATES_TABLE, clock };
  return { operations: dynamoOperationStore(table), webhooks: dynamoWebhookStore(table) };
});

/** How answers came about: what each route that may be rated writes, so it brings no other store with it. */
export const answerStore = perPlatform(async (at) => {
  const [client, { dynamoAnswerStore }] = await Promise.all([
    database(at),
    import('../../storage/dynamo-answer-store'),
  ]);
  return dynamoAnswerStore({ client, table: at.config.STATE_TABLE, clock: at.clock });
});

/** Ratings, and the answers that they are of. */
export const ratingStores = perPlatform(async (at) => {
  const { config, clock } = at;
  const [client, answers, { dynamoFeedbackStore }] = await Promise.all([
    database(at),
    answerStore(at),
    import('../../storage/dynamo-feedback-store'),
  ]);
  return { answers, feedback: dynamoFeedbackStore({ client, table: config.CANDIDATES_TABLE, clock }) };
});

/** What the guard of a rollout remembers. */
export const rolloutMemory = perPlatform(async (at) => {
  const [client, { dynamoRolloutMemory }] = await Promise.all([
    database(at),
    import('../../storage/dynamo-rollout-memory'),
  ]);
  return dynamoRolloutMemory({ client, table: at.config.STATE_TABLE, clock: at.clock });
});
