/** The steps as a table, and for the one that is wrong where to look. */
import { styles, type TerminalOptions, wrap } from '../terminal';
import type { StepResult } from './run-steps';

const OUTCOME = 11;
const NAME = 16;
const FIGURES = 14;

export function stepLines(result: StepResult, options: TerminalOptions): string[] {
  const { dim, red, green, yellow } = styles(options);
  const { outcome, name, status, latencyMs } = result;
  const paint = { ok: green, degraded: yellow, failed: red, 'not tried': dim }[outcome];
  const figures = status === undefined ? '' : `${status} ${`${latencyMs} ms`.padStart(8)}`;
  const indent = ' '.repeat(2 + OUTCOME + NAME + FIGURES);
  const [first = '', ...rest] = wrap(result.says, options.width - indent.length);
  return [
    `  ${paint(outcome.padEnd(OUTCOME))}${name.padEnd(NAME)}${figures.padEnd(FIGURES)}${outcome === 'not tried' ? dim(first) : first}`,
    ...rest.map((line) => `${indent}${line}`),
    ...(outcome === 'failed' ? lookAt(result).map((line) => `${indent}→ ${line}`) : []),
  ];
}

function lookAt({ slug, requestId, status }: StepResult): string[] {
  if (status === undefined) return ['Is the URL right? It is the output ApiUrl of the service stack.'];
  const trace = requestId === undefined ? '' : `, request ${requestId}`;
  return [`logs of the function ${slug}${trace}`, `docs/runbook.md, ${slug}`];
}

export function sumUp(results: readonly StepResult[], isStrict: boolean, options: TerminalOptions): string[] {
  const { bold, red, green } = styles(options);
  const count = (outcome: StepResult['outcome']) => results.filter((result) => result.outcome === outcome).length;
  const latencies = results.flatMap(({ latencyMs }) => latencyMs ?? []).sort((a, b) => a - b);
  const slowest = latencies.at(-1);
  const parts = (['ok', 'degraded', 'failed', 'not tried'] as const)
    .filter((outcome) => count(outcome) > 0)
    .map((outcome) => `${count(outcome)} ${outcome}`);
  const figures = slowest === undefined ? [] : [`slowest ${slowest} ms`];
  const verdict =
    count('failed') > 0
      ? red('It does not work.')
      : isStrict && count('not tried') > 0
        ? red('Not all of it was tried.')
        : green('It works.');
  return [[...parts, ...figures].join(' · '), bold(verdict)];
}
