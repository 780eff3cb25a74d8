/** What the containers of a stage tell each other of models that fail, in the state table. */
import type { BreakerStore } from '../../ports';
import { awsOptions, perPlatform } from '../platform';

/** Loads its client beside the first call of a model, not before it. */
export const breakerStore = perPlatform((at): BreakerStore => {
  const { config, clock } = at;
  let made: Promise<BreakerStore> | undefined;
  const store = () => {
    made ??= make();
    return made;
  };
  return {
    read: async (key) => (await store()).read(key),
    swap: async (...change) => (await store()).swap(...change),
  };

  async function make(): Promise<BreakerStore> {
    const [{ dynamoDbClient }, { dynamoBreakerStore }] = await Promise.all([
      import('../../storage/dynamodb-client'),
      import('../../storage/dynamo-breaker-store'),
    ]);
    // Nobody waits long for it, so it need not wait long either.
    const client = dynamoDbClient({ ...awsOptions(at, 'dynamodb'), timeouts: { connectMs: 300, requestMs: 500 } });
    return dynamoBreakerStore({ client, table: config.STATE_TABLE, clock });
  }
});
