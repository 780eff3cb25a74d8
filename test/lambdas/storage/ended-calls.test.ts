/** A call that ends takes its requests to the tables with it, down to their connections. */
import { getEventListeners, getMaxListeners, once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { vectorIn } from '../../../lambdas/domain/vector-space';
import type { Ending } from '../../../lambdas/ports';
import { dynamoCache } from '../../../lambdas/storage/dynamo-cache';
import { dynamoJobStore } from '../../../lambdas/storage/dynamo-job-store';
import { dynamoResumeStore } from '../../../lambdas/storage/dynamo-resume-store';
import { dynamoTermIndex } from '../../../lambdas/storage/dynamo-term-index';
import { dynamoVectorIndex } from '../../../lambdas/storage/dynamo-vector-index';
import { dynamoDbClient } from '../../../lambdas/storage/dynamodb-client';
import { openLaptopTables, testClock } from '../../contract/laptop-tables';
import { threeSpace } from '../../contract/vector-index';

const clock = testClock();
const at = (client: DynamoDBClient) => ({ client, table: 'table', clock, retentionDays: 30 });
const unavailable = { error: expect.objectContaining({ code: 'STORE_UNAVAILABLE' }) };
const terms = [{ term: 'skill:java', weight: 1 }];

type Asking = (client: DynamoDBClient, call: Ending) => Promise<unknown>;
/** Each with what its caller gets of a call that has ended. */
const requests: [string, Asking, unknown][] = [
  ['a job', (client, call) => dynamoJobStore(at(client)).get('job-1', call), unavailable],
  ['jobs', (client, call) => dynamoJobStore(at(client)).getMany(['job-1', 'job-2'], call), unavailable],
  [
    'jobs by term',
    (client, call) => dynamoTermIndex(at(client)).find(terms, { market: 'default', limit: 5 }, call),
    unavailable,
  ],
  [
    'jobs by vector',
    (client, call) => {
      const ask = { topK: 5, filters: { market: 'default' } };
      return dynamoVectorIndex(at(client)).query(vectorIn(threeSpace, [1, 0, 0]), ask, call);
    },
    unavailable,
  ],
  ['a resume', (client, call) => dynamoResumeStore(at(client)).get('nobody', 'res_1', call), unavailable],
  [
    'the deletion of a resume',
    (client, call) => dynamoResumeStore(at(client)).delete('nobody', 'res_1', call),
    unavailable,
  ],
  ['a kept answer', (client, call) => dynamoCache(at(client)).get(['key'], call), { value: new Map() }],
  [
    'the keeping of an answer',
    (client, call) => dynamoCache(at(client)).put(new Map([['key', 'value']]), 60, call),
    { value: undefined },
  ],
];

/** Hears every request and answers none; the client would wait for minutes. */
async function silentTables() {
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
    socket.on('data', () => server.emit('heard', socket));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = dynamoDbClient({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'laptop', secretAccessKey: 'laptop' },
    timeouts: { connectMs: 60_000, requestMs: 60_000 },
  });
  return {
    client,
    open,
    connections: () => connections,
    /** The connection of the next request. */
    async heard(): Promise<Socket> {
      const [socket] = await once(server, 'heard');
      return socket;
    },
    close() {
      client.destroy();
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

const outcomeOf = (asked: Promise<unknown>) =>
  asked.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );

describe('a call that ends', () => {
  let tables: Awaited<ReturnType<typeof silentTables>>;
  beforeEach(async () => {
    tables = await silentTables();
  });
  afterEach(() => tables.close());

  it.each(requests)('ends its request for %s and closes the connection', async (_, ask, expected) => {
    const caller = new AbortController();
    const heard = tables.heard();
    const outcome = outcomeOf(ask(tables.client, caller));
    const socket = await heard;
    const closed = once(socket, 'close');
    caller.abort(new DOMException('the time for this call is used up', 'TimeoutError'));

    expect(await outcome).toEqual(expected);
    await closed;
    expect(tables.open.size).toBe(0);
    expect(tables.connections()).toBe(1);
  });

  it.each(requests)('does not begin a request for %s', async (_, ask, expected) => {
    expect(await outcomeOf(ask(tables.client, { signal: AbortSignal.abort('the work is over') }))).toEqual(expected);
    expect(tables.connections()).toBe(0);
  });
});

describe('a call with many requests at a time', () => {
  it('is not taken for a leak while they are under way, and holds nothing of them afterwards', async () => {
    const { signal } = new AbortController();
    const tables = await openLaptopTables();
    const index = dynamoTermIndex({ client: tables.client, table: tables.names.jobs });

    await index.find(terms, { market: 'default', limit: 5 }, { signal });

    expect(getMaxListeners(signal)).toBeGreaterThan(50);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    await tables.close();
  });
});

describe('a call that ends in the first round of a batch', () => {
  it('does not ask for what is left over', async () => {
    const caller = new AbortController();
    let rounds = 0;
    const tables = await openLaptopTables({
      intercept(operation, { RequestItems }) {
        if (operation !== 'BatchGetItem') return undefined;
        rounds++;
        caller.abort();
        return { Responses: {}, UnprocessedKeys: RequestItems };
      },
    });
    const jobs = dynamoJobStore({ client: tables.client, table: tables.names.jobs, clock });

    await expect(jobs.getMany(['job-1'], caller)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(rounds).toBe(1);
    await tables.close();
  });
});
