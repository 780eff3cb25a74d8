/** A zod schema as the plain JSON Schema that every model vendor accepts. */
import * as z from 'zod';
import type { JsonSchema, JsonValue } from './prompt';

/**
 * No references, no defaults, no bounds; every field required and, where it may be missing, nullable; no further
 * fields. That is the common ground of Bedrock tools, Bedrock's and OpenAI's constrained output.
 */
export function answerSchema(schema: z.ZodType): JsonSchema {
  return plain(z.toJSONSchema(schema, { io: 'output' }) as JsonValue) as JsonSchema;
}

const DROPPED: ReadonlySet<string> = new Set(['$schema', 'default', 'id', '$id']);

function plain(node: JsonValue): JsonValue {
  if (Array.isArray(node)) return node.map(plain);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node as JsonSchema);
  const kept: Record<string, JsonValue> = {};
  for (const [key, value] of entries) {
    if (key === 'properties') kept[key] = properties(value as JsonSchema);
    else if (key === 'anyOf') Object.assign(kept, nullable(value as readonly JsonSchema[]));
    else if (!DROPPED.has(key)) kept[key] = plain(value);
  }
  return kept;
}

/** Names of fields are data: a field called `default` stays. */
function properties(fields: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, plain(field)]));
}

/** `anyOf: [string, null]`, zod's word for nullable, as `type: ['string', 'null']`. */
function nullable(choices: readonly JsonSchema[]): JsonSchema {
  const types = choices.map((choice) => choice.type);
  const simple =
    choices.every((choice) => Object.keys(choice).length === 1) && types.every((t) => typeof t === 'string');
  return simple ? { type: types as string[] } : { anyOf: choices.map(plain) };
}
