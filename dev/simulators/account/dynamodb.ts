/** Amazon DynamoDB's control plane: tables, replicas, point-in-time recovery, and what a restored table lacks. */
import * as z from 'zod';
import { Refusal } from '../exchange';
import { type ControlApi, operation, perRegion } from './api';
import { type Item, itemOperations } from './dynamodb-items';

export interface SimTable {
  status?: string;
  streamArn?: string;
  isProtected?: boolean;
  /** ISO times between which it can be restored; undefined: point-in-time recovery is off. */
  recoverable?: readonly [string, string];
  ttlAttribute?: string;
  tags?: Record<string, string>;
  /** State by name of vector index. */
  indexes?: Record<string, string>;
  keyArn?: string;
  /** Other regions in which the table is; state by region. */
  replicas?: Record<string, string>;
  items?: readonly Item[];
  /** What a restore gets; default: the items of now. */
  itemsBefore?: readonly Item[];
  /** Looks that are answered with `CREATING` or `UPDATING` before it is active. */
  looksUntilActive?: number;
  /** Looks after that before its vector indexes are. */
  looksUntilIndexed?: number;
}

export interface SimTables {
  /** By name. */
  tables: Map<string, SimTable>;
  /** For tables that are restored. */
  restoreLooks: number;
  /** Vector indexes that a restore loses, as no document says it cannot. */
  lostByRestore: Set<string>;
}

const byName = z.object({ TableName: z.string() });
const seconds = (iso: string) => Date.parse(iso) / 1_000;

export function dynamoDbApi(): ControlApi & { in: (region: string) => SimTables } {
  const states = perRegion((): SimTables => ({ tables: new Map(), restoreLooks: 2, lostByRestore: new Set() }));
  const nameOf = (nameOrArn: string) => nameOrArn.split('/').at(-1) ?? '';
  const found = (region: string, nameOrArn: string): SimTable => {
    const table = states(region).tables.get(nameOf(nameOrArn));
    if (table !== undefined) return table;
    throw new Refusal(
      400,
      'ResourceNotFoundException',
      `Requested resource not found: Table: ${nameOf(nameOrArn)} not found`,
    );
  };
  const changeable = (region: string, name: string) => {
    const table = found(region, name);
    const { status = 'ACTIVE' } = table;
    if (status !== 'ACTIVE') {
      throw new Refusal(400, 'ResourceInUseException', `Attempt to change a resource which is still in use: ${status}`);
    }
    return table;
  };
  const described = (region: string, accountId: string, name: string) => {
    const table = found(region, name);
    const { status = 'ACTIVE', indexes = {}, replicas, keyArn, streamArn } = table;
    return {
      TableName: name,
      TableArn: `arn:aws:dynamodb:${region}:${accountId}:table/${name}`,
      TableStatus: status,
      ItemCount: table.items?.length ?? 0,
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      DeletionProtectionEnabled: table.isProtected ?? false,
      ...(streamArn && {
        LatestStreamArn: streamArn,
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      }),
      ...(keyArn && { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: keyArn } }),
      ...(replicas && {
        Replicas: Object.entries(replicas).map(([RegionName, ReplicaStatus]) => ({ RegionName, ReplicaStatus })),
      }),
      ...(Object.keys(indexes).length > 0 && {
        VectorIndexes: Object.entries(indexes).map(([IndexName, IndexStatus]) => ({
          IndexName,
          IndexStatus,
          VectorAttribute: { AttributeName: `vector.${IndexName}` },
          Dimensions: 4,
          DistanceFunction: 'COSINE',
          Projection: { ProjectionType: 'KEYS_ONLY' },
          SearchSchema: [{ AttributeName: 'market', SearchSchemaElementType: 'HASH' }],
        })),
      }),
    };
  };
  /** What goes on by itself between two looks. */
  const proceed = (table: SimTable) => {
    const { status = 'ACTIVE' } = table;
    if (status !== 'ACTIVE') {
      table.looksUntilActive = (table.looksUntilActive ?? 1) - 1;
      if (table.looksUntilActive < 0) table.status = 'ACTIVE';
      return;
    }
    if (!Object.values(table.indexes ?? {}).includes('CREATING')) return;
    table.looksUntilIndexed = (table.looksUntilIndexed ?? 1) - 1;
    if (table.looksUntilIndexed >= 0) return;
    table.indexes = Object.fromEntries(Object.keys(table.indexes ?? {}).map((name) => [name, 'ACTIVE']));
  };
  return {
    in: states,
    protocol: 'json',
    signingName: 'dynamodb',
    operations: {
      ListTables: operation(
        z.object({ ExclusiveStartTableName: z.string().optional() }),
        ({ ExclusiveStartTableName: after = '' }, { region }) => {
          const names = [...states(region).tables.keys()].sort().filter((name) => name > after);
          const page = names.slice(0, 2);
          return { TableNames: page, ...(names.length > 2 && { LastEvaluatedTableName: page.at(-1) }) };
        },
      ),
      DescribeTable: operation(byName, ({ TableName }, { region, accountId }) => {
        proceed(found(region, TableName));
        return { Table: described(region, accountId, TableName) };
      }),
      DescribeContinuousBackups: operation(byName, ({ TableName }, { region }) => {
        const { recoverable } = found(region, TableName);
        return {
          ContinuousBackupsDescription: {
            ContinuousBackupsStatus: 'ENABLED',
            PointInTimeRecoveryDescription: recoverable
              ? {
                  PointInTimeRecoveryStatus: 'ENABLED',
                  EarliestRestorableDateTime: seconds(recoverable[0]),
                  LatestRestorableDateTime: seconds(recoverable[1]),
                }
              : { PointInTimeRecoveryStatus: 'DISABLED' },
          },
        };
      }),
      UpdateContinuousBackups: operation(
        byName.extend({ PointInTimeRecoverySpecification: z.object({ PointInTimeRecoveryEnabled: z.boolean() }) }),
        ({ TableName }, { region }) => {
          changeable(region, TableName).recoverable = ['2026-11-22T12:00:00Z', '2026-11-22T12:00:00Z'];
          return { ContinuousBackupsDescription: { ContinuousBackupsStatus: 'ENABLED' } };
        },
      ),
      RestoreTableToPointInTime: operation(
        z.object({
          SourceTableArn: z.string().optional(),
          SourceTableName: z.string().optional(),
          TargetTableName: z.string(),
          RestoreDateTime: z.number(),
        }),
        (input, { region, accountId }) => {
          const { TargetTableName, RestoreDateTime } = input;
          const source = found(region, input.SourceTableArn ?? input.SourceTableName ?? '');
          const { tables, restoreLooks, lostByRestore } = states(region);
          if (tables.has(TargetTableName)) {
            throw new Refusal(400, 'TableAlreadyExistsException', `Table already exists: ${TargetTableName}`);
          }
          if (source.recoverable === undefined) {
            throw new Refusal(400, 'PointInTimeRecoveryUnavailableException', 'Point in time recovery is not enabled');
          }
          const [earliest, latest] = source.recoverable.map(seconds) as [number, number];
          if (RestoreDateTime < earliest || RestoreDateTime > latest) {
            throw new Refusal(400, 'InvalidRestoreTimeException', 'The restore time is out of the restorable window');
          }
          const kept = Object.keys(source.indexes ?? {}).filter((name) => !lostByRestore.has(name));
          // Data, keys, indexes, billing and encryption come along. Nothing else does.
          tables.set(TargetTableName, {
            status: 'CREATING',
            looksUntilActive: restoreLooks,
            items: source.itemsBefore ?? source.items ?? [],
            indexes: Object.fromEntries(kept.map((name) => [name, 'CREATING'])),
            ...(source.keyArn && { keyArn: source.keyArn }),
          });
          return { TableDescription: described(region, accountId, TargetTableName) };
        },
      ),
      UpdateTable: operation(
        byName.extend({
          StreamSpecification: z.object({ StreamEnabled: z.boolean() }).optional(),
          DeletionProtectionEnabled: z.boolean().optional(),
          VectorIndexUpdates: z
            .array(z.object({ Create: z.object({ IndexName: z.string() }).optional() }))
            .max(1, 'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table')
            .optional(),
        }),
        (input, { region, accountId }) => {
          const table = changeable(region, input.TableName);
          if (input.StreamSpecification) {
            if (table.streamArn) throw new Refusal(400, 'ValidationException', 'Table already has an enabled stream');
            table.streamArn = `arn:aws:dynamodb:${region}:${accountId}:table/${input.TableName}/stream/2026-11-22T12:00:00.000`;
          }
          if (input.DeletionProtectionEnabled !== undefined) table.isProtected = input.DeletionProtectionEnabled;
          for (const { Create } of input.VectorIndexUpdates ?? []) {
            if (Create) table.indexes = { ...table.indexes, [Create.IndexName]: 'CREATING' };
          }
          Object.assign(table, { status: 'UPDATING', looksUntilActive: 0, looksUntilIndexed: 1 });
          return { TableDescription: described(region, accountId, input.TableName) };
        },
      ),
      DescribeTimeToLive: operation(byName, ({ TableName }, { region }) => {
        const { ttlAttribute } = found(region, TableName);
        return {
          TimeToLiveDescription: ttlAttribute
            ? { TimeToLiveStatus: 'ENABLED', AttributeName: ttlAttribute }
            : { TimeToLiveStatus: 'DISABLED' },
        };
      }),
      UpdateTimeToLive: operation(
        byName.extend({ TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: z.boolean() }) }),
        ({ TableName, TimeToLiveSpecification }, { region }) => {
          changeable(region, TableName).ttlAttribute = TimeToLiveSpecification.AttributeName;
          return { TimeToLiveSpecification };
        },
      ),
      ListTagsOfResource: operation(z.object({ ResourceArn: z.string() }), ({ ResourceArn }, { region }) => ({
        Tags: Object.entries(found(region, ResourceArn).tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
      })),
      TagResource: operation(
        z.object({ ResourceArn: z.string(), Tags: z.array(z.object({ Key: z.string(), Value: z.string() })) }),
        ({ ResourceArn, Tags }, { region }) => {
          const table = found(region, ResourceArn);
          for (const { Key, Value } of Tags) {
            if (Key.startsWith('aws:'))
              throw new Refusal(400, 'ValidationException', 'aws: prefixed tag keys are reserved');
            table.tags = { ...table.tags, [Key]: Value };
          }
          return {};
        },
      ),
      ...itemOperations(found),
    },
  };
}
