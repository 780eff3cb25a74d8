/** Points functions back at the version before: plan, then change, then check. */
import { CodeDeployClient, GetDeploymentCommand, StopDeploymentCommand } from '@aws-sdk/client-codedeploy';
import { LambdaClient, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { CannotGoOn, type Command, type Settings, type Surroundings, UsageError, until } from '../operation';
import { markOf, type Step, stepBack, stepForward, stepsOfRelease } from './plan';
import { ALIAS, releasedFunctions } from './released-functions';

const HELP = `npm run roll-back -- --stage STAGE (--all | --function SLUG) [--yes]

Gives callers the version before, at once. Stops a deployment that is under way
first.
  --all              every function that the last release changed
  --function SLUG    one function, such as match-jobs
  --before TIME      to what was newest before this time, such as
                     2026-11-21T10:00:00Z
  --forward          the way back: to the version that was rolled back from
  --region REGION    default: that of your AWS profile
  --yes              do it; without it the plan is shown`;

const OVER = new Set(['Succeeded', 'Failed', 'Stopped']);

export const rollBack: Command = {
  name: 'roll-back',
  help: HELP,
  options: {
    all: { type: 'boolean' },
    function: { type: 'string' },
    before: { type: 'string' },
    forward: { type: 'boolean' },
  },
  whenInterrupted: 'Functions that were reported are done. Run the same command again for the others.',
  work,
};

async function work(settings: Settings, around: Surroundings): Promise<void> {
  const { stage, region, yes, given } = settings;
  const { say } = around;
  if ((given.all === true) === (given.function !== undefined))
    throw new UsageError('Give one of --all and --function.');
  const before = typeof given.before === 'string' ? Date.parse(given.before) : undefined;
  if (Number.isNaN(before)) throw new UsageError(`--before: ${given.before} was given; allowed: 2026-11-21T10:00:00Z`);
  if (before !== undefined && given.forward) throw new UsageError('--before and --forward: give one of them');
  const all = await releasedFunctions(around.aws, region, stage);
  const chosen = given.all ? all : all.filter(({ slug }) => slug === given.function);
  if (chosen.length === 0) {
    throw new UsageError(`--function: ${given.function} was given; allowed: ${all.map(({ slug }) => slug).join(', ')}`);
  }
  const steps = given.forward
    ? chosen.map(stepForward)
    : given.all || before !== undefined
      ? stepsOfRelease(chosen, before)
      : chosen.map(stepBack);
  say(`${stage} in ${region}:`);
  for (const { released, says } of steps) say(`  ${released.slug.padEnd(18)} ${says}`);
  const wanted = steps.filter(({ does }) => does !== 'nothing');
  if (wanted.length === 0) {
    say('There is nothing to do.');
    return;
  }
  if (!yes) return;
  say('');
  const failed: string[] = [];
  for (const step of wanted) {
    try {
      say(`  ${step.released.slug.padEnd(18)} ${await take(step, region, around)}`);
    } catch (error) {
      if (error instanceof Error && error.name === 'Interrupted') throw error;
      failed.push(step.released.slug);
      say(`  ${step.released.slug.padEnd(18)} FAILED: ${(error as Error).message}`);
    }
  }
  explain(given.forward === true, say);
  if (failed.length > 0) throw new CannotGoOn(`${failed.join(', ')} did not change; run the same command again.`);
}

async function take(step: Step, region: string, around: Surroundings): Promise<string> {
  if (step.does === 'nothing') return step.says;
  const lambda = new LambdaClient(around.aws.client(region));
  const { functionName, alias, live } = step.released;
  const target = step.does === 'stop' ? step.stays : step.to;
  if (step.does === 'stop') await stop(step.deployment, region, around);
  const isBack = target.number < live.number;
  const updated = await lambda.send(
    new UpdateAliasCommand({
      FunctionName: functionName,
      Name: ALIAS,
      FunctionVersion: String(target.number),
      RoutingConfig: { AdditionalVersionWeights: {} },
      Description: isBack ? markOf(live) : '',
      // Somebody else's change since the plan was made is not overwritten. CodeDeploy has just made one itself.
      ...(step.does === 'switch' && { RevisionId: alias.RevisionId }),
    }),
  );
  return `was version ${live.number}, is version ${updated.FunctionVersion}, for all callers`;
}

async function stop(deploymentId: string, region: string, around: Surroundings): Promise<void> {
  const client = new CodeDeployClient(around.aws.client(region));
  try {
    await client.send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true }));
  } catch (error) {
    if ((error as Error).name !== 'DeploymentAlreadyCompletedException') throw error;
  }
  const status = await until(
    async () => {
      const { deploymentInfo } = await client.send(new GetDeploymentCommand({ deploymentId }));
      return OVER.has(deploymentInfo?.status ?? '') ? deploymentInfo?.status : undefined;
    },
    around,
    { everyMs: 3_000, limitMs: 5 * 60_000, what: `The end of deployment ${deploymentId}` },
  );
  if (status === 'Succeeded') {
    throw new CannotGoOn('the deployment ended before it could be stopped; run the same command again.');
  }
}

function explain(isForward: boolean, say: (line: string) => void): void {
  if (isForward) return;
  for (const line of [
    '',
    'What this did not change: roles, tables, settings of the API. They are as the last deployment made them.',
    'CloudFormation does not know of it. A cdk deploy of the same commit leaves the aliases where they are now; one that',
    'changes a function gives it the new version. A cdk deploy that is still running fails and goes back by itself.',
    'Next: revert the commit, deploy. The way back: the same command with --forward.',
  ]) {
    say(line);
  }
}
