/** Nothing of what callers send is written to logs, metrics, keys or the errors of others: on every route, in every fault. */
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { laptopQueueName } from '../../dev/laptop-queues';
import { type Fault, faultSchema } from '../../dev/simulators/fault';
import { requestExamples } from '../../lambdas/http/examples';
import { allRoutes } from '../../lambdas/http/routes';
import { createPlatform, usePlatform } from '../../lambdas/platform/platform';
import { cloudWatchTelemetry } from '../../lambdas/platform/telemetry';
import { dynamoDbClient } from '../../lambdas/storage/dynamodb-client';
import { type Api, type ApiAnswer, startApi } from '../api/api';
import { CANARY_RESUME, canaries, canary, leaksIn } from './canaries';

/** All that the process writes, to whatever stream. */
function captureOutput() {
  const written: string[] = [];
  const streams = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation((chunk: unknown) => {
      written.push(String(chunk));
      return true;
    }),
  );
  const methods = (['log', 'info', 'warn', 'error', 'debug', 'trace'] as const).map((name) =>
    jest.spyOn(console, name).mockImplementation((...parts: unknown[]) => {
      written.push(
        parts.map((part) => (part instanceof Error ? `${part.stack} ${String(part.cause)}` : String(part))).join(' '),
      );
    }),
  );
  return {
    written,
    stop() {
      for (const spy of [...streams, ...methods]) spy.mockRestore();
    },
  };
}

const headers = {
  'x-api-key': canary('API key'),
  authorization: `Bearer ${canary('bearer token')}`,
};
const inlineJob = { id: 'inline_1', title: 'Keeper', description: `${canary('job')}. Quality control is required.` };

/** One request for each place that takes a text, besides the examples. */
const requests: readonly [method: string, target: string, body?: unknown, headers?: Record<string, string>][] = [
  [
    'POST',
    '/v1/resumes/parse',
    { text: CANARY_RESUME, store: true, include: ['provenance'] },
    { 'idempotency-key': canary('idempotency key') },
  ],
  [
    'POST',
    '/v1/resumes/parse',
    { document: { contentBase64: Buffer.from(CANARY_RESUME).toString('base64'), fileName: canary('file name') } },
  ],
  ['POST', '/v1/resumes/parse', Buffer.from(CANARY_RESUME), { 'content-type': 'text/plain' }],
  ['POST', '/v1/matches', { resumeText: CANARY_RESUME, jobs: [inlineJob] }],
  ['POST', '/v1/matches', { resumeText: CANARY_RESUME }],
  ['POST', '/v1/matches', { query: canary('phrase') }],
  ['POST', '/v1/embeddings', { input: [canary('text to embed'), CANARY_RESUME], purpose: 'query' }],
  ['PUT', '/v1/jobs/canary-job', { ...inlineJob, id: 'canary-job' }],
  ['POST', '/v1/jobs/batch', { jobs: [{ ...inlineJob, id: 'canary-batch' }, { title: canary('job') }] }],
  ['POST', '/v1/feedback', { requestId: 'an-answer', rating: 1, comment: CANARY_RESUME }],
  ['POST', '/v1/jobs/canary-job/candidates', {}],
  ['POST', '/v1/jobs/canary-job/candidates', { resumeIds: [canary('phrase').replace(/\W/g, '-')] }],
  ['POST', '/v1/queries/expand', { query: `nurse ${canary('phrase')}` }],
  // Refused: too long, of a wrong type, of a wrong shape, in a wrong place.
  ['POST', '/v1/resumes/parse', { text: 'short', [canary('phrase')]: CANARY_RESUME }],
  ['POST', '/v1/resumes/parse', { document: { contentBase64: `%PDF-${CANARY_RESUME}` } }],
  ['POST', '/v1/resumes/parse', `{"text": "${CANARY_RESUME}`],
  ['POST', '/v1/resumes/parse', Buffer.from(`%PDF-1.7\n${CANARY_RESUME}`), { 'content-type': 'application/pdf' }],
  ['POST', '/v1/matches', { query: 7, resumeText: [CANARY_RESUME] }],
  ['POST', '/v1/embeddings', { input: [], purpose: canary('text to embed') }],
  ['POST', '/v1/feedback', { requestId: canary('name'), rating: canary('phrase'), fields: [canary('e-mail')] }],
  ['POST', '/v1/matches/explain', { resumeText: CANARY_RESUME, job: inlineJob, language: 'de' }],
  [
    'POST',
    '/v1/matches/explain',
    {
      profile: { titles: [canary('work history')], skills: [canary('phrase')], location: canary('street') },
      job: { ...inlineJob, title: canary('job'), mustHaveSkills: [canary('text to embed')] },
    },
  ],
  ['POST', '/v1/matches/explain', { resumeText: CANARY_RESUME, jobId: canary('job') }],
  ['GET', `/v1/resumes/${encodeURIComponent(canary('name'))}`],
  ['GET', `/v1/nothing/${encodeURIComponent(canary('phrase'))}?q=${encodeURIComponent(canary('name'))}`],
];

/** As a vendor words it that quotes what it was sent. */
const ECHO = `The input "${canary('work history')} ${canary('e-mail')} ${canary('text to embed')} ${canary('job')}" is not valid for key ${canary('secret of a vendor')}`;
const errors = [400, 401, 403, 404, 413, 422, 424, 429, 500, 503].map((status) => ({
  kind: 'error' as const,
  status,
  message: ECHO,
}));
const answers = (faultSchema.shape.answer.unwrap().options as readonly NonNullable<Fault['answer']>[]).map(
  (answer) => ({
    kind: 'answer' as const,
    answer,
  }),
);
const broken = (['reset', 'malformed', 'truncate'] as const).map((kind) => ({ kind }));
const faults = [...errors, ...answers, ...broken];

describe('what callers send', () => {
  let api: Api;
  let output: ReturnType<typeof captureOutput>;
  const refusals: ApiAnswer[] = [];
  let answered = 0;

  async function send(...request: Parameters<Api['send']>) {
    const answer = await api.send(...request);
    answered++;
    if (answer.status >= 400) refusals.push(answer);
    return answer;
  }

  beforeAll(async () => {
    api = await startApi();
    output = captureOutput();
    const { config, simulators } = api.cloud;
    simulators.putSecret('talent-match/openai', canary('secret of a vendor'));
    // Whatever is asked is asked of both arms, and what is compared goes into metrics and records.
    simulators.deployFlags({ shadow: { percentage: 100 } });
    usePlatform(createPlatform(config, cloudWatchTelemetry({ stage: 'test', level: 'DEBUG', models: [] })));
    for (const route of allRoutes) {
      for (const { value } of Object.values(requestExamples[route.operationId] ?? {})) {
        const target = route.path.replace('{id}', String((value as { id?: string }).id)).replace('{index}', '0');
        await send(route.method, target, value, headers);
      }
    }
    for (const [method, target, body, more] of requests) await send(method, target, body, { ...headers, ...more });
    const { requestId } = (await send('POST', '/v1/matches', { query: canary('phrase') })).body.meta;
    await send('POST', '/v1/feedback', { requestId, rating: 1, comment: CANARY_RESUME });
    for (const fault of faults) {
      // Once with the first vendor in trouble, once with all of them.
      for (const services of [['bedrock'], ['bedrock', 'openai', 'sagemaker', 'huggingface']] as const) {
        simulators.faults.clear();
        for (const service of services)
          simulators.faults.set({ service, ...fault, count: services.length > 1 ? 6 : 1 });
        const explained = requests.filter(([, target]) => target === '/v1/matches/explain');
        for (const [method, target, body, more] of [requests[2], requests[4], requests[6], ...explained].filter(
          (one) => one !== undefined,
        )) {
          await send(method, target, body, { ...headers, ...more });
        }
      }
    }
    simulators.faults.clear();
    for (const service of ['secretsManager', 'appConfig', 's3'] as const) {
      simulators.faults.set({ service, kind: 'error', status: 500, message: ECHO, count: 3 });
      for (const [method, target, body, more] of requests.slice(0, 7))
        await send(method, target, body, { ...headers, ...more });
    }
    simulators.faults.clear();
    await api.cloud.settled();
    const queue = simulators.queues.get(laptopQueueName('shadows'));
    const waiting = () => (queue?.counts().visible ?? 0) + (queue?.counts().inFlight ?? 0);
    while (waiting() > 0) await new Promise((resolve) => setImmediate(resolve));
    output.stop();
  }, 300_000);
  afterAll(async () => {
    output.stop();
    await api.close();
  });

  it('is found by this test where it is written', () => {
    for (const { what, value } of canaries) {
      for (const text of [
        value,
        value.toUpperCase(),
        Buffer.from(`ab${value}`).toString('base64'),
        encodeURIComponent(value),
      ]) {
        expect(leaksIn(`{"a": "${text}"}`)).toContain(what);
      }
    }
  });

  it('was taken in by every route, with logs and metrics written', () => {
    const lines = output.written.join('\n');
    expect(answered).toBeGreaterThan(150);
    for (const metric of ['RequestDuration', 'ShadowAgreement', 'ProviderErrors', 'AnswersFromFallback', 'Problems'])
      expect(lines).toContain(metric);
  });

  it('is in no line of a log and in no metric', () => {
    for (const line of output.written)
      expect({ leaks: leaksIn(line), line: leaksIn(line).length > 0 ? line.slice(0, 500) : '' }).toEqual({
        leaks: [],
        line: '',
      });
  });

  it('is in no answer that refuses or fails', () => {
    expect(refusals.length).toBeGreaterThan(5);
    // To who sent them are told back the name of an unknown field, and the path that was asked for.
    const others = refusals.filter(({ text }) => !text.includes('"unknown_field"'));
    for (const { status, text: whole } of others) {
      const text = whole.replace(/"instance":"[^"]*"/, '');
      expect({ status, leaks: leaksIn(text), text: leaksIn(text).length > 0 ? text : '' }).toEqual({
        status,
        leaks: [],
        text: '',
      });
    }
  });

  it('is in no record of what both arms were asked, and in no key of any table', async () => {
    const { config } = api.cloud;
    const client = dynamoDbClient({
      region: config.AWS_REGION,
      ...(config.endpoints.dynamodb !== undefined && { endpoint: config.endpoints.dynamodb }),
      ...(config.credentials && { credentials: config.credentials }),
      timeouts: { connectMs: 1_000, requestMs: 30_000 },
    });
    let keys = 0;
    for (const table of [config.JOBS_TABLE, config.CANDIDATES_TABLE, config.STATE_TABLE]) {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: table }));
      for (const item of Items) {
        const key = `${item.pk?.S ?? ''} ${item.sk?.S ?? ''}`;
        keys++;
        if (key.startsWith('SHADOW#'))
          expect({ key, leaks: leaksIn(JSON.stringify(item)) }).toEqual({ key, leaks: [] });
        // Terms of jobs are looked up by the words of the job's title and its skills, which are meant to be found.
        expect({ table, key, leaks: leaksIn(key) }).toEqual({ table, key, leaks: [] });
      }
    }
    client.destroy();
    expect(keys).toBeGreaterThan(5);
  });
});
