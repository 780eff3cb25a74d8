/** A table for a contract suite: in the emulator, or in a real account when CONTRACT_DYNAMODB is `live`. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { startDynamoDb } from '../../dev/dynamodb/start-dynamodb';

export const isLive = process.env.CONTRACT_DYNAMODB === 'live';
/** A live index is built in minutes; the emulator's at once. */
export const CONTRACT_TIMEOUT_MS = isLive ? 1_800_000 : 60_000;
const POLL_MS = 1000;

export interface ContractTable {
  client: DynamoDBClient;
  name: string;
  close(): Promise<void>;
}

export async function openContractTable(schema: Omit<CreateTableCommandInput, 'TableName'>): Promise<ContractTable> {
  const emulator = isLive ? undefined : await startDynamoDb();
  const client = emulator
    ? new DynamoDBClient({
        endpoint: emulator.endpoint,
        region: 'us-east-1',
        credentials: { accessKeyId: 'laptop', secretAccessKey: 'laptop' },
        // The client takes LimitExceededException for throttling, and would ask for seconds.
        maxAttempts: 1,
      })
    : new DynamoDBClient({});
  const name = `talent-match-contract-${randomUUID()}`;
  await client.send(new CreateTableCommand({ ...schema, TableName: name }));
  await eventually(async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    if (Table?.TableStatus !== 'ACTIVE') throw new Error('the table is not active yet');
    if (Table.VectorIndexes?.some((index) => index.IndexStatus !== 'ACTIVE')) throw new Error('an index is not active');
  });
  return {
    client,
    name,
    async close() {
      if (isLive) await client.send(new DeleteTableCommand({ TableName: name }));
      client.destroy();
      await emulator?.close();
    },
  };
}

/** Repeats until it holds: a live index follows its table after a while. Against the emulator it must hold at once. */
export async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + CONTRACT_TIMEOUT_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isLive || Date.now() > deadline) throw error;
      await pause(POLL_MS);
    }
  }
}

/** Repeats while the refusal is one of an index that is not ready. */
export async function untilReady<T>(notReady: RegExp, attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + CONTRACT_TIMEOUT_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Error) || !notReady.test(error.message) || Date.now() > deadline) throw error;
      await pause(isLive ? POLL_MS : 1);
    }
  }
}
