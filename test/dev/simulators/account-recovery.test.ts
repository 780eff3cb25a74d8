/** What a restore lacks, and what a stopped deployment does, as the SDK's own clients see it in the simulated account. */
import { AppConfigClient, StartDeploymentCommand } from '@aws-sdk/client-appconfig';
import { CodeDeployClient, GetDeploymentCommand, StopDeploymentCommand } from '@aws-sdk/client-codedeploy';
import {
  DescribeTableCommand,
  DynamoDBClient,
  RestoreTableToPointInTimeCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { LambdaClient, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { DEMO_CREDENTIALS, type Simulators, startSimulators } from '../../../dev/simulators/start';
import { sampleAnswers } from './sample-answers';

const REGION = 'eu-west-1';
let simulators: Simulators;
beforeEach(async () => {
  simulators = await startSimulators({ answers: sampleAnswers, flags: {} });
});
afterEach(() => simulators.close());

const at = () => ({
  region: REGION,
  endpoint: simulators.endpoints.account,
  credentials: DEMO_CREDENTIALS,
  maxAttempts: 1,
});

describe('the simulated account, in a recovery', () => {
  it('restores data and indexes, and neither stream nor protection, and takes changes only when it is done', async () => {
    simulators.account.dynamoDb.in(REGION).tables.set('jobs', {
      recoverable: ['2026-11-01T00:00:00Z', '2026-11-22T00:00:00Z'],
      streamArn: 'stream',
      isProtected: true,
      indexes: { words: 'ACTIVE' },
    });
    const client = new DynamoDBClient(at());
    await client.send(
      new RestoreTableToPointInTimeCommand({
        SourceTableName: 'jobs',
        TargetTableName: 'restored',
        RestoreDateTime: new Date('2026-11-21T10:00:00Z'),
      }),
    );
    const protect = () =>
      client.send(new UpdateTableCommand({ TableName: 'restored', DeletionProtectionEnabled: true }));
    await expect(protect()).rejects.toMatchObject({ name: 'ResourceInUseException' });
    const look = async () => (await client.send(new DescribeTableCommand({ TableName: 'restored' }))).Table;
    expect((await look())?.TableStatus).toBe('CREATING');
    await look();
    const { TableStatus, LatestStreamArn, DeletionProtectionEnabled, VectorIndexes } = (await look()) ?? {};
    expect({ TableStatus, LatestStreamArn, DeletionProtectionEnabled }).toEqual({
      TableStatus: 'ACTIVE',
      LatestStreamArn: undefined,
      DeletionProtectionEnabled: false,
    });
    expect(VectorIndexes).toMatchObject([{ IndexName: 'words', IndexStatus: 'CREATING' }]);
    await expect(protect()).resolves.toBeDefined();
  });

  it('refuses an alias that somebody else has changed, and a version that there is not', async () => {
    simulators.account.lambdaFunctions.in(REGION).functions.set('f', {
      versions: { 1: '2026-11-01T00:00:00Z' },
      aliases: { live: { version: '1', revision: 4 } },
    });
    const update = (change: object) =>
      new LambdaClient(at()).send(new UpdateAliasCommand({ FunctionName: 'f', Name: 'live', ...change }));
    await expect(update({ FunctionVersion: '1', RevisionId: '3' })).rejects.toMatchObject({
      name: 'PreconditionFailedException',
    });
    await expect(update({ FunctionVersion: '2' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('ends a deployment some time after it was stopped, and only once', async () => {
    simulators.account.codeDeploy.in(REGION).deployments.set('d-1', {
      application: 'a',
      group: 'g',
      status: 'InProgress',
      functionName: 'f',
      looksUntilStopped: 1,
    });
    const client = new CodeDeployClient(at());
    const stop = () => client.send(new StopDeploymentCommand({ deploymentId: 'd-1' }));
    const status = async () =>
      (await client.send(new GetDeploymentCommand({ deploymentId: 'd-1' }))).deploymentInfo?.status;
    await stop();
    expect([await status(), await status()]).toEqual(['InProgress', 'Stopped']);
    await expect(stop()).rejects.toMatchObject({ name: 'DeploymentAlreadyCompletedException' });
  });

  it('deploys one document of flags at a time', async () => {
    simulators.account.appConfig.in(REGION).looksUntilComplete = 5;
    const start = () =>
      new AppConfigClient(at()).send(
        new StartDeploymentCommand({
          ApplicationId: 'a',
          EnvironmentId: 'e',
          ConfigurationProfileId: 'p',
          ConfigurationVersion: '1',
          DeploymentStrategyId: 's',
        }),
      );
    expect(await start()).toMatchObject({ DeploymentNumber: 2, State: 'DEPLOYING' });
    await expect(start()).rejects.toMatchObject({ name: 'ConflictException' });
  });
});
