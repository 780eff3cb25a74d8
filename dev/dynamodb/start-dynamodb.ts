/** DynamoDB on a laptop: an HTTP server with the service's protocol over dynalite, vector indexes, streams and expiry. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as zlib from 'node:zlib';
import type { DynamoDBRecord } from 'aws-lambda';
import { controlPlane } from './control-plane';
import { openEngine } from './engine';
import { searchVectors } from './search-vectors';
import { type StreamHandler, type StreamPumpOptions, streamPump } from './stream-pump';
import { applyChange, dueSeconds, fill, type IndexPhase, newTableState, type TableNotes, type Tables } from './tables';
import { checkItem } from './vector-rules';
import { type Item, type Request, type Response, serviceError, validation, WireError } from './wire';

export interface DynamoDbEmulator {
  readonly endpoint: string;
  /** Stops the server, waits a while for stream handlers, and frees every handle. */
  close(): Promise<void>;
  /** Feeds the changes of a table, from now on, to a stream handler. */
  onStreamRecords(table: string, handler: StreamHandler): void;
  /** Resolves once the stream handlers have seen every change so far. */
  drained(): Promise<void>;
  /** Records that stream handlers failed on for good. */
  readonly deadLetters: readonly { table: string; record: DynamoDBRecord }[];
  /** Puts a vector index into another phase of its life, to see how callers bear it. */
  setIndexState(table: string, index: string, phase: IndexPhase): void;
  /** Removes what is due now; runs by itself every `sweepEveryMs`. */
  expireItems(): Promise<void>;
}

const MAX_REQUEST_BYTES = 16 * 1024 * 1024;
const MAX_DRAIN_MS = 5000;

/**
 * @param options.dataDir folder to keep the tables in; in memory without it
 * @param options.port 0, the default, for any free port; always on loopback
 */
export async function startDynamoDb(
  options: {
    dataDir?: string;
    port?: number;
    clock?: { now(): number };
    sweepEveryMs?: number;
    stream?: Omit<StreamPumpOptions, 'now'>;
  } = {},
): Promise<DynamoDbEmulator> {
  const clock = options.clock ?? { now: () => Date.now() };
  const tables: Tables = new Map();
  const pump = streamPump({ now: clock.now, ...options.stream });
  const check = (table: string, item: Item) => {
    const state = tables.get(table);
    if (state !== undefined) checkItem(item, state.notes.vectorIndexes, state.notes.attributeDefinitions);
  };

  const engine = openEngine({
    ...(options.dataDir === undefined ? {} : { path: options.dataDir }),
    // Whole items are looked at before anything of their request is written, so that a batch changes all or nothing.
    checked(operation, request) {
      if (operation === 'PutItem') check(String(request.TableName), request.Item as Item);
      if (operation !== 'BatchWriteItem') return;
      for (const [table, writes] of Object.entries(request.RequestItems as Record<string, BatchWrite[]>)) {
        for (const { PutRequest } of writes) if (PutRequest !== undefined) check(table, PutRequest.Item);
      }
    },
    beforeWrite: check,
    afterWrite(change) {
      const state = tables.get(change.table);
      if (state !== undefined) applyChange(state, change, pump);
    },
  });
  for await (const [name, notes] of engine.notes.all()) {
    const table = await engine.table(name);
    if (table === undefined) continue;
    const state = newTableState(table, notes as TableNotes);
    tables.set(name, state);
    await fill(engine, table, state);
  }

  const control: Record<string, (request: Request) => Promise<Response>> = controlPlane(engine, tables, clock);

  async function answer(operation: string, request: Request): Promise<Response> {
    if (operation === 'SearchVectors') return searchVectors(tables, request);
    if (operation === 'Query' || operation === 'Scan') {
      if (tables.get(String(request.TableName))?.indexes.has(String(request.IndexName))) {
        throw validation(`${operation} operation not supported on this index type.`);
      }
    }
    const special = control[operation];
    return special === undefined ? withBlockingItem(operation, request) : special(request);
  }

  /** What dynalite does not do: show the item that a condition failed on, where the request asks for it. */
  async function withBlockingItem(operation: string, request: Request): Promise<Response> {
    const isAsked = request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
    const {
      TableName,
      Key,
      Item: item,
    } = structuredClone({
      TableName: request.TableName,
      Key: request.Key,
      Item: isAsked ? request.Item : undefined,
    }) as { TableName: string; Key?: Item; Item?: Item };
    try {
      return await engine.call(operation, request);
    } catch (error) {
      if (
        !isAsked ||
        !(error instanceof WireError) ||
        !error.body.__type.endsWith('#ConditionalCheckFailedException')
      ) {
        throw error;
      }
      const keys = tables.get(TableName)?.notes.keyAttributes ?? [];
      const key = Key ?? Object.fromEntries(keys.map((name) => [name, item?.[name]]));
      const found = await engine.call('GetItem', { TableName, Key: key, ConsistentRead: true });
      throw new WireError({ ...error.body, ...(found.Item === undefined ? {} : { Item: found.Item }) });
    }
  }

  async function expireItems(): Promise<void> {
    const nowSeconds = clock.now() / 1000;
    for (const state of tables.values()) {
      const isDue = (item: Item) =>
        (dueSeconds(item, state.notes.ttlAttribute) ?? Number.POSITIVE_INFINITY) <= nowSeconds;
      for (const [key, seconds] of [...state.due]) {
        if (seconds <= nowSeconds) await engine.expire(state.name, key, isDue);
      }
    }
  }

  const server = createServer((request, response) => {
    handle(request, answer).then(
      (body) => send(response, 200, body),
      (error: unknown) => {
        const known = error instanceof WireError ? error : serviceError('InternalServerError', 'Internal server error');
        if (!(error instanceof WireError)) console.error(error);
        send(response, error instanceof WireError ? error.status : 500, known.body);
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const sweeper = setInterval(() => void expireItems().catch(console.error), options.sweepEveryMs ?? 1000).unref();

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    onStreamRecords: pump.on,
    drained: pump.drained,
    deadLetters: pump.deadLetters,
    expireItems,
    setIndexState(table, index, phase) {
      const live = tables.get(table)?.indexes.get(index);
      if (live === undefined) throw new Error(`no vector index ${index} on table ${table}`);
      live.phase = phase;
    },
    async close() {
      clearInterval(sweeper);
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise((resolve) => {
        timer = setTimeout(resolve, MAX_DRAIN_MS);
      });
      await Promise.race([pump.drained(), patience]);
      clearTimeout(timer);
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await engine.close();
    },
  };
}

interface BatchWrite {
  PutRequest?: { Item: Item };
}

async function handle(
  request: IncomingMessage,
  answer: (operation: string, request: Request) => Promise<Response>,
): Promise<Response> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_REQUEST_BYTES) throw new WireError({ __type: 'RequestEntityTooLargeException' }, 413);
    chunks.push(chunk);
  }
  const [, operation] = /^DynamoDB_20120810\.(\w+)$/.exec(String(request.headers['x-amz-target'])) ?? [];
  if (operation === undefined) throw new WireError({ __type: 'com.amazon.coral.service#UnknownOperationException' });
  if (!request.headers.authorization?.startsWith('AWS4-')) {
    throw new WireError({
      __type: 'com.amazon.coral.service#MissingAuthenticationTokenException',
      message: 'Request is missing Authentication Token',
    });
  }
  let body: unknown;
  try {
    body = JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new WireError({ __type: 'com.amazon.coral.service#SerializationException' });
  }
  return answer(operation, body as Request);
}

function send(response: ServerResponse, status: number, body: Response): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response
    .writeHead(status, {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': bytes.length,
      'x-amzn-requestid': randomUUID(),
      'x-amz-crc32': zlib.crc32(bytes),
    })
    .end(bytes);
}
