/** What the comparisons say together: of each side how it did, of each two how far they agree and how they differ. */
import { ALL_FIELDS, agreementFields } from '../../lambdas/domain/agreement';
import { type Decision, decides, percentile } from '../../lambdas/domain/bootstrap';
import type { CompareResponse, ContenderName } from '../../lambdas/domain/compare';
import type { AskedFile } from './ask-all';

/** A share of agreement is known well enough within so much of it. */
export const AGREEMENT_HALF_WIDTH = 0.05;

type Contender = CompareResponse['contenders'][number];

export interface SideSummary {
  name: ContenderName;
  /** Provider, model and prompt of its answers; more than one where they changed. */
  answeredBy: string[];
  answered: number;
  /** How often, by the code of the problem and how the last call of a model ended. */
  failures: Record<string, number>;
  latencyMs: { p50: number; p95: number } | null;
  /** Means of an answer. */
  tokens: { input: number; output: number } | null;
  /** In USD; null where a price is not known. */
  cost: { total: number; mean: number } | null;
}

export interface FieldSummary {
  field: string;
  /** Whether the mean is known well enough. */
  decision: Decision;
}

export interface PairSummary {
  /** Differences are those of the second from the first. */
  between: [ContenderName, ContenderName];
  /** Files that both answered. */
  files: number;
  all: FieldSummary;
  fields: FieldSummary[];
  latencyMs: Decision;
  costUsd: Decision;
}

export interface Summary {
  files: number;
  /** Files that no side could read, or that were not answered, by code. */
  refused: Record<string, number>;
  sides: SideSummary[];
  pairs: PairSummary[];
}

export function summaryOf(asked: readonly AskedFile[], arms: readonly ContenderName[]): Summary {
  const compared = asked.flatMap(({ comparison }) => comparison ?? []);
  const pairs = arms.flatMap((one, at) => arms.slice(at + 1).map((other) => [one, other] as const));
  return {
    files: asked.length,
    refused: counted(asked.flatMap(({ problem }) => problem?.code ?? [])),
    sides: arms.map((name) => sideOf(name, compared)),
    pairs: pairs.map(([one, other]) => pairOf(one, other, compared)),
  };
}

type Compared = Omit<CompareResponse, 'meta'>;

const of = ({ contenders }: Compared, name: ContenderName): Contender | undefined =>
  contenders.find((contender) => contender.name === name);

function sideOf(name: ContenderName, compared: readonly Compared[]): SideSummary {
  const all = compared.flatMap((one) => of(one, name) ?? []);
  const answers = all.filter(({ result }) => result !== null);
  const latencies = Float64Array.from(answers.map(({ latencyMs }) => latencyMs)).sort();
  const usages = answers.flatMap(({ usage }) => usage ?? []);
  const costs = all.map(({ costUsd }) => costUsd);
  const known = costs.filter((cost) => cost !== null);
  const total = sum(known);
  return {
    name,
    answeredBy: [
      ...new Set(answers.map((side) => [side.provider, side.model, side.promptVersion].filter(Boolean).join(' · '))),
    ],
    answered: answers.length,
    failures: counted(all.flatMap((side) => (side.problem === null ? [] : failureOf(side, side.problem.code)))),
    latencyMs: latencies.length === 0 ? null : { p50: percentile(latencies, 0.5), p95: percentile(latencies, 0.95) },
    tokens:
      usages.length === 0
        ? null
        : {
            input: mean(usages.map((usage) => usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens)),
            output: mean(usages.map((usage) => usage.outputTokens)),
          },
    cost: known.length < costs.length || known.length === 0 ? null : { total, mean: total / known.length },
  };
}

/** `PROVIDER_UNAVAILABLE (throttled)`: of the calls, those of models say why. */
function failureOf({ attempts }: Contender, code: string): string {
  const last = attempts.findLast(({ outcome }) => outcome !== 'ok');
  return last === undefined ? code : `${code} (${last.outcome})`;
}

function pairOf(one: ContenderName, other: ContenderName, compared: readonly Compared[]): PairSummary {
  const values = new Map<string, number[]>();
  const note = (field: string, value: number) => values.set(field, [...(values.get(field) ?? []), value]);
  const both = compared.flatMap((comparison) => {
    const [a, b] = [of(comparison, one), of(comparison, other)];
    return a?.result && b?.result ? [{ a, b, comparison }] : [];
  });
  for (const { comparison } of both) {
    const found = comparison.agreement.find(({ between }) => between.includes(one) && between.includes(other));
    if (found === undefined || found.all === null) continue;
    note(ALL_FIELDS, found.all);
    for (const { field, agreement } of found.fields) note(field, agreement);
  }
  const summed = (field: string) => ({
    field,
    decision: decides(values.get(field) ?? [], { halfWidth: AGREEMENT_HALF_WIDTH }),
  });
  const costs = both.flatMap(({ a, b }) => (a.costUsd === null || b.costUsd === null ? [] : [b.costUsd - a.costUsd]));
  return {
    between: [one, other],
    files: both.length,
    all: summed(ALL_FIELDS),
    fields: agreementFields.parse.filter((field) => values.has(field)).map(summed),
    latencyMs: decides(
      both.map(({ a, b }) => b.latencyMs - a.latencyMs),
      { apartFrom: 0 },
    ),
    costUsd: decides(costs, { apartFrom: 0 }),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

function counted(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
