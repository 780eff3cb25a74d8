import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DEMO_CREDENTIALS, type Simulators, startSimulators } from '../../dev/simulators/start';
import type { ShadowRecord } from '../../lambdas/domain/shadow-record';
import { dynamoShadowRecords } from '../../lambdas/storage/dynamo-shadow-store';
import { awsAccess } from '../../ops/aws-access';
import { operate } from '../../ops/operation';
import { shadows } from '../../ops/shadows/command';
import { reportOf } from '../../ops/shadows/report';
import { type LaptopTables, openLaptopTables } from '../contract/laptop-tables';
import { sampleAnswers } from '../dev/simulators/sample-answers';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const DAY = '2026-11-22';
const side = (provider: 'bedrock' | 'openai', latencyMs: number, costUsd: number) => ({
  provider,
  model: `${provider}-model`,
  promptVersion: 'parse-resume@1',
  latencyMs,
  costUsd,
  failed: false,
});
const record = (id: string, agreement: number, given: Partial<ShadowRecord> = {}): ShadowRecord => ({
  id,
  at: `${DAY}T10:00:00.000Z`,
  why: 'drawn',
  capability: 'parse',
  arm: 'current',
  sides: { current: side('openai', 900, 0.004), aws: side('bedrock', 600, 0.001) },
  agreement,
  fields: [
    {
      field: 'skills',
      agreement,
      same: 3,
      only: { current: ['Python'], aws: [] },
      withheld: { current: 0, aws: agreement === 1 ? 0 : 2 },
    },
  ],
  ...given,
});
const where = { stage: 'prod', day: DAY, unreadable: 0 };
const report = (records: ShadowRecord[]) => reportOf(records, where).join('\n');

describe('what records say together', () => {
  it('is means with their intervals, of those that were drawn by lot', () => {
    const drawn = Array.from({ length: 20 }, (_, n) => record(`r${n}`, n % 2 === 0 ? 1 : 0.8));
    const low = Array.from({ length: 20 }, (_, n) => record(`low${n}`, 0.1, { why: 'disagrees' }));

    const text = report([...drawn, ...low]);

    expect(text).toContain('20 records drawn by lot, 20 more that agree by less than half.');
    expect(text).toMatch(/agreement +0\.90 +\[0\.8\d, 0\.9\d\] +of 20/);
    expect(text).toMatch(/skills +0\.90/);
    expect(text).toMatch(/aws - current +-300 ms +\[-300 ms, -300 ms\] +of 20/);
    expect(text).toMatch(/-0\.003 USD/);
  });

  it('is too little to decide when there are few', () => {
    expect(report([record('a', 0.9), record('b', 0.7)])).toMatch(/agreement +0\.80 +too few to decide +of 2/);
  });

  it('compares no times where an arm has not answered, and says how often', () => {
    const failed = { ...side('bedrock', 0, 0), provider: null, failed: true };
    const sides = { current: side('openai', 900, 0.004), aws: failed };
    const text = report([record('a', 1, { sides, agreement: null, fields: [] })]);
    expect(text).toContain('parse: 1 record; without an answer: current 0, aws 1');
    expect(text).not.toContain('aws - current');
  });

  it('has the least alike one by one, with what only one arm says', () => {
    const text = report([record('a', 0.9), record('b', 0.2), record('c', 1)]);
    const [, shown = ''] = text.split('Least alike:');
    expect(shown.indexOf('0.20 parse, 10:00 UTC, a user on current')).toBeGreaterThan(-1);
    expect(shown.indexOf('0.20')).toBeLessThan(shown.indexOf('0.90'));
    expect(shown).toContain('bedrock bedrock-model parse-resume@1, 600 ms');
    expect(shown).toContain('same: 3 · only current: Python · only aws: 2 not shown');
    expect(shown).not.toContain('1.00');
  });

  it('says what to look at when there is nothing', () => {
    expect(report([])).toContain('npm run flags -- show');
    expect(reportOf([], { ...where, unreadable: 2 }).join('\n')).toContain('2 records of another version');
  });
});

describe('npm run shadows', () => {
  let simulators: Simulators;
  let tables: LaptopTables;
  let front: Server;
  beforeAll(async () => {
    simulators = await startSimulators({ answers: sampleAnswers });
    tables = await openLaptopTables();
    front = await oneAddress(simulators.endpoints.account, tables.emulator.endpoint);
    const store = dynamoShadowRecords({
      client: tables.client,
      table: tables.names.candidates,
      clock: { now: () => NOW },
    });
    for (const id of ['a', 'b']) await store.put(record(id, 0.9));
    simulators.account.cloudFormation
      .in('eu-west-1')
      .stacks.set('TalentMatch-prod-data', { outputs: { candidatesTable: tables.names.candidates }, resources: {} });
  });
  afterAll(async () => {
    front.close();
    front.closeAllConnections();
    await tables.close();
    await simulators.close();
  });

  async function run(...args: string[]) {
    const lines: string[] = [];
    const endpoint = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
    const aws = awsAccess({ endpoint, credentials: DEMO_CREDENTIALS, timeoutMs: 10_000 });
    const code = await operate(shadows, args, {
      aws,
      say: (line) => lines.push(line),
      complain: (line) => lines.push(line),
      wait: async () => undefined,
      ask: async () => undefined,
      now: () => NOW,
      run: async () => 0,
      variables: { AWS_REGION: 'eu-west-1' },
    });
    aws.close();
    return { code, text: lines.join('\n') };
  }

  it("shows today's records of a stage, and asks for no --yes", async () => {
    const { code, text } = await run('--stage', 'prod');
    expect(code).toBe(0);
    expect(text).toContain('prod, 2026-11-22: 2 records drawn by lot');
    expect(text).not.toContain('--yes');
  });

  it('shows those of another day, as JSON too', async () => {
    expect((await run('--stage', 'prod', '--day', '2026-11-21')).text).toContain('0 records drawn by lot');
    const { records } = JSON.parse((await run('--stage', 'prod', '--json')).text);
    expect(records).toHaveLength(2);
    expect(records).toContainEqual(record('a', 0.9));
  });

  it('refuses a day that is none', async () => {
    for (const day of ['yesterday', '2026-13-40']) {
      const { code, text } = await run('--stage', 'prod', '--day', day);
      expect({ code, text }).toEqual({ code: 2, text: expect.stringContaining(`--day: ${day} was given`) });
    }
  });

  it('says so when the stage is not there, or no laptop answers', async () => {
    expect(await run('--stage', 'dev')).toMatchObject({ code: 1, text: expect.stringContaining('is it deployed?') });
    expect(await run('--stage', 'laptop', '--url', 'http://127.0.0.1:1')).toMatchObject({
      code: 1,
      text: expect.stringContaining('no laptop cloud answers'),
    });
  });
});

/** As AWS has it for a command: one address for CloudFormation and DynamoDB. */
async function oneAddress(account: string, dynamodb: string): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { 'x-amz-target': target = '', 'content-type': type = '', authorization = '' } = request.headers;
    const to = String(target).startsWith('DynamoDB') ? dynamodb : account;
    const answer = await fetch(`${to}${request.url}`, {
      method: 'POST',
      headers: { ...(target !== '' && { 'x-amz-target': String(target) }), 'content-type': type, authorization },
      body: Buffer.concat(chunks),
    });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
