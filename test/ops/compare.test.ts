/** `npm run compare`: against the laptop cloud, in this process and as a process, and behind API Gateway's rules. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LaptopCloud, startLaptopCloud } from '../../dev/laptop-cloud';
import { requestExamples } from '../../lambdas/http/examples';
import { type Around, compareFiles } from '../../ops/compare/command';
import { type CompareOptions, readCommandLine } from '../../ops/compare/command-line';
import { type Gateway, SIGNER, startGateway } from './smoke/gateway';

jest.setTimeout(300_000);

const folder = mkdtempSync(path.join(tmpdir(), 'compare-'));
const out = path.join(folder, 'out');
const text = String((requestExamples.parseResume?.text?.value as { text?: string } | undefined)?.text);
let cloud: LaptopCloud;
let gateway: Gateway;
beforeAll(async () => {
  cloud = await startLaptopCloud({ environment: {} });
  gateway = await startGateway(cloud.url);
  const put = (name: string, content: string) => writeFileSync(path.join(folder, name), content);
  mkdirSync(path.join(folder, 'more', 'deep'), { recursive: true });
  put('one.txt', text);
  put('more/two.html', `<html><body><pre>${text.replace('Maren Vogt', 'Wiebke Lund')}</pre></body></html>`);
  put('more/deep/three.TXT', text.replace('Maren Vogt', 'Jan Olt'));
  put('more/notes.md', 'not a resume');
  put('more/.hidden.txt', 'not looked at');
  put('letter.txt', 'Dear Sir');
  put('empty.txt', '');
  put(
    'outputs.json',
    JSON.stringify({ 'TalentMatch-prod-service': { ApiUrl: `${gateway.url}/`, Region: 'eu-west-1' } }),
  );
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await gateway.close();
  await cloud.close();
});
afterEach(() => cloud.simulators.faults.clear());

const named = (...names: string[]) => names.map((name) => path.join(folder, name));

/** The command in this process. */
async function run(args: string[], around: Partial<Around> & { isSimulated?: boolean } = {}) {
  const options = readCommandLine([...args, '--out', out], {}) as CompareOptions;
  const said: string[] = [];
  const told: string[] = [];
  const target = { url: cloud.url, timeoutMs: 30_000 };
  const code = await compareFiles(options, {
    find: async () => ({ target, isSimulated: around.isSimulated ?? true }),
    say: (line) => said.push(line),
    tell: (line) => told.push(line),
    confirm: async () => undefined,
    now: () => Date.UTC(2026, 10, 22),
    stop: new AbortController().signal,
    ...around,
  });
  return { code, said: said.join('\n'), told: told.join('\n') };
}

const report = () => JSON.parse(readFileSync(path.join(out, 'comparison.json'), 'utf8'));
const compareCalls = async () => {
  const answer = await fetch(`${cloud.url}/__sim/calls`);
  return JSON.stringify(await answer.json());
};

describe('npm run compare', () => {
  it('compares files and those in folders, and writes a report for its owner alone', async () => {
    const { code, said, told } = await run(named('one.txt', 'more'));

    expect(code).toBe(0);
    expect(said).toContain('Too few to decide how far aws and current agree: 3 files');
    expect(told).toContain('hold personal data: only you may read them.');
    for (const name of ['comparison.json', 'comparison.html']) {
      expect((statSync(path.join(out, name)).mode & 0o777).toString(8)).toBe('600');
    }
    expect(report()).toMatchObject({ version: 1, isSimulated: true, createdAt: '2026-11-22T00:00:00.000Z' });
    expect(report().files.map(({ file }: { file: string }) => path.relative(folder, file))).toEqual([
      'more/deep/three.TXT',
      'more/two.html',
      'one.txt',
    ]);
    expect(readFileSync(path.join(out, 'comparison.html'), 'utf8')).toContain('more/two.html');
  });

  it('shows a side that is down in words and figures', async () => {
    cloud.simulators.faults.set({ service: 'openai', kind: 'error', status: 503 });
    const { code, said } = await run(named('one.txt'));

    expect(code).toBe(0);
    expect(said).toContain('There is no file that both aws and current read.');
    expect(said).toContain('current failed for 1 of 1 file: PROVIDER_UNAVAILABLE (unavailable).');
    expect(report().summary.sides).toMatchObject([
      { name: 'aws', answered: 1, failures: {} },
      { name: 'current', answered: 0, failures: { 'PROVIDER_UNAVAILABLE (unavailable)': 1 }, latencyMs: null },
    ]);
  });

  it('goes on after a file that cannot be read, and says so', async () => {
    const { code, said, told } = await run(named('letter.txt', 'one.txt', 'empty.txt', 'gone.pdf'));

    expect(code).toBe(1);
    expect(said).toContain('1 of 2 files gave no comparison: DOCUMENT_NOT_A_RESUME.');
    expect(told).toContain('empty.txt is empty.');
    expect(told).toMatch(/There is no .*gone\.pdf\./);
  });

  it('keeps what is done when it is stopped', async () => {
    const stop = new AbortController();
    const lines: string[] = [];
    const stopped = await run([...named('one.txt', 'more'), '--at-once', '1'], {
      stop: stop.signal,
      tell: (line) => {
        lines.push(line);
        if (line.startsWith('1/3')) stop.abort();
      },
    });

    expect(stopped.code).toBe(130);
    expect(lines.at(-1)).toBe('Stopped after 1 of 3.');
    expect(report().files).toHaveLength(1);
  });

  it('says what real models will cost before it asks them, and asks nothing where nobody agrees', async () => {
    const before = await compareCalls();
    const alone = await run(named('one.txt', 'more'), { isSimulated: false });
    const refused = await run(named('one.txt'), { isSimulated: false, confirm: async () => false });

    expect(alone.code).toBe(0);
    expect(alone.told).toMatch(/About 0\.0\d+ USD for resumes of usual length/);
    expect(alone.told).toMatch(/aws {7}0\.\d{5} USD a resume with \S+\n {2}current {3}0\.\d{5}/);
    expect(alone.told).toContain('Nothing was asked. Add --yes to do it.');
    expect(refused.code).toBe(0);
    expect(await compareCalls()).toBe(before);

    const agreed = await run(named('one.txt'), { isSimulated: false, confirm: async () => true });
    expect(agreed.said).toContain('Too few to decide');
  });

  it('stops at once where no file would be compared', async () => {
    const { code, told } = await run([...named('one.txt'), '--arms', 'aws,sagemaker']);

    expect(code).toBe(1);
    expect(told).toContain('sagemaker is not set up for parse; there are current, aws, bedrock, openai, rules.');
  });
});

describe('npm run compare, as a process', () => {
  function compare(args: string[], environment: Record<string, string> = {}) {
    const env = {
      PATH: process.env.PATH,
      HOME: '/nowhere',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ACCESS_KEY_ID: SIGNER.accessKeyId,
      AWS_SECRET_ACCESS_KEY: SIGNER.secretAccessKey,
      ...environment,
    };
    return new Promise<{ code: number; out: string; err: string }>((resolve) => {
      execFile(process.execPath, ['--import', 'tsx', 'ops/compare.ts', ...args], { env }, (error, stdout, err) =>
        resolve({ code: error === null ? 0 : Number(error.code), out: stdout, err }),
      );
    });
  }

  it('signs its requests to a deployment', async () => {
    const args = [...named('one.txt'), '--outputs', path.join(folder, 'outputs.json'), '--out', out, '--yes', '--json'];
    const [signed, unknown] = await Promise.all([
      compare(args),
      compare(args, { AWS_SECRET_ACCESS_KEY: 'another-secret' }),
    ]);

    expect(signed).toMatchObject({ code: 0 });
    expect(JSON.parse(signed.out)).toMatchObject({
      isSimulated: false,
      summary: { files: 1, sides: [{ name: 'aws', answered: 1 }, { name: 'current' }] },
    });
    expect(unknown.code).toBe(1);
    expect(unknown.err).toContain('FORBIDDEN');
  });

  it('needs no key for the laptop cloud, and does not ask there', async () => {
    const none = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
    const laptop = ['--stage', 'laptop', '--url', cloud.url];
    const { code, out: said, err } = await compare([...named('one.txt'), ...laptop, '--out', out], none);

    expect(code).toBe(0);
    expect(said).toContain('Too few to decide');
    expect(err).toContain('Its models are simulators: it costs nothing');
  });

  it('says what is wrong with a command line, and that nothing answers', async () => {
    const [nothing, arms, away] = await Promise.all([
      compare([]),
      compare([...named('one.txt'), '--arms', 'aws,gcp']),
      compare([...named('one.txt'), '--url', 'http://127.0.0.1:1']),
    ]);

    expect(nothing).toMatchObject({ code: 2, err: expect.stringMatching(/^Name the resumes to compare/) });
    expect(arms).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^--arms: gcp was given; allowed are 2 to 4 of/),
    });
    expect(away).toMatchObject({ code: 1, err: expect.stringContaining('Nothing answers at http://127.0.0.1:1.') });
  });
});
