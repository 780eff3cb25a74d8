/** The whole migration on the laptop cloud, by the commands of docs/migrate.md: 0 → 10 → 50 %, a fault, back; then 100 %. */
import { type Arm, bucketOf, DEFAULT_SALT } from '../../lambdas/domain/arm';
import { handler as guardRollout } from '../../lambdas/handlers/guard-rollout';
import { platform, usePlatform } from '../../lambdas/platform/platform';
import { flags } from '../../ops/flags/command';
import type { Command } from '../../ops/operation';
import { rollout } from '../../ops/rollout/command';
import { operator } from '../ops/operator';
import { type Api, startApi } from './api';

const MINUTE = 60_000;
const RESUME =
  'Ida Lund\nida.lund@example.com\n\nExperience\nGlazier, Sund Glas\n2019 - 2024\n\nSkills\nGlazing, Quotations';

/** Of every share that the plan has, enough to say something of both arms. */
const users = [
  { count: 11, from: 0, to: 10 },
  { count: 11, from: 10, to: 50 },
  { count: 11, from: 50, to: 100 },
].flatMap(({ count, from, to }) => {
  const found: { name: string; movesAt: number }[] = [];
  for (let i = 0; found.length < count; i++) {
    const name = `user-${from}-${i}`;
    const share = bucketOf(`laptop/${name}`, DEFAULT_SALT) / 100;
    if (share >= from && share < to) found.push({ name, movesAt: to });
  }
  return found;
});

describe('the migration', () => {
  jest.setTimeout(180_000);
  let api: Api;
  let aheadMs = 0;
  let requests = 0;
  const now = () => Date.now() + aheadMs;

  beforeAll(async () => {
    api = await startApi({ environment: { MIGRATION_PERCENTAGE: '0' }, notify: () => undefined });
    const { config, telemetry } = platform();
    usePlatform({ config, clock: { now }, telemetry: { ...telemetry, event: () => undefined } });
  });
  afterAll(() => api.close());

  async function run(command: Command, words: string): Promise<string> {
    const args = [...words.split(' '), '--stage', 'laptop', '--url', api.cloud.url, '--yes', '--no-wait'];
    const { code, text } = await operator(api.cloud.simulators, command, args, { now: now() });
    expect({ code, text }).toMatchObject({ code: 0 });
    // A function looks every 15 s.
    aheadMs += MINUTE;
    return text;
  }
  const start = () => run(rollout, 'start --plan 10,50,100 --bake 10m --requests 10 --limit p95MsMost=600000');
  const bakedLook = () => {
    aheadMs += 11 * MINUTE;
    return guardRollout();
  };

  /** Every user has a resume read, and rates it. @returns the arm of each, none of whom was left without an answer */
  async function day(): Promise<Map<string, Arm>> {
    const served = new Map<string, Arm>();
    for (const { name } of users) {
      const as = { 'x-laptop-user': name };
      const answer = await api.send('POST', '/v1/resumes/parse', { text: RESUME }, as);
      requests += 1;
      expect(answer.status).toBe(200);
      expect(answer.body.meta).toMatchObject({ arm: expect.any(String), degraded: false });
      served.set(name, answer.body.meta.arm);
      const rating = { requestId: answer.headers.get('x-request-id'), rating: 5 };
      expect((await api.send('POST', '/v1/feedback', rating, as)).status).toBe(201);
    }
    aheadMs += MINUTE;
    return served;
  }
  /** Who is on the AWS arm is who the share says, and nobody else. */
  async function dayAt(percentage: number): Promise<void> {
    const served = await day();
    for (const { name, movesAt } of users) {
      expect([name, served.get(name)]).toEqual([name, movesAt <= percentage ? 'aws' : 'current']);
    }
  }
  const lastNotice = () => api.cloud.simulators.account.sns.notifications.at(-1);
  const status = () => run(rollout, 'status');

  it('begins with everybody on the arm they know', async () => {
    await dayAt(0);
    expect(await run(flags, 'show')).toContain('0 %');
  });

  it('moves a tenth, then half, while both arms do as well', async () => {
    await start();
    await dayAt(10);
    expect(await guardRollout()).toMatchObject({ did: 'wait', why: 'baking' });
    expect(await bakedLook()).toEqual({ did: 'step', share: 50 });
    aheadMs += MINUTE;
    await dayAt(50);
    expect(await status()).toMatch(/50 %/);
  });

  it('goes back by itself when the AWS arm breaks at half, says why, and no user is left without an answer', async () => {
    const { faults } = api.cloud.simulators;
    faults.set({ service: 'bedrock', kind: 'error', status: 503 });
    await dayAt(50);
    expect(await guardRollout()).toEqual({ did: 'rollBack', share: 0 });
    expect(lastNotice()?.subject).toBe(
      'Talent Match laptop: rollout rolled back from 50 % to 0 %: failure rate of parse',
    );
    expect(lastNotice()?.message).toMatch(/failure rate of parse: \d+\.\d % on the AWS arm/);
    aheadMs += MINUTE;
    await dayAt(0);
    faults.clear();
    await dayAt(0);
  });

  it('goes all the way at the second try, with the same users first', async () => {
    // What failed is out of sight, and the breakers have closed.
    aheadMs += 24 * 60 * MINUTE;
    await start();
    await dayAt(10);
    for (const share of [50, 100]) {
      expect(await bakedLook()).toEqual({ did: 'step', share });
      aheadMs += MINUTE;
      await dayAt(share);
    }
    expect(await bakedLook()).toEqual({ did: 'finish', share: 100 });
    expect(lastNotice()?.subject).toBe('Talent Match laptop: rollout done at 100 %');
    await dayAt(100);
  });

  it('can be undone by one command at any time', async () => {
    await run(flags, 'arm current');
    expect(new Set((await day()).values())).toEqual(new Set(['current']));
    await run(flags, 'arm auto');
    await dayAt(100);
    expect(requests).toBe(users.length * 12);
  });
});
