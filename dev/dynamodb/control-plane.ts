/** The operations on tables: dynalite keeps its part, the emulator adds vector indexes, streams and time to live. */
import type { DynaliteTable, Engine } from './engine';
import type { StreamViewType } from './stream-pump';
import { describe, fill, type LiveIndex, newTableState, type TableState, type Tables } from './tables';
import { type VectorIndexDefinition, vectorIndex } from './vector-index';
import { type AttributeDefinition, checkDefinitions } from './vector-rules';
import { invalidParameter, type Request, type Response, serviceError, validation } from './wire';

interface TableRequest extends Request {
  TableName: string;
  AttributeDefinitions?: AttributeDefinition[];
  BillingMode?: string;
  KeySchema?: { AttributeName: string }[];
  VectorIndexes?: VectorIndexDefinition[];
  VectorIndexUpdates?: { Create?: VectorIndexDefinition; Delete?: { IndexName: string } }[];
  StreamSpecification?: { StreamEnabled?: boolean; StreamViewType?: StreamViewType };
}

export type ControlOperation = (request: Request) => Promise<Response>;

export function controlPlane(
  engine: Engine,
  tables: Tables,
  clock: { now(): number },
): Record<'CreateTable' | 'UpdateTable' | 'DescribeTable' | 'DeleteTable', ControlOperation> &
  Record<'UpdateTimeToLive' | 'DescribeTimeToLive', ControlOperation> {
  const streamOf = (asked: TableRequest['StreamSpecification']) =>
    asked?.StreamEnabled === true
      ? {
          viewType: asked.StreamViewType ?? ('NEW_AND_OLD_IMAGES' as const),
          label: new Date(clock.now()).toISOString().slice(0, -1),
        }
      : null;

  async function need(name: unknown): Promise<{ table: DynaliteTable; state: TableState }> {
    const table = await engine.table(String(name));
    const state = tables.get(String(name));
    if (table === undefined || state === undefined) {
      throw serviceError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
    }
    return { table, state };
  }

  async function addIndex(table: DynaliteTable, state: TableState, definition: VectorIndexDefinition): Promise<void> {
    const live: LiveIndex = {
      index: vectorIndex(definition, state.notes.keyAttributes),
      phase: 'allocating',
      written: null,
    };
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

  async function updateIndexes(table: DynaliteTable, state: TableState, request: TableRequest): Promise<void> {
    const updates = request.VectorIndexUpdates ?? [];
    const [update] = updates;
    if (update === undefined) return;
    const doomed = update.Delete?.IndexName;
    const busy = [...state.indexes.values()].find((live) => !['active', 'lagging'].includes(live.phase));
    if (updates.length > 1 || (busy !== undefined && busy.index.definition.IndexName !== doomed)) {
      throw serviceError(
        'LimitExceededException',
        'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
      );
    }
    if (doomed !== undefined) {
      const live = state.indexes.get(doomed);
      if (live === undefined) {
        throw serviceError('ResourceNotFoundException', `Requested resource not found: Index: ${doomed} not found`);
      }
      if (live.phase === 'allocating') {
        throw serviceError(
          'ResourceInUseException',
          `Attempt to change a resource which is still in use: Index creation is in resource allocation phase. Retry deletion during backfilling phase or when the index is active. Table: ${state.name} Index: ${doomed}`,
        );
      }
      live.phase = 'deleting';
      state.notes.vectorIndexes = state.notes.vectorIndexes.filter((index) => index.IndexName !== doomed);
      await engine.notes.save(state.name, state.notes);
      setImmediate(() => state.indexes.delete(doomed));
    } else if (update.Create !== undefined) {
      const definitions = request.AttributeDefinitions ?? [];
      if (state.indexes.has(update.Create.IndexName)) {
        throw validation('Attempting to create an index which already exists');
      }
      checkDefinitions([update.Create], {
        existing: state.notes.vectorIndexes,
        definitions,
        isOnDemand: isOnDemand(table),
        keyAttributes: state.notes.keyAttributes,
      });
      const known = new Set(state.notes.attributeDefinitions.map((d) => d.AttributeName));
      state.notes.attributeDefinitions.push(...definitions.filter((d) => !known.has(d.AttributeName)));
      await addIndex(table, state, update.Create);
    }
  }

  return {
    async CreateTable(request) {
      const { VectorIndexes = [], StreamSpecification, ...rest } = request as TableRequest;
      const definitions = rest.AttributeDefinitions ?? [];
      const keyAttributes = (rest.KeySchema ?? []).map((key) => key.AttributeName);
      checkDefinitions(VectorIndexes, {
        existing: [],
        definitions,
        isOnDemand: rest.BillingMode === 'PAY_PER_REQUEST',
        keyAttributes,
      });
      // Dynalite refuses attributes that no key of its own uses.
      const searched = new Set(
        VectorIndexes.flatMap((index) => index.SearchSchema ?? []).map((element) => element.AttributeName),
      );
      const created = await engine.call('CreateTable', {
        ...rest,
        AttributeDefinitions: definitions.filter(
          (d) => keyAttributes.includes(d.AttributeName) || !searched.has(d.AttributeName),
        ),
      });
      const table = created.TableDescription as DynaliteTable;
      const state = newTableState(table, {
        attributeDefinitions: definitions,
        keyAttributes,
        vectorIndexes: VectorIndexes,
        stream: streamOf(StreamSpecification),
        ttlAttribute: null,
      });
      tables.set(table.TableName, state);
      const answer = describe({ ...table, TableStatus: 'CREATING' }, state);
      await engine.notes.save(table.TableName, state.notes);
      // Answered as CREATING, as the service does, but ready for whoever asks next.
      while ((await engine.table(table.TableName))?.TableStatus === 'CREATING') await new Promise(setImmediate);
      return { TableDescription: answer };
    },

    async UpdateTable(request) {
      const { VectorIndexUpdates, StreamSpecification, AttributeDefinitions, ...rest } = request as TableRequest;
      const { table, state } = await need(rest.TableName);
      if (rest.BillingMode === 'PROVISIONED' && state.indexes.size > 0) {
        throw invalidParameter('Vector indexes are only supported for PAY_PER_REQUEST tables');
      }
      await updateIndexes(table, state, request as TableRequest);
      if (StreamSpecification !== undefined) {
        state.notes.stream = streamOf(StreamSpecification);
        await engine.notes.save(state.name, state.notes);
      }
      const isOurs = VectorIndexUpdates !== undefined || StreamSpecification !== undefined;
      const isDynalites = Object.keys(rest).length > 1;
      if (isDynalites || !isOurs) {
        await engine.call('UpdateTable', AttributeDefinitions === undefined ? rest : { ...rest, AttributeDefinitions });
      }
      return { TableDescription: describe((await need(rest.TableName)).table, state) };
    },

    async DescribeTable(request) {
      const described = await engine.call('DescribeTable', request);
      const state = tables.get(String(request.TableName));
      return state === undefined ? described : { Table: describe(described.Table as Response, state) };
    },

    async DeleteTable(request) {
      const name = String(request.TableName);
      const state = tables.get(name);
      const live = [...(state?.indexes.values() ?? [])];
      if (live.some(({ phase }) => phase === 'allocating' || phase === 'backfilling' || phase === 'deleting')) {
        throw serviceError(
          'ResourceInUseException',
          'Attempt to change a resource which is still in use: Cannot delete table while indexes are being created, updated, or deleted.',
        );
      }
      const deleted = await engine.call('DeleteTable', request);
      tables.delete(name);
      await engine.notes.remove(name);
      while ((await engine.table(name)) !== undefined) await new Promise(setImmediate);
      return deleted;
    },

    async UpdateTimeToLive(request) {
      const { table, state } = await need(request.TableName);
      const asked = request.TimeToLiveSpecification as { AttributeName?: string; Enabled?: boolean } | undefined;
      if (
        typeof asked?.AttributeName !== 'string' ||
        asked.AttributeName === '' ||
        typeof asked.Enabled !== 'boolean'
      ) {
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
    },

    async DescribeTimeToLive(request) {
      const { ttlAttribute } = (await need(request.TableName)).state.notes;
      return {
        TimeToLiveDescription:
          ttlAttribute === null
            ? { TimeToLiveStatus: 'DISABLED' }
            : { TimeToLiveStatus: 'ENABLED', AttributeName: ttlAttribute },
      };
    },
  };
}

function isOnDemand(table: DynaliteTable): boolean {
  return (table.BillingModeSummary as { BillingMode?: string } | undefined)?.BillingMode === 'PAY_PER_REQUEST';
}
