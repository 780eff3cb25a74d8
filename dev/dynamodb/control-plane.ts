/** The operations on tables: dynalite keeps its part, the emulator adds vector indexes, streams and time to live. */
import type { DynaliteTable, Engine } from './engine';
import { updateVectorIndexes, type VectorIndexUpdate } from './index-updates';
import type { StreamViewType } from './stream-pump';
import { describe, newTableState, type TableState, type Tables } from './tables';
import { describeTimeToLive, updateTimeToLive } from './time-to-live';
import type { VectorIndexDefinition } from './vector-index';
import { type AttributeDefinition, checkDefinitions } from './vector-rules';
import { invalidParameter, type Request, type Response, serviceError } from './wire';

interface TableRequest extends Request {
  TableName: string;
  AttributeDefinitions?: AttributeDefinition[];
  BillingMode?: string;
  KeySchema?: { AttributeName: string }[];
  VectorIndexes?: VectorIndexDefinition[];
  VectorIndexUpdates?: VectorIndexUpdate[];
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
      const isOurs = VectorIndexUpdates !== undefined || StreamSpecification !== undefined;
      const isDynalites = Object.keys(rest).length > 1;
      const updated =
        isDynalites || !isOurs
          ? await engine.call(
              'UpdateTable',
              AttributeDefinitions === undefined ? rest : { ...rest, AttributeDefinitions },
            )
          : { TableDescription: table };
      if (StreamSpecification !== undefined) {
        state.notes.stream = streamOf(StreamSpecification);
        await engine.notes.save(state.name, state.notes);
      }
      await updateVectorIndexes(engine, table, state, VectorIndexUpdates ?? [], AttributeDefinitions ?? []);
      return { TableDescription: describe(updated.TableDescription as Response, state) };
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
      return updateTimeToLive(engine, table, state, request);
    },

    async DescribeTimeToLive(request) {
      return describeTimeToLive((await need(request.TableName)).state);
    },
  };
}
