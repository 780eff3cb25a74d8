/** A table as it was at a time, in a table of its own, with the settings that a restore does not carry over. */
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ListTagsOfResourceCommand,
  RestoreTableToPointInTimeCommand,
  type TableDescription,
  TagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  type UpdateTableCommandInput,
  UpdateTimeToLiveCommand,
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

/** What the source has and the restored table lacks, each with how it is set. A restore carries over none of these. */
export async function missingSettings(
  client: DynamoDBClient,
  source: TableDescription,
  target: TableDescription,
): Promise<{ name: string; set: () => Promise<unknown> }[]> {
  const TableName = target.TableName ?? '';
  const [from, to] = await Promise.all([furtherSettings(client, source), furtherSettings(client, target)]);
  const update = (change: Partial<UpdateTableCommandInput>) =>
    client.send(new UpdateTableCommand({ TableName, ...change }));
  const { StreamSpecification } = source;
  const { ttlAttribute = '' } = from;
  const absent = Object.entries(from.tags).filter(([key, value]) => to.tags[key] !== value);
  const settings: [boolean, string, () => Promise<unknown>][] = [
    [
      StreamSpecification?.StreamEnabled === true && target.StreamSpecification?.StreamEnabled !== true,
      `stream ${StreamSpecification?.StreamViewType}`,
      () => update({ StreamSpecification }),
    ],
    [
      from.isRecoverable && !to.isRecoverable,
      'point-in-time recovery',
      () =>
        client.send(
          new UpdateContinuousBackupsCommand({
            TableName,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          }),
        ),
    ],
    [
      ttlAttribute !== '' && to.ttlAttribute === undefined,
      `expiry by ${ttlAttribute}`,
      () =>
        client.send(
          new UpdateTimeToLiveCommand({
            TableName,
            TimeToLiveSpecification: { AttributeName: ttlAttribute, Enabled: true },
          }),
        ),
    ],
    [
      absent.length > 0,
      `tags ${absent.map(([key]) => key).join(', ')}`,
      () =>
        client.send(
          new TagResourceCommand({
            ResourceArn: target.TableArn,
            Tags: absent.map(([Key, Value]) => ({ Key, Value })),
          }),
        ),
    ],
    [
      source.DeletionProtectionEnabled === true && target.DeletionProtectionEnabled !== true,
      'deletion protection',
      () => update({ DeletionProtectionEnabled: true }),
    ],
  ];
  return settings.filter(([lacks]) => lacks).map(([, name, set]) => ({ name, set }));
}

async function furtherSettings(client: DynamoDBClient, { TableName, TableArn }: TableDescription) {
  const [backups, expiry, tags] = await Promise.all([
    client.send(new DescribeContinuousBackupsCommand({ TableName })),
    client.send(new DescribeTimeToLiveCommand({ TableName })),
    client.send(new ListTagsOfResourceCommand({ ResourceArn: TableArn })),
  ]);
  const recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  const { TimeToLiveStatus, AttributeName } = expiry.TimeToLiveDescription ?? {};
  return {
    isRecoverable: recovery?.PointInTimeRecoveryStatus === 'ENABLED',
    ttlAttribute: TimeToLiveStatus?.startsWith('ENABL') ? AttributeName : undefined,
    // Tags of CloudFormation say which stack owns a table; it does not own the restored one.
    tags: Object.fromEntries(
      (tags.Tags ?? []).flatMap(({ Key = '', Value = '' }): [string, string][] =>
        Key.startsWith('aws:') ? [] : [[Key, Value]],
      ),
    ) as Readonly<Record<string, string>>,
  };
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
