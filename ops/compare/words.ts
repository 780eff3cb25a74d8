/** What a summary means, in plain sentences; numbers as people read them. */
import type { Decision } from '../../lambdas/domain/bootstrap';
import { AGREEMENT_HALF_WIDTH, type PairSummary, type SideSummary, type Summary } from './summary';

/** One decimal, save where there is nothing behind the point. */
export const percent = (share: number): string => `${Number((share * 100).toFixed(1))} %`;
export const usd = (amount: number): string => `${amount.toFixed(Math.abs(amount) < 0.1 ? 5 : 2)} USD`;
export const ms = (amount: number): string => `${Math.round(amount)} ms`;
const plain = (amount: number): string => String(Math.round(amount));
export const files = (count: number): string => (count === 1 ? '1 file' : `${count} files`);

/** `aws, current and rules` */
export function together(names: readonly string[]): string {
  const [last = '', ...before] = [...names].reverse();
  return before.length === 0 ? last : `${before.reverse().join(', ')} and ${last}`;
}

/** One sentence a finding, the most important first. */
export function sentencesOf({ files: all, refused, sides, pairs }: Summary): string[] {
  const lost = Object.entries(refused);
  return [
    ...pairs.flatMap(pairSentences),
    ...sides.flatMap(failureSentence),
    ...(lost.length === 0
      ? []
      : [`${lost.reduce((sum, [, count]) => sum + count, 0)} of ${files(all)} gave no comparison: ${list(lost)}.`]),
  ];
}

function pairSentences({ between: [one, other], files: count, all, latencyMs, costUsd }: PairSummary): string[] {
  if (count === 0) return [`There is no file that both ${one} and ${other} read.`];
  return [
    agreementSentence(`${one} and ${other}`, all.decision),
    differenceSentence([one, other], latencyMs, { better: 'faster', what: 'time', unit: 'ms', shown: plain }),
    differenceSentence([one, other], costUsd, {
      better: 'cheaper',
      what: 'cost',
      unit: 'USD a resume',
      shown: (amount) => amount.toFixed(5),
    }),
  ];
}

function agreementSentence(sides: string, { interval, doubt, needed }: Decision): string {
  if (interval === null) return `There is nothing to compare between ${sides}.`;
  const { mean, low, high, n } = interval;
  const points = AGREEMENT_HALF_WIDTH * 100;
  const found = `${sides} agree by ${percent(mean)} [${percent(low)}, ${percent(high)}]`;
  if (doubt === null) return `${found} of what either reads, over ${files(n)}.`;
  const more = needed === null ? '' : `; about ${needed} are needed for ± ${points} points`;
  return `Too few to decide how far ${sides} agree: ${files(n)}${more}. So far: ${percent(mean)}.`;
}

function differenceSentence(
  [one, other]: PairSummary['between'],
  { interval, doubt, needed }: Decision,
  how: { better: string; what: string; unit: string; shown: (amount: number) => string },
): string {
  const { better, what, unit, shown } = how;
  if (interval === null) return `The ${what} of ${one} or ${other} is not known.`;
  const { mean, low, high, n } = interval;
  const winner = mean > 0 ? one : other;
  const [least, most] = mean > 0 ? [low, high] : [-high, -low];
  const found = `${winner} is ${better} by ${shown(Math.abs(mean))} ${unit} [${shown(least)}, ${shown(most)}]`;
  if (doubt === null) return `${found}, over ${files(n)}.`;
  const more = needed === null ? '' : `; about ${needed} are needed`;
  const sofar = mean === 0 ? 'no difference' : found;
  return `Too few to decide which of ${one} and ${other} is ${better}: ${files(n)}${more}. So far: ${sofar}.`;
}

function failureSentence({ name, failures, answered }: SideSummary): string[] {
  const kinds = Object.entries(failures);
  const failed = kinds.reduce((sum, [, count]) => sum + count, 0);
  return failed === 0 ? [] : [`${name} failed for ${failed} of ${files(failed + answered)}: ${list(kinds)}.`];
}

const list = (counts: readonly (readonly [string, number])[]): string =>
  counts.map(([word, count]) => (count === 1 ? word : `${word} ${count} times`)).join(', ');

/** For the cells of a table. */
export function intervalWords({ interval, doubt, needed }: Decision, shown: (amount: number) => string): string {
  if (interval === null) return '–';
  const range = `[${shown(interval.low)}, ${shown(interval.high)}]`;
  if (doubt === null) return range;
  return `${range}, too few${needed === null ? '' : `: about ${needed} needed`}`;
}
