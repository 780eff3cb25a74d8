/** Whether this deployment changes more vector indexes of the jobs table than DynamoDB changes at once. */
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { spaceName } from '../../lambdas/domain/vector-space';
import { vectorSpaces } from '../../lib/vector-spaces';
import { stackOutputs } from '../stack-outputs';
import { type Check, ok, problem } from './check';

export const vectorIndexesCheck: Check = {
  name: 'vector indexes',
  needless: ({ homeRegion }) => (homeRegion === undefined ? undefined : 'homeRegion: it makes no tables'),
  permissions: ({ config: { region, stage }, account }) => [
    { actions: ['cloudformation:DescribeStacks'] },
    {
      actions: ['dynamodb:DescribeTable'],
      resources: [`arn:aws:dynamodb:${region}:${account}:table/TalentMatch-${stage}-data-*`],
    },
  ],
  async run({ config }, aws) {
    const { region, stage, jobsTable } = config;
    const table = (await stackOutputs(aws, region, `TalentMatch-${stage}-data`))?.jobsTable;
    if (table === undefined) return [ok('A new table gets all its indexes at once.')];
    if (table === jobsTable) return [ok(`${table} was restored; this deployment changes no index of it.`)];
    const { Table } = await new DynamoDBClient(aws.client(region)).send(new DescribeTableCommand({ TableName: table }));
    const there = (Table?.VectorIndexes ?? []).map(({ IndexName }) => IndexName ?? '');
    const wanted = vectorSpaces(config).map(spaceName);
    const changes = [
      ...wanted.filter((name) => !there.includes(name)).map((name) => `+ ${name}`),
      ...there.filter((name) => !wanted.includes(name)).map((name) => `- ${name}`),
    ];
    if (changes.length < 2) return [ok(changes.length === 0 ? 'None changes.' : `One changes: ${changes[0]}.`)];
    return [
      problem(
        `${changes.length} vector indexes of ${table} would change (${changes.join(', ')}); DynamoDB makes or deletes one at a time, so the update would fail.`,
        'docs/deploy.md#changing-a-setting: one of these settings for each deployment',
      ),
    ];
  },
};
