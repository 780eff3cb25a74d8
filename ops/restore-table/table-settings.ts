/** Settings that a restore does not carry over. Source: RestoreTableToPointInTime, DynamoDB API reference. */
import {
  DescribeContinuousBackupsCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ListTagsOfResourceCommand,
  type TableDescription,
  TagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  type UpdateTableCommandInput,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';

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
