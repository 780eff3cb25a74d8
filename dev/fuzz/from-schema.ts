/** Values that fit a JSON Schema of the contract, as fast-check arbitraries. */
import fc from 'fast-check';

export type Schema = Readonly<Record<string, unknown>>;
/** Answers the schema at `#/components/schemas/NAME`. */
type Resolve = (reference: string) => Schema;

/** Deeper than this only what must be there is there: schemas may refer to themselves. */
const MAX_DEPTH = 5;
const TEXTS = [
  'nurse',
  'Ida Lund\nGlazier, Sund Glas\n2019 - 2024',
  'Ångström Straße 東京',
  '2026-11',
  '5 years of oak',
  'TypeScript, SQL',
];

/** What is said beside the schema, as in a refinement, is not known here: not every value is taken. */
export function fromSchema(schema: Schema, resolve: Resolve, depth = 0): fc.Arbitrary<unknown> {
  const inside = (next: unknown) => fromSchema(next as Schema, resolve, depth + 1);
  if (typeof schema.$ref === 'string') return fromSchema(resolve(schema.$ref), resolve, depth);
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  const choices = (schema.anyOf ?? (schema.type === undefined ? schema.oneOf : undefined)) as Schema[] | undefined;
  if (choices !== undefined) return fc.oneof(...choices.map(inside));
  switch (schema.type) {
    case 'string':
      return text(schema);
    case 'integer':
    case 'number':
      return number(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return list(schema, inside, depth);
    case 'object':
      return object(schema, inside, depth);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function text({ pattern, format, contentEncoding, minLength = 0, maxLength = 200 }: Schema): fc.Arbitrary<string> {
  if (contentEncoding === 'base64') {
    return fc.constantFrom(...TEXTS, '%PDF-1.7\n', '{\\rtf1 x}').map((each) => Buffer.from(each).toString('base64'));
  }
  if (format === 'date-time') return fc.constantFrom('2026-11-22T06:00:00Z', '2019-02-28T23:59:59.999Z');
  if (format === 'uri') return fc.constantFrom('https://example.com/a', 'https://example.com/?q=1#top');
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern), { size: '-1' });
  const [min, max] = [minLength as number, Math.min(maxLength as number, 200)];
  const usual = TEXTS.filter((each) => each.length >= min && each.length <= max);
  const random = fc.string({ unit: 'grapheme', minLength: min, maxLength: Math.max(min, Math.min(max, 20)) });
  return usual.length === 0 ? random : fc.oneof({ arbitrary: fc.constantFrom(...usual), weight: 3 }, random);
}

function number({ type, minimum, maximum }: Schema): fc.Arbitrary<number> {
  const min = (minimum as number | undefined) ?? -1_000_000;
  const max = Math.max(min, (maximum as number | undefined) ?? 1_000_000_000);
  const ends = fc.constantFrom(min, max);
  if (type === 'integer') return fc.oneof(fc.integer({ min, max }), ends);
  return fc.oneof(fc.double({ min, max, noNaN: true }), ends);
}

function list(schema: Schema, inside: (next: unknown) => fc.Arbitrary<unknown>, depth: number): fc.Arbitrary<unknown> {
  const { prefixItems, items = {}, minItems = 0, maxItems = 3 } = schema;
  if (Array.isArray(prefixItems)) return fc.tuple(...prefixItems.map(inside));
  const minLength = minItems as number;
  const most = depth < MAX_DEPTH ? Math.min(maxItems as number, 3) : minLength;
  return fc.array(inside(items), { minLength, maxLength: Math.max(minLength, most) });
}

function object(
  schema: Schema,
  inside: (next: unknown) => fc.Arbitrary<unknown>,
  depth: number,
): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  const required = new Set((schema.required ?? []) as string[]);
  /** `oneOf` of required names: exactly one of these is there. */
  const oneOf = ((schema.oneOf ?? []) as { required: string[] }[]).flatMap((each) => each.required);
  const known = (only: ReadonlySet<string>) => {
    const wanted = properties.filter(
      ([name]) => only.has(name) || (!oneOf.includes(name) && (required.has(name) || depth < MAX_DEPTH)),
    );
    const must = wanted.map(([name]) => name).filter((name) => only.has(name) || required.has(name));
    return fc.record(Object.fromEntries(wanted.map(([name, next]) => [name, inside(next)])), {
      requiredKeys: must,
      noNullPrototype: true,
    });
  };
  if (oneOf.length > 0) return fc.constantFrom(...oneOf).chain((name) => known(new Set([name])));
  if (properties.length === 0 && typeof schema.additionalProperties === 'object') {
    return fc.dictionary(fc.constantFrom('en', 'skills', 'a'), inside(schema.additionalProperties), { maxKeys: 2 });
  }
  return known(new Set());
}
