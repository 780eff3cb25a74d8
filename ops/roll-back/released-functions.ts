/** The functions of a stage as they are released: the version that callers get, those before it, and deployments under way. */
import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import {
  BatchGetDeploymentTargetsCommand,
  CodeDeployClient,
  ListDeploymentsCommand,
  ListDeploymentTargetsCommand,
} from '@aws-sdk/client-codedeploy';
import {
  type AliasConfiguration,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import type { AwsAccess } from '../aws-access';
import { allPages, CannotGoOn } from '../operation';

export const ALIAS = 'live';

export interface Version {
  number: number;
  /** Epoch milliseconds. */
  publishedAt: number;
}

export interface Released {
  slug: string;
  functionName: string;
  alias: AliasConfiguration;
  live: Version;
  /** All that there are, oldest first. */
  versions: Version[];
  /** Id of the deployment that shifts the alias now. */
  deployment: string | undefined;
}

/** @throws CannotGoOn when the stage has no service stack in the region */
export async function releasedFunctions(aws: AwsAccess, region: string, stage: string): Promise<Released[]> {
  const stackName = `TalentMatch-${stage}-service`;
  const resources = await resourcesOf(aws, region, stackName);
  if (resources.length === 0) throw new CannotGoOn(`There is no stack ${stackName} in ${region}.`);
  const physical = (type: string) => resources.filter((one) => one.type === type).map(({ id }) => id);
  const deployments = await deploymentsUnderWay(
    aws,
    region,
    physical('AWS::CodeDeploy::Application'),
    physical('AWS::CodeDeploy::DeploymentGroup'),
  );
  const lambda = new LambdaClient(aws.client(region));
  const aliases = physical('AWS::Lambda::Alias').filter((arn) => arn.endsWith(`:${ALIAS}`));
  const found: Released[] = [];
  // One after the other: Lambda's control plane allows 15 calls a second.
  for (const arn of aliases) {
    const functionName = arn.split(':').at(-2) ?? '';
    found.push(await released(lambda, functionName, deployments.get(functionName)));
  }
  return found.sort((a, b) => a.slug.localeCompare(b.slug));
}

async function released(lambda: LambdaClient, functionName: string, deployment: string | undefined): Promise<Released> {
  const configuration = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: ALIAS }),
  );
  const alias = await lambda.send(new GetAliasCommand({ FunctionName: functionName, Name: ALIAS }));
  const all = await allPages(async (Marker) => {
    const { Versions = [], NextMarker } = await lambda.send(
      new ListVersionsByFunctionCommand({ FunctionName: functionName, ...(Marker && { Marker }) }),
    );
    return { items: Versions, next: NextMarker };
  });
  const versions = all
    .filter(({ Version }) => Version !== '$LATEST')
    .map(({ Version, LastModified }) => ({ number: Number(Version), publishedAt: Date.parse(LastModified ?? '') }))
    .sort((a, b) => a.number - b.number);
  const live = versions.find(({ number }) => number === Number(alias.FunctionVersion));
  if (live === undefined) throw new CannotGoOn(`${functionName}: the alias ${ALIAS} names no version that exists.`);
  const slug = configuration.Description?.split(': ').at(-1) || functionName;
  return { slug, functionName, alias, live, versions, deployment };
}

export async function resourcesOf(
  aws: AwsAccess,
  region: string,
  StackName: string,
): Promise<{ type: string; id: string }[]> {
  const client = new CloudFormationClient(aws.client(region));
  const all = await allPages(async (NextToken) => {
    const answer = await client
      .send(new ListStackResourcesCommand({ StackName, ...(NextToken && { NextToken }) }))
      .catch((error: Error) => {
        if (error.message.includes('does not exist')) return undefined;
        throw error;
      });
    return { items: answer?.StackResourceSummaries ?? [], next: answer?.NextToken };
  });
  return all.map(({ ResourceType = '', PhysicalResourceId = '' }) => ({ type: ResourceType, id: PhysicalResourceId }));
}

/** Ids of deployments that are not over, by function. */
async function deploymentsUnderWay(
  aws: AwsAccess,
  region: string,
  [applicationName]: readonly string[],
  groups: readonly string[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  if (applicationName === undefined) return found;
  const client = new CodeDeployClient(aws.client(region));
  for (const deploymentGroupName of groups) {
    const { deployments = [] } = await client.send(
      new ListDeploymentsCommand({
        applicationName,
        deploymentGroupName,
        includeOnlyStatuses: ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'],
      }),
    );
    for (const deploymentId of deployments) {
      const { targetIds = [] } = await client.send(new ListDeploymentTargetsCommand({ deploymentId }));
      if (targetIds.length === 0) continue;
      const { deploymentTargets = [] } = await client.send(
        new BatchGetDeploymentTargetsCommand({ deploymentId, targetIds }),
      );
      for (const { lambdaTarget } of deploymentTargets) {
        const functionName = lambdaTarget?.lambdaFunctionInfo?.functionName;
        if (functionName !== undefined) found.set(functionName, deploymentId);
      }
    }
  }
  return found;
}
