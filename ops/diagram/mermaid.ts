/** A graph as Mermaid, which GitHub draws: boxes with what they are and whose, arrows with a word or two. */
import type { Graph, Node, Theme } from './graph';
import { type Bundle, merged } from './merge';

/** Shape by kind: what keeps things is a cylinder, what passes them on is rounded. */
const SHAPES: Readonly<Record<string, readonly [open: string, close: string]>> = {
  table: ['[(', ')]'],
  bucket: ['[(', ')]'],
  vault: ['[(', ')]'],
  topic: ['([', '])'],
  queue: ['([', '])'],
};

/**
 * The part of a graph that belongs to one theme; nodes without a link in it are left out. The stack stands in each box:
 * frames around stacks push what belongs side by side apart.
 */
export function drawing({ nodes, links }: Graph, theme: Theme): string {
  const drawn = merged(
    nodes,
    links.filter((link) => link.theme === theme),
  );
  return [
    'flowchart LR',
    ...drawn.bundles.map(box),
    ...drawn.links.map(({ from, to, words }) => {
      return `  ${idOf(from)} -->${words.length === 0 ? '' : `|${words.join(', ')}|`} ${idOf(to)}`;
    }),
  ].join('\n');
}

/** @param needs pairs of stacks, the first of which uses something of the second */
export function stackDrawing(
  stacks: readonly { part: string; region: string; resources: number }[],
  needs: readonly (readonly [string, string])[],
): string {
  return [
    'flowchart RL',
    ...stacks.map(
      ({ part, region, resources }) =>
        `  ${idOf(part)}["${part}<br/><small>${region}, ${resources} resources</small>"]`,
    ),
    ...needs.map(([from, to]) => `  ${idOf(from)} --> ${idOf(to)}`),
  ].join('\n');
}

function box({ id, members }: Bundle): string {
  const kinds = [...new Set(members.map(kindOf))];
  const [kind = ''] = kinds;
  const [open, close] = (kinds.length === 1 ? SHAPES[members[0]?.kind ?? ''] : undefined) ?? ['[', ']'];
  const lines =
    kinds.length === 1
      ? [...members.map(({ name }) => name), small(kind)]
      : members.flatMap((member) => [member.name, small(kindOf(member))]);
  return `  ${idOf(id)}${open}"${lines.join('<br/>')}"${close}`;
}

function kindOf({ kind, count, stack }: Node): string {
  return `${kind === 'alarms' ? `${count} ${count === 1 ? 'alarm' : 'alarms'}` : kind} · ${stack}`;
}

function small(text: string): string {
  return `<small>${text}</small>`;
}

function idOf(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]/g, '_');
}
