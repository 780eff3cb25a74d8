/** Collects zod schemas as OpenAPI components, each named schema once. */
import * as z from 'zod';

export type JsonSchema = Record<string, unknown>;
type Direction = 'input' | 'output';

const LOCAL = '#/$defs/';
const COMPONENT = '#/components/schemas/';

/**
 * `use` answers the JSON Schema (2020-12) of a schema with its named parts as references. Add answers before requests:
 * where callers may send less than they get back, the request's form is a second component, with `Input` at its end.
 */
export function schemaBook() {
  const components: Record<string, JsonSchema> = {};
  return {
    components,
    use(schema: z.ZodType, direction: Direction): JsonSchema {
      const { $schema, $defs, ...root } = z.toJSONSchema(schema, { io: direction, override: tidy }) as JsonSchema;
      const defs = ($defs ?? {}) as Record<string, JsonSchema>;
      const changed = changedNames(defs, components);
      const rename = (name: string) => (direction === 'input' && changed.has(name) ? `${name}Input` : name);
      for (const [name, def] of Object.entries(defs)) {
        components[rename(name)] = withReferences(def, (to) => `${COMPONENT}${rename(to)}`);
      }
      return withReferences(root, (to) => `${COMPONENT}${rename(to)}`);
    },
  };
}

/** Drops what only restates a format: a pattern beside it, a format beside `contentEncoding`, the bounds of a safe integer. */
function tidy({ jsonSchema }: { jsonSchema: JsonSchema }): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.contentEncoding !== undefined) delete jsonSchema.format;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}

/** Names whose definition differs from the component of that name, or that refer to such a one. */
function changedNames(defs: Record<string, JsonSchema>, components: Record<string, JsonSchema>): Set<string> {
  const changed = new Set<string>();
  let before: number;
  do {
    before = changed.size;
    for (const [name, def] of Object.entries(defs)) {
      const known = components[name];
      if (known === undefined) continue;
      const same = withReferences(def, (to) => `${COMPONENT}${changed.has(to) ? `${to}Input` : to}`);
      if (JSON.stringify(same) !== JSON.stringify(known)) changed.add(name);
    }
  } while (changed.size > before);
  return changed;
}

function withReferences<T>(value: T, target: (name: string) => string): T {
  if (Array.isArray(value)) return value.map((item) => withReferences(item, target)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === '$ref' && typeof item === 'string' && item.startsWith(LOCAL)
        ? target(item.slice(LOCAL.length))
        : withReferences(item, target),
    ]),
  ) as T;
}
