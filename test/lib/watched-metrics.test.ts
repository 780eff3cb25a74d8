/**
 * Real requests, with some faults, on the laptop cloud; what the handlers write is what alarms and dashboards may look at.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { laptopQueueName } from '../../dev/laptop-queues';
import { type Arm, arms, type Capability } from '../../lambdas/domain/arm';
import { handler as validateRestore } from '../../lambdas/handlers/validate-restore';
import { handler as watchSecrets } from '../../lambdas/handlers/watch-secrets';
import { requestExamples } from '../../lambdas/http/examples';
import { allRoutes } from '../../lambdas/http/routes';
import type { Config } from '../../lambdas/platform/config';
import { METRICS_NAMESPACE, metrics } from '../../lambdas/platform/metrics';
import { createPlatform, platform, usePlatform } from '../../lambdas/platform/platform';
import type { FlagsSeen } from '../../lambdas/ports';
import { guardRollout } from '../../lambdas/services/guard-rollout';
import { customMetrics } from '../../lib/custom-metrics';
import { stageConfig } from '../../lib/stages';
import { type Api, startApi } from '../api/api';
import { armFiguresOf, side } from '../support/arm-figures';
import { awsMetrics } from '../support/aws-metrics';
import { everything } from '../support/contexts';
import { templatesOf } from '../support/templates';
import { type WatchedMetric, watchedMetrics } from '../support/watched-metrics';

/** Every model, every alarm. */
const settings = { ...everything, bedrockTokensPerMinute: '200000' };
const config = stageConfig(settings);

interface Emitted {
  name: string;
  dimensions: Record<string, string>;
}

/** Collects the lines in the embedded metric format that go to standard output. */
function collectMetrics(): { emitted: Emitted[]; stop(): void } {
  const emitted: Emitted[] = [];
  const write = process.stdout.write.bind(process.stdout);
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((chunk, ...rest) => {
    const lines = String(chunk)
      .split('\n')
      .filter((line) => line !== '');
    const other = lines.filter((line) => !line.startsWith('{'));
    for (const line of lines) if (line.startsWith('{')) emitted.push(...metricsOfLine(line));
    return other.length === 0 ? true : write(chunk, ...(rest as []));
  });
  return { emitted, stop: () => spy.mockRestore() };
}

function metricsOfLine(text: string): Emitted[] {
  const line = JSON.parse(text) as Record<string, unknown> & {
    _aws?: { CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[] };
  };
  return (line._aws?.CloudWatchMetrics ?? []).flatMap(({ Namespace, Dimensions, Metrics }) => {
    expect(Namespace).toBe(METRICS_NAMESPACE);
    return Metrics.flatMap(({ Name }) =>
      Dimensions.map((names) => {
        expect(line[Name]).toEqual(expect.any(Number));
        return { name: Name, dimensions: Object.fromEntries(names.map((name) => [name, String(line[name])])) };
      }),
    );
  });
}

const keyOf = ({ name, dimensions }: { name: string; dimensions: Record<string, string> }) =>
  `${name} ${JSON.stringify(Object.entries(dimensions).sort())}`;
/** A metric without the values of its dimensions. */
const shapeOf = ({ name, dimensions }: { name: string; dimensions: Record<string, string> }) =>
  `${name} by ${Object.keys(dimensions).sort().join(', ')}`;
/** What a metric is of, whichever it is: a model, an operation. */
const subjectOf = ({ dimensions }: { dimensions: Record<string, string> }) =>
  JSON.stringify(Object.entries(dimensions).sort());

/** What a stage can send at all. */
const possible = new Set(customMetrics(config).map(keyOf));

/** What is wrong with a metric that somebody looks at, or undefined. */
function faultOf(watched: WatchedMetric, sent: { shapes: Set<string>; subjects: Set<string> }): string | undefined {
  const { where, namespace, name, dimensions } = watched;
  const what = `${where}: ${namespace} ${name} ${JSON.stringify(dimensions)}`;
  if (namespace !== METRICS_NAMESPACE) {
    const known = awsMetrics.some(
      (row) =>
        row.namespace === namespace &&
        row.names.includes(name) &&
        row.dimensions.some((set) => [...set].sort().join() === Object.keys(dimensions).sort().join()),
    );
    return known ? undefined : `${what} is not a metric of AWS that we know`;
  }
  if (!sent.shapes.has(shapeOf(watched))) return `${what} was never sent`;
  if (!possible.has(keyOf(watched))) return `${what} cannot occur in this stage`;
  // Of twenty-five problem codes only some occur here; of routes and models, all do.
  const isCode = dimensions.code !== undefined;
  if (!isCode && !sent.subjects.has(subjectOf(watched))) return `${what}: nothing is of it`;
  return undefined;
}

describe('what alarms and dashboards look at', () => {
  let emitted: Emitted[] = [];
  let watched: WatchedMetric[] = [];
  let sent = { shapes: new Set<string>(), subjects: new Set<string>() };

  beforeAll(async () => {
    const templates = templatesOf(settings);
    watched = templates.parts.flatMap((part) => watchedMetrics(templates.of(part)));
    emitted = await emittedByRealRequests();
    sent = { shapes: new Set(emitted.map(shapeOf)), subjects: new Set(emitted.map(subjectOf)) };
  }, 300_000);

  it('was sent by the handlers, or is a metric of AWS', () => {
    expect(watched.map((metric) => faultOf(metric, sent)).filter((fault) => fault !== undefined)).toEqual([]);
    expect(watched.length).toBeGreaterThan(300);
  });

  it.each([
    ['a name that nobody sends', { namespace: METRICS_NAMESPACE, name: 'Planted', dimensions: {} }, 'was never sent'],
    [
      'a stage that is another',
      { namespace: METRICS_NAMESPACE, name: 'JobsEmbedded', dimensions: { service: 'talent-match', stage: 'dev' } },
      'cannot occur',
    ],
    [
      'a model that is not asked',
      {
        namespace: METRICS_NAMESPACE,
        name: 'ProviderErrors',
        dimensions: { service: 'talent-match', stage: 'prod', provider: 'bedrock', model: 'planted' },
      },
      'cannot occur',
    ],
    [
      'a metric of AWS without the dimension it needs',
      { namespace: 'AWS/DynamoDB', name: 'SystemErrors', dimensions: { TableName: 'jobs' } },
      'not a metric of AWS',
    ],
  ])('would be found out: %s', (_, planted, fault) => {
    expect(faultOf({ where: 'planted', ...planted }, sent)).toContain(fault);
  });

  it('is every metric of the registry that a request can lead to', () => {
    const names = new Set(emitted.map(({ name }) => name));
    // It counts what a rebuild of vectors leaves out, which operators start and nothing watches.
    const unsent = Object.keys(metrics).filter((name) => !names.has(name) && name !== 'JobsNotEmbedded');

    expect(unsent).toEqual([]);
  });

  it('is sent under no other name of a model, route or stage than the settings lead to', () => {
    expect([...new Set(emitted.map(keyOf))].filter((key) => !possible.has(key))).toEqual([]);
  });
});

/** Requests on every route, each model as the one that answers, and the failures that are counted. */
async function emittedByRealRequests(): Promise<Emitted[]> {
  const api = await startApi({ environment: { BEDROCK_MODEL_ID: config.textModel } });
  const { emitted, stop } = collectMetrics();
  try {
    const { config: laptop, simulators } = api.cloud;
    const endpoints = { ...laptop.endpoints, backup: simulators.endpoints.account };
    const deployedConfig = { ...laptop, endpoints, STAGE: config.stage, LOG_LEVEL: 'ERROR' as const };
    usePlatform(createPlatform(deployedConfig));
    await everyRoute(api);
    await api.cloud.settled();
    await moneyRunsOut(api, deployedConfig);
    usePlatform(createPlatform(deployedConfig));
    await refusals(api);
    await aLateJob(api);
    await everyModel(api);
    await watchSecrets();
    await aRestoreTest(api);
    await anEvent(api, emitted);
    await bothArms(api, deployedConfig, emitted);
    await aRollout();
    usePlatform(createPlatform(deployedConfig));
    usePlatform(createPlatform({ ...deployedConfig, MAX_CONCURRENT_REQUESTS: 1, EMBED_CACHE_SECONDS: 0 }));
    await crowdAndBrownOut(api);
  } finally {
    stop();
    await api.close();
  }
  return emitted;
}

async function everyRoute(api: Api): Promise<void> {
  for (const route of allRoutes) {
    const examples = Object.values(requestExamples[route.operationId] ?? {});
    for (const { value } of examples.length > 0 ? examples : [{ value: undefined }]) {
      await api.send(route.method, route.path.replace('{id}', idOf(value)), value);
    }
  }
}

function idOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : 'unknown';
}

async function refusals(api: Api): Promise<void> {
  const key = { 'idempotency-key': 'the-same' };
  await api.send('POST', '/v1/embeddings', { input: 'nurse' }, key);
  await api.send('POST', '/v1/embeddings', { input: 'nurse' }, key);
  await api.send('POST', '/v1/resumes/parse', { text: 'no resume at all' });
  await api.send('GET', '/v1/nowhere');
}

async function set(api: Api, ...faults: Record<string, unknown>[]): Promise<void> {
  const { status } = await fetch(`${api.cloud.url}/__sim/faults`, { method: 'PUT', body: JSON.stringify(faults) });
  expect(status).toBe(200);
}

/** The first call for its vectors fails, and the one after it. */
async function aLateJob(api: Api): Promise<void> {
  await set(api, { service: 'sagemaker', kind: 'error', status: 500, count: 2 });
  await api.send('PUT', '/v1/jobs/late', { id: 'late', title: 'Nurse', description: 'Cares for patients at night.' });
  await api.cloud.settled();
}

/** One provider after the other fails, so that the next one answers, until only what needs no network is left. */
async function everyModel(api: Api): Promise<void> {
  const parse = () => api.send('POST', '/v1/resumes/parse', requestExamples.parseResume?.text?.value);
  const embed = () => api.send('POST', '/v1/embeddings', { input: 'night shift nurse' });

  await set(api, { service: 'bedrock', kind: 'answer', answer: 'schema-invalid', count: 1, operation: 'Converse' });
  await parse();
  await set(api, { service: 'bedrock', kind: 'stall-headers', count: 1, operation: 'InvokeModel' });
  await embed();
  await set(api, { service: 'bedrock', kind: 'error', status: 429 });
  await parse();
  await embed();
  await set(
    api,
    { service: 'openai', kind: 'error', status: 500 },
    { service: 'sagemaker', kind: 'error', status: 500 },
  );
  await parse();
  await embed();
  await embed();
  await embed();
  await set(api, { service: 'huggingface', kind: 'error', status: 401 });
  await embed();
}

/** An embedder that is late once, one that fails now and then, and more requests than there is room for. */
async function crowdAndBrownOut(api: Api): Promise<void> {
  const embed = (input: string) => api.send('POST', '/v1/embeddings', { input });
  await fetch(`${api.cloud.url}/__sim/faults`, { method: 'DELETE' });
  // As many as it takes to know what is usual.
  for (let i = 0; i < 20; i++) await embed(`nurse ${i}`);
  await set(api, { service: 'bedrock', kind: 'delay', delayMs: 60_000, count: 1 });
  await embed('late');
  for (let i = 0; i < 7; i++) {
    await set(api, { service: 'bedrock', kind: 'error', status: 500, count: 1 });
    await embed(`failed ${i}`);
  }
  await Promise.all([embed('one'), embed('two'), embed('three')]);
}

/** One request for each capability that has something of every field that is compared. */
const compared: readonly [capability: Capability, target: string, body: unknown][] = [
  ['parse', '/v1/resumes/parse', requestExamples.parseResume?.text?.value],
  ['embed', '/v1/embeddings', { input: 'night shift nurse' }],
  ['match', '/v1/matches', { query: 'nurse' }],
  ['expand', '/v1/queries/expand', { query: 'software engineer with Python' }],
  ['explain', '/v1/matches/explain', requestExamples.explainMatch?.profile?.value],
];

/** Users on one arm, then on the other, all of whose requests are asked of both, and who rate what they get. */
async function bothArms(api: Api, settings: Config, emitted: readonly Emitted[]): Promise<void> {
  await fetch(`${api.cloud.url}/__sim/faults`, { method: 'DELETE' });
  const uncached = { ...settings, PARSE_CACHE_SECONDS: 0, EMBED_CACHE_SECONDS: 0, EXPAND_CACHE_SECONDS: 0 };
  const isSent = (name: string, capability: Capability, arm: Arm) =>
    emitted.some(({ name: one, dimensions }) => {
      return one === name && dimensions.capability === capability && dimensions.arm === arm;
    });
  for (const arm of arms) {
    api.cloud.simulators.deployFlags({
      rollout: { percentage: arm === 'aws' ? 100 : 0 },
      shadow: { percentage: 100 },
    });
    usePlatform(createPlatform(uncached));
    for (const [capability, target, body] of compared) {
      const asksFor = ['ArmCostUsd', 'ShadowDuration', ...(capability === 'embed' ? [] : ['AnswerRating'])];
      // On a busy machine neither the queue nor the table may answer in the moment that there is for them.
      for (let round = 0; round < 100 && !asksFor.every((name) => isSent(name, capability, arm)); round++) {
        const { requestId } = (await api.send('POST', target, body)).body.meta;
        await api.send('POST', '/v1/feedback', { requestId, rating: 5 });
        await shadowsAsked(api);
      }
    }
  }
  const { SHADOWS_QUEUE_URL: _, ...nowhere } = uncached;
  usePlatform(createPlatform(nowhere));
  await api.send('POST', '/v1/matches', { query: 'nurse' });
  api.cloud.simulators.deployFlags({});
}

async function shadowsAsked({ cloud }: Api): Promise<void> {
  const waiting = () => {
    const { visible = 0, inFlight = 0 } = cloud.simulators.queues.get(laptopQueueName('shadows'))?.counts() ?? {};
    return visible + inFlight;
  };
  while (waiting() > 0) await new Promise((resolve) => setImmediate(resolve));
}

/** A rollout that is raised, one that has too little to go by, and one that breaks: as its guard tells of them. */
async function aRollout(): Promise<void> {
  const { telemetry } = platform();
  const now = Date.UTC(2026, 2, 1, 12);
  const plan = { steps: [10, 50], state: 'running', from: 0, share: 10, bakeMinutes: 60, minRequests: 100 };
  const since = new Date(now - 2 * 3_600_000).toISOString().replace('.000', '');
  const seen = {
    document: { rollout: { percentage: 10 }, plan: { ...plan, since } },
    underWay: undefined,
    takenBack: undefined,
    lock: { latestVersion: 1, underWay: undefined },
  } as FlagsSeen;
  for (const aws of [side(), side({ requests: 1 }), side({ requests: 400, failures: 80 })]) {
    await guardRollout(
      {
        telemetry,
        clock: { now: () => now },
        flags: { read: async () => seen, begin: async () => true, replace: async () => true },
        figures: { between: async () => armFiguresOf({ aws }) },
        notices: { send: async () => undefined },
        memory: { evaluation: async () => null, isFirst: async () => true },
      },
      { stage: config.stage, region: 'eu-west-1', deployed: { rollout: { percentage: 0 } } },
    );
  }
}

/** A budget that holds a call, one that holds none, and a table that can say neither that nor who asked how often. */
async function moneyRunsOut(api: Api, settings: Config): Promise<void> {
  const embed = (input: string) => api.send('POST', '/v1/embeddings', { input });
  usePlatform(createPlatform({ ...settings, DAILY_BUDGET_USD: 1 }));
  await embed('paid');
  usePlatform(createPlatform({ ...settings, DAILY_BUDGET_USD: 0.000001 }));
  await embed('too dear');
  await api.send('PUT', '/v1/jobs/too-dear', { id: 'too-dear', title: 'Night nurse', description: 'Works at night.' });
  await api.cloud.settled();
  const unread = { STATE_TABLE: 'no-such-table', CALLER_DAILY_REQUESTS: 1 };
  usePlatform(createPlatform({ ...settings, ...unread, DAILY_BUDGET_USD: 1 }));
  await embed('not known');
}

/** A resume that is read later, and somebody who wants to be told. */
async function anEvent(api: Api, emitted: readonly Emitted[]): Promise<void> {
  const receiver = createServer((_, response) => response.writeHead(204).end());
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  await api.send('POST', '/v1/webhooks', { url: `http://127.0.0.1:${port}/` });
  const text = requestExamples.parseResume?.text?.value;
  await api.send('POST', '/v1/resumes/parse', text, { prefer: 'respond-async' });
  // The worker says so once it has been answered.
  while (!emitted.some(({ name }) => name === 'WebhookEventsGivenUp')) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  receiver.close();
  receiver.closeAllConnections();
}

/** As AWS Backup tells of it; the table that was restored is the one at hand. */
async function aRestoreTest({ cloud }: Api): Promise<void> {
  const restoreJobId = 'restore-1';
  const arn = `arn:aws:dynamodb:us-east-1:123456789012:table/${cloud.config.JOBS_TABLE}`;
  cloud.simulators.account.backup.restoreTests.set(restoreJobId, undefined);
  await validateRestore({
    source: 'aws.backup',
    'detail-type': 'Restore Job State Change',
    detail: {
      restoreJobId,
      status: 'COMPLETED',
      resourceType: 'DynamoDB',
      createdResourceArn: arn,
      sourceResourceArn: arn,
      restoreTestingPlanArn: 'arn:aws:backup:us-east-1:123456789012:restore-testing-plan:monthly-1',
    },
  } as Parameters<typeof validateRestore>[0]);
}
