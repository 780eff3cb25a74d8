/** Creates the tables of a configuration in the emulator, as the CDK does in the cloud; existing ones stay as they are. */
import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceInUseException,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { VectorSpace } from '../lambdas/domain/vector-space';
import { type TableNames, type TableSchema, tableSchemas } from '../lambdas/storage/table-schema';

export async function createTables(
  client: DynamoDBClient,
  names: TableNames,
  spaces: readonly VectorSpace[],
): Promise<void> {
  await Promise.all(Object.values(tableSchemas(names, spaces)).map((schema) => createTable(client, schema)));
}

async function createTable(client: DynamoDBClient, { create, ttlAttribute }: TableSchema): Promise<void> {
  try {
    await client.send(new CreateTableCommand(create));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
    await addMissingIndexes(client, create);
  }
  if (ttlAttribute === null) return;
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: create.TableName }));
  if (TimeToLiveDescription?.TimeToLiveStatus === 'ENABLED') return;
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: create.TableName,
      TimeToLiveSpecification: { AttributeName: ttlAttribute, Enabled: true },
    }),
  );
}

/** Kept data may be older than a space that is configured now; the service adds one index at a time. */
async function addMissingIndexes(client: DynamoDBClient, create: TableSchema['create']): Promise<void> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: create.TableName }));
  const there = new Set((Table?.VectorIndexes ?? []).map((index) => index.IndexName));
  for (const index of create.VectorIndexes ?? []) {
    if (there.has(index.IndexName)) continue;
    await client.send(
      new UpdateTableCommand({
        TableName: create.TableName,
        AttributeDefinitions: create.AttributeDefinitions,
        VectorIndexUpdates: [{ Create: index }],
      }),
    );
  }
}
