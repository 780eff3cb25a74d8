/** Brings the service up in the second region, on the replicas of the tables: check, deploy, then say how to move callers. */

import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { commandLine, type Deployment, deploy, givenContext } from '../cdk-deploy';
import { CannotGoOn, type Command, type Settings, type Surroundings, UsageError } from '../operation';
import { stackOutputs } from '../stack-outputs';
import { dnsSteps } from './dns-steps';
import { checkBootstrap, faultsOf, replicaOf, secretsIn } from './second-region';

const HELP = `npm run fail-over -- --stage STAGE --to REGION [--yes]

Brings the service up in the second region, where the tables have replicas. Asks
the home region nothing.
  --to REGION               the second region
  --region REGION           the home region; default: that of your AWS profile
  --jobs-table NAME, --candidates-table NAME
                            where there is more than one in the second region
  -c KEY=VALUE              context that the stage is always deployed with;
                            may be repeated
  --back                    the way back: what to check and to do
  --yes                     run the cdk deploy; without it the command is shown`;

const PARTS = ['foundation', 'data', 'service', 'observability'];

/** Settings of the home region that a deployment to the second one must not repeat. */
const HOME_ONLY: Readonly<Record<string, string>> = {
  replicaRegion: 'replicas are made by the home region',
  backupCopyRegion: 'backups are made by the home region',
  backups: 'backups are made by the home region',
  hostedZoneId: 'the DNS record is moved by hand, below',
  hostedZoneName: 'the DNS record is moved by hand, below',
  openAi: 'the copy of the secret is used',
  huggingFace: 'the copy of the secret is used',
  account: 'the credentials say it',
};

const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

export const failOver: Command = {
  name: 'fail-over',
  help: HELP,
  options: {
    to: { type: 'string' },
    back: { type: 'boolean' },
    'jobs-table': { type: 'string' },
    'candidates-table': { type: 'string' },
    context: { type: 'string', multiple: true, short: 'c' },
  },
  whenInterrupted:
    'Callers are where they were. What cdk has begun goes on in CloudFormation; run the same command again.',
  work,
};

async function work(settings: Settings, around: Surroundings): Promise<void> {
  const { stage, region: home, yes, given } = settings;
  const { say, aws } = around;
  const to = given.to;
  if (typeof to !== 'string' || !REGION.test(to)) {
    throw new UsageError(`--to: ${to ?? 'nothing'} was given; allowed: a region such as eu-central-1`);
  }
  if (to === home) throw new UsageError(`--to: ${to} is the home region itself; allowed: the second region`);
  const context = givenContext(settings);
  const where = { region: to, stage };
  const jobs = await replicaOf(aws, where, 'jobs', text(given['jobs-table']));
  const candidates = await replicaOf(aws, where, 'candidates', text(given['candidates-table']));
  if (given.back === true) return wayBack({ stage, home, to, context, names: [jobs, candidates] }, around);

  const { Account = '' } = await new STSClient(aws.client(to)).send(new GetCallerIdentityCommand());
  await checkBootstrap(aws, to, Account);
  const secrets = await secretsIn(aws, to, stage);
  say(`${stage}: from ${home} to ${to}, account ${Account}`);
  const serious = [jobs, candidates].flatMap((table) => {
    say(`  table   ${table.TableName} ${table.TableStatus}`);
    const { serious: faults, notes } = faultsOf(table, home);
    for (const note of notes) say(`          ${note}`);
    return faults;
  });
  for (const [name, arn] of Object.entries(secrets)) say(`  secret  ${name}: ${arn}`);
  for (const name of ['openAi', 'huggingFace']) {
    if (context[name] !== undefined && context[name] !== 'none' && secrets[name] === undefined) {
      say(`  secret  ${name}: has no copy in ${to}; it is not used there until one is set up (docs/recover.md).`);
    }
  }
  if (serious.length > 0) throw new CannotGoOn(serious.join(' '));

  const deployment = deploymentTo({ stage, to, home, context, secrets, jobs, candidates }, say);
  say(`\n  ${commandLine(deployment)}\n`);
  if (yes) await deploy(deployment, around);
  const outputs = yes ? await stackOutputs(aws, to, `TalentMatch-${stage}-service`) : undefined;
  for (const line of [
    ...dnsSteps({ region: to, stage, context, apiUrl: outputs?.ApiUrl }),
    'The way back: the same command with --back.',
  ]) {
    say(line);
  }
}

interface Plan {
  stage: string;
  to: string;
  home: string;
  context: Readonly<Record<string, string>>;
  secrets: Readonly<Record<string, string>>;
  jobs: TableDescription;
  candidates: TableDescription;
}

function deploymentTo(plan: Plan, say: (line: string) => void): Deployment {
  const { stage, to, home, context, secrets, jobs, candidates } = plan;
  const kept = Object.entries(context).filter(([key]) => {
    const reason = HOME_ONLY[key];
    if (reason !== undefined) say(`  left out ${key}: ${reason}`);
    return reason === undefined;
  });
  for (const key of ['certificateArn', 'userPoolArn', 'pipelineConnectionArn']) {
    const region = context[key]?.split(':')[3];
    if (region !== undefined && region !== to)
      throw new CannotGoOn(`-c ${key}: it is of ${region}; give one of ${to}.`);
  }
  const keyed = { jobsTableKeyArn: jobs, candidatesTableKeyArn: candidates };
  return {
    stacks: PARTS.map((part) => `TalentMatch-${stage}-${part}`),
    context: {
      ...Object.fromEntries(kept),
      stage,
      region: to,
      homeRegion: home,
      backups: 'false',
      openAi: 'none',
      huggingFace: 'none',
      ...secrets,
      jobsTable: jobs.TableName ?? '',
      ...(jobs.LatestStreamArn !== undefined && { jobsTableStreamArn: jobs.LatestStreamArn }),
      candidatesTable: candidates.TableName ?? '',
      ...Object.fromEntries(
        Object.entries(keyed).flatMap(([key, { SSEDescription }]) =>
          SSEDescription?.KMSMasterKeyArn === undefined ? [] : [[key, SSEDescription.KMSMasterKeyArn]],
        ),
      ),
    },
  };
}

interface Return {
  stage: string;
  home: string;
  to: string;
  context: Readonly<Record<string, string>>;
  names: readonly TableDescription[];
}

async function wayBack({ stage, home, to, context, names }: Return, around: Surroundings): Promise<void> {
  const { say, aws } = around;
  say(`${stage}: back from ${to} to ${home}`);
  const where = { region: home, stage };
  const [jobs, candidates] = names;
  const tables = [
    await replicaOf(aws, where, 'jobs', jobs?.TableName),
    await replicaOf(aws, where, 'candidates', candidates?.TableName),
  ];
  const faults = tables.flatMap((table) => {
    say(`  table   ${table.TableName} in ${home}: ${table.TableStatus}`);
    const { serious, notes } = faultsOf(table, to);
    for (const note of notes) say(`          ${note}`);
    return serious;
  });
  if (faults.length > 0) throw new CannotGoOn(faults.join(' '));
  const stacks = ['observability', 'service'].map((part) => `TalentMatch-${stage}-${part}`).join(' ');
  for (const line of [
    '',
    '1. Wait until AWS/DynamoDB ReplicationLatency of both tables is back to seconds.',
    `2. npm run smoke -- --stage ${stage} against ${home}.`,
    '3. Callers to the home region:',
    ...dnsSteps({ region: home, stage, context, apiUrl: undefined }),
    `4. An hour later: npx cdk destroy ${stacks} --exclusively, with the context of the fail-over (region=${to}).`,
    '   Until then both regions embed jobs that change; that costs a little, and harms nothing.',
    '   Data stay in the replicas; the other stacks cost next to nothing and make the next fail-over faster.',
  ]) {
    say(line);
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
