/** Sends dead letters back to the queues they came from: plan, then a task of SQS for each, then its end. */
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResultEntry,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { type QueueName, queueNames } from '../../lib/work-queues';
import { CannotGoOn, type Command, type Settings, type Surroundings, UsageError, until } from '../operation';
import { stackOutputs } from '../stack-outputs';

/** Slow enough for the workers to keep up, so that callers who wait notice nothing. */
const PER_SECOND = 10;
/** Beyond what any of our queues should ever hold, at that pace. */
const LIMIT_MS = 60 * 60_000;

const HELP = `npm run redrive -- --stage STAGE [--queue NAME] [--yes]

Sends messages that were given up back to the queue that they came from. Mend
what they failed of first, else they come back (docs/runbook.md).
  --queue NAME       ${queueNames.join(' or ')}; default: all
  --region REGION    default: that of your AWS profile
  --yes              do it; without it the plan is shown`;

export const redrive: Command = {
  name: 'redrive',
  help: HELP,
  options: { queue: { type: 'string' } },
  whenInterrupted: 'SQS goes on by itself. Run the same command again to see how far it is.',
  work,
};

interface DeadLetters {
  name: QueueName;
  arn: string;
  waiting: number;
}

async function work({ stage, region, yes, given }: Settings, around: Surroundings): Promise<void> {
  const { aws, say } = around;
  const names = queueNames.filter((name) => given.queue === undefined || name === given.queue);
  if (names.length === 0) throw new UsageError(`--queue: ${given.queue} was given; allowed: ${queueNames.join(', ')}`);
  const client = new SQSClient(aws.client(region));
  const found = await deadLetters(client, names, { stage, region }, around);
  say(`${stage} in ${region}:`);
  for (const { name, waiting } of found) say(`  ${name.padEnd(18)} ${waiting} dead letters`);
  const wanted = found.filter(({ waiting }) => waiting > 0);
  if (wanted.length === 0) {
    say('There is nothing to do.');
    return;
  }
  if (!yes) return;
  say('');
  for (const letters of wanted) say(`  ${letters.name.padEnd(18)} ${await sendBack(client, letters, around)}`);
}

async function deadLetters(
  client: SQSClient,
  names: readonly QueueName[],
  { stage, region }: { stage: string; region: string },
  { aws }: Surroundings,
): Promise<DeadLetters[]> {
  const outputs = await stackOutputs(aws, region, `TalentMatch-${stage}-service`);
  // A release from before a queue was there does not have it.
  const there = names.flatMap((name) => {
    const arn = outputs?.[`${name}DeadLetters`];
    return arn === undefined ? [] : [{ name, arn }];
  });
  if (there.length === 0) {
    throw new CannotGoOn(
      `TalentMatch-${stage}-service in ${region} does not say where its dead letters are; is it deployed?`,
    );
  }
  return Promise.all(
    there.map(async ({ name, arn }) => {
      const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: arn.split(':').at(-1) }));
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
      );
      return { name, arn, waiting: Number(Attributes?.ApproximateNumberOfMessages ?? 0) };
    }),
  );
}

/** One task at a time for a queue; one that is under way is waited for. */
async function sendBack(client: SQSClient, { name, arn }: DeadLetters, around: Surroundings): Promise<string> {
  if ((await newestTask(client, arn))?.Status !== 'RUNNING') {
    await client.send(new StartMessageMoveTaskCommand({ SourceArn: arn, MaxNumberOfMessagesPerSecond: PER_SECOND }));
  }
  const task = await until(
    async () => {
      const newest = await newestTask(client, arn);
      return newest?.Status === 'RUNNING' ? undefined : newest;
    },
    around,
    { everyMs: 3_000, limitMs: LIMIT_MS, what: `The end of the task for ${name}` },
  );
  if (task.Status !== 'COMPLETED') {
    throw new CannotGoOn(`${name}: SQS stopped (${task.FailureReason ?? task.Status}); run the same command again.`);
  }
  return `${task.ApproximateNumberOfMessagesMoved ?? 0} sent back`;
}

async function newestTask(client: SQSClient, SourceArn: string): Promise<ListMessageMoveTasksResultEntry | undefined> {
  const { Results } = await client.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 1 }));
  return Results?.[0];
}
