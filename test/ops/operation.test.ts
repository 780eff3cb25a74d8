import { HELP as COST_HELP } from '../../ops/cost/command-line';
import { failOver } from '../../ops/fail-over/command';
import { flags } from '../../ops/flags/command';
import { type Command, operate } from '../../ops/operation';
import { HELP as PREFLIGHT_HELP } from '../../ops/preflight/command-line';
import { rebuildVectors } from '../../ops/rebuild-vectors/command';
import { restoreTable } from '../../ops/restore-table/command';
import { rollBack } from '../../ops/roll-back/command';
import { rotateSecret } from '../../ops/rotate-secret/command';
import { HELP as SMOKE_HELP } from '../../ops/smoke/command-line';

const command: Command = {
  name: 'mend',
  help: 'npm run mend -- --stage STAGE',
  options: {},
  whenInterrupted: 'Nothing goes on.',
  work: async (_, { aws }) => {
    await aws.callJson({ service: 's', host: 'h', region: 'r', target: 't', version: '1.0', body: {} });
  },
};

/** What a person sees in whose shell `callJson` fails with `error`. */
async function run(args: string, error = new Error('AWS was asked')) {
  const [said, complained]: [string[], string[]] = [[], []];
  const code = await operate(command, args.split(' '), {
    aws: {
      client: () => {
        throw error;
      },
      callJson: () => Promise.reject(error),
      close: () => undefined,
    },
    say: (line) => said.push(line),
    complain: (line) => complained.push(line),
    wait: async () => undefined,
    now: () => 0,
    ask: async () => undefined,
    run: async () => 0,
    variables: { AWS_REGION: 'eu-west-1' },
  });
  return { code, said: said.join('\n'), complained: complained.join('\n') };
}

describe('a command that changes something', () => {
  it.each([
    ['--stage prd', '--stage: prd was given; allowed: dev, staging or prod'],
    ['--stage laptop', '--stage: laptop was given; allowed: dev, staging or prod'],
    ['--stage prod --region Europe', '--region: Europe was given; allowed: a region such as eu-west-1'],
    ['--yes', '--stage: nothing was given; allowed: dev, staging, prod\n'],
    ['--stage prod --nope', "Unknown option '--nope'"],
  ])('refuses %s before it asks AWS', async (args, text) => {
    const { code, said, complained } = await run(args);

    expect(code).toBe(2);
    expect(complained).toContain(text);
    expect(complained).not.toContain('AWS was asked');
    expect(said).toBe('');
  });

  it('takes a stage of your own', async () => {
    expect((await run('--stage dev-anna')).complained).toContain('AWS was asked');
  });

  it('does not repeat a value without an option, which may be a key', async () => {
    const { code, complained } = await run('--stage prod sk-secret');

    expect(code).toBe(2);
    expect(complained).toContain('A value has no option before it.');
    expect(complained).not.toContain('sk-secret');
  });

  it('says of missing credentials how to get some', async () => {
    const { code, complained } = await run(
      '--stage prod',
      Object.assign(new Error('Could not load credentials'), { name: 'CredentialsProviderError' }),
    );

    expect(code).toBe(1);
    expect(complained).toContain('mend: No AWS credentials were found');
    expect(complained).toContain('→ aws sso login');
  });
});

describe('the help of a command', () => {
  const nobody = { readKey: async () => '', tryKey: async () => undefined };
  const commands = [failOver, rebuildVectors, restoreTable, rollBack, rotateSecret(nobody), flags];

  it.each([...commands.map(({ help }) => help), COST_HELP, PREFLIGHT_HELP, SMOKE_HELP].map((text) => [text]))(
    'fits a terminal of 80 columns: %#',
    (text) => {
      expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    },
  );

  it.each(commands.map((command) => [command.name, command] as const))(
    '%s names each option',
    (_, { help, options }) => {
      const named = ['stage', 'region', 'yes', ...Object.keys(options)].filter((name) => name !== 'context');

      expect(named.filter((name) => !help.includes(`--${name}`))).toEqual([]);
    },
  );
});
