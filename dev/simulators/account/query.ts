/** The query protocol's two notations: `Names.member.1=a` in, `<Names><member>a</member></Names>` out. */

/** The form as an object; what is numbered from 1 becomes a list. */
export function readForm(text: string): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [key, value] of new URLSearchParams(text)) {
    const path = key.split('.');
    const last = path.pop() ?? '';
    let place = root;
    for (const part of path) {
      place[part] ??= {};
      place = place[part] as Record<string, unknown>;
    }
    place[last] = value;
  }
  return listed(root) as Record<string, unknown>;
}

function listed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { member, ...rest } = value as Record<string, unknown>;
  if (typeof member === 'object' && member !== null && Object.keys(rest).length === 0) {
    return Object.values(member).map(listed);
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, listed(inner)]));
}

/** The fields of an object as elements, undefined ones left out; a Map is a list of entries. */
export function toXml(value: unknown): string {
  if (Array.isArray(value)) return value.map((entry) => `<member>${toXml(entry)}</member>`).join('');
  if (value instanceof Map) {
    return [...value].map(([key, inner]) => `<entry>${toXml({ key, value: inner })}</entry>`).join('');
  }
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => `<${name}>${toXml(inner)}</${name}>`)
      .join('');
  }
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
