/** Restores a table to a point in time beside the one in use, and cuts over to it. */
import { DynamoDBClient, type TableDescription } from '@aws-sdk/client-dynamodb';
import { commandLine, deploy, givenContext } from '../cdk-deploy';
import { CannotGoOn, type Command, type Settings, type Surroundings, UsageError } from '../operation';
import { deployedStack, stackOutputs } from '../stack-outputs';
import { compareTables } from './compare-tables';
import { forgetDeleted } from './forget-deleted';
import {
  checkTime,
  describeTable,
  makeIndex,
  missingIndexes,
  settle,
  startRestore,
  untilActive,
  untilIndexed,
} from './restored-table';
import { missingSettings } from './table-settings';

const HELP = `npm run restore-table -- --stage STAGE --table NAME --to TIME [--yes [--deploy]]

Restores into a new table; the table in use stays as it is. Run again, it goes
on where it was.
  --table NAME       jobs or candidates
  --to TIME          such as 2026-11-21T10:00:00Z; of the last 35 days, five
                     minutes ago at the latest
  --forget-deleted   delete from the restored table what the table in use no
                     longer has: resumes of people who asked for it
  --region REGION    default: that of your AWS profile
  --yes              restore; without it the plan is shown
  --deploy           cut over too, by cdk deploy; else the command is shown
  -c KEY=VALUE       context that the stage is always deployed with, for the
                     cut-over; may be repeated`;

const TABLES = ['jobs', 'candidates'] as const;
const CONTEXT = { jobs: 'jobsTable', candidates: 'candidatesTable' } as const;

export const restoreTable: Command = {
  name: 'restore-table',
  help: HELP,
  options: {
    table: { type: 'string' },
    to: { type: 'string' },
    deploy: { type: 'boolean' },
    'forget-deleted': { type: 'boolean' },
    context: { type: 'string', multiple: true, short: 'c' },
  },
  whenInterrupted: 'A restore that was begun goes on in AWS. Run the same command again: it goes on from there.',
  work,
};

async function work(settings: Settings, around: Surroundings): Promise<void> {
  const { stage, region, yes, given } = settings;
  const { say, aws } = around;
  const name = TABLES.find((one) => one === given.table);
  if (name === undefined)
    throw new UsageError(`--table: ${given.table ?? 'nothing'} was given; allowed: jobs, candidates`);
  const at = timeOf(given.to, around.now());
  const context = givenContext(settings);
  const source = await tableInUse(around, region, stage, name);
  const target = `${source.slice(0, 225)}-at-${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const client = new DynamoDBClient(aws.client(region));
  const before = await describeTable(client, source);
  if (before === undefined) throw new CannotGoOn(`There is no table ${source} in ${region}.`);

  say(`${stage} in ${region}: the ${name} table as it was at ${at.toISOString()}`);
  say(`  in use    ${source}`);
  const known = await describeTable(client, target);
  if (known === undefined) await checkTime(client, source, at);
  say(`  restored  ${target} (${known === undefined ? 'to be made' : `there already, ${known.TableStatus}`})`);
  for (const { RegionName } of before.Replicas ?? []) {
    if (RegionName !== region) say(`  The replica in ${RegionName} is not restored: see docs/recover.md, restore.`);
  }
  if (!yes) return;

  if (known === undefined) await startRestore(client, source, target, at);
  await untilActive(client, target, around);
  say('  restored: data, keys, encryption, billing');
  const restored = await complete(client, before, target, around);
  if (given['forget-deleted'] === true) {
    say(`  deleted: ${await forgetDeleted(client, source, target)} items that the table in use no longer has`);
  }
  const difference = await compareTables(client, source, target);
  say(
    `  sample    of ${difference.restored} restored items ${difference.same} are the same now, ` +
      `${difference.changed} are other, ${difference.deleted} are gone`,
  );
  say(`            of ${difference.inUse} items in use ${difference.madeSince} are not in the restored table`);
  await cutOver({ stage, name, region, source, restored, context, now: given.deploy === true }, around);
}

/** Brings the restored table to the settings and indexes of the source. */
async function complete(
  client: DynamoDBClient,
  source: TableDescription,
  target: string,
  around: Surroundings,
): Promise<TableDescription> {
  let table = await settle(client, target, around);
  for (const { name, set } of await missingSettings(client, source, table)) {
    await set();
    table = await settle(client, target, around);
    around.say(`  set: ${name}`);
  }
  for (const index of missingIndexes(source, table)) {
    await makeIndex(client, target, index, source);
    table = await untilIndexed(client, target, around);
    around.say(`  made: vector index ${index.IndexName}, which the restore did not bring`);
  }
  table = await untilIndexed(client, target, around);
  for (const { IndexName, IndexStatus } of table.VectorIndexes ?? [])
    around.say(`  vector index ${IndexName}: ${IndexStatus}`);
  return table;
}

interface CutOver {
  stage: string;
  name: (typeof TABLES)[number];
  region: string;
  source: string;
  restored: TableDescription;
  context: Readonly<Record<string, string>>;
  now: boolean;
}

async function cutOver(plan: CutOver, around: Surroundings): Promise<void> {
  const { stage, name, region, restored, context, source } = plan;
  const { say, aws } = around;
  const parts = ['data', 'service', 'observability', 'recovery', 'backfill'].map(
    (part) => `TalentMatch-${stage}-${part}`,
  );
  const there = await Promise.all(parts.map((part) => deployedStack(aws, region, part)));
  const stacks = parts.filter((_, i) => there[i] !== undefined);
  const { TableName = '', LatestStreamArn } = restored;
  const own = {
    [CONTEXT[name]]: TableName,
    ...(name === 'jobs' && LatestStreamArn !== undefined && { jobsTableStreamArn: LatestStreamArn }),
  };
  const deployment = { stacks, context: { stage, region, ...context, ...own } };
  say('\nThe cut-over; with the context that the stage is always deployed with:\n');
  say(`  ${commandLine(deployment)}`);
  if (plan.now) await deploy(deployment, around);
  for (const line of [
    '',
    `From then on ${Object.keys(own).join(' and ')} belong to the context of every deployment of ${stage}: write them into`,
    'cdk.json or the settings of the pipeline. Without them the stage is back on its own table.',
    `The way back: the same cdk deploy without them, or with ${CONTEXT[name]}=${source}. What was written since the cut-over`,
    'is in the restored table only.',
  ]) {
    say(line);
  }
}

async function tableInUse({ aws }: Surroundings, region: string, stage: string, name: string): Promise<string> {
  const stack = `TalentMatch-${stage}-data`;
  const outputs = await stackOutputs(aws, region, stack);
  const table = outputs?.[`${name}Table`];
  if (table === undefined)
    throw new CannotGoOn(`There is no stack ${stack} in ${region}, or it names no ${name} table.`);
  return table;
}

/** Whole seconds, as DynamoDB restores to. */
function timeOf(given: unknown, now: number): Date {
  const ms =
    typeof given === 'string' && /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(given)
      ? Date.parse(given)
      : Number.NaN;
  if (Number.isNaN(ms)) {
    throw new UsageError(
      `--to: ${given ?? 'nothing'} was given; allowed: a time with its zone, such as 2026-11-21T10:00:00Z`,
    );
  }
  if (ms > now) throw new UsageError(`--to: ${String(given)} is in the future`);
  return new Date(Math.floor(ms / 1_000) * 1_000);
}
