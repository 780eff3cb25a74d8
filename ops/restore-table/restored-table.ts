/** A table as it was at a time, in a table of its own, with its vector indexes. */
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  RestoreTableToPointInTimeCommand,
  type TableDescription,
  UpdateTableCommand,
  type VectorIndexDescription,
} from '@aws-sdk/client-dynamodb';
import { CannotGoOn, type Surroundings, until } from '../operation';

/** A table of millions of items takes hours. */
const RESTORE = { everyMs: 20_000, limitMs: 24 * 60 * 60_000 };
const UPDATE = { everyMs: 5_000, limitMs: 60 * 60_000 };

/** @returns undefined when there is no such table */
export async function describeTable(client: DynamoDBClient, TableName: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName }))).Table;
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

/** @throws CannotGoOn when the table cannot be restored to that time */
export async function checkTime(client: DynamoDBClient, TableName: string, at: Date): Promise<void> {
  const { ContinuousBackupsDescription } = await client.send(new DescribeContinuousBackupsCommand({ TableName }));
  const recovery = ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  const { EarliestRestorableDateTime: earliest, LatestRestorableDateTime: latest } = recovery ?? {};
  if (recovery?.PointInTimeRecoveryStatus !== 'ENABLED' || earliest === undefined || latest === undefined) {
    throw new CannotGoOn(`${TableName} has no point-in-time recovery. Restore a backup instead: docs/recover.md.`);
  }
  if (at < earliest || at > latest) {
    throw new CannotGoOn(
      `${TableName} can be restored to a time from ${earliest.toISOString()} to ${latest.toISOString()}; ${at.toISOString()} was given.`,
    );
  }
}

export async function startRestore(client: DynamoDBClient, source: string, target: string, at: Date): Promise<void> {
  await client
    .send(
      new RestoreTableToPointInTimeCommand({
        SourceTableName: source,
        TargetTableName: target,
        RestoreDateTime: at,
      }),
    )
    .catch((error: Error) => {
      if (error.name !== 'TableAlreadyExistsException') throw error;
    });
}

export async function untilActive(
  client: DynamoDBClient,
  name: string,
  around: Surroundings,
): Promise<TableDescription> {
  let told = 0;
  return until(
    async () => {
      const table = await describeTable(client, name);
      if (table?.TableStatus === 'ACTIVE') return table;
      if (told === 0) around.say(`  … ${name} is ${table?.TableStatus ?? 'not visible yet'}; this may take hours`);
      told += 1;
      return undefined;
    },
    around,
    { ...RESTORE, what: `The table ${name}` },
  );
}

/** One change after the other: a table takes no second one while it is updating. */
export async function settle(client: DynamoDBClient, name: string, around: Surroundings): Promise<TableDescription> {
  return until(
    async () => {
      const table = await describeTable(client, name);
      return table?.TableStatus === 'ACTIVE' ? table : undefined;
    },
    around,
    { ...UPDATE, what: `The end of the update of ${name}` },
  );
}

export function missingIndexes(source: TableDescription, target: TableDescription): VectorIndexDescription[] {
  const there = new Set((target.VectorIndexes ?? []).map(({ IndexName }) => IndexName));
  return (source.VectorIndexes ?? []).filter(({ IndexName }) => !there.has(IndexName));
}

/** Makes an index as `source` has it; DynamoDB fills it from the vectors on the items. */
export async function makeIndex(
  client: DynamoDBClient,
  TableName: string,
  index: VectorIndexDescription,
  { AttributeDefinitions }: TableDescription,
): Promise<void> {
  const { IndexName, VectorAttribute, Dimensions, DistanceFunction, Projection, SearchSchema } = index;
  await client.send(
    new UpdateTableCommand({
      TableName,
      AttributeDefinitions,
      VectorIndexUpdates: [
        { Create: { IndexName, VectorAttribute, Dimensions, DistanceFunction, Projection, SearchSchema } },
      ],
    }),
  );
}

export async function untilIndexed(
  client: DynamoDBClient,
  name: string,
  around: Surroundings,
): Promise<TableDescription> {
  return until(
    async () => {
      const table = await describeTable(client, name);
      const building = (table?.VectorIndexes ?? []).filter(
        ({ IndexStatus, Backfilling }) => IndexStatus !== 'ACTIVE' || Backfilling === true,
      );
      return table?.TableStatus === 'ACTIVE' && building.length === 0 ? table : undefined;
    },
    around,
    { ...RESTORE, what: `The vector indexes of ${name}` },
  );
}
