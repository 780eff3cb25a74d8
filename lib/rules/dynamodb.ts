/** Tables, their vector indexes and their replicas. */
import type { Place, Resource } from './place';
import { each, type Fault, fault, type Rule } from './rule';

const TABLES = ['AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table'];
const VECTORS = 'DynamoDB developer guide, vector search: requirements and limits';

const MOST_VECTOR_INDEXES = 5;
const MOST_DIMENSIONS = 4_096;
const MOST_INLINE_FILTERS = 18;

function defined(table: Resource): Map<string, string> {
  return new Map(
    table
      .get('AttributeDefinitions')
      .items.map((one) => [one.get('AttributeName').text ?? '', one.get('AttributeType').text ?? '']),
  );
}

/** A check of each vector index. */
function eachIndex(look: (index: Place, table: Resource) => Iterable<Fault>) {
  return each(TABLES, function* (table) {
    for (const index of table.get('VectorIndexes').items) yield* look(index, table);
  });
}

export const dynamodb: readonly Rule[] = [
  {
    id: 'OPS-701',
    title: 'Vector index on a table that is not on-demand',
    why: 'DynamoDB refuses it: vector indexes are for tables with on-demand capacity.',
    fix: 'set BillingMode: PAY_PER_REQUEST.',
    source: VECTORS,
    check: each(TABLES, function* (table) {
      const mode = table.get('BillingMode');
      if (table.get('VectorIndexes').items.length > 0 && mode.text !== 'PAY_PER_REQUEST') {
        yield fault(mode, mode.text ?? 'provisioned, as nothing is said');
      }
    }),
  },
  {
    id: 'OPS-702',
    title: 'More than five vector indexes, or two of one name',
    why: 'DynamoDB refuses the sixth index of a table, and a name that is taken.',
    fix: 'drop the index of a vector space that is no longer searched, in a deployment of its own.',
    source: VECTORS,
    check: each(TABLES, function* (table) {
      const indexes = table.get('VectorIndexes');
      if (indexes.items.length > MOST_VECTOR_INDEXES) yield fault(indexes, `${indexes.items.length} vector indexes`);
      const names = [...indexes.items, ...table.get('GlobalSecondaryIndexes').items].map(
        (index) => index.get('IndexName').text,
      );
      const twice = names.find((name, at) => names.indexOf(name) !== at);
      if (twice !== undefined) yield fault(indexes, `"${twice}" twice`);
    }),
  },
  {
    id: 'OPS-703',
    title: 'Vector index without its HASH element first',
    why: 'DynamoDB refuses more than one HASH element; and an item without the HASH attribute is silently not indexed, so it must be the one that every item has.',
    fix: 'begin SearchSchema with the one HASH element, and follow it with 18 INLINE_FILTER elements at most.',
    source: VECTORS,
    check: eachIndex(function* (index) {
      const schema = index.get('SearchSchema');
      const kinds = schema.items.map((element) => element.get('SearchSchemaElementType').text);
      if (kinds[0] !== 'HASH') yield fault(schema, kinds.length === 0 ? 'no SearchSchema' : `${kinds[0]} first`);
      else if (kinds.slice(1).some((kind) => kind !== 'INLINE_FILTER')) yield fault(schema, kinds.join(', '));
      else if (kinds.length > 1 + MOST_INLINE_FILTERS) yield fault(schema, `${kinds.length - 1} filters`);
    }),
  },
  {
    id: 'OPS-704',
    title: 'Element of a SearchSchema that is not in AttributeDefinitions',
    why: 'DynamoDB refuses it: "One element in SearchSchema is not defined in attribute definitions".',
    fix: 'add the attribute with its type to AttributeDefinitions.',
    source: VECTORS,
    check: eachIndex(function* (index, table) {
      for (const element of index.get('SearchSchema').items) {
        const name = element.get('AttributeName');
        if (!defined(table).has(name.text ?? '')) yield fault(name, `"${name.text ?? ''}"`);
      }
    }),
  },
  {
    id: 'OPS-705',
    title: 'Attribute that is defined but is no key',
    why: 'DynamoDB refuses it: "Some AttributeDefinitions are not used"; a vector is a list of numbers and can not be defined at all.',
    fix: 'define only what a key schema or a SearchSchema names; leave the vector attribute out.',
    source: 'DynamoDB API reference, CreateTable; vector search: requirements',
    check: each(TABLES, function* (table) {
      const schemas = ['GlobalSecondaryIndexes', 'LocalSecondaryIndexes', 'VectorIndexes'].flatMap((kind) =>
        table.get(kind).items.flatMap((index) => [...index.get('KeySchema').items, ...index.get('SearchSchema').items]),
      );
      const used = new Set([...table.get('KeySchema').items, ...schemas].map((key) => key.get('AttributeName').text));
      for (const definition of table.get('AttributeDefinitions').items) {
        const name = definition.get('AttributeName');
        if (!used.has(name.text)) yield fault(name, `"${name.text ?? ''}"`);
      }
    }),
  },
  {
    id: 'OPS-706',
    title: 'Vectors of a length or a distance that DynamoDB does not have',
    why: 'DynamoDB refuses it; neither can be changed later, only by a new index and a backfill.',
    fix: 'take 1 to 4,096 Dimensions, and COSINE, EUCLIDEAN or DOT_PRODUCT.',
    source: VECTORS,
    check: eachIndex(function* (index) {
      const length = index.get('Dimensions');
      const isWhole = Number.isInteger(length.number) && (length.number ?? 0) >= 1;
      if (!isWhole || (length.number ?? 0) > MOST_DIMENSIONS)
        yield fault(length, `${length.number ?? 'no'} dimensions`);
      const distance = index.get('DistanceFunction');
      if (!['COSINE', 'EUCLIDEAN', 'DOT_PRODUCT'].includes(distance.text ?? ''))
        yield fault(distance, `"${distance.text ?? ''}"`);
      if (!index.get('VectorAttribute.AttributeName').exists)
        yield fault(index.get('VectorAttribute'), 'no vector attribute');
    }),
  },
  {
    id: 'OPS-707',
    title: 'Replicas that do not fit the stack',
    why: 'CloudFormation refuses it: the region of the stack must be among the replicas, each region once, and no region may be left open.',
    fix: 'give the stack an explicit env with a region, and list that region and each other one once.',
    source: 'CloudFormation template reference, AWS::DynamoDB::GlobalTable',
    check: each('AWS::DynamoDB::GlobalTable', function* (table) {
      const replicas = table.get('Replicas');
      const regions = replicas.items.map((replica) => replica.get('Region').text ?? '');
      const twice = regions.find((region, at) => regions.indexOf(region) !== at);
      if (twice !== undefined) yield fault(replicas, `${twice} twice`);
      else if (table.region !== undefined && !regions.includes(table.region))
        yield fault(replicas, `no replica in ${table.region}`);
      else if (table.region === undefined && regions.length > 1)
        yield fault(replicas, 'several replicas, and a stack without a region');
    }),
  },
  {
    id: 'OPS-708',
    title: 'Replicas without a stream, or without a key in their own region',
    why: 'DynamoDB refuses it: replicas copy by the stream with new and old images, and each needs a key in its own region.',
    fix: 'set StreamViewType: NEW_AND_OLD_IMAGES, and SSESpecification.KMSMasterKeyId of every replica.',
    source: 'CloudFormation template reference, AWS::DynamoDB::GlobalTable',
    check: each('AWS::DynamoDB::GlobalTable', function* (table, cloud) {
      const replicas = table.get('Replicas').items;
      const view = table.get('StreamSpecification.StreamViewType');
      if (replicas.length > 1 && view.text !== 'NEW_AND_OLD_IMAGES') yield fault(view, view.text ?? 'no stream');
      const some = replicas.some((replica) => replica.get('SSESpecification.KMSMasterKeyId').exists);
      for (const replica of replicas) {
        const key = replica.get('SSESpecification.KMSMasterKeyId');
        const here = replica.get('Region').text;
        const region =
          cloud.find(key.text, 'AWS::KMS::Key')?.region ?? /^arn:[^:]+:kms:([a-z0-9-]+):/.exec(key.text ?? '')?.[1];
        if (some && !key.exists) yield fault(key, 'a replica without a key');
        else if (region !== undefined && region !== here)
          yield fault(key, `a key in ${region} for the replica in ${here}`);
      }
    }),
  },
];
