/** What is ready in the second region: replicas of the tables, copies of secrets, the CDK's bootstrap. */
import {
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { AwsAccess } from '../aws-access';
import { allPages, CannotGoOn } from '../operation';

/** Templates of this CDK need it. */
const LEAST_BOOTSTRAP = 6;

const LOGICAL = { jobs: 'Jobs', candidates: 'Candidates' } as const;
export type ReplicatedTable = keyof typeof LOGICAL;

/**
 * The table of the stage in `region`. The home region is not asked, as it may be down.
 * @param wanted its name, where there is more than one
 * @throws CannotGoOn when there is none, or more than one
 */
export async function replicaOf(
  aws: AwsAccess,
  where: { region: string; stage: string },
  table: ReplicatedTable,
  wanted: string | undefined,
): Promise<TableDescription> {
  const { region, stage } = where;
  const client = new DynamoDBClient(aws.client(region));
  const prefix = `TalentMatch-${stage}-data-${LOGICAL[table]}`;
  const names = await allPages(async (after) => {
    const { TableNames, LastEvaluatedTableName } = await client.send(
      new ListTablesCommand({ ExclusiveStartTableName: after }),
    );
    return { items: TableNames ?? [], next: LastEvaluatedTableName };
  });
  const found = names.filter((name) => (wanted === undefined ? name.startsWith(prefix) : name === wanted));
  const [name] = found;
  if (name === undefined) {
    throw new CannotGoOn(
      `There is no ${table} table ${wanted ?? `${prefix}…`} in ${region}. Without a replica: restore the copy of a backup (docs/recover.md).`,
    );
  }
  if (found.length > 1)
    throw new CannotGoOn(`There is more than one: ${found.join(', ')}. Say which: --${table}-table NAME`);
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
  if (Table === undefined) throw new CannotGoOn(`${name} cannot be described.`);
  return Table;
}

/** Why the table cannot be used now. */
export function faultsOf(table: TableDescription, home: string): { serious: string[]; notes: string[] } {
  const { TableName, TableStatus, VectorIndexes = [], Replicas = [] } = table;
  const serious: string[] = [];
  const notes: string[] = [];
  if (TableStatus !== 'ACTIVE') serious.push(`${TableName} is ${TableStatus}.`);
  const building = VectorIndexes.filter(({ IndexStatus, Backfilling }) => IndexStatus !== 'ACTIVE' || Backfilling);
  for (const { IndexName } of building) {
    notes.push(`Vector index ${IndexName} is being built; until then matches are found by words and skills.`);
  }
  const atHome = Replicas.find(({ RegionName }) => RegionName === home);
  if (atHome === undefined) notes.push(`${TableName} is no replica of ${home}: changes do not go back there.`);
  else if (atHome.ReplicaStatus !== 'ACTIVE') notes.push(`Its replica in ${home} is ${atHome.ReplicaStatus}.`);
  return { serious, notes };
}

/** @throws CannotGoOn when the CDK cannot deploy to the region */
export async function checkBootstrap(aws: AwsAccess, region: string, account: string): Promise<void> {
  const mend = `npx cdk bootstrap aws://${account}/${region}`;
  const version = await new SSMClient(aws.client(region))
    .send(new GetParameterCommand({ Name: '/cdk-bootstrap/hnb659fds/version' }))
    .catch((error: Error) => {
      if (error.name !== 'ParameterNotFound') throw error;
      throw new CannotGoOn(`${region} is not bootstrapped for the CDK: ${mend}`);
    });
  if (Number(version.Parameter?.Value) < LEAST_BOOTSTRAP) {
    throw new CannotGoOn(
      `The bootstrap of ${region} is version ${version.Parameter?.Value}; ${LEAST_BOOTSTRAP} is needed: ${mend}`,
    );
  }
}

/** ARNs of the vendors' keys that are copied into the region, as context. */
export async function secretsIn(aws: AwsAccess, region: string, stage: string): Promise<Record<string, string>> {
  const client = new SecretsManagerClient(aws.client(region));
  const all = await allPages(async (NextToken) => {
    const { SecretList, NextToken: next } = await client.send(
      new ListSecretsCommand({
        Filters: [{ Key: 'description', Values: ['Talent Match: key of'] }],
        ...(NextToken !== undefined && { NextToken }),
      }),
    );
    return { items: SecretList ?? [], next };
  });
  const found: Record<string, string> = {};
  for (const { ARN, Description, Tags = [] } of all) {
    const vendor = /^Talent Match: key of (OpenAi|HuggingFace)$/.exec(Description ?? '')?.[1];
    const isOurs = Tags.some(({ Key, Value }) => Key === 'stage' && Value === stage);
    if (vendor !== undefined && isOurs && ARN !== undefined)
      found[vendor === 'OpenAi' ? 'openAi' : 'huggingFace'] = ARN;
  }
  return found;
}
