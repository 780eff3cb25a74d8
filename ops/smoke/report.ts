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
  return [`logs of the function ${slug}${trace}`, `docs/runbook.md#${slug}`];
}

export function sumUp(
  results: readonly StepResult[],
  { isStrict, isStopped }: { isStrict: boolean; isStopped: boolean },
  options: TerminalOptions,
): string[] {
  const { bold, red, green } = styles(options);
  const count = (outcome: StepResult['outcome']) => results.filter((result) => result.outcome === outcome).length;
  const slowest = Math.max(...results.map(({ latencyMs = 0 }) => latencyMs));
  const parts = (['ok', 'degraded', 'failed', 'not tried'] as const)
    .filter((outcome) => count(outcome) > 0)
    .map((outcome) => `${count(outcome)} ${outcome}`);
  const verdict = () => {
    if (count('failed') > 0) return red('It does not work.');
    if (isStopped) return red('Stopped; what was put in was taken out.');
    if (isStrict && count('not tried') > 0) return red('Not all of it was tried.');
    return green(count('degraded') > 0 ? 'It works, degraded.' : 'It works.');
  };
  return [[...parts, ...(slowest > 0 ? [`slowest ${slowest} ms`] : [])].join(' · '), bold(verdict())];
}
