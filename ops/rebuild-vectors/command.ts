/** Starts a rebuild of vectors and follows it: in the cloud by the stack's state machine, on the laptop by the same states. */
import { ListExecutionsCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { type AwsAccess, awsAccess } from '../aws-access';
import { CannotGoOn, type Command, Interrupted, type Settings, type Surroundings } from '../operation';
import { stackOutputs } from '../stack-outputs';
import { openLaptop } from './open-laptop';
import { inputOf, planOf, type RebuildPlan } from './plan';
import { watch } from './watch';

export const rebuildVectors: Command = {
  name: 'rebuild-vectors',
  help: `npm run rebuild-vectors -- --stage STAGE --yes [OPTIONS]

Gives the jobs of the catalogue the vectors they lack: after a change of the
embedding model, a restore, or a time in which an embedder was down. Safe to
repeat; searches go on meanwhile.

  --space IDS       only these spaces, comma separated; default: all
  --all             make every vector again, also those that are there
  --rate N          jobs a second, all parts together (default: 8)
  --parts N         segments of the catalogue (default: 32)
  --execution ARN   start nothing, follow one that was started before
  --url URL         with --stage laptop: one that is running, such as
                    http://127.0.0.1:3000; default: one is started
  --data DIR        with --stage laptop: the folder with its tables
  --region REGION   default: that of your AWS profile
  --yes             do it; without it the plan is shown`,
  options: {
    space: { type: 'string' },
    all: { type: 'boolean' },
    rate: { type: 'string' },
    parts: { type: 'string' },
    execution: { type: 'string' },
    url: { type: 'string' },
    data: { type: 'string' },
  },
  otherStages: ['laptop'],
  whenInterrupted:
    'The rebuild goes on without this command. Follow it again with --execution and the ARN above; end it with\n  aws stepfunctions stop-execution --execution-arn ARN',
  async work(settings, around) {
    if (settings.stage !== 'laptop') return rebuild(settings, around);
    const laptop = await openLaptop(settings.given);
    const aws = awsAccess(laptop.access);
    try {
      await rebuild({ ...settings, region: laptop.region }, { ...around, aws });
    } catch (error) {
      if (!(error instanceof Interrupted) || !laptop.endsWithCommand) throw error;
      throw new CannotGoOn('stopped, with the laptop cloud that it ran in. What was done stays done.');
    } finally {
      aws.close();
      await laptop.close();
    }
  },
};

async function rebuild(settings: Settings, around: Surroundings): Promise<void> {
  const { region, given, yes } = settings;
  const plan = planOf(given);
  const client = new SFNClient(around.aws.client(region));
  if (typeof given.execution === 'string') return finish(client, given.execution, around);
  const stateMachineArn = await stateMachineOf(settings, around.aws);
  const running = await client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }));
  const other = running.executions?.[0]?.executionArn;
  if (other !== undefined) {
    throw new CannotGoOn(`a rebuild is under way; follow it with\n  --execution ${other}`);
  }
  around.say(planLine(plan));
  if (!yes) return;
  const input = JSON.stringify(inputOf(plan));
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, input }));
  around.say(`Started. Ctrl-C leaves it running.\n  --execution ${executionArn}`);
  await finish(client, executionArn ?? '', around);
}

async function finish(client: SFNClient, executionArn: string, around: Surroundings): Promise<void> {
  const { scanned, embedded, skipped, failed } = await watch(client, executionArn, around);
  around.say(`${scanned} jobs: ${embedded} got vectors, ${skipped} had them, ${failed} failed.`);
  if (failed > 0) {
    throw new CannotGoOn(
      `${failed} jobs could not be read, or their vectors not be written; the function's log says why. Start it again once that is mended.`,
    );
  }
}

async function stateMachineOf({ stage, region }: Settings, aws: AwsAccess): Promise<string> {
  const name = `TalentMatch-${stage}-backfill`;
  const outputs = await stackOutputs(aws, region, name);
  const arn = outputs?.RebuildVectorsArn;
  if (arn !== undefined) return arn;
  throw new CannotGoOn(
    `there is no stack ${name} in ${region}. Deploy it with\n  npx cdk deploy ${name} -c stage=${stage} -c backfill=true`,
  );
}

function planLine({ parts, rate, spaces, all }: RebuildPlan): string {
  const what = all ? 'Every vector is made again' : 'Vectors that are lacking are made';
  return `${what}, in ${spaces?.join(', ') ?? 'all spaces'}; ${parts} parts, at most ${rate} jobs a second.`;
}
