/** `npm run synth`: what `cdk deploy` would send, synthesised strictly for each kind of deployment, the first of them twice. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { documented, everything, secondRegion } from './deployments';

const root = path.join(__dirname, '..');
const DEPLOYMENTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'no context': {},
  'prod, the documented command': documented,
  'prod, everything on': everything,
  'prod in the second region': secondRegion,
};

if (process.argv.length > 2) {
  const isHelp = process.argv[2] === '--help';
  console[isHelp ? 'log' : 'error'](
    'npm run synth   synthesises all stacks for four kinds of deployment, strictly\n\n' +
      'With a context of your own: npx cdk synth --strict --quiet -c KEY=VALUE',
  );
  process.exit(isHelp ? 0 : 2);
}

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
