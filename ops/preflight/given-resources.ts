/** What the configuration takes as there already: tables after a restore or in the second Region, and a user pool. */
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { StageConfig } from '../../lib/stage-config';
import type { AwsAccess } from '../aws-access';
import { type Check, type Finding, ok, problem, warning } from './check';

type TableSetting = 'jobsTable' | 'candidatesTable';

function given(config: StageConfig): { setting: TableSetting; table: string }[] {
  return (['jobsTable', 'candidatesTable'] as const).flatMap((setting) => {
    const table = config[setting];
    return table === undefined ? [] : [{ setting, table }];
  });
}

export const givenTablesCheck: Check = {
  name: 'tables',
  needless: (config) =>
    given(config).length === 0 ? 'no jobsTable or candidatesTable: the stack makes them' : undefined,
  permissions: ({ config, account }) => [
    {
      actions: ['dynamodb:DescribeTable'],
      resources: given(config).map(({ table }) => `arn:aws:dynamodb:${config.region}:${account}:table/${table}`),
    },
  ],
  run: ({ config }, aws) =>
    Promise.all(given(config).map(({ setting, table }) => tableOf(aws, config, setting, table))),
};

async function tableOf(aws: AwsAccess, config: StageConfig, setting: TableSetting, name: string): Promise<Finding> {
  const { region } = config;
  try {
    const client = new DynamoDBClient(aws.client(region));
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    if (Table?.TableStatus !== 'ACTIVE' && Table?.TableStatus !== 'UPDATING') {
      const wait = `aws dynamodb wait table-exists --region ${region} --table-name ${name}`;
      return problem(`${name} is ${Table?.TableStatus}.`, wait);
    }
    const isStreamed = Table.LatestStreamArn !== undefined && Table.LatestStreamArn === config.jobsTableStreamArn;
    if (setting === 'jobsTable' && !isStreamed) {
      return warning(
        `${name} is there, but its stream is not read, so jobs that change are not embedded.`,
        Table.LatestStreamArn === undefined
          ? `aws dynamodb update-table --region ${region} --table-name ${name} --stream-specification StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES`
          : `-c jobsTableStreamArn=${Table.LatestStreamArn}`,
      );
    }
    return ok(`${name} is there.`);
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFoundException') throw error;
    return problem(
      `There is no table ${name} in ${region}.`,
      `aws dynamodb list-tables --region ${region}, then -c ${setting}=NAME`,
    );
  }
}

export const userPoolCheck: Check = {
  name: 'user pool',
  needless: ({ userPoolArn }) => (userPoolArn === undefined ? 'no userPoolArn: the stack makes one' : undefined),
  permissions: ({ config: { userPoolArn = '' } }) => [
    { actions: ['cognito-idp:DescribeUserPool'], resources: [userPoolArn] },
  ],
  async run({ config: { userPoolArn: arn = '', region } }, aws) {
    const [, , , poolRegion = ''] = arn.split(':');
    if (poolRegion !== region) {
      return [
        problem(
          `The user pool is in ${poolRegion}; an authoriser takes pools of ${region} only.`,
          '-c userPoolArn=…, of the same Region',
        ),
      ];
    }
    try {
      await aws.callJson({
        service: 'cognito-idp',
        host: `cognito-idp.${region}.amazonaws.com`,
        region,
        target: 'AWSCognitoIdentityProviderService.DescribeUserPool',
        version: '1.1',
        body: { UserPoolId: arn.split('/').at(-1) },
      });
      return [ok(`${arn.split('/').at(-1)} is there.`)];
    } catch (error) {
      if ((error as Error).name !== 'ResourceNotFoundException') throw error;
      return [
        problem(`There is no user pool ${arn}.`, `aws cognito-idp list-user-pools --region ${region} --max-results 60`),
      ];
    }
  },
};
