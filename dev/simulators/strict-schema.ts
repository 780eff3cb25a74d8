/** The rules OpenAI holds a strict JSON Schema to. */
import type * as z from 'zod';

type Json = z.infer<ReturnType<typeof z.json>>;

/** The first breach in the service's words, or undefined: all fields required, none further, no defaults or references. */
export function strictFault(schema: Json, path: readonly string[] = []): string | undefined {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return undefined;
  const context = `In context=(${path.map((step) => `'${step}'`).join(', ')}), `;
  const { type, properties, required, additionalProperties, items } = schema;
  if ('default' in schema) return `${context}'default' is not permitted.`;
  if (type === 'object') {
    if (additionalProperties !== false)
      return `${context}'additionalProperties' is required to be supplied and to be false.`;
    const fields = Object.entries((properties ?? {}) as Record<string, Json>);
    const missing = fields.find(([name]) => !(required as Json[] | undefined)?.includes(name));
    if (missing) return `${context}'required' is required to be supplied and to include '${missing[0]}'.`;
    for (const [name, field] of fields) {
      const fault = strictFault(field, [...path, 'properties', name]);
      if (fault) return fault;
    }
  }
  return items === undefined ? undefined : strictFault(items, [...path, 'items']);
}
