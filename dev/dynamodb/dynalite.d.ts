/** The parts of dynalite 4.0.0 (pinned exactly) that `engine.ts` runs in this process; the package ships no types. */
declare module 'dynalite/db' {
  type Done<T = void> = (error: unknown, value?: T) => void;
  interface ItemDb {
    get(key: string, done: Done<unknown>): void;
    put(key: string, value: unknown, done: Done): void;
    del(key: string, done: Done): void;
    createReadStream(options?: object): AsyncIterable<unknown>;
    /** Holds the key until the function that `release` makes of a callback has run. */
    lock(key: string, run: (release: (done: Done) => Done) => void): void;
  }
  interface Store {
    db: {
      open(): Promise<void>;
      get(key: string): Promise<unknown>;
      put(key: string, value: unknown): Promise<void>;
      del(key: string): Promise<void>;
      batch(writes: ({ type: 'put'; key: string; value: unknown } | { type: 'del'; key: string })[]): Promise<void>;
      iterator(range: { gte: string; lt: string }): AsyncIterable<[string, unknown]>;
      close(done: Done): void;
    };
    getItemDb(table: string): ItemDb;
    getTable(name: string, checkStatus: boolean, done: Done<unknown>): void;
  }
  export function create(options: {
    path?: string;
    createTableMs: number;
    deleteTableMs: number;
    updateTableMs: number;
  }): Store;
  export function createKey(item: object, table: object): string;
  export function mapPaths(paths: (string | number)[][], item: object): Record<string, never>;
  export type { Done, ItemDb, Store };
}

declare module 'dynalite/validations' {
  export function checkTypes(data: object, types: object): Record<string, unknown>;
  export function checkValidations(data: object, types: object, custom: unknown, store: unknown): void;
  /** A message when an expression is wrong; else undefined, with `_filter` and `_projection` put on `data`. */
  export function validateExpressions(data: object): string | undefined;
}
