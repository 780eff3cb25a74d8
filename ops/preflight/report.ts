/** The findings as a person reads them: a line each, the mend below, and what it comes to. */
import { styles, type TerminalOptions, wrap } from '../terminal';
import type { Verdict } from './check';
import type { CheckResult } from './run-checks';

const WORDS: Readonly<Record<Verdict, string>> = {
  ok: 'ok',
  warning: 'warning',
  problem: 'problem',
  unknown: 'unchecked',
  'not needed': 'not needed',
};
const VERDICT = 12;
const NAME = 15;

export function report(heading: string, results: readonly CheckResult[], options: TerminalOptions): string[] {
  const { bold, dim } = styles(options);
  return [
    '',
    bold(heading),
    '',
    ...results.flatMap((result) => linesOf(result, options)),
    '',
    ...sumUp(results, options),
    '',
  ]
    .map((line) => (line.trim() === '' ? '' : line))
    .concat(
      results.some(({ verdict }) => verdict === 'unknown')
        ? [dim('What was not checked: npm run preflight -- --policy prints the permissions it needs.'), '']
        : [],
    );
}

function linesOf({ check, verdict, says, mend }: CheckResult, options: TerminalOptions): string[] {
  const { dim, red, green, yellow } = styles(options);
  const paint = { ok: green, warning: yellow, problem: red, unknown: yellow, 'not needed': dim }[verdict];
  const indent = ' '.repeat(2 + VERDICT + NAME);
  const room = options.width - indent.length;
  const [first = '', ...rest] = wrap(says, room);
  const head = `  ${paint(WORDS[verdict].padEnd(VERDICT))}${check.padEnd(NAME)}`;
  const quiet = verdict === 'not needed' ? dim : (text: string) => text;
  return [
    `${head}${quiet(first)}`,
    ...rest.map((line) => `${indent}${quiet(line)}`),
    // A command stays on one line, so that it can be copied.
    ...(mend === undefined ? [] : [`${indent}→ ${mend}`]),
  ];
}

function sumUp(results: readonly CheckResult[], options: TerminalOptions): string[] {
  const { bold, red, green } = styles(options);
  const count = (verdict: Verdict) => results.filter((result) => result.verdict === verdict).length;
  const problems = count('problem');
  const parts: [number, string][] = [
    [count('ok'), 'ok'],
    [problems, problems === 1 ? 'problem' : 'problems'],
    [count('warning'), count('warning') === 1 ? 'warning' : 'warnings'],
    [count('unknown'), 'unchecked'],
    [count('not needed'), 'not needed'],
  ];
  return [
    parts
      .filter(([number], i) => number > 0 || i === 1)
      .map(([number, word]) => `${number} ${word}`)
      .join(' · '),
    problems === 0 ? bold(green('Ready to deploy.')) : bold(red('Not ready: mend the problems, and run this again.')),
  ];
}
