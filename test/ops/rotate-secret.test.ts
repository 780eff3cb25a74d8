import { PassThrough } from 'node:stream';
import { type Simulators, startSimulators } from '../../dev/simulators/start';
import { Interrupted } from '../../ops/operation';
import { rotateSecret } from '../../ops/rotate-secret/command';
import { type KeyInput, readKey } from '../../ops/rotate-secret/read-key';
import { tryKeyAt } from '../../ops/rotate-secret/try-key';
import { sampleAnswers } from '../dev/simulators/sample-answers';
import { operator } from './operator';

const [OPENAI, HUGGINGFACE] = ['talent-match/openai', 'talent-match/huggingface'];
const arnOf = (id: string) => `arn:aws:secretsmanager:eu-west-1:111111111111:secret:${id}-Ab12Cd`;

describe('npm run rotate-secret', () => {
  let simulators: Simulators;
  beforeEach(async () => {
    simulators = await startSimulators({
      answers: sampleAnswers,
      secrets: { [OPENAI]: 'sk-old', [HUGGINGFACE]: 'hf_old' },
    });
    simulators.account.cloudFormation.in('eu-west-1').stacks.set('TalentMatch-prod-foundation', {
      outputs: { OpenAiSecretArn: arnOf(OPENAI), HuggingFaceSecretArn: arnOf(HUGGINGFACE) },
    });
  });
  afterEach(() => simulators.close());

  /** With a key that the operator types; the vendor takes it when it begins with `good`. */
  function run(args: string, { key = 'good-new', ...options }: { key?: string; interruptAt?: number } = {}) {
    if (key.startsWith('good')) simulators.vendorKeys.add(key);
    const { openai, huggingface } = simulators.endpoints;
    const command = rotateSecret({ readKey: async () => key, tryKey: tryKeyAt({ openai, huggingface }) });
    return operator(simulators, command, ['--stage', 'prod', ...args.split(' ')], options);
  }
  const current = (id: string) => simulators.secretValue(id);

  it.each([
    ['openai', OPENAI, 'https://platform.openai.com/api-keys'],
    ['huggingface', HUGGINGFACE, 'https://huggingface.co/settings/tokens'],
  ])('%s: tries the new key, makes it current, waits, and says when the old one may go', async (vendor, id, page) => {
    const { code, text } = await run(`--vendor ${vendor} --yes`);

    expect(code).toBe(0);
    expect(current(id)).toBe('good-new');
    expect(text).toContain('Leave the old key valid until 12:06:00 UTC');
    expect(text).toContain(`Now the old key may be revoked: ${page}`);
    expect(text).not.toContain('good-new');
    expect(text).not.toMatch(/sk-old|hf_old/);
  });

  it('takes only an ARN for the name of a secret, and does not repeat what may be a key', async () => {
    const { code, text } = await run('--vendor openai --secret sk-mistaken');

    expect(code).toBe(2);
    expect(text).toContain('--secret: that is not the ARN of a secret');
    expect(text).not.toContain('sk-mistaken');
  });

  it('changes nothing when the vendor refuses the key', async () => {
    const { code, text } = await run('--vendor openai --yes', { key: 'sk-wrong' });

    expect(code).toBe(1);
    expect(text).toContain('the vendor refuses this key');
    expect(text).not.toContain('sk-wrong');
    expect(current(OPENAI)).toBe('sk-old');
    expect(simulators.faults.calls().account).not.toHaveProperty('PutSecretValue');
  });

  it('changes nothing when the key cannot be tried', async () => {
    simulators.faults.set({ service: 'openai', kind: 'error', status: 503 });

    const { code, text } = await run('--vendor openai --yes');

    expect(code).toBe(1);
    expect(text).toContain('could not be tried (unavailable)');
    expect(current(OPENAI)).toBe('sk-old');
  });

  it('leaves the old key in use when it is stopped before the last step, and can be run again', async () => {
    simulators.faults.set({
      service: 'account',
      operation: 'UpdateSecretVersionStage',
      kind: 'error',
      status: 400,
      code: 'InternalServiceError',
      count: 1,
    });

    expect((await run('--vendor openai --yes')).code).toBe(1);
    expect(current(OPENAI)).toBe('sk-old');

    expect((await run('--vendor openai --yes', { key: 'good-newer' })).code).toBe(0);
    expect(current(OPENAI)).toBe('good-newer');
  });

  it('goes back to the key before, and forth again', async () => {
    const { text } = await run('--vendor openai --yes');
    expect(text).toContain('npm run rotate-secret -- --stage prod --region eu-west-1 --vendor openai --back --yes');

    expect((await run('--vendor openai --back --yes')).code).toBe(0);
    expect(current(OPENAI)).toBe('sk-old');

    expect((await run('--vendor openai --back --yes')).code).toBe(0);
    expect(current(OPENAI)).toBe('good-new');
  });

  it('has no way back from the first key', async () => {
    const { code, text } = await run('--vendor openai --back --yes');

    expect(code).toBe(1);
    expect(text).toContain('the secret has no key before this one');
  });

  it('asks for no key and changes nothing without --yes', async () => {
    const { code, text } = await run('--vendor openai', { key: 'never-asked-for' });

    expect(code).toBe(0);
    expect(text).toContain('Nothing was changed');
    expect(current(OPENAI)).toBe('sk-old');
  });

  it('says on Ctrl-C how long the old key must stay', async () => {
    const { code, text } = await run('--vendor openai --yes', { interruptAt: 1 });

    expect(code).toBe(130);
    expect(text).toContain('leave the old one valid for six minutes more');
  });

  it('takes a secret that the stack did not make', async () => {
    simulators.account.cloudFormation.in('eu-west-1').stacks.clear();

    expect((await run(`--vendor openai --secret ${arnOf(OPENAI)} --yes`)).code).toBe(0);
    expect(current(OPENAI)).toBe('good-new');
  });

  it('says which stack or secret is not there', async () => {
    simulators.account.cloudFormation.in('eu-west-1').stacks.set('TalentMatch-prod-foundation', { outputs: {} });
    expect((await run('--vendor openai --yes')).text).toContain('Name yours with --secret ARN');
    simulators.account.cloudFormation.in('eu-west-1').stacks.clear();
    expect((await run('--vendor openai --yes')).text).toContain('there is no stack TalentMatch-prod-foundation');
  });

  it('refuses a vendor without a key', async () => {
    const { code, text } = await run('--vendor bedrock --yes');

    expect(code).toBe(2);
    expect(text).toContain('--vendor: bedrock was given; allowed: openai, huggingface');
  });
});

describe('readKey', () => {
  function terminal(...chunks: string[]) {
    const modes: boolean[] = [];
    const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (mode: boolean) => modes.push(mode) });
    for (const chunk of chunks) input.write(chunk);
    return { input: input as unknown as KeyInput, modes };
  }
  const silent = () => undefined;

  it('reads what is typed with the echo off, and turns it on again', async () => {
    const { input, modes } = terminal('sk-a', 'bx\u007fc', '\r');

    expect(await readKey(input, silent)).toBe('sk-abc');
    expect(modes).toEqual([true, false]);
  });

  it('shows nothing of the key', async () => {
    const shown: string[] = [];

    await readKey(terminal('sk-abc\r').input, (text) => shown.push(text));

    expect(shown.join('')).not.toContain('sk');
  });

  it('ends on Ctrl-C, with the echo on again', async () => {
    const { input, modes } = terminal('sk-', '\u0003');

    await expect(readKey(input, silent)).rejects.toBeInstanceOf(Interrupted);
    expect(modes).toEqual([true, false]);
  });

  it('reads what is piped in, without the line break', async () => {
    const input = new PassThrough();
    input.end('sk-piped\n');

    expect(await readKey(input, silent)).toBe('sk-piped');
  });

  it.each(['', 'two words', 'two\nlines'])('refuses %j', async (text) => {
    const input = new PassThrough();
    input.end(text);

    await expect(readKey(input, silent)).rejects.toThrow('a key is one word');
  });
});
