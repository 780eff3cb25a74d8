/** docs/deployed.md: what a deployment consists of, drawn and counted from its templates. */
import { Cloud } from '../../lib/rules/cloud';
import type { StackTemplate } from '../../lib/rules/template';
import type { SynthesisedStack } from '../synthesise';
import { graphOf, type Theme } from './graph';
import { drawing, stackDrawing } from './mermaid';

const THEMES: readonly (readonly [theme: Theme, title: string, text: string])[] = [
  ['request', 'A request', 'What the functions behind the API may do, read from their roles.'],
  ['background', 'Behind the requests', 'What runs without a caller: the stream of changed jobs, schedules, events.'],
  ['notice', 'Who is told', 'What reaches a person, and by which topic.'],
  ['copy', 'Copies', 'What is backed up, where to, and what is tried out of it.'],
];

/**
 * @param stage the stage that was synthesised, as the page says it
 * @param full the same stage with everything that context keys add
 */
export function page(stacks: readonly SynthesisedStack[], stage: string, full: readonly SynthesisedStack[]): string {
  const { cloud, partOf } = read(stacks);
  const graph = graphOf(cloud, (name) => partOf.get(name) ?? name);
  const added = full.filter(({ part }) => !stacks.some((stack) => stack.part === part));
  return `${[
    '# What is deployed',
    '',
    `Made by \`npm run diagram\` from the templates of ${stage}; not written by hand. \`npm run diagram -- --check\` fails when the stacks have changed since.`,
    '',
    '## The stacks',
    '',
    'An arrow goes from a stack to one that it takes something from. No arrow goes back.',
    '',
    ...block(overview(stacks)),
    ...THEMES.flatMap(([theme, title, text]) => ['', `## ${title}`, '', text, '', ...block(drawing(graph, theme))]),
    '',
    '## All of it',
    '',
    'The pictures leave out what is in every stack of this kind: roles, log groups, policies, keys, versions.',
    '',
    '| stack | resources |',
    '|---|---|',
    ...stacks.map((stack) => `| ${stack.part} | ${counted(stack)} |`),
    '',
    '## What context keys add',
    '',
    'The same stage with every stack that a key of docs/deploy.md adds, and what is in those.',
    '',
    ...block(overview(full)),
    '',
    '| stack | resources |',
    '|---|---|',
    ...added.map((stack) => `| ${stack.part} | ${counted(stack)} |`),
  ].join('\n')}\n`;
}

function read(stacks: readonly SynthesisedStack[]): { cloud: Cloud; partOf: ReadonlyMap<string, string> } {
  return {
    cloud: new Cloud(stacks.map(({ name, template, region }): StackTemplate => ({ name, template, region }))),
    partOf: new Map(stacks.map(({ name, part }) => [name, part])),
  };
}

function overview(stacks: readonly SynthesisedStack[]): string {
  const { cloud, partOf } = read(stacks);
  const boxes = stacks.map(({ part, region, resources }) => ({
    part,
    region,
    resources: Object.keys(resources).length,
  }));
  return stackDrawing(boxes, needs(cloud, partOf));
}

/** Pairs of stacks: the first names something of the second. */
function needs(cloud: Cloud, partOf: ReadonlyMap<string, string>): [string, string][] {
  const pairs = cloud.resources.flatMap((resource) =>
    cloud
      .named(resource.properties.value)
      .filter((other) => other.stack !== resource.stack)
      .map((other) => `${partOf.get(resource.stack.name)} ${partOf.get(other.stack.name)}`),
  );
  return [...new Set(pairs)].sort().map((pair) => pair.split(' ') as [string, string]);
}

function block(mermaid: string): string[] {
  return ['```mermaid', mermaid, '```'];
}

function counted({ resources }: SynthesisedStack): string {
  const counts = new Map<string, number>();
  for (const { Type } of Object.values(resources)) counts.set(Type, (counts.get(Type) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, count]) => `${count === 1 ? '' : `${count} × `}${type.slice('AWS::'.length)}`)
    .join(', ');
}
