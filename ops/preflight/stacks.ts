/** What earlier deployments of the stage left: stacks that cannot be updated, and data that outlived its stack. */
import { CloudFormationClient, paginateDescribeStacks, type Stack } from '@aws-sdk/client-cloudformation';
import type { AwsAccess } from '../aws-access';
import { type Check, type Finding, ok, problem, warning } from './check';
import { deploymentRegions } from './regions';

export const stacksCheck: Check = {
  name: 'stacks',
  permissions: () => [{ actions: ['cloudformation:DescribeStacks'] }],
  async run({ config }, aws) {
    const found = await Promise.all(
      deploymentRegions(config).map(async ({ region }) => {
        const stacks = await stacksOf(aws, region, config.stage);
        return stacks.map((stack) => ({ region, stack }));
      }),
    );
    const all = found.flat();
    const stuck = all.map(({ region, stack }) => stateOf(region, stack)).filter((finding) => finding !== undefined);
    if (stuck.length > 0) return stuck;
    return [
      ok(
        all.length === 0
          ? 'None yet: this is the first deployment.'
          : `${all.length}, all in a state that can be updated.`,
      ),
    ];
  },
};

export async function stacksOf(aws: AwsAccess, region: string, stage: string): Promise<Stack[]> {
  const stacks: Stack[] = [];
  for await (const page of paginateDescribeStacks({ client: new CloudFormationClient(aws.client(region)) }, {})) {
    stacks.push(...(page.Stacks ?? []).filter(({ StackName }) => StackName?.startsWith(`TalentMatch-${stage}-`)));
  }
  return stacks;
}

function stateOf(region: string, { StackName, StackStatus }: Stack): Finding | undefined {
  const state: string = StackStatus ?? '';
  const aws = (command: string) => `aws cloudformation ${command} --region ${region} --stack-name ${StackName}`;
  const says = `${StackName} in ${region} is ${state}`;
  if (['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'DELETE_FAILED'].includes(state)) {
    return problem(`${says}: it can only be deleted.`, aws('delete-stack'));
  }
  if (state === 'CREATE_FAILED' || state === 'UPDATE_FAILED') {
    return problem(`${says}.`, `npx cdk rollback ${StackName}`);
  }
  if (state === 'UPDATE_ROLLBACK_FAILED') return problem(`${says}.`, aws('continue-update-rollback'));
  if (state === 'REVIEW_IN_PROGRESS') return warning(`${says}: a change set was never executed.`, aws('delete-stack'));
  if (state.endsWith('_IN_PROGRESS')) {
    return problem(`${says}: somebody is deploying.`, `Wait: ${aws('wait stack-update-complete')}`);
  }
  return undefined;
}
