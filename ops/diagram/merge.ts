/** Fewer arrows for the same truth: nodes that the same others lead to, and that lead nowhere, become one. */
import type { Link, Node } from './graph';

/** Several constructs drawn as one. */
export interface Bundle {
  id: string;
  members: readonly Node[];
}

export interface Drawn {
  bundles: readonly Bundle[];
  links: readonly { from: string; to: string; words: readonly string[] }[];
}

/** Nodes of different kinds are put together only when two or more lead to them, as one alone may have each for itself. */
export function merged(nodes: ReadonlyMap<string, Node>, links: readonly Link[]): Drawn {
  const used = [...new Set(links.flatMap(({ from, to }) => [from, to]))].sort().flatMap((id) => nodes.get(id) ?? []);
  const groups = new Map<string, Node[]>();
  for (const node of used) {
    const sources = links.filter(({ to }) => to === node.id).map(({ from }) => from);
    const leads = links.some(({ from }) => from === node.id);
    const kind = sources.length < 2 ? node.kind : '';
    const key = leads || sources.length === 0 ? node.id : `${kind} ${sources.sort().join(' ')}`;
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  const bundles = [...groups.values()].map(bundleOf);
  const bundleId = new Map(bundles.flatMap(({ id, members }) => members.map((member) => [member.id, id])));
  const drawn = new Map<string, { from: string; to: string; words: string[] }>();
  for (const { from, to, words } of links) {
    const ends = { from: bundleId.get(from) ?? from, to: bundleId.get(to) ?? to };
    const known = drawn.get(`${ends.from} ${ends.to}`) ?? { ...ends, words: [] };
    known.words = [...new Set([...known.words, ...words])].sort();
    drawn.set(`${ends.from} ${ends.to}`, known);
  }
  return { bundles, links: [...drawn].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, link]) => link) };
}

function bundleOf(members: Node[]): Bundle {
  return { id: members[0]?.id ?? '', members };
}
