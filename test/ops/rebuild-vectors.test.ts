/** The command from its words to the vectors: over the laptop's own state machine, on the wire. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLaptopCloud } from '../../dev/laptop-cloud';
import { type Simulators, startSimulators } from '../../dev/simulators/start';
import { rebuildMachine } from '../../dev/state-machine/rebuild-machine';
import { rebuildVectors } from '../../ops/rebuild-vectors/command';
import { sampleAnswers } from '../dev/simulators/sample-answers';
import { operator } from './operator';

const ARN = 'arn:aws:states:eu-west-1:111111111111:stateMachine:RebuildVectors';
type Part = { segment: number; cursor: string | null; onlyMissing: boolean; spaces?: string[]; jobsPerSecond: number };
const done = { cursor: null, scanned: 10, embedded: 8, skipped: 2, failed: 0 };

describe('npm run rebuild-vectors', () => {
  let simulators: Simulators;
  let asked: Part[];
  let answer: (part: Part) => unknown;
  beforeEach(async () => {
    simulators = await startSimulators({ answers: sampleAnswers });
    asked = [];
    answer = () => done;
    const { cloudFormation, stepFunctions } = simulators.account;
    cloudFormation.in('eu-west-1').stacks.set('TalentMatch-prod-backfill', { outputs: { RebuildVectorsArn: ARN } });
    stepFunctions.stateMachines.set(ARN, {
      definition: async () => rebuildMachine(),
      run: {
        async invoke(_name, input) {
          asked.push(input as Part);
          return { ...(input as Part), ...((await answer(input as Part)) as object) };
        },
        pause: async () => undefined,
        random: () => 0.5,
      },
    });
  });
  afterEach(() => simulators.close());
  const run = (args: string, options = {}) =>
    operator(simulators, rebuildVectors, ['--stage', 'prod', ...args.split(' ').filter(Boolean)], options);

  it('says what it would do, and does nothing, without --yes', async () => {
    const { code, text } = await run('');

    expect(code).toBe(0);
    expect(text).toContain('Vectors that are lacking are made, in all spaces; 32 parts, at most 8 jobs a second.');
    expect(text).toContain('Nothing was changed');
    expect(simulators.account.stepFunctions.executions.size).toBe(0);
  });

  it('starts the state machine of the stage, follows it and adds up', async () => {
    const { code, text } = await run('--yes --parts 4');

    expect(asked.map(({ segment }) => segment).sort()).toEqual([0, 1, 2, 3]);
    expect(asked[0]).toMatchObject({ onlyMissing: true, jobsPerSecond: 2 });
    expect(text).toContain('4 of 4 parts done, 0 running');
    expect(text).toContain('40 jobs: 32 got vectors, 8 had them, 0 failed.');
    expect(code).toBe(0);
  });

  it('passes on which spaces, how fast, and that all are to be made again', async () => {
    await run('--yes --parts 16 --rate 40 --all --space bedrock/titan/1024/v1,embedded/words/256/v1');

    expect(asked).toHaveLength(16);
    expect(asked[0]).toMatchObject({
      onlyMissing: false,
      jobsPerSecond: 5,
      spaces: ['bedrock/titan/1024/v1', 'embedded/words/256/v1'],
    });
  });

  it('fails when jobs failed', async () => {
    answer = ({ segment }) => ({ ...done, failed: segment === 1 ? 3 : 0 });

    const { code, text } = await run('--yes --parts 2');

    expect(code).toBe(1);
    expect(text).toContain('3 failed.');
  });

  it('says why a rebuild ended early, and how to go on', async () => {
    answer = () => {
      throw Object.assign(new Error('no embedder of it'), { name: 'RangeError' });
    };

    const { code, text } = await run('--yes --parts 2');

    expect(code).toBe(1);
    expect(text).toContain('ended as FAILED: RangeError');
    expect(text).toContain('aws stepfunctions redrive-execution --execution-arn arn:aws:states:');
  });

  it('leaves it running on Ctrl-C, starts no second one, and follows it again', async () => {
    let finish: () => void = () => undefined;
    answer = () => new Promise((resolve) => (finish = () => resolve(done)));

    const first = await run('--yes --parts 1', { interruptAt: 1 });
    expect(first.code).toBe(130);
    expect(first.text).toContain('The rebuild goes on without this command');
    const [, arn = ''] = /--execution (\S+)/.exec(first.text) ?? [];

    const second = await run('--yes --parts 1');
    expect(second.code).toBe(1);
    expect(second.text).toContain(`a rebuild is under way; follow it with\n  --execution ${arn}`);

    finish();
    await simulators.account.stepFunctions.executions.get(arn)?.done;
    const third = await run(`--yes --execution ${arn}`);
    expect(third.code).toBe(0);
    expect(third.text).toContain('10 jobs: 8 got vectors');
    expect(asked).toHaveLength(1);
  });

  it('says which stack is not there, and how to deploy it', async () => {
    const { code, text } = await operator(simulators, rebuildVectors, ['--stage', 'dev', '--yes']);

    expect(code).toBe(1);
    expect(text).toContain('there is no stack TalentMatch-dev-backfill in eu-west-1');
    expect(text).toContain('-c backfill=true');
  });

  it.each([
    ['--rate 0', '--rate: 0 was given'],
    ['--rate 1001', '--rate: 1001 was given'],
    ['--parts 1.5', '--parts: 1.5 was given'],
    ['--parts 201', '--parts: 201 was given'],
    ['--space titan', '--space: titan was given'],
  ])('refuses %s', async (args, message) => {
    const { code, text } = await run(`--yes ${args}`);

    expect(code).toBe(2);
    expect(text).toContain(message);
  });
});

describe('npm run rebuild-vectors on the laptop', () => {
  it('fills a space that was set up after the jobs were stored', async () => {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'talent-match-rebuild-'));
    const simulators = await startSimulators({ answers: sampleAnswers });
    try {
      const before = await startLaptopCloud({ dataDir, environment: { EMBED_CHAIN: 'embedded' } });
      const jobs = Array.from({ length: 20 }, (_, i) => ({
        id: `job-${i}`,
        title: `Nurse ${i}`,
        description: 'Cares.',
      }));
      await fetch(`${before.url}/v1/jobs/batch`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jobs }),
      });
      await before.settled();
      await before.close();

      const cloud = await startLaptopCloud({ dataDir, environment: { EMBED_CHAIN: 'bedrock,embedded' } });
      const args = ['--stage', 'laptop', '--parts', '3', '--rate', '1000', '--yes'];
      const first = await operator(simulators, rebuildVectors, [...args, '--url', cloud.url]);
      await cloud.close();
      // The second time in a laptop cloud of its own, over the same tables.
      const own = [...args, '--data', dataDir];
      const stopped = await operator(simulators, rebuildVectors, [...own, '--all'], { interruptAt: 1 });
      const again = await operator(simulators, rebuildVectors, own);

      expect(first.text).toContain('20 jobs: 20 got vectors, 0 had them, 0 failed.');
      expect(first.code).toBe(0);
      expect(stopped.text).toContain('stopped, with the laptop cloud that it ran in');
      expect(again.text).toContain('20 jobs: 0 got vectors, 20 had them, 0 failed.');
    } finally {
      await simulators.close();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });

  it('says that nothing answers there', async () => {
    const simulators = await startSimulators({ answers: sampleAnswers });
    const session = await operator(simulators, rebuildVectors, ['--stage', 'laptop', '--url', 'http://127.0.0.1:9']);
    await simulators.close();

    expect(session.code).toBe(1);
    expect(session.text).toContain('no laptop cloud answers at http://127.0.0.1:9');
  });
});
