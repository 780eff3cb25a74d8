/** What the deployed stacks say of themselves. */
import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import type { AwsAccess } from './aws-access';

/** A stack by name; undefined when there is none. */
export async function deployedStack(aws: AwsAccess, region: string, name: string): Promise<Stack | undefined> {
  const client = new CloudFormationClient(aws.client(region));
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
    return Stacks?.[0];
  } catch (error) {
    if ((error as Error).message.includes('does not exist')) return undefined;
    throw error;
  }
}

/** The outputs of a stack, by name; undefined when there is no such stack. */
export async function stackOutputs(
  aws: AwsAccess,
  region: string,
  name: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  const stack = await deployedStack(aws, region, name);
  return (
    stack && Object.fromEntries((stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]))
  );
}
