/** Figures and messages, as the SDK's own clients see them in the simulated account. */
import { CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { metricStore } from '../../../dev/simulators/account/metric-store';
import { DEMO_CREDENTIALS, type Simulators, startSimulators } from '../../../dev/simulators/start';
import { terminalTelemetry } from '../../../dev/terminal-telemetry';
import { sampleAnswers } from './sample-answers';

const REGION = 'us-east-1';
let simulators: Simulators;
beforeAll(async () => {
  simulators = await startSimulators({ answers: sampleAnswers });
});
afterAll(() => simulators.close());

const at = () => ({
  region: REGION,
  endpoint: simulators.endpoints.account,
  credentials: DEMO_CREDENTIALS,
  maxAttempts: 1,
});
const metrics = () => simulators.account.cloudWatch.in(REGION).metrics;
const NOON = Date.parse('2026-11-22T12:00:00Z');
const minute = (n: number) => NOON + n * 60_000;

function query(Id: string, name: string, Stat: string, more: { period?: number; arm?: string } = {}): MetricDataQuery {
  const Dimensions = [{ Name: 'arm', Value: more.arm ?? 'aws' }];
  const Metric = { Namespace: 'Test', MetricName: name, Dimensions };
  return { Id, MetricStat: { Metric, Period: more.period ?? 60, Stat } };
}

async function read(queries: MetricDataQuery[], ask: { from?: number; to?: number; NextToken?: string } = {}) {
  const { MetricDataResults = [], NextToken } = await new CloudWatchClient(at()).send(
    new GetMetricDataCommand({
      MetricDataQueries: queries,
      StartTime: new Date(ask.from ?? NOON),
      EndTime: new Date(ask.to ?? minute(60)),
      ...(ask.NextToken !== undefined && { NextToken: ask.NextToken }),
    }),
  );
  const points = MetricDataResults.map(({ Id = '', Timestamps = [], Values = [] }) => [
    Id,
    Timestamps.map((time, i) => [time.toISOString().slice(11, 16), Values[i]]),
  ]);
  return { points: Object.fromEntries(points), NextToken };
}

const record = (name: string, value: number, at: number, dimensions: Record<string, string> = { arm: 'aws' }) =>
  metrics().record({ namespace: 'Test', name, dimensions }, value, at);

describe('the simulated CloudWatch', () => {
  it('puts values together by the period, newest first, and leaves out what has none', async () => {
    for (const [value, when] of [
      [10, minute(0)],
      [30, minute(0) + 59_999],
      [50, minute(2)],
    ] as const) {
      record('Time', value, when);
    }
    const stats = ['Sum', 'Average', 'SampleCount', 'Minimum', 'Maximum'];
    const { points } = await read(stats.map((stat) => query(stat.toLowerCase(), 'Time', stat)));
    expect(points).toEqual({
      sum: [
        ['12:02', 50],
        ['12:00', 40],
      ],
      average: [
        ['12:02', 50],
        ['12:00', 20],
      ],
      samplecount: [
        ['12:02', 1],
        ['12:00', 2],
      ],
      minimum: [
        ['12:02', 50],
        ['12:00', 10],
      ],
      maximum: [
        ['12:02', 50],
        ['12:00', 30],
      ],
    });
    const hour = await read([query('hour', 'Time', 'Sum', { period: 3_600 })]);
    expect(hour.points).toEqual({ hour: [['12:00', 90]] });
  });

  it('knows percentiles of a period, also of one of many minutes', async () => {
    for (let i = 1; i <= 100; i++) record('Wait', i * 10, minute(i % 7));
    const { points } = await read([
      query('p50', 'Wait', 'p50', { period: 3_600 }),
      query('p95', 'Wait', 'p95', { period: 3_600 }),
      query('p999', 'Wait', 'p99.9', { period: 3_600 }),
    ]);
    expect(points).toEqual({ p50: [['12:00', 500]], p95: [['12:00', 950]], p999: [['12:00', 1_000]] });
  });

  it('takes the start in and the end out, and starts at a whole minute', async () => {
    for (const n of [10, 11, 12]) record('Edge', n, minute(n));
    const { points } = await read([query('a', 'Edge', 'Sum')], { from: minute(10) + 42_000, to: minute(12) });
    expect(points).toEqual({
      a: [
        ['12:11', 11],
        ['12:10', 10],
      ],
    });
  });

  it('finds a metric by exactly its dimensions', async () => {
    record('Split', 1, NOON, { arm: 'aws', stage: 'laptop' });
    record('Split', 2, NOON, { arm: 'current' });
    const { points } = await read([query('a', 'Split', 'Sum'), query('b', 'Split', 'Sum', { arm: 'current' })]);
    expect(points).toEqual({ a: [], b: [['12:00', 2]] });
  });

  it('answers many queries on more than one page', async () => {
    const all = Array.from({ length: 60 }, (_, i) => query(`q${i}`, 'None', 'Sum'));
    const { points, NextToken } = await read(all);
    const rest = await read(all, NextToken === undefined ? {} : { NextToken });
    expect(Object.keys({ ...points, ...rest.points })).toHaveLength(60);
    expect(rest.NextToken).toBeUndefined();
  });

  it.each([
    ['a statistic that is not simulated', [query('a', 'Time', 'TM(10%:90%)')]],
    ['a period that is no whole minute', [query('a', 'Time', 'Sum', { period: 90 })]],
    ['metric math', [{ Id: 'a', Expression: 'm1 * 2' }]],
  ])('refuses %s', async (_, queries) => {
    await expect(read(queries)).rejects.toMatchObject({ name: expect.stringMatching(/^Validation/) });
  });

  it('forgets what is older than three hours', () => {
    const store = metricStore();
    const metric = { namespace: 'Test', name: 'Old', dimensions: {} };
    for (let n = 0; n < 1_000; n++) store.record(metric, 1, minute(n));
    const ask = { stat: 'Sum', periodMs: 60_000, from: NOON, to: minute(1_000) };
    expect(store.read(metric, ask)).toHaveLength(181);
  });
});

describe('telemetry of the laptop', () => {
  it('keeps metrics under the dimensions that the deployed service sends', async () => {
    const store = metricStore();
    const telemetry = terminalTelemetry(undefined, { metrics: store, stage: 'laptop', now: () => Date.now() });
    const from = Date.now() - 60_000;
    telemetry.measure({ ArmFailures: 1, NoSuchMetric: 2 }, { capability: 'parse', arm: 'aws', operation: 'x' });
    telemetry.count('MatchResults', 7);
    const sum = (name: string, dimensions: Record<string, string>) =>
      store
        .read(
          { namespace: 'TalentMatch', name, dimensions: { service: 'talent-match', stage: 'laptop', ...dimensions } },
          { stat: 'Sum', periodMs: 600_000, from: from - (from % 60_000), to: Date.now() + 600_000 },
        )
        ?.map(({ value }) => value);
    expect(sum('ArmFailures', { capability: 'parse', arm: 'aws' })).toEqual([1]);
    expect(sum('MatchResults', {})).toEqual([7]);
    expect(sum('NoSuchMetric', {})).toEqual([]);
  });
});

describe('the simulated SNS', () => {
  const topicArn = `arn:aws:sns:${REGION}:111111111111:alarms`;
  const publish = (message: object) => new SNSClient(at()).send(new PublishCommand({ Message: 'm', ...message }));

  it('tells of a message, and keeps the last fifty', async () => {
    const heard: (string | undefined)[] = [];
    simulators.account.sns.topics.set(topicArn, []);
    simulators.account.sns.notify = ({ subject }) => heard.push(subject);
    for (let i = 0; i < 52; i++) await publish({ TopicArn: topicArn, Subject: `Rolled back ${i}` });
    expect(heard).toHaveLength(52);
    expect(simulators.account.sns.notifications).toHaveLength(50);
    expect(simulators.account.sns.notifications.at(-1)).toEqual({ topicArn, subject: 'Rolled back 51', message: 'm' });
  });

  it.each([
    ['a topic that there is not', { TopicArn: `${topicArn}-2` }, 'NotFoundException'],
    ['a subject of two lines', { TopicArn: topicArn, Subject: 'a\nb' }, 'InvalidParameterException'],
    [
      'a subject of a hundred characters',
      { TopicArn: topicArn, Subject: 'a'.repeat(100) },
      'InvalidParameterException',
    ],
    ['an empty message', { TopicArn: topicArn, Message: '' }, 'InvalidParameterException'],
  ])('refuses %s', async (_, message, name) => {
    simulators.account.sns.topics.set(topicArn, []);
    await expect(publish(message)).rejects.toMatchObject({ name });
  });
});
