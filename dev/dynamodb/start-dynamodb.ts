/** DynamoDB on a laptop: dynalite in this process, with vector indexes, streams and time to live, behind one endpoint. */
import type { DynamoDBRecord } from 'aws-lambda';
import { controlPlane } from './control-plane';
import { type Engine, openEngine } from './engine';
import { serve } from './http-server';
import { searchVectors } from './search-vectors';
import { type StreamFilter, type StreamHandler, type StreamPumpOptions, streamPump } from './stream-pump';
import { applyChange, fill, type IndexPhase, newTableState, pushChange, type TableNotes, type Tables } from './tables';
import { expireItems } from './time-to-live';
import { checkItem } from './vector-rules';
import { type Change, type Item, type Request, type Response, serviceError, validation, WireError } from './wire';

export interface DynamoDbEmulator {
  readonly endpoint: string;
  /** Waits a while for the stream handlers, stops the server and frees every handle. */
  close(): Promise<void>;
  /**
   * Feeds the changes of a table, from now on, to a stream handler. With a data folder a change is written down together
   * with its item, and given again after the next start until it was handled, however the process ended.
   */
  onStreamRecords(table: string, handler: StreamHandler, filter?: StreamFilter): void;
  /** Gives the stream handlers nothing more; what they have not handled is lost, or with a data folder kept. */
  stopStreams(): void;
  /** Resolves once the stream handlers have seen every change so far. */
  drained(): Promise<void>;
  /** Records that stream handlers failed on for good. */
  readonly deadLetters: readonly { table: string; record: DynamoDBRecord }[];
  /** Puts a vector index into another phase of its life, to see how callers bear it. */
  setIndexState(table: string, index: string, phase: IndexPhase): void;
  /** Removes what is due now; runs by itself every `sweepEveryMs`. */
  expireItems(): Promise<void>;
}

export interface DynamoDbOptions {
  /** Folder to keep the tables in; in memory without it. */
  dataDir?: string;
  /** Any free port without it; always on loopback. */
  port?: number;
  clock?: { now(): number };
  /** How often items that are due are removed; 1 s without it. */
  sweepEveryMs?: number;
  stream?: Omit<StreamPumpOptions, 'now'>;
  /** Answers or refuses (WireError) an operation before the tables see it: throttling, faults. */
  intercept?(operation: string, request: Request): Promise<Response | undefined> | Response | undefined;
  /** Told of each change of an item when it is written. */
  watch?(change: Change): void;
}

const MAX_DRAIN_MS = 5000;

export async function startDynamoDb(options: DynamoDbOptions = {}): Promise<DynamoDbEmulator> {
  const clock = options.clock ?? { now: () => Date.now() };
  const tables: Tables = new Map();
  const forget = options.dataDir === undefined ? undefined : (gone: readonly number[]) => engine.journal.remove(gone);
  const pump = streamPump({ now: clock.now, ...options.stream, forget });
  const engine: Engine = openWatchedEngine(options, tables, pump);
  await engine.open();
  for await (const [name, notes] of engine.notes.all()) {
    const table = await engine.table(name);
    if (table === undefined) continue;
    const state = newTableState(table, notes as TableNotes);
    tables.set(name, state);
    await fill(engine, table, state);
  }
  for await (const change of engine.journal.all()) {
    const state = tables.get(change.table);
    if (state !== undefined) pushChange(state, change, pump);
  }

  // An interceptor may stall for ever; the end of the emulator must not.
  const closing = refusalOnClose();
  const control: Record<string, (request: Request) => Promise<Response>> = controlPlane(engine, tables, clock);
  const server = await serve({
    port: options.port ?? 0,
    async answer(operation, request) {
      const interception = options.intercept?.(operation, request);
      const intercepted = interception && (await Promise.race([interception, closing.promise]));
      if (intercepted !== undefined) return intercepted;
      if (operation === 'SearchVectors') return searchVectors(tables, request);
      if (operation === 'Query' || operation === 'Scan') {
        if (tables.get(String(request.TableName))?.indexes.has(String(request.IndexName))) {
          throw validation(`${operation} operation not supported on this index type.`);
        }
      }
      return control[operation]?.(request) ?? withBlockingItem(engine, tables, operation, request);
    },
  }).catch(async (error: unknown) => {
    await engine.close();
    throw error;
  });
  /** The removals so far, one after another: none may meet tables that are closed. */
  let swept = Promise.resolve();
  const sweep = () => {
    const sweeping = swept.then(() => expireItems(engine, tables, clock.now() / 1000));
    swept = sweeping.catch(() => undefined);
    return sweeping;
  };
  const sweeper = setInterval(() => void sweep().catch(console.error), options.sweepEveryMs ?? 1000).unref();

  return {
    endpoint: server.endpoint,
    onStreamRecords: pump.on,
    stopStreams: pump.stop,
    drained: pump.drained,
    deadLetters: pump.deadLetters,
    expireItems: sweep,
    setIndexState(table, index, phase) {
      const live = tables.get(table)?.indexes.get(index);
      if (live === undefined) throw new Error(`no vector index ${index} on table ${table}`);
      live.phase = phase;
    },
    async close() {
      clearInterval(sweeper);
      await swept;
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise((resolve) => {
        timer = setTimeout(resolve, MAX_DRAIN_MS);
      });
      await Promise.race([pump.drained(), patience]);
      clearTimeout(timer);
      closing.refuse();
      await server.close();
      await engine.close();
    },
  };
}

function openWatchedEngine(
  { dataDir, watch }: DynamoDbOptions,
  tables: Tables,
  pump: ReturnType<typeof streamPump>,
): Engine {
  const check = (table: string, item: Item) => {
    const state = tables.get(table);
    if (state !== undefined) checkItem(item, state.notes.vectorIndexes, state.notes.attributeDefinitions);
  };
  return openEngine({
    ...(dataDir === undefined ? {} : { path: dataDir }),
    // Whole items are looked at before anything of their request is written, so that a batch changes all or nothing.
    checked(operation, request) {
      if (operation === 'PutItem') check(String(request.TableName), request.Item as Item);
      if (operation !== 'BatchWriteItem') return;
      for (const [table, writes] of Object.entries(request.RequestItems as Record<string, BatchWrite[]>)) {
        for (const { PutRequest } of writes) if (PutRequest !== undefined) check(table, PutRequest.Item);
      }
    },
    beforeWrite: check,
    sequenceOf(change) {
      const notes = tables.get(change.table)?.notes;
      return notes?.stream == null ? undefined : pump.sequenceOf(change, notes.keyAttributes);
    },
    vectorAttributes: (table) =>
      tables.get(table)?.notes.vectorIndexes.map((index) => index.VectorAttribute.AttributeName) ?? [],
    afterWrite(change) {
      watch?.(change);
      const state = tables.get(change.table);
      if (state !== undefined) applyChange(state, change, pump);
    },
  });
}

function refusalOnClose(): { promise: Promise<never>; refuse(): void } {
  let refuse = () => {};
  const promise = new Promise<never>((_, reject) => {
    refuse = () => reject(serviceError('InternalServerError', 'The emulator is closing.'));
  });
  promise.catch(() => undefined);
  return { promise, refuse };
}

interface BatchWrite {
  PutRequest?: { Item: Item };
}

/** What dynalite does not do: shows the item that a condition failed on, where the request asks for it. */
async function withBlockingItem(
  engine: Engine,
  tables: Tables,
  operation: string,
  request: Request,
): Promise<Response> {
  if (request.ReturnValuesOnConditionCheckFailure !== 'ALL_OLD') return engine.call(operation, request);
  const { TableName, Key, Item: item } = request as { TableName: string; Key?: Item; Item?: Item };
  const names = tables.get(TableName)?.notes.keyAttributes ?? [];
  const key = structuredClone(Key ?? Object.fromEntries(names.map((name) => [name, item?.[name]])));
  try {
    return await engine.call(operation, request);
  } catch (error) {
    if (!(error instanceof WireError) || !error.body.__type.endsWith('#ConditionalCheckFailedException')) throw error;
    const found = await engine.call('GetItem', { TableName, Key: key, ConsistentRead: true });
    throw new WireError({ ...error.body, ...(found.Item === undefined ? {} : { Item: found.Item }) });
  }
}
