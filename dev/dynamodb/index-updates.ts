/** Vector indexes added to and taken from a live table: one at a time, filled from its items while writes go on. */
import type { DynaliteTable, Engine } from './engine';
import { fill, isOnDemand, type LiveIndex, type TableState } from './tables';
import { type VectorIndexDefinition, vectorIndex } from './vector-index';
import { type AttributeDefinition, checkDefinitions } from './vector-rules';
import { serviceError, validation } from './wire';

export interface VectorIndexUpdate {
  Create?: VectorIndexDefinition;
  Delete?: { IndexName: string };
}

/** @param definitions those of the same request; the service does not count the table's own */
export async function updateVectorIndexes(
  engine: Engine,
  table: DynaliteTable,
  state: TableState,
  updates: readonly VectorIndexUpdate[],
  definitions: readonly AttributeDefinition[],
): Promise<void> {
  const [update] = updates;
  if (update === undefined) return;
  const doomed = update.Delete?.IndexName;
  const busy = [...state.indexes.values()].find(({ phase }) => phase !== 'active' && phase !== 'lagging');
  if (updates.length > 1 || (busy !== undefined && busy.index.definition.IndexName !== doomed)) {
    throw serviceError(
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    );
  }
  if (doomed !== undefined) return removeIndex(engine, state, doomed);
  if (update.Create === undefined) return;
  if (state.indexes.has(update.Create.IndexName)) {
    throw validation('Attempting to create an index which already exists');
  }
  checkDefinitions([update.Create], {
    existing: state.notes.vectorIndexes,
    definitions,
    isOnDemand: isOnDemand(table),
    keyAttributes: state.notes.keyAttributes,
  });
  const known = new Set(state.notes.attributeDefinitions.map((definition) => definition.AttributeName));
  state.notes.attributeDefinitions.push(...definitions.filter(({ AttributeName }) => !known.has(AttributeName)));
  await addIndex(engine, table, state, update.Create);
}

async function addIndex(
  engine: Engine,
  table: DynaliteTable,
  state: TableState,
  definition: VectorIndexDefinition,
): Promise<void> {
  const index = vectorIndex(definition, state.notes.keyAttributes);
  const live: LiveIndex = { index, phase: 'allocating', written: null };
  state.indexes.set(definition.IndexName, live);
  state.notes.vectorIndexes.push(definition);
  await engine.notes.save(state.name, state.notes);
  setImmediate(() => {
    if (live.phase === 'allocating') live.phase = 'backfilling';
    void fill(engine, table, state, live).then(
      () => {
        if (live.phase === 'backfilling') live.phase = 'active';
      },
      () => state.indexes.delete(definition.IndexName),
    );
  });
}

async function removeIndex(engine: Engine, state: TableState, name: string): Promise<void> {
  const live = state.indexes.get(name);
  if (live === undefined) {
    throw serviceError('ResourceNotFoundException', `Requested resource not found: Index: ${name} not found`);
  }
  if (live.phase === 'allocating') {
    throw serviceError(
      'ResourceInUseException',
      `Attempt to change a resource which is still in use: Index creation is in resource allocation phase. Retry deletion during backfilling phase or when the index is active. Table: ${state.name} Index: ${name}`,
    );
  }
  live.phase = 'deleting';
  state.notes.vectorIndexes = state.notes.vectorIndexes.filter(({ IndexName }) => IndexName !== name);
  await engine.notes.save(state.name, state.notes);
  setImmediate(() => state.indexes.delete(name));
}
