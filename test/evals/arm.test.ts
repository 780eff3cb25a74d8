import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { simulatedAnswers } from '../../dev/laptop-cloud';
import { laptopConfig, pointedAt } from '../../dev/laptop-config';
import { type Simulators, startSimulators } from '../../dev/simulators/start';
import { type ArmOptions, type ArmSurroundings, evaluateArm } from '../../evals/arm';
import { CASES } from '../../evals/parse';

const usual: ArmOptions = {
  arm: 'aws',
  live: true,
  gate: false,
  writeBaseline: false,
  yes: true,
  fresh: false,
  maxUsd: 1,
  limit: 3,
};

describe('the evaluation of an arm', () => {
  let simulators: Simulators;
  let folder: string;
  let said: string[];
  let recorded: object[];
  beforeAll(async () => {
    simulators = await startSimulators({ answers: simulatedAnswers() });
  });
  afterAll(() => simulators.close());
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'evaluation-'));
    said = [];
    recorded = [];
    simulators.faults.clear();
    simulators.faults.clearCalls();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const around = (more: Partial<ArmSurroundings> = {}): ArmSurroundings => ({
    say: (line) => said.push(line),
    ask: null,
    providers: () => pointedAt(laptopConfig({}), simulators.endpoints),
    now: () => Date.parse('2026-11-22T12:00:00Z'),
    signal: new AbortController().signal,
    folder: path.join(folder, 'kept'),
    record: async (stage, evaluation) => void recorded.push({ stage, ...evaluation }),
    ...more,
  });
  const run = (options: Partial<ArmOptions> = {}, more: Partial<ArmSurroundings> = {}) =>
    evaluateArm({ ...usual, ...options }, around(more));
  const text = () => said.join('\n');
  const calls = () => simulators.faults.calls().bedrock?.Converse ?? 0;

  it('says what it costs, asks, and prints figures with their verdicts', async () => {
    expect(await run()).toBe(0);
    expect(text()).toMatch(/3 calls: about 0\.00\d\d USD, at most [\d.]+ USD\./);
    expect(text()).toMatch(/answered by: bedrock us\.anthropic\.claude-haiku-5-5 3/);
    expect(text()).toMatch(/Gate: shut\. there are too few cases to decide/);
    expect(calls()).toBe(3);
  });

  it('asks nothing that it was answered before, unless it is told to', async () => {
    await run();
    await run();
    expect(text()).toContain('nothing is asked, and nothing is spent');
    expect(calls()).toBe(3);
    await run({ fresh: true });
    expect(calls()).toBe(6);
  });

  it('takes no answer of a simulator for one of a real model', async () => {
    await run({ live: false });
    expect(readdirSync(folder)).toEqual([]);
    await run();
    expect(text()).toMatch(/calls: 3 made, 0 kept from before/);
  });

  it('keeps the answers where nobody else may look', async () => {
    await run();
    const kept = path.join(folder, 'kept');
    const files = readdirSync(kept);
    expect(files).toHaveLength(3);
    expect(statSync(kept).mode & 0o077).toBe(0);
    for (const file of files) expect(statSync(path.join(kept, file)).mode & 0o077).toBe(0);
  });

  it.each<[string, Partial<ArmOptions>, Partial<ArmSurroundings>, RegExp]>([
    ['without a terminal', { yes: false }, {}, /there is no terminal to say yes at; --yes says it/],
    ['when the answer is no', { yes: false }, { ask: async () => '' }, /Nothing was asked\./],
    ['when it is dearer than allowed', { maxUsd: 0.0001 }, {}, /above 0\.0001 USD, so nothing was asked/],
  ])('asks no model %s', async (_, options, more, message) => {
    expect(await run(options, more)).toBe(2);
    expect(text()).toMatch(message);
    expect(calls()).toBe(0);
  });

  it('goes on when the answer is yes', async () => {
    const questions: string[] = [];
    const ask = async (question: string) => {
      questions.push(question);
      return 'y';
    };
    expect(await run({ yes: false }, { ask })).toBe(0);
    expect(questions).toEqual([expect.stringMatching(/^3 calls: about .* Spend it\? \[y\/N\] $/)]);
    expect(calls()).toBe(3);
  });

  it('asks no other arm, and shuts the gate when its own does not answer', async () => {
    simulators.faults.set({ service: 'bedrock', kind: 'error', status: 400, code: 'ValidationException' });
    expect(await run({ gate: true })).toBe(1);
    expect(text()).toMatch(/answered by: rules rules-2 3\ngave no answer: bedrock invalid-request \d/);
    expect(text()).toMatch(/only 0\.0 % of the cases were answered by the arm itself/);
    expect(simulators.faults.calls().openai).toBeUndefined();
  });

  it('stops with what it has, and goes on from there', async () => {
    const stop = new AbortController();
    const reason = new Error('stopped by hand');
    let looks = 0;
    const now = () => {
      looks += 1;
      // A call looks when it begins and when it ends; before them all the price is looked up.
      if (looks === 12) stop.abort(reason);
      return Date.parse('2026-11-22T12:00:00Z');
    };
    await expect(run({ limit: 12 }, { signal: stop.signal, now })).rejects.toBe(reason);
    const answered = readdirSync(path.join(folder, 'kept')).filter((file) => file.endsWith('.json')).length;
    expect(answered).toBeGreaterThan(0);
    await run({ limit: 12 });
    expect(text()).toContain(`calls: ${12 - answered} made, ${answered} kept from before`);
  });

  it('writes a baseline beside the cases of others, and compares with it the next time', async () => {
    const own = readFileSync(CASES, 'utf8').trim().split('\n').slice(0, 20);
    const samples = path.join(path.dirname(CASES), '../../dev/samples/resumes');
    const cases = own.map((line) => {
      const { file, ...one } = JSON.parse(line) as { file: string };
      return JSON.stringify({ ...one, text: readFileSync(path.join(samples, path.basename(file)), 'utf8') });
    });
    writeFileSync(path.join(folder, 'cases.jsonl'), cases.join('\n'));
    await run({ cases: folder, limit: undefined, writeBaseline: true });
    expect(text()).toContain('There is no baseline to compare with.');
    said = [];
    await run({ cases: folder, limit: undefined });
    expect(text()).toContain('change against bedrock us.anthropic.claude-haiku-5-5 of 2026-11-22');
    expect(text()).toMatch(/skills +20 .* 0\.0 \[0\.0, 0\.0\] +passed/);
  });

  it('reads all own cases above the floors, and tells the guard of a rollout what came of it, and why', async () => {
    expect(await run({ record: 'prod', limit: undefined, gate: true })).toBe(0);
    expect(text()).toContain('Gate: open.');
    expect(await run({ record: 'prod', gate: true })).toBe(1);
    const [passed, failed] = recorded;
    expect(passed).toEqual({
      stage: 'prod',
      passed: true,
      at: '2026-11-22T12:00:00.000Z',
      detail: '29 labelled resumes',
    });
    expect(failed).toMatchObject({ passed: false, detail: expect.stringContaining('too few cases to decide') });
    await expect(run({ record: 'prod', live: false })).rejects.toThrow('--record goes with --arm aws --live');
  });

  it('takes nothing that simulators say for a baseline', async () => {
    await run({ live: false, writeBaseline: true });
    expect(text()).toContain('No baseline was written');
  });
});
