/** The smoke test against a deployment that is right, and against each way in which one can be wrong. */
import { type LaptopCloud, startLaptopCloud } from '../../../dev/laptop-cloud';
import { type ApiTarget, callApi } from '../../../ops/smoke/caller';
import { runSteps, type StepResult } from '../../../ops/smoke/run-steps';
import type { Around, Need } from '../../../ops/smoke/step';
import { newJob, steps } from '../../../ops/smoke/steps';
import { type Gateway, SIGNER, type Spoil, startGateway, TOKEN } from './gateway';

let cloud: LaptopCloud;
let gateway: Gateway;
beforeAll(async () => {
  cloud = await startLaptopCloud({ environment: {} });
  gateway = await startGateway(cloud.url);
});
afterAll(async () => {
  await gateway.close();
  await cloud.close();
});
afterEach(() => {
  gateway.spoil = () => undefined;
  cloud.simulators.faults.clear();
});

const ORIGIN = 'http://localhost:3000';

async function smoke({ around = {}, target = {}, missing = new Map<Need, string>() }: Options = {}) {
  const api: ApiTarget = {
    url: gateway.url,
    token: TOKEN,
    signer: { credentials: SIGNER, region: 'eu-west-1' },
    timeoutMs: 10_000,
    ...target,
  };
  const job = newJob();
  const results = await runSteps(
    steps,
    { call: (request) => callApi(api, request), origin: ORIGIN, job, pause: () => cloud.settled(), ...around },
    missing,
  );
  const left = await fetch(`${cloud.url}/v1/jobs/${job.id}`);
  return { results, outcomes: results.map(({ name, outcome }) => [name, outcome]), isLeft: left.status !== 404 };
}
interface Options {
  around?: Partial<Around>;
  target?: Partial<ApiTarget>;
  missing?: ReadonlyMap<Need, string>;
}

const failed = (results: readonly StepResult[]) => results.find(({ outcome }) => outcome === 'failed');

describe('the smoke test', () => {
  it('passes every step of a deployment that is right, and leaves nothing behind', async () => {
    const { results, outcomes, isLeft } = await smoke();
    expect(failed(results)).toBeUndefined();
    expect(outcomes).toEqual(steps.map(({ name }) => [name, 'ok']));
    expect(results.filter(({ status }) => status === 401)).toHaveLength(3);
    expect(isLeft).toBe(false);
  });

  it('does not try what it has no token for, and says so', async () => {
    const { outcomes, isLeft } = await smoke({ missing: new Map([['token', 'no --token']]) });
    const untried = outcomes.filter(([, outcome]) => outcome === 'not tried').map(([name]) => name);
    expect(untried).toEqual(['embed', 'parse a resume', 'match finds it']);
    expect(isLeft).toBe(false);
  });

  it('says of a provider that fails, and of what is read without one, that it is degraded', async () => {
    cloud.simulators.faults.set({ service: 'bedrock', operation: 'Converse', kind: 'error', status: 503 });
    cloud.simulators.faults.set({ service: 'openai', operation: 'ChatCompletions', kind: 'error', status: 503 });
    gateway.spoil = at('GET /v1/health/providers', ({ body }) => ({
      body: body.replace(/("capability":"embeddings"[^}]*"status":)"ok"/, '$1"failing"'),
    }));
    const { results, isLeft } = await smoke();
    const degraded = results.filter(({ outcome }) => outcome === 'degraded').map(({ name }) => name);
    expect(degraded).toEqual(['providers', 'parse a resume']);
    expect(results).toHaveLength(steps.length);
    expect(isLeft).toBe(false);
  });

  it('stops when it is told to, and takes the job out', async () => {
    const stop = new AbortController();
    gateway.spoil = nothingFound;
    const { outcomes, isLeft } = await smoke({
      around: {
        stop: stop.signal,
        pause: async () => stop.abort(),
      },
    });
    expect(outcomes.at(-1)).toEqual(['match finds it', 'failed']);
    expect(isLeft).toBe(false);
  });
});

/** A search that never finds what was put in. */
const nothingFound: Spoil = (_method, path, reply) =>
  path === '/v1/matches' && reply.status === 200
    ? { ...reply, body: JSON.stringify({ ...JSON.parse(reply.body), matches: [] }) }
    : undefined;

type Row = [what: string, spoil: Spoil, step: string, says: RegExp];
const at =
  (where: string, change: (reply: Parameters<Spoil>[2]) => Partial<Parameters<Spoil>[2]>): Spoil =>
  (method, path, reply) =>
    where === `${method} ${path}` || (where.endsWith('*') && `${method} ${path}`.startsWith(where.slice(0, -1)))
      ? { ...reply, ...change(reply) }
      : undefined;
const without = (headers: Record<string, string>, name: string) => ({ headers: { ...headers, [name]: '' } });
const bare = (status: number, message: string) => () => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-requestid': 'abc' },
  body: JSON.stringify({ message }),
});

const ROWS: readonly Row[] = [
  [
    'the function fails',
    at('GET /v1/health', bare(502, 'Internal server error')),
    'health',
    /^502 instead of 200, Internal server error\.$/,
  ],
  [
    'the stage is another service',
    at('GET /v1/health', () => ({ body: '{"up": true}' })),
    'health',
    /does not have its shape/,
  ],
  [
    'a security header is missing',
    at('GET /v1/health', ({ headers }) => without(headers, 'strict-transport-security')),
    'health',
    /strict-transport-security/,
  ],
  [
    'another version is deployed',
    at('GET /v1/openapi.json', ({ body }) => ({ body: body.replace(/"version":"[^"]+"/, '"version":"0.0.1"') })),
    'contract',
    /^Version 0\.0\.1 is deployed/,
  ],
  [
    'a route is missing',
    at('GET /v1/openapi.json', ({ body }) => ({ body: body.replace('"/v1/embeddings"', '"/v1/vectors"') })),
    'contract',
    /POST \/v1\/vectors, POST \/v1\/embeddings|POST \/v1\/embeddings/,
  ],
  [
    'API Gateway answers unknown paths itself',
    at('GET /v1/no-such-route', bare(403, 'Missing Authentication Token')),
    'no such route',
    /^403 instead of 404/,
  ],
  [
    'its refusals are not ours',
    at('POST /v1/matches', bare(401, 'Unauthorized')),
    'no token',
    /gateway response is not set/,
  ],
  [
    'everybody is let in',
    (_method, path, reply) => (path === '/v1/matches' && reply.status === 401 ? { ...reply, status: 200 } : undefined),
    'no token',
    /^200 instead of 401/,
  ],
  [
    'pages may not call',
    at('OPTIONS /v1/matches', ({ headers }) => without(headers, 'access-control-allow-origin')),
    'CORS',
    /corsOrigins does not name it/,
  ],
  [
    'pages may not send tokens',
    at('OPTIONS /v1/matches', ({ headers }) => ({
      headers: { ...headers, 'access-control-allow-headers': 'content-type' },
    })),
    'CORS',
    /may not send authorization, idempotency-key/,
  ],
  [
    'pages of every origin may call',
    (method, _path, reply) =>
      method === 'OPTIONS' && reply.headers['access-control-allow-origin'] === undefined
        ? { ...reply, headers: { ...reply.headers, 'access-control-allow-origin': '*' } }
        : undefined,
    'CORS, others',
    /any origin/,
  ],
  [
    'a store fails',
    at('GET /v1/health/providers', ({ body }) => ({
      body: body.replace(/("capability":"store"[^}]*"status":)"ok"/, '$1"failing"'),
    })),
    'providers',
    /^A store fails: dynamodb/,
  ],
  [
    'another job comes back',
    at('GET /v1/jobs/smoke*', ({ status, body }) => (status === 200 ? { body: body.replace('Bassoon', 'Oboe') } : {})),
    'get the job',
    /Another job/,
  ],
  ['the stream does not reach the embedder', nothingFound, 'match finds it', /not found 63 s after .* embed-changes/],
  [
    'vectors are cut short',
    at('POST /v1/embeddings', ({ body }) => ({ body: body.replace(/"embedding":\[[^\]]*\]/, '"embedding":[1]') })),
    'embed',
    /A vector of 1 instead of \d+/,
  ],
  [
    'a resume is not read',
    at('POST /v1/resumes/parse', ({ body }) => ({ body: body.replaceAll('Maren Vogt', 'Nobody') })),
    'parse a resume',
    /not read right/,
  ],
  [
    'a deleted job comes back',
    (method, path, reply) =>
      method === 'GET' && path.startsWith('/v1/jobs/') && reply.status === 404 ? { ...reply, status: 200 } : undefined,
    'delete the job',
    /^200 instead of 404/,
  ],
];

describe('a deployment', () => {
  it.each(ROWS)('is wrong when %s', async (_what, spoil, step, says) => {
    gateway.spoil = spoil;
    const { results, isLeft } = await smoke();
    expect(results.at(-1)).toMatchObject({ name: step, outcome: 'failed', says: expect.stringMatching(says) });
    expect(isLeft).toBe(false);
  });

  it('is wrong when it does not take our signature', async () => {
    const credentials = { ...SIGNER, secretAccessKey: 'another' };
    const { results } = await smoke({ target: { signer: { credentials, region: 'eu-west-1' } } });
    expect(failed(results)).toMatchObject({
      name: 'providers',
      says: expect.stringMatching(/^403 instead of 200, FORBIDDEN/),
    });
  });

  it('is wrong when nothing answers', async () => {
    const gone = await startGateway(cloud.url);
    await gone.close();
    const { results } = await smoke({ target: { url: gone.url } });
    expect(results).toMatchObject([
      { name: 'health', outcome: 'failed', says: expect.stringMatching(/^http:\S+ did not answer: ECONNREFUSED\.$/) },
    ]);
  });
});
