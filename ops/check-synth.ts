/** `npm run synth`: what `cdk deploy` would send, synthesised strictly for each kind of deployment, twice for the largest. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(__dirname, '..');
const prod = { stage: 'prod', account: '111111111111', region: 'eu-west-1', alarmEmail: 'oncall@example.com' };

/** Between them they make every stack, with and without a fixed account. */
const DEPLOYMENTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'no context': {},
  'prod, the documented command': { stage: 'prod', alarmEmail: 'oncall@example.com' },
  'prod, everything on': {
    ...prod,
    openAi: 'create',
    huggingFace: 'create',
    smokeClient: 'true',
    corsOrigins: 'https://app.example.com,https://admin.example.com',
    domainName: 'api.example.com',
    certificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/00000000-0000-0000-0000-000000000000',
    hostedZoneId: 'Z0123456789',
    hostedZoneName: 'example.com',
    anomalyMonitor: 'true',
    provisionedConcurrency: '2',
    provisionedConcurrencyMax: '10',
    backupCopyRegion: 'eu-central-1',
    replicaRegion: 'eu-central-1',
    sageMaker: 'instance',
    audit: 'true',
    accessAnalyzer: 'true',
    guardDuty: 'true',
    pipelineConnectionArn:
      'arn:aws:codeconnections:eu-west-1:111111111111:connection/00000000-0000-0000-0000-000000000000',
    pipelineRepository: 'example/talent-match',
  },
  'prod in the second region': {
    ...prod,
    region: 'eu-central-1',
    jobsTable: 'TalentMatch-prod-data-Jobs',
    jobsTableStreamArn:
      'arn:aws:dynamodb:eu-central-1:111111111111:table/TalentMatch-prod-data-Jobs/stream/2026-11-21T00:00:00.000',
    candidatesTable: 'TalentMatch-prod-data-Candidates',
  },
};

const outputs = mkdtempSync(path.join(tmpdir(), 'talent-match-synth-'));
process.exitCode = 1;
try {
  const runs = [...Object.entries(DEPLOYMENTS), ['no context', {}] as const];
  const hashes = new Map<string, string>();
  let failed = 0;
  for (const [at, [name, context]] of runs.entries()) {
    const started = performance.now();
    const output = path.join(outputs, String(at));
    const result = synthesise(context, output);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const hash = result.ok ? hashOf(output) : '';
    const before = hashes.get(name);
    const same = before === undefined || before === hash;
    hashes.set(name, hash);
    if (!result.ok || !same) failed += 1;
    const verdict = !result.ok
      ? 'refused'
      : !same
        ? 'not the same twice'
        : before === undefined
          ? 'ok'
          : 'the same twice';
    console.log(`${verdict.padEnd(20)} ${name.padEnd(32)} ${seconds} s`);
    if (!result.ok) console.log(result.text);
    if (!same)
      console.log(
        'Two runs of one commit must give the same templates and assets, else every deployment replaces functions.',
      );
  }
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  rmSync(outputs, { recursive: true, force: true });
}

function synthesise(context: Readonly<Record<string, string>>, output: string): { ok: boolean; text: string } {
  const settings = Object.entries(context).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const cdk = path.join(root, 'node_modules/aws-cdk/bin/cdk');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [cdk, 'synth', '--strict', '--quiet', '--output', output, ...settings],
    {
      cwd: root,
      encoding: 'utf8',
      env: { ...withoutAccount(process.env), CDK_DISABLE_CLI_TELEMETRY: 'true' },
    },
  );
  return { ok: status === 0, text: `${stdout}${stderr}` };
}

/** The account of whoever runs this has no part in what is checked. */
function withoutAccount(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(AWS_|CDK_DEFAULT_)/.test(name)));
}

/** Of all templates and lists of assets; the latter hold the hash of what is in each. */
function hashOf(folder: string): string {
  const files = readdirSync(folder)
    .filter((name) => /\.(template|assets)\.json$/.test(name))
    .sort();
  const hash = createHash('sha256');
  for (const name of files) hash.update(name).update(readFileSync(path.join(folder, name)));
  return hash.digest('hex');
}
