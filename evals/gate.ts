/** Whether an evaluation is good enough to let a release or a step of a rollout pass: floors, and what was measured before. */
import * as z from 'zod';
import { decides, FEWEST, meanInterval } from '../lambdas/domain/bootstrap';
import { FIELDS, type Field, type FieldScore } from './score-parse';

/** F1 of each field of each case, 0 to 1, by case id; a field that a case does not label is absent. */
export const caseScoresSchema = z.record(z.string(), z.partialRecord(z.enum(FIELDS), z.number().min(0).max(1)));
export type CaseScores = z.infer<typeof caseScoresSchema>;

export const baselineSchema = z.strictObject({
  date: z.string(),
  /** Who answered, and with which prompt. */
  provider: z.string(),
  model: z.string(),
  promptVersion: z.string().nullable(),
  cases: caseScoresSchema,
});
export type Baseline = z.infer<typeof baselineSchema>;

export const floorsSchema = z.partialRecord(z.enum(FIELDS), z.number().min(0).max(1));
export type Floors = z.infer<typeof floorsSchema>;

/** A loss that nobody would notice in use; smaller ones are not worth stopping a release for, however sure they are. */
export const TOLERATED_LOSS = 0.02;
/** Of the cases this share must have been answered by the arm itself: else what was measured is somebody else. */
export const LEAST_ANSWERED = 0.9;

export interface Verdict {
  field: Field;
  /** Cases that label the field. */
  cases: number;
  /** Mean F1 of a case with its 95 % interval. */
  figure: { mean: number; low: number; high: number };
  floor: number | undefined;
  /** Mean difference to the baseline over the cases of both, with its 95 % interval. */
  change: { mean: number; low: number; high: number; cases: number } | undefined;
  outcome: 'passed' | 'below-floor' | 'worse' | 'too-few';
}

export interface GateResult {
  verdicts: Verdict[];
  passed: boolean;
  /** In words, what stops it. */
  reasons: string[];
}

/** F1 of one case and field; absent where nothing is labelled. */
export function caseScore({ gold, predicted, hits }: FieldScore): number | undefined {
  if (gold === 0) return undefined;
  return hits === 0 ? 0 : (2 * hits) / (gold + predicted);
}

/**
 * A field fails when its mean is below its floor, or when it is worse than the baseline by more than the tolerated loss
 * and a paired bootstrap over the cases says that this is no chance. Fields with fewer than 20 labelled cases decide
 * nothing; when no field decides, nothing passes.
 * @param answered share of the cases that the arm's own models answered
 */
export function gate(
  scores: CaseScores,
  against: { floors: Floors; baseline?: Baseline | undefined; answered: number },
): GateResult {
  const verdicts = FIELDS.flatMap((field) => {
    const verdict = verdictOf(field, scores, against);
    return verdict === undefined ? [] : [verdict];
  });
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const reasons = verdicts.flatMap(({ field, outcome, figure, floor, change }) => {
    if (outcome === 'below-floor')
      return [`${field} is at ${percent(figure.mean)}, below its floor of ${percent(floor ?? 0)}`];
    if (outcome === 'worse') return [`${field} is worse than the baseline by ${percent(-(change?.mean ?? 0))}`];
    return [];
  });
  if (against.answered < LEAST_ANSWERED) {
    reasons.unshift(
      `only ${percent(against.answered)} of the cases were answered by the arm itself; ${percent(LEAST_ANSWERED)} are needed`,
    );
  }
  if (verdicts.every(({ outcome }) => outcome === 'too-few')) {
    reasons.push(`there are too few cases to decide: a field needs ${FEWEST} that label it`);
  }
  return { verdicts, passed: reasons.length === 0, reasons };
}

function verdictOf(
  field: Field,
  scores: CaseScores,
  { floors, baseline }: { floors: Floors; baseline?: Baseline | undefined },
): Verdict | undefined {
  const labelled = Object.entries(scores).flatMap(([id, of]) =>
    of[field] === undefined ? [] : [{ id, score: of[field] }],
  );
  const figure = meanInterval(labelled.map(({ score }) => score));
  if (figure === null) return undefined;
  const differences = labelled.flatMap(({ id, score }) => {
    const before = baseline?.cases[id]?.[field];
    return before === undefined ? [] : [score - before];
  });
  const { interval, doubt } = decides(differences, { apartFrom: 0 });
  const change = interval === null ? undefined : { ...interval, cases: differences.length };
  const floor = floors[field];
  const isWorse = doubt === null && interval !== null && interval.mean < -TOLERATED_LOSS;
  const outcome =
    labelled.length < FEWEST
      ? 'too-few'
      : floor !== undefined && figure.mean < floor
        ? 'below-floor'
        : isWorse
          ? 'worse'
          : 'passed';
  return { field, cases: labelled.length, figure, floor, change, outcome };
}
