/** A document of flags, checked and shown: what is wrong with it, and how it differs from another. */
import type { FlagsDocument } from '../../lambdas/domain/flags';
import { flagsSchema } from '../../lambdas/domain/flags';
import { CannotGoOn } from '../operation';

type Tree = Readonly<Record<string, unknown>>;

/**
 * The document as the functions read it.
 * @param known a name that this one has, and the schema has not, is let through: it is deployed, so a newer schema knows it
 * @returns names that were let through
 * @throws CannotGoOn that names every mistake
 */
export function checked(document: unknown, known: Tree): { document: FlagsDocument; unread: string[] } {
  const { data, error } = flagsSchema.safeParse(document);
  if (error !== undefined) {
    const faults = error.issues.map(({ path, message }) => `  ${path.join('.') || 'the document'}: ${message}`);
    throw new CannotGoOn(`These flags are not valid:\n${faults.join('\n')}`);
  }
  const wanted = leaves(document as Tree);
  const read = leaves(data);
  const unread = [...wanted.keys()].filter((name) => !read.has(name));
  const deployed = leaves(known);
  const slips = unread.filter((name) => !deployed.has(name));
  if (slips.length > 0) throw new CannotGoOn(`These flags do not exist: ${slips.join(', ')}`);
  return { document: document as FlagsDocument, unread };
}

/** One line for each flag that differs; none when the documents say the same. */
export function difference(before: Tree, after: Tree): string[] {
  const [old, next] = [leaves(before), leaves(after)];
  const names = [...new Set([...old.keys(), ...next.keys()])].sort();
  const changed = names.filter((name) => JSON.stringify(old.get(name)) !== JSON.stringify(next.get(name)));
  const width = Math.max(0, ...changed.map((name) => name.length));
  return changed.map((name) => {
    const [from, to] = [old.get(name), next.get(name)];
    const isList = [from, to].every((value) => value === undefined || isSubjects(name, value));
    return `${name.padEnd(width)}  ${isList ? members(from, to) : `${shown(from)}  →  ${shown(to)}`}`;
  });
}

/** One line for each flag that is set. */
export function written(document: Tree): string[] {
  const all = [...leaves(document)].sort(([a], [b]) => a.localeCompare(b));
  const width = Math.max(0, ...all.map(([name]) => name.length));
  return all.map(([name, value]) => `${name.padEnd(width)}  ${shown(value)}`);
}

/** Values by dotted names; a list is one value. */
function leaves(tree: Tree, above = ''): Map<string, unknown> {
  const all = new Map<string, unknown>();
  for (const [name, value] of Object.entries(tree)) {
    const isPart = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isPart) for (const [below, inner] of leaves(value as Tree, `${above}${name}.`)) all.set(below, inner);
    else if (value !== undefined) all.set(above + name, value);
  }
  return all;
}

function shown(value: unknown): string {
  if (value === undefined) return '(not set)';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

function isSubjects(name: string, value: unknown): value is string[] {
  return (name === 'rollout.allow' || name === 'rollout.deny') && Array.isArray(value);
}

function members(from: unknown, to: unknown): string {
  const [old, next] = [from, to].map((list) => (list ?? []) as string[]) as [string[], string[]];
  const gone = old.filter((one) => !next.includes(one)).map((one) => `- ${one}`);
  const come = next.filter((one) => !old.includes(one)).map((one) => `+ ${one}`);
  return [...gone, ...come].join(', ') || 'another order';
}
