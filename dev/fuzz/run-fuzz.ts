/** Sends the requests to a laptop cloud one after another, and looks at each answer and at what it changed. */
import { Agent, createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { apiDocument } from '../../lambdas/http/openapi';
import type { Change } from '../dynamodb/wire';
import { type LaptopCloud, startLaptopCloud } from '../laptop-cloud';
import { laptopQueueName } from '../laptop-queues';
import { type FuzzAnswer, judgeOf, operationOf } from './judge';
import { type Contract, type FuzzRequest, requestsTo } from './requests';

export interface FuzzOptions {
  /** The same seed makes the same requests. */
  seed: number;
  requests: number;
  say?: (line: string) => void;
}

export interface FuzzFinding {
  /** To find the request again: it is the n-th of its seed. */
  index: number;
  request: FuzzRequest;
  status: number | null;
  faults: string[];
}

export interface FuzzRun {
  seed: number;
  requests: number;
  findings: FuzzFinding[];
  /** By operation and status, how many answers there were; `no route` for what is for none. */
  answers: Record<string, Record<number, number>>;
}

/** Longer than API Gateway waits: a request without an answer by then hangs. */
const HANG_MS = 30_000;
/** Generated together, so that not all of them are in memory. */
const PART = 250;
/** Bookkeeping about requests, in the state table: a refusal may leave that, and nothing else. */
const BOOKKEEPING = /^(?:IDEMPOTENCY|QUOTA|CACHE|BREAKER|SPEND)#/;
/** Calls of the simulators that change something. */
const CHANGING = /^(?:Put|Post|Delete|SendMessage)/;

export async function runFuzz({ seed, requests, say = () => undefined }: FuzzOptions): Promise<FuzzRun> {
  const changes: Change[] = [];
  const cloud = await startLaptopCloud({
    environment: { TEXT_CHAIN: 'bedrock,rules', EMBED_CHAIN: 'bedrock,embedded' },
    watch: (change) => changes.push(change),
  });
  const receiver = await startReceiver();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const document = apiDocument();
    const judge = judgeOf(document);
    const arbitrary = requestsTo(document as unknown as Contract);
    const send = (asked: FuzzRequest) => answerTo(agent, cloud.url, asked);
    const there = await somethingThere(cloud, send, receiver.url);
    const run: FuzzRun = { seed, requests, findings: [], answers: {} };
    for (let at = 0; at < requests; at += PART) {
      const sample = fc.sample(arbitrary, { seed: seed + at, numRuns: Math.min(PART, requests - at) });
      for (const [i, raw] of sample.entries()) {
        const asked = there.known(raw);
        changes.length = 0;
        const before = changingCalls(cloud);
        const answer = await send(asked).catch((error: Error) => error);
        const faults = answer instanceof Error ? [`no answer: ${answer.message}`] : judge(asked, answer);
        const status = answer instanceof Error ? null : answer.status;
        if (status !== null && status < 400) await idle(cloud);
        else faults.push(...effects(changes, changingCalls(cloud) - before));
        if (faults.length > 0) run.findings.push({ index: at + i, request: asked, status, faults });
        const operation = operationOf(document, asked);
        const counts = run.answers[operation] ?? {};
        run.answers[operation] = { ...counts, [status ?? 0]: (counts[status ?? 0] ?? 0) + 1 };
        if (!(answer instanceof Error)) await there.restore(asked, answer);
      }
      say(`${Math.min(at + PART, requests)} requests, ${run.findings.length} findings`);
    }
    return run;
  } finally {
    agent.destroy();
    receiver.close();
    await cloud.close();
  }
}

function effects(changes: readonly Change[], calls: number): string[] {
  const keys = changes.map(({ next, old }) => (next ?? old)?.pk?.S ?? '').filter((key) => !BOOKKEEPING.test(key));
  return [
    ...(keys.length === 0 ? [] : [`a refusal changed ${keys.map((key) => key.split('#')[0]).join(', ')}`]),
    ...(calls === 0 ? [] : [`a refusal wrote to the bucket or a queue ${calls} times`]),
  ];
}

function changingCalls({ simulators }: LaptopCloud): number {
  const { s3 = {}, sqs = {} } = simulators.faults.calls();
  const each = [...Object.entries(s3), ...Object.entries(sqs)];
  return each.reduce((sum, [operation, calls]) => sum + (CHANGING.test(operation) ? calls : 0), 0);
}

/** What goes on behind an answer must not be taken for the work of the next request. */
async function idle(cloud: LaptopCloud): Promise<void> {
  const isBusy = () =>
    (['operations', 'webhooks'] as const).some((name) => {
      const { visible = 0, inFlight = 0 } = cloud.simulators.queues.get(laptopQueueName(name))?.counts() ?? {};
      return visible + inFlight > 0;
    });
  await cloud.settled();
  while (isBusy()) await new Promise((resolve) => setTimeout(resolve, 1));
  await cloud.settled();
}

type Sender = (asked: FuzzRequest) => Promise<FuzzAnswer>;

function plain(method: string, target: string, body?: unknown): FuzzRequest {
  const json = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  const headers = json === undefined ? [] : ([['content-type', 'application/json']] as const);
  return { kind: 'set-up', method, target, headers, body: json };
}

interface There {
  /** The request with ids of what is there where it has `{id}`. */
  known(raw: FuzzRequest): FuzzRequest;
  /** Puts back what the request has deleted. A webhook that it made goes: no event must ever leave this machine. */
  restore(asked: FuzzRequest, answer: FuzzAnswer): Promise<void>;
}

const JOB = { id: 'known', title: 'Glazier', description: 'You fit windows.' };
/** An answer that the contract's examples rate. */
const EXAMPLE_ANSWER = '0a9f3c1e-7d52-4b8e-9c61-2f4d8e7b5a10';
const RESUME = 'Ida Lund\nida@example.com\n\nExperience\nGlazier, Sund Glas\n2019 - 2024\n\nSkills\nGlazing';

async function somethingThere(cloud: LaptopCloud, send: Sender, receiver: string): Promise<There> {
  const made = async (...ask: Parameters<typeof plain>) => JSON.parse((await send(plain(...ask))).text);
  const make: Record<string, () => Promise<string>> = {
    '/v1/jobs/': async () => (await made('PUT', '/v1/jobs/known', JOB)).job.id,
    '/v1/resumes/': async () => (await made('POST', '/v1/resumes/parse', { text: RESUME, store: true })).resume.id,
    '/v1/operations/': async () =>
      (await made('POST', '/v1/resumes/batch', { items: [{ uploadId: 'upl_0123456789abcdefghij' }] })).operation.id,
    '/v1/webhooks/': async () => (await made('POST', '/v1/webhooks', { url: receiver })).webhook.id,
  };
  const ids: Record<string, string> = {};
  for (const [prefix, one] of Object.entries(make)) ids[prefix] = await one();
  const answerId: string = (await made('POST', '/v1/resumes/parse', { text: RESUME })).meta.requestId;
  await idle(cloud);
  const prefixOf = (target: string) => Object.keys(ids).find((each) => target.startsWith(each)) ?? '';

  return {
    known(given) {
      // What is no text must stay as it is.
      const raw = given.body?.includes(EXAMPLE_ANSWER)
        ? { ...given, body: Buffer.from(given.body.toString().replaceAll(EXAMPLE_ANSWER, answerId)) }
        : given;
      const id = ids[prefixOf(raw.target)];
      if (id === undefined || !raw.target.includes('{')) return raw;
      const target = raw.target.replace('{id}', id).replace('{index}', '0');
      const body = raw.body?.includes('"{id}"') ? raw.body.toString().replaceAll('"{id}"', `"${id}"`) : raw.body;
      return { ...raw, target, body: body === undefined ? undefined : Buffer.from(body) };
    },
    async restore(asked, { status, text }) {
      const prefix = prefixOf(asked.target);
      if (status === 204 && asked.target === prefix + ids[prefix]) ids[prefix] = (await make[prefix]?.()) ?? '';
      else if (status === 201 && text.includes('"webhook"')) {
        await send(plain('DELETE', `/v1/webhooks/${JSON.parse(text).webhook.id}`));
      } else return;
      await idle(cloud);
    },
  };
}

/** Hears of events and says that it did. */
async function startReceiver(): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function answerTo(agent: Agent, url: string, { method, target, headers, body }: FuzzRequest): Promise<FuzzAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const flat = headers.flat();
    const length = body === undefined ? [] : ['content-length', String(body.length)];
    const asked = httpRequest(
      { agent, hostname, port, method, path: target, headers: ['host', `${hostname}:${port}`, ...flat, ...length] },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      },
    );
    asked.setTimeout(HANG_MS, () => asked.destroy(new Error('it hangs')));
    asked.on('error', reject).end(body);
  });
}
