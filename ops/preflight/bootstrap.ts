/** Whether the CDK may deploy to each Region: its bootstrap stack, new enough for our templates. */
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { AwsAccess } from '../aws-access';
import { type Check, type Finding, ok, problem } from './check';
import { deploymentRegions } from './regions';

/** Of the default qualifier, which is all that cdk.json uses. */
const PARAMETER = '/cdk-bootstrap/hnb659fds/version';
/** Our templates carry `BootstrapVersion` rules that ask for this. */
const LEAST_VERSION = 6;

export const bootstrapCheck: Check = {
  name: 'bootstrap',
  permissions: ({ config, account }) => [
    {
      actions: ['ssm:GetParameter'],
      resources: deploymentRegions(config).map(
        ({ region }) => `arn:aws:ssm:${region}:${account}:parameter${PARAMETER}`,
      ),
    },
  ],
  run: ({ config, account }, aws) =>
    Promise.all(deploymentRegions(config).map(({ region, holds }) => bootstrapOf(aws, region, holds, account))),
};

async function bootstrapOf(aws: AwsAccess, region: string, holds: string, account: string): Promise<Finding> {
  const mend = `npx cdk bootstrap aws://${account}/${region}`;
  try {
    const client = new SSMClient(aws.client(region));
    const { Parameter } = await client.send(new GetParameterCommand({ Name: PARAMETER }));
    const version = Number(Parameter?.Value);
    return version >= LEAST_VERSION
      ? ok(`${region} (${holds}): version ${version}.`)
      : problem(`${region} (${holds}): version ${version} is too old; ${LEAST_VERSION} is the least.`, mend);
  } catch (error) {
    const { name } = error as Error;
    if (name === 'ParameterNotFound') return problem(`${region} (${holds}) is not bootstrapped for the CDK.`, mend);
    if (['UnrecognizedClientException', 'InvalidClientTokenId', 'OptInRequired'].includes(name)) {
      const enable = `aws account enable-region --region-name ${region}`;
      return problem(`${region} (${holds}) is not enabled in this account.`, `${enable} && ${mend}`);
    }
    throw error;
  }
}
