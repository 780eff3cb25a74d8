/** The flags of the laptop cloud, changed by the operator's command: what is deployed is what requests meet. */
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { type LaptopCloud, startLaptopCloud } from '../../dev/laptop-cloud';
import { laptopTopicArn } from '../../dev/offer-operators';
import { DEMO_CREDENTIALS } from '../../dev/simulators/start';
import { platform, usePlatform } from '../../lambdas/platform/platform';
import { flags } from '../../ops/flags/command';
import { type OperatorOptions, operator } from './operator';

const RESUME = 'Ida Lund\nida.lund@example.com\n\nExperience\nGlazier, Sund Glas\n2019 - 2024\n\nSkills\nGlazing';
const INTERVAL_MS = 15_000;

describe('npm run flags -- --stage laptop', () => {
  jest.setTimeout(120_000);
  let cloud: LaptopCloud;
  let aheadMs = 0;
  const heard: string[] = [];
  beforeAll(async () => {
    cloud = await startLaptopCloud({ environment: {}, notify: ({ message }) => heard.push(message) });
    usePlatform({ ...platform(), clock: { now: () => Date.now() + aheadMs } });
  });
  afterAll(() => cloud.close());

  const run = (command: string, options: OperatorOptions = {}) =>
    operator(cloud.simulators, flags, [...command.split(' '), '--stage', 'laptop', '--url', cloud.url], {
      now: Date.now() + aheadMs,
      ...options,
    });
  const change = (command: string) => run(`${command} --yes --no-wait`);
  interface Served {
    arm: string | null;
    provider: string;
    degraded: boolean;
  }
  async function readOnce(user: string): Promise<Served> {
    aheadMs += INTERVAL_MS;
    const answer = await fetch(new URL('/v1/resumes/parse', cloud.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-laptop-user': user },
      body: JSON.stringify({ text: RESUME }),
    });
    const { meta } = (await answer.json()) as { meta: Served };
    return meta;
  }
  /** Until a resume is read so: on a busy machine a look at the flags, or a model, may take longer than it may. */
  async function isRead(by: Partial<Served>, user = 'ida'): Promise<void> {
    for (let tries = 1; ; tries++) {
      const meta = await readOnce(user);
      const isSo = Object.entries(by).every(([name, value]) => meta[name as keyof Served] === value);
      if (isSo || tries === 5) return expect(meta).toMatchObject(by);
    }
  }

  it('moves all users, and tells of the requests that followed', async () => {
    const { code, text } = await run('arm current --yes', {
      onWait: () => isRead({ arm: 'current', provider: 'openai' }),
    });
    expect(code).toBe(0);
    expect(text).toContain('all users on current: openai, bedrock, rules');
    expect(text).toMatch(/parse +(current|aws) +\d+ requests?, /);
    const later = await run('show', { now: Date.now() + aheadMs + 60_000 });
    expect(later.text).toMatch(/parse +current +\d+ requests?, /);
    const way = /The way back: npm run flags -- (.*) --stage laptop --url (\S+)/.exec(text);
    expect(way?.slice(1)).toEqual(['arm auto', cloud.url]);
  });

  it('leaves out what has no provider on a laptop, and says so', async () => {
    expect((await run('show')).text).toContain('aws alone is set up: bedrock, embedded');
  });

  it('lets one user be an exception', async () => {
    await change('arm auto');
    await change('deny add laptop/ben');
    await isRead({ arm: 'current' }, 'ben');
    await isRead({ arm: 'aws' }, 'ida');
  });

  it('asks no model during maintenance, until it is over by itself', async () => {
    await change('maintenance on --until +30m');
    await isRead({ arm: null, provider: 'rules', degraded: true });
    aheadMs += 30 * 60_000;
    await isRead({ arm: 'aws', provider: 'bedrock' });
    await change('maintenance off');
  });

  it('sees flags that were deployed otherwise', async () => {
    cloud.simulators.deployFlags({ arm: 'aws', shadow: { percentage: 5 } });
    const { text } = await run('show');
    expect(text).toContain('  arm                aws\n  shadow.percentage  5');
  });

  it('has a topic of alarms, whose messages are told to the terminal', async () => {
    const { account, endpoints } = cloud.simulators;
    const client = new SNSClient({ region: 'us-east-1', endpoint: endpoints.account, credentials: DEMO_CREDENTIALS });
    await client.send(new PublishCommand({ TopicArn: laptopTopicArn(account, 'us-east-1'), Message: 'rolled back' }));
    expect(heard).toEqual(['rolled back']);
  });

  it('says how to start one when none answers', async () => {
    const { code, text } = await operator(cloud.simulators, flags, [
      ...['show', '--stage', 'laptop', '--url', 'http://127.0.0.1:9'],
    ]);
    expect([code, text]).toEqual([1, expect.stringContaining('no laptop cloud answers at http://127.0.0.1:9')]);
  });
});
