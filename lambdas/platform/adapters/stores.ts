/** The tables. */
import { awsOptions, perPlatform } from '../platform';

export const stores = perPlatform(async (at) => {
  const { config, clock } = at;
  const [client, jobs, pages, terms, vectors, resumes, operations, webhooks, idempotency, spend, quota, cache] =
    await Promise.all([
      import('../../storage/dynamodb-client'),
      import('../../storage/dynamo-job-store'),
      import('../../storage/dynamo-job-pages'),
      import('../../storage/dynamo-term-index'),
      import('../../storage/dynamo-vector-index'),
      import('../../storage/dynamo-resume-store'),
      import('../../storage/dynamo-operation-store'),
      import('../../storage/dynamo-webhook-store'),
      import('../../storage/dynamo-idempotency-store'),
      import('../../storage/dynamo-spend-ledger'),
      import('../../storage/dynamo-quota-store'),
      import('../../storage/dynamo-cache'),
    ]);
  const db = client.dynamoDbClient({ ...awsOptions(at, 'dynamodb'), timeouts: { connectMs: 800, requestMs: 3_000 } });
  const catalogue = { client: db, table: config.JOBS_TABLE, clock };
  return {
    jobs: jobs.dynamoJobStore(catalogue),
    pages: pages.dynamoJobPages(catalogue),
    terms: terms.dynamoTermIndex(catalogue),
    vectors: vectors.dynamoVectorIndex(catalogue),
    resumes: resumes.dynamoResumeStore({
      client: db,
      table: config.CANDIDATES_TABLE,
      clock,
      retentionDays: config.RESUME_RETENTION_DAYS,
    }),
    operations: operations.dynamoOperationStore({ client: db, table: config.CANDIDATES_TABLE, clock }),
    webhooks: webhooks.dynamoWebhookStore({ client: db, table: config.CANDIDATES_TABLE, clock }),
    idempotency: idempotency.dynamoIdempotencyStore({ client: db, table: config.STATE_TABLE, clock }),
    spendLedger: spend.dynamoSpendLedger({ client: db, table: config.STATE_TABLE }),
    callerQuota: quota.dynamoQuotaStore({ client: db, table: config.STATE_TABLE }),
    cache: cache.dynamoCache({ client: db, table: config.STATE_TABLE, clock }),
    close: () => db.destroy(),
  };
});
