/** Dynalite's tables inside this process, with a word before each write and a look at what it changed after. */
import * as dynaliteDb from 'dynalite/db';
import * as validations from 'dynalite/validations';
import { packVectors, unpackResponse } from './packed-vector';
import { setVectorsAside } from './set-vectors-aside';
import { type Change, type Item, type Request, type Response, sameValue, WireError } from './wire';

export interface DynaliteTable extends Response {
  TableName: string;
  TableStatus: string;
  KeySchema: { AttributeName: string; KeyType: string }[];
}

export interface Engine {
  /** Before all else. A table that was being made when the process ended was never answered for: it goes. */
  open(): Promise<void>;
  /** Runs one operation as dynalite does. @throws WireError with the service's type and words. */
  call(operation: string, request: Request): Promise<Response>;
  /** Undefined when there is no such table. */
  table(name: string): Promise<DynaliteTable | undefined>;
  keyOf(item: Item, table: DynaliteTable): string;
  scan(table: string): AsyncIterable<Item>;
  /** Removes the item at `key` if `isDue` still says so under the item's lock. */
  expire(table: string, key: string, isDue: (item: Item) => boolean): Promise<void>;
  /** What the emulator itself remembers of a table, kept beside it. */
  notes: {
    save(table: string, value: unknown): Promise<void>;
    remove(table: string): Promise<void>;
    all(): AsyncIterable<[table: string, value: unknown]>;
  };
  /** Changes that were written down with their items and are not handled yet. */
  journal: {
    remove(sequences: readonly number[]): Promise<void>;
    all(): AsyncIterable<Change>;
  };
  close(): Promise<void>;
}

const NOTES = 'emulator~';
const JOURNAL = 'journal~';
const TABLES = 'table~';
/** In the order of the changes. */
const journalKey = (sequence: number) => JOURNAL + String(sequence).padStart(16, '0');
const operations = new Set(
  (
    'BatchGetItem BatchWriteItem CreateTable DeleteItem DeleteTable DescribeTable GetItem ListTables PutItem Query ' +
    'Scan TagResource UntagResource ListTagsOfResource UpdateItem UpdateTable'
  ).split(' '),
);

/**
 * @param options.path folder of the LevelDB; in memory without it
 * @param options.checked told of each well-formed request before it runs; throws to refuse it
 * @param options.beforeWrite told of each item before it is written; throws to refuse it
 * @param options.sequenceOf says of a change whether it is written down, in one step with its item; undefined: it is not
 * @param options.vectorAttributes names of a table's vectors, which are stored packed
 * @param options.afterWrite told of each change, in the order of changes of that item
 */
export function openEngine(options: {
  path?: string;
  checked(operation: string, request: Request): void;
  beforeWrite(table: string, next: Item): void;
  sequenceOf(change: Change): number | undefined;
  vectorAttributes(table: string): readonly string[];
  afterWrite(change: Change): void;
}): Engine {
  const store = dynaliteDb.create({
    ...(options.path === undefined ? {} : { path: options.path }),
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
  });
  const plainItemDb = store.getItemDb;
  const watched = new WeakMap<dynaliteDb.ItemDb, dynaliteDb.ItemDb>();
  // Every write of dynalite goes through the item database it gets here, under the item's own lock, so this is the
  // one place where the images before and after are certain, whatever the operation was.
  store.getItemDb = (table) => {
    const plain = plainItemDb(table);
    const known = watched.get(plain);
    if (known !== undefined) return known;
    const made = watch(table, plain, store.db, options);
    watched.set(plain, made);
    return made;
  };

  const table = (name: string) =>
    new Promise<DynaliteTable | undefined>((resolve) =>
      store.getTable(name, false, (error, found) =>
        resolve(error == null ? (found as DynaliteTable | undefined) : undefined),
      ),
    );

  return {
    table,
    async call(operation, request) {
      if (!operations.has(operation)) {
        throw new WireError({ __type: 'com.amazon.coral.service#UnknownOperationException' });
      }
      const name = operation.charAt(0).toLowerCase() + operation.slice(1);
      const { types, custom } = require(`dynalite/validations/${name}`) as { types: object; custom: unknown };
      const action = require(`dynalite/actions/${name}`) as (
        store: dynaliteDb.Store,
        data: Request,
        done: dynaliteDb.Done<Response>,
      ) => void;
      try {
        const restore = setVectorsAside(request);
        const data = validations.checkTypes(request, types);
        validations.checkValidations(data, types, custom, store);
        restore(data);
        options.checked(operation, data);
        return unpackResponse(
          await new Promise<Response>((resolve, reject) =>
            action(store, data, (error, response) => (error == null ? resolve(response ?? {}) : reject(error))),
          ),
        );
      } catch (error) {
        throw asWireError(error);
      }
    },
    keyOf: (item, of) => dynaliteDb.createKey(item, of),
    async *scan(name) {
      for await (const item of plainItemDb(name).createReadStream()) yield item as Item;
    },
    expire: (name, key, isDue) =>
      new Promise((resolve, reject) => {
        const items = store.getItemDb(name) as WatchedItemDb;
        items.lock(key, (release) => {
          const done = release((error) => (error == null ? resolve() : reject(error)));
          items.get(key, (error, item) => {
            if (error != null || item === undefined || !isDue(item as Item)) done(error);
            else items.remove(key, 'ttl', done);
          });
        });
      }),
    notes: {
      save: (name, value) => store.db.put(NOTES + name, value),
      remove: (name) => store.db.del(NOTES + name),
      async *all() {
        for await (const [key, value] of store.db.iterator({ gte: NOTES, lt: `${NOTES}\xff` })) {
          yield [key.slice(NOTES.length), value];
        }
      },
    },
    journal: {
      remove: (sequences) => store.db.batch(sequences.map((each) => ({ type: 'del', key: journalKey(each) }))),
      async *all() {
        for await (const [, change] of store.db.iterator({ gte: JOURNAL, lt: `${JOURNAL}\xff` }))
          yield change as Change;
      },
    },
    async open() {
      await store.db.open();
      for await (const [key, table] of store.db.iterator({ gte: TABLES, lt: `${TABLES}\xff` })) {
        const isWhole = (table as DynaliteTable).TableStatus === 'ACTIVE';
        const notes = await store.db.get(NOTES + key.slice(TABLES.length)).catch(() => undefined);
        if (!isWhole || notes === undefined) await store.db.del(key);
      }
    },
    close: () =>
      new Promise((resolve, reject) => store.db.close((error) => (error == null ? resolve() : reject(error)))),
  };
}

interface WatchedItemDb extends dynaliteDb.ItemDb {
  remove(key: string, actor: Change['actor'], done: dynaliteDb.Done): void;
}

function watch(
  table: string,
  plain: dynaliteDb.ItemDb,
  db: dynaliteDb.Store['db'],
  hooks: {
    sequenceOf(change: Change): number | undefined;
    beforeWrite(table: string, next: Item): void;
    vectorAttributes(table: string): readonly string[];
    afterWrite(change: Change): void;
  },
): WatchedItemDb {
  function replace(key: string, asked: Item | undefined, actor: Change['actor'], done: dynaliteDb.Done): void {
    plain.get(key, (readError, found) => {
      if (readError != null) return done(readError);
      const old = found as Item | undefined;
      try {
        if (asked !== undefined) hooks.beforeWrite(table, asked);
      } catch (refusal) {
        return done(refusal);
      }
      const next = asked === undefined ? undefined : packVectors(asked, hooks.vectorAttributes(table));
      if (sameValue(old, next)) return done(null);
      const change: Change = { table, key, old, next, actor };
      change.sequence = hooks.sequenceOf(change);
      const committed: dynaliteDb.Done = (error) => {
        if (error == null) hooks.afterWrite(change);
        done(error ?? null);
      };
      if (change.sequence !== undefined) {
        const itemKey = `item-${table}~${key}`;
        const write = next === undefined ? ({ type: 'del' } as const) : ({ type: 'put', value: next } as const);
        db.batch([
          { ...write, key: itemKey },
          { type: 'put', key: journalKey(change.sequence), value: change },
        ]).then(() => committed(null), committed);
      } else if (next === undefined) plain.del(key, committed);
      else plain.put(key, next, committed);
    });
  }
  return {
    ...plain,
    put: (key, item, done) => replace(key, item as Item, 'caller', done),
    del: (key, done) => replace(key, undefined, 'caller', done),
    remove: (key, actor, done) => replace(key, undefined, actor, done),
  };
}

function asWireError(error: unknown): Error {
  if (error instanceof WireError) return error;
  const { statusCode, body } = error as { statusCode?: number; body?: WireError['body'] };
  return statusCode !== undefined && body !== undefined ? new WireError(body, statusCode) : (error as Error);
}
