/** Requests to every route of the contract: as it says they are, with one thing wrong, or nothing like it. */
import fc from 'fast-check';
import { fromSchema, type Schema } from './from-schema';
import {
  contentTypes,
  documents,
  headers as hostileHeaders,
  jsonText,
  methods,
  oneMutation,
  queries,
  segments,
  targets,
  wrapped,
} from './hostile';

export interface FuzzRequest {
  /** What was done to it, for the report. */
  kind: string;
  method: string;
  /** As it goes on the wire; `{id}` stands for something that is there. */
  target: string;
  headers: readonly (readonly [string, string])[];
  body: Buffer | undefined;
}

interface Parameter {
  name: string;
  in: string;
  schema: Schema;
}

interface Operation {
  operationId: string;
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { content: Record<string, { schema?: Schema; examples?: Record<string, { value: unknown }> }> };
}

export interface Contract {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const JSON_TYPE = 'application/json';
const WELL = { 'content-type': JSON_TYPE };

/** Each route as often as every other. */
export function requestsTo(contract: Contract): fc.Arbitrary<FuzzRequest> {
  const routes = Object.entries(contract.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => requestTo(contract, path, method.toUpperCase(), operation)),
  );
  return fc.oneof(...routes.map((arbitrary) => ({ arbitrary, weight: 8 })), {
    arbitrary: fc.record({
      kind: fc.constant('a target of no route'),
      method: fc.constantFrom(...methods),
      target: fc.constantFrom(...targets),
      headers: fc.constant([]),
      body: fc.constant(undefined),
    }),
    weight: 8,
  });
}

function requestTo(contract: Contract, path: string, method: string, operation: Operation): fc.Arbitrary<FuzzRequest> {
  const resolve = (reference: string) => contract.components.schemas[reference.split('/').at(-1) ?? ''] ?? {};
  const parameters = (operation.parameters ?? []).filter((each): each is Parameter => 'name' in each);
  const json = operation.requestBody?.content[JSON_TYPE];
  const examples = Object.values(json?.examples ?? {}).map(({ value }) => value);
  const ofSchema = json?.schema && fromSchema(json.schema, resolve);
  const body = ofSchema && (examples.length === 0 ? ofSchema : fc.oneof(ofSchema, fc.constantFrom(...examples)));
  const takesDocuments = Object.keys(operation.requestBody?.content ?? {}).length > 1;

  const fit: fc.Arbitrary<{ target: string; body: unknown }> = fc
    .record({ target: fittingTarget(path, parameters, resolve, takesDocuments), body: body ?? fc.constant(undefined) })
    .map(({ target, body }) => ({ target, body: sameId(target, body) }));
  const plain = ({ target, body }: { target: string; body: unknown }): FuzzRequest =>
    body === undefined
      ? { kind: 'as the contract says', method, target, headers: [], body: undefined }
      : {
          kind: 'as the contract says',
          method,
          target,
          headers: Object.entries(WELL),
          body: Buffer.from(jsonText(body)),
        };

  const changes: fc.WeightedArbitrary<FuzzRequest>[] = [
    { weight: 8, arbitrary: fit.map(plain) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fit, fc.subarray([...hostileHeaders], { minLength: 1, maxLength: 3 }))
        .map(([each, more]) => ({ ...plain(each), kind: 'headers', headers: [...plain(each).headers, ...more] })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fit, fc.constantFrom(...queries))
        .map(([each, query]) => ({ ...plain(each), kind: 'query', target: each.target.split('?')[0] + query })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fit, fc.constantFrom(...methods))
        .map(([each, other]) => ({ ...plain(each), kind: 'method', method: other })),
    },
  ];
  if (path.includes('{')) {
    changes.push({
      weight: 3,
      arbitrary: fc
        .tuple(fit, fc.constantFrom(...segments))
        .map(([each, segment]) => ({ ...plain(each), kind: 'path', target: path.replaceAll(/\{\w+\}/g, segment) })),
    });
  }
  if (body === undefined) {
    changes.push({
      weight: 1,
      arbitrary: fit.map((each) => ({ ...plain({ ...each, body: {} }), kind: 'a body where none is taken' })),
    });
  } else {
    changes.push(
      {
        weight: 10,
        arbitrary: fit
          .chain((each) => oneMutation(each.body).map((wrong) => plain({ ...each, body: wrong })))
          .map((each) => ({ ...each, kind: 'one thing wrong in the body' })),
      },
      {
        weight: 3,
        arbitrary: fit.chain((each) =>
          wrapped(jsonText(each.body)).map(({ bytes, headers = {} }) => ({
            ...plain(each),
            kind: 'a body that is no JSON',
            headers: Object.entries({ ...WELL, ...headers }),
            body: bytes,
          })),
        ),
      },
      {
        weight: 2,
        arbitrary: fc.tuple(fit, fc.constantFrom(...contentTypes)).map(([each, type]) => ({
          ...plain(each),
          kind: 'content type',
          headers: [['content-type', type]] as const,
        })),
      },
    );
  }
  if (takesDocuments) {
    changes.push({
      weight: 4,
      arbitrary: fc
        .tuple(fit, fc.constantFrom(...documents), fc.constantFrom(...contentTypes))
        .map(([each, bytes, type]) => ({
          ...plain(each),
          kind: 'a document',
          headers: [['content-type', type]] as const,
          body: bytes,
        })),
    });
  }
  return fc.oneof(...changes);
}

/** A path with ids that fit or are there, and a query that fits; with a JSON body the options stand in the body. */
function fittingTarget(
  path: string,
  parameters: readonly Parameter[],
  resolve: (reference: string) => Schema,
  takesDocuments: boolean,
): fc.Arbitrary<string> {
  const values = (place: string) =>
    Object.fromEntries(
      parameters.filter((each) => each.in === place).map(({ name, schema }) => [name, fromSchema(schema, resolve)]),
    );
  const inPath = fc.oneof(
    { arbitrary: fc.constant({}), weight: 3 },
    { arbitrary: fc.record(values('path')), weight: 1 },
  );
  const inQuery = takesDocuments ? fc.constant({}) : fc.record(values('query'), { requiredKeys: [] });
  return fc.tuple(inPath, inQuery).map(([given, query]) => {
    const filled = path.replaceAll(/\{(\w+)\}/g, (whole, name) => {
      const value = (given as Record<string, unknown>)[name];
      return value === undefined ? whole : encodeURIComponent(String(value));
    });
    const search = new URLSearchParams(query as Record<string, string>).toString();
    return search === '' ? filled : `${filled}?${search}`;
  });
}

/** Where the path has an id of its own, the body has the same: a job that is put. */
function sameId(target: string, body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('id' in body)) return body;
  return { ...body, id: decodeURIComponent(target.split('?')[0]?.split('/').at(-1) ?? '') };
}
