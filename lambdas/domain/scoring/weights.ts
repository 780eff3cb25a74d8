/** The weights of the categories: suggested, as requested, and as applied. */
import { type CategoryKey, categoryKeys, type Weights } from '../match';

/** Sum to 1. Chosen on the dev half of public sets (docs/quality.md, Matching); location and pay by judgement. */
export const suggestedWeights: Readonly<Record<CategoryKey, number>> = {
  skills: 0.21,
  title: 0.33,
  seniority: 0.04,
  experience: 0.05,
  semantic: 0.28,
  education: 0.02,
  languages: 0.01,
  certifications: 0.01,
  location: 0.04,
  salary: 0.01,
};

/** For a search: the place that somebody types weighs much, what nobody can type in a phrase nothing. By judgement, held by evals/cases/queries.jsonl. */
export const searchWeights: Readonly<Record<CategoryKey, number>> = {
  skills: 0.15,
  title: 0.4,
  seniority: 0.05,
  experience: 0,
  semantic: 0.08,
  education: 0,
  languages: 0.03,
  certifications: 0.02,
  location: 0.25,
  salary: 0.02,
};

/** Weights that sum to 1 over the categories that have data; all 0 when none has, or when every one is switched off. */
export function appliedWeights(
  hasData: Readonly<Record<CategoryKey, boolean>>,
  requested: Weights = {},
  suggested: Readonly<Record<CategoryKey, number>> = suggestedWeights,
): Record<CategoryKey, number> {
  const raw = (key: CategoryKey) => (hasData[key] ? (requested[key] ?? suggested[key]) : 0);
  const total = categoryKeys.reduce((sum, key) => sum + raw(key), 0);
  return Object.fromEntries(categoryKeys.map((key) => [key, total === 0 ? 0 : raw(key) / total])) as Record<
    CategoryKey,
    number
  >;
}
