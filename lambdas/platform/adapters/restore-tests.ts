/** Restored tables, and where the verdict on them goes. */
import { awsOptions, perPlatform } from '../platform';

export const restoreTests = perPlatform(async (at) => {
  const [{ dynamoDbClient }, { restoredTables }, { restoreVerdicts }] = await Promise.all([
    import('../../storage/dynamodb-client'),
    import('../../storage/restored-tables'),
    import('../restore-verdicts'),
  ]);
  const client = dynamoDbClient({
    ...awsOptions(at, 'dynamodb'),
    timeouts: { connectMs: 2_000, requestMs: 10_000 },
  });
  return { tables: restoredTables({ client }), verdicts: restoreVerdicts(awsOptions(at, 'backup')) };
});
