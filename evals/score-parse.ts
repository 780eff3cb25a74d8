/** A small scorer for the project's own cases: precision, recall and F1 a field, by words in common. */
import { foldText } from '../lambdas/domain/text-locator';

/** A parsed resume in the form the scorers read. */
export interface Prediction {
  id: string;
  parsed: {
    contact: { name: string | null; email: string | null; phone: string | null; location: string | null };
    skills: string[];
    experience: { company: string | null; title: string | null; start: string | null; end: string | null }[];
    education: { institution: string | null; degree: string | null; field: string | null; endDate: string | null }[];
    yearsOfExperience: number | null;
  };
}

/** What a person reads in a resume. Absent or null: not in the resume, or not labelled. */
export interface GoldResume {
  name?: string | null | undefined;
  email?: string | null | undefined;
  phone?: string | null | undefined;
  location?: string | null | undefined;
  skills?: string[] | undefined;
  companies?: string[] | undefined;
  titles?: string[] | undefined;
  institutions?: string[] | undefined;
  degrees?: string[] | undefined;
  graduationYears?: number[] | undefined;
}

export interface FieldScore {
  gold: number;
  predicted: number;
  hits: number;
}

export const FIELDS = [
  'name',
  'email',
  'phone',
  'location',
  'skills',
  'companies',
  'titles',
  'institutions',
  'degrees',
  'graduationYears',
] as const;
export type Field = (typeof FIELDS)[number];

/** Two values are one when they share at least this part of their words (Dice). */
const SAME = 0.8;

const present = <T>(values: readonly (T | null | undefined)[]): T[] =>
  values.filter((value) => value !== null && value !== undefined) as T[];

/** Values of a degree may be the degree alone or with its field: each inner list holds the ways to write one value. */
function predictedValues({ parsed }: Prediction): Record<Field, string[][]> {
  const one = (value: string | null) => (value === null ? [] : [[value]]);
  const each = (values: readonly (string | null)[]) => [...new Set(present(values))].map((value) => [value]);
  return {
    name: one(parsed.contact.name),
    email: one(parsed.contact.email),
    phone: one(parsed.contact.phone),
    location: one(parsed.contact.location),
    skills: each(parsed.skills),
    companies: each(parsed.experience.map(({ company }) => company)),
    titles: each(parsed.experience.map(({ title }) => title)),
    institutions: each(parsed.education.map(({ institution }) => institution)),
    degrees: parsed.education.flatMap(({ degree, field }) =>
      degree === null ? [] : [present([degree, field === null ? null : `${degree} ${field}`])],
    ),
    graduationYears: each(parsed.education.map(({ endDate }) => endDate?.slice(0, 4) ?? null)),
  };
}

function goldValues(gold: GoldResume): Record<Field, string[]> {
  const list = (value: string | null | undefined | readonly (string | number)[]): string[] =>
    Array.isArray(value) ? value.map(String) : present([value as string | null]);
  return Object.fromEntries(FIELDS.map((field) => [field, list(gold[field])])) as Record<Field, string[]>;
}

function same(field: Field, gold: string, predicted: string): boolean {
  if (field === 'phone') return gold.replace(/\D/g, '').slice(-7) === predicted.replace(/\D/g, '').slice(-7);
  const [a, b] = [foldText(gold), foldText(predicted)];
  if (a === b) return true;
  if (field === 'email' || field === 'graduationYears') return false;
  const [wordsA, wordsB] = [a.split(' '), b.split(' ')];
  const shared = wordsA.filter((word) => wordsB.includes(word)).length;
  if (field === 'location' && shared === Math.min(wordsA.length, wordsB.length)) return true;
  return (2 * shared) / (wordsA.length + wordsB.length) >= SAME;
}

/** A field that a case does not label is not scored on it. */
export function scoreResumes(
  cases: readonly { id: string; gold: GoldResume }[],
  predictions: readonly Prediction[],
): Record<Field, FieldScore> {
  const scores = Object.fromEntries(FIELDS.map((field) => [field, { gold: 0, predicted: 0, hits: 0 }])) as Record<
    Field,
    FieldScore
  >;
  const byId = new Map(predictions.map((prediction) => [prediction.id, predictedValues(prediction)]));
  for (const { id, gold } of cases) {
    const expected = goldValues(gold);
    for (const field of FIELDS) {
      if (expected[field].length === 0) continue;
      const score = scores[field];
      const open = [...(byId.get(id)?.[field] ?? [])];
      score.gold += expected[field].length;
      score.predicted += open.length;
      for (const value of expected[field]) {
        const at = open.findIndex((ways) => ways.some((way) => same(field, value, way)));
        if (at < 0) continue;
        open.splice(at, 1);
        score.hits++;
      }
    }
  }
  return scores;
}

/** One row a field, in per cent. */
export function scoreTable(title: string, scores: Record<string, FieldScore>): string {
  const percent = (value: number) => (100 * value).toFixed(1).padStart(6);
  const rows = Object.entries(scores).map(([field, { gold, predicted, hits }]) => {
    const precision = predicted === 0 ? 0 : hits / predicted;
    const recall = gold === 0 ? 0 : hits / gold;
    const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    return `${field.padEnd(16)} ${String(gold).padStart(5)} ${String(predicted).padStart(5)} ${percent(precision)} ${percent(recall)} ${percent(f1)}`;
  });
  return [title, `${'field'.padEnd(16)}  gold  pred      P      R     F1`, ...rows].join('\n');
}
