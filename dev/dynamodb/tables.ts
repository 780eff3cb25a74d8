/** What the emulator knows of each table beyond dynalite: vector indexes and their state, the stream, time to live. */
import type { DynaliteTable, Engine } from './engine';
import type { StreamPump, StreamViewType } from './stream-pump';
import { type VectorIndex, type VectorIndexDefinition, vectorIndex } from './vector-index';
import type { AttributeDefinition } from './vector-rules';
import type { Change, Item, Response } from './wire';

/**
 * The life of an index that is added to a table: `allocating` and `backfilling` are CREATING in DescribeTable,
 * `lagging` is ACTIVE while the search endpoint does not know it yet.
 */
export type IndexPhase = 'allocating' | 'backfilling' | 'lagging' | 'active' | 'deleting';

/** What is kept with the data. */
export interface TableNotes {
  attributeDefinitions: AttributeDefinition[];
  keyAttributes: string[];
  vectorIndexes: VectorIndexDefinition[];
  stream: { viewType: StreamViewType; label: string } | null;
  ttlAttribute: string | null;
}

export interface LiveIndex {
  index: VectorIndex;
  phase: IndexPhase;
  /** Keys written while the index is filled: what the scan saw of them is old. Null when it is not being filled. */
  written: Set<string> | null;
}

export interface TableState {
  name: string;
  arn: string;
  notes: TableNotes;
  indexes: Map<string, LiveIndex>;
  /** Epoch seconds at which items are due, by key; kept only where time to live is on. */
  due: Map<string, number>;
}

export type Tables = Map<string, TableState>;

export function newTableState(table: DynaliteTable, notes: TableNotes): TableState {
  const indexes = notes.vectorIndexes.map((definition) => {
    const live: LiveIndex = { index: vectorIndex(definition, notes.keyAttributes), phase: 'active', written: null };
    return [definition.IndexName, live] as const;
  });
  return { name: table.TableName, arn: String(table.TableArn), notes, indexes: new Map(indexes), due: new Map() };
}

/** Brings indexes, due times and streams up to date with a write. */
export function applyChange(state: TableState, change: Change, pump: StreamPump): void {
  for (const { index, written } of state.indexes.values()) {
    written?.add(change.key);
    if (change.next === undefined) index.remove(change.key);
    else index.put(change.key, change.next);
  }
  noteDue(state, change.key, change.next);
  pushChange(state, change, pump);
}

/** Gives a change to whoever follows the table's stream. */
export function pushChange(state: TableState, change: Change, pump: StreamPump): void {
  if (state.notes.stream === null) return;
  const { label, viewType } = state.notes.stream;
  pump.push(change, {
    arn: `${state.arn}/stream/${label}`,
    region: state.arn.split(':')[3] ?? '',
    viewType,
    keyAttributes: state.notes.keyAttributes,
  });
}

/** Fills due times and indexes from the table; writes that go on meanwhile win. */
export async function fill(
  engine: Pick<Engine, 'keyOf' | 'scan'>,
  table: DynaliteTable,
  state: TableState,
  only?: LiveIndex,
): Promise<void> {
  const live = only === undefined ? [...state.indexes.values()] : [only];
  for (const each of live) each.written = new Set();
  for await (const item of engine.scan(table.TableName)) {
    const key = engine.keyOf(item, table);
    for (const { index, written } of live) if (!written?.has(key)) index.put(key, item);
    if (only === undefined) noteDue(state, key, item);
  }
  for (const each of live) each.written = null;
}

function noteDue(state: TableState, key: string, item: Item | undefined): void {
  const seconds = dueSeconds(item, state.notes.ttlAttribute);
  if (seconds === undefined) state.due.delete(key);
  else state.due.set(key, seconds);
}

/** Epoch seconds in the time to live attribute; undefined when it is absent or not a number. */
export function dueSeconds(item: Item | undefined, attribute: string | null): number | undefined {
  const text = attribute === null ? undefined : item?.[attribute]?.N;
  return text === undefined ? undefined : Number(text);
}

/** A table description with what dynalite was never told. */
export function describe(table: Response, state: TableState): Response {
  const { attributeDefinitions, stream } = state.notes;
  const live = [...state.indexes.values()];
  const isActive = table.TableStatus === 'ACTIVE';
  return {
    ...table,
    AttributeDefinitions: attributeDefinitions,
    ...(isActive && live.some((each) => each.phase === 'allocating') ? { TableStatus: 'UPDATING' } : {}),
    ...(live.length === 0 ? {} : { VectorIndexes: live.map((each) => describeIndex(each, state.arn, isActive)) }),
    ...(stream === null
      ? {}
      : {
          StreamSpecification: { StreamEnabled: true, StreamViewType: stream.viewType },
          LatestStreamLabel: stream.label,
          LatestStreamArn: `${state.arn}/stream/${stream.label}`,
        }),
  };
}

function describeIndex({ index, phase }: LiveIndex, tableArn: string, isTableActive: boolean): Response {
  const isCreating = phase === 'allocating' || phase === 'backfilling';
  return {
    ...index.definition,
    IndexStatus: phase === 'deleting' ? 'DELETING' : isCreating || !isTableActive ? 'CREATING' : 'ACTIVE',
    // The service leaves the field out, rather than say false, once the index is active.
    ...(isCreating ? { Backfilling: phase === 'backfilling' } : {}),
    IndexSizeBytes: index.itemCount * index.definition.Dimensions * Float32Array.BYTES_PER_ELEMENT,
    ItemCount: index.itemCount,
    IndexArn: `${tableArn}/index/${index.definition.IndexName}`,
  };
}

/** Vector indexes live on on-demand tables only. */
export function isOnDemand(table: DynaliteTable): boolean {
  return (table.BillingModeSummary as { BillingMode?: string } | undefined)?.BillingMode === 'PAY_PER_REQUEST';
}
