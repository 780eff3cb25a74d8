/** Time to live: which attribute holds an item's end, and the removal of items that are past theirs. */
import type { DynaliteTable, Engine } from './engine';
import { dueSeconds, fill, type TableState, type Tables } from './tables';
import { type Item, type Request, type Response, validation } from './wire';

export async function updateTimeToLive(
  engine: Engine,
  table: DynaliteTable,
  state: TableState,
  request: Request,
): Promise<Response> {
  const asked = request.TimeToLiveSpecification as { AttributeName?: string; Enabled?: boolean } | undefined;
  if (typeof asked?.AttributeName !== 'string' || asked.AttributeName === '' || typeof asked.Enabled !== 'boolean') {
    throw validation('1 validation error detected: TimeToLiveSpecification must name an attribute and say Enabled');
  }
  if (asked.Enabled === (state.notes.ttlAttribute !== null)) {
    throw validation(`TimeToLive is already ${asked.Enabled ? 'enabled' : 'disabled'}`);
  }
  state.notes.ttlAttribute = asked.Enabled ? asked.AttributeName : null;
  await engine.notes.save(state.name, state.notes);
  state.due.clear();
  if (asked.Enabled) await fill(engine, table, { ...state, indexes: new Map() });
  return { TimeToLiveSpecification: { AttributeName: asked.AttributeName, Enabled: asked.Enabled } };
}

export function describeTimeToLive(state: TableState): Response {
  const { ttlAttribute } = state.notes;
  return {
    TimeToLiveDescription:
      ttlAttribute === null
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName: ttlAttribute },
  };
}

/** Removes what is due; an item that got more time since is left alone. */
export async function expireItems(engine: Engine, tables: Tables, nowSeconds: number): Promise<void> {
  for (const state of tables.values()) {
    const isDue = (item: Item) => (dueSeconds(item, state.notes.ttlAttribute) ?? Infinity) <= nowSeconds;
    for (const [key, seconds] of [...state.due]) {
      if (seconds <= nowSeconds) await engine.expire(state.name, key, isDue);
    }
  }
}
