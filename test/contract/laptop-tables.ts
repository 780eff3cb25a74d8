/** The service's own tables in the emulator, with the client that the service uses. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createTables } from '../../dev/dynamodb/create-tables';
import { type DynamoDbEmulator, type DynamoDbOptions, startDynamoDb } from '../../dev/dynamodb/start-dynamodb';
import type { VectorSpace } from '../../lambdas/domain/vector-space';
import { dynamoDbClient } from '../../lambdas/storage/dynamodb-client';
import { type TableNames, tableSchemas } from '../../lambdas/storage/table-schema';

export interface LaptopTables {
  client: DynamoDBClient;
  emulator: DynamoDbEmulator;
  names: TableNames;
  close(): Promise<void>;
}

/** Clocks of tests stand in the past: what is written by them is over by the emulator's own, and would go while it is looked at. */
const NEVER_MS = 2 ** 31 - 1;

export async function openLaptopTables(
  options: DynamoDbOptions & { spaces?: VectorSpace[]; requestMs?: number } = {},
): Promise<LaptopTables> {
  const names = { jobs: 'jobs', candidates: 'candidates', state: 'state' };
  const emulator = await startDynamoDb({ sweepEveryMs: NEVER_MS, ...options });
  const connect = (requestMs: number) =>
    dynamoDbClient({
      region: 'eu-west-1',
      endpoint: emulator.endpoint,
      credentials: { accessKeyId: 'laptop', secretAccessKey: 'laptop' },
      timeouts: { connectMs: 30_000, requestMs },
    });
  // What no busy machine reaches: a test of time limits says its own, which does not hold for making the tables.
  const patient = connect(30_000);
  await createTables(patient, Object.values(tableSchemas(names, options.spaces ?? [])));
  patient.destroy();
  const client = connect(options.requestMs ?? 30_000);
  return {
    client,
    emulator,
    names,
    async close() {
      client.destroy();
      await emulator.close();
    },
  };
}

/** A clock that stands still until it is moved. */
export function testClock(start = Date.parse('2026-03-01T12:00:00Z')) {
  let time = start;
  return {
    now: () => time,
    advance(milliseconds: number) {
      time += milliseconds;
    },
  };
}
