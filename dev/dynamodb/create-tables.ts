/** Creates the service's tables where they are missing, and the vector indexes that an older data folder lacks. */
import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  type TableDescription,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { TableSchema } from '../../lambdas/storage/table-schema';

const POLL_MS = 10;

export async function createTables(client: DynamoDBClient, schemas: Iterable<TableSchema>): Promise<void> {
  await Promise.all([...schemas].map((schema) => createTable(client, schema)));
}

async function createTable(client: DynamoDBClient, { create, ttlAttribute }: TableSchema): Promise<void> {
  const TableName = create.TableName;
  try {
    await client.send(new CreateTableCommand(create));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
    return addMissingIndexes(client, create);
  }
  await settled(client, TableName);
  if (ttlAttribute !== null) {
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName,
        TimeToLiveSpecification: { AttributeName: ttlAttribute, Enabled: true },
      }),
    );
  }
}

async function addMissingIndexes(client: DynamoDBClient, create: TableSchema['create']): Promise<void> {
  const table = await settled(client, create.TableName);
  const present = new Set(table.VectorIndexes?.map((index) => index.IndexName));
  for (const index of create.VectorIndexes ?? []) {
    if (present.has(index.IndexName)) continue;
    await client.send(
      new UpdateTableCommand({
        TableName: create.TableName,
        AttributeDefinitions: create.AttributeDefinitions,
        VectorIndexUpdates: [{ Create: index }],
      }),
    );
    await settled(client, create.TableName);
  }
}

async function settled(client: DynamoDBClient, TableName: string | undefined): Promise<TableDescription> {
  for (;;) {
    const { Table = {} } = await client.send(new DescribeTableCommand({ TableName }));
    const isReady = [Table.TableStatus, ...(Table.VectorIndexes ?? []).map((index) => index.IndexStatus)].every(
      (status) => status === 'ACTIVE',
    );
    if (isReady) return Table;
    await pause(POLL_MS);
  }
}
