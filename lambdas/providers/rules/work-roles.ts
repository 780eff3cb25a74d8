/** Chooses title and employer among an entry's candidates: their own score, and where this document puts such things. */
import type { Anchor, Candidate } from './work-anchors';

export interface Roles {
  title: Candidate | undefined;
  /** As written; the whole of a piece that was cut for nothing. */
  titleText: string | null;
  company: Candidate | undefined;
  place: string | null;
}

type Votes = (candidate: Candidate) => number;

/** Where titles and employers stand in this document's entries, learned from the entries that leave little doubt. */
export function learnLayout(anchors: readonly Anchor[], field: 'title' | 'company'): Votes {
  const votes = new Map<string, number>();
  let sum = 0;
  const keys = ({ offset, column }: Candidate) => [`${offset}`, `${offset}:${Math.min(column, 2)}`];
  for (const { candidates } of anchors) {
    const open = candidates.filter(
      (candidate) => !candidate.part.place && (field === 'title' || candidate.title < 0.6),
    );
    const best = open.reduce((most, candidate) => Math.max(most, candidate[field]), 0);
    if (best < (field === 'title' ? 0.45 : 0.3)) continue;
    for (const candidate of open) {
      if (candidate[field] < best - 0.05) continue;
      sum += candidate[field];
      for (const key of keys(candidate)) votes.set(key, (votes.get(key) ?? 0) + candidate[field]);
    }
  }
  return (candidate) =>
    sum === 0 ? 0 : keys(candidate).reduce((all, key) => all + (votes.get(key) ?? 0), 0) / (2 * sum);
}

const WEIGHT = 0.5;
const TITLE_FLOOR = 0.5;
const COMPANY_FLOOR = 0.4;

/** The pair with the highest sum; either may be missing. Lines in `taken` belong to the entry before. */
export function chooseRoles(anchor: Anchor, titleAt: Votes, companyAt: Votes, taken: ReadonlySet<number>): Roles {
  const open = anchor.candidates.filter(({ part, at }) => !part.place && !taken.has(at));
  const distance = ({ offset, column }: Candidate) => (offset > 0 ? 0.08 : 0.06) * Math.abs(offset) + 0.015 * column;
  const titles = open
    .map((candidate) => ({ candidate, score: candidate.title + WEIGHT * titleAt(candidate) - distance(candidate) }))
    .filter(({ candidate, score }) => candidate.title > 0.2 && score >= TITLE_FLOOR);
  const companies = open
    .map((candidate) => ({ candidate, score: candidate.company + WEIGHT * companyAt(candidate) - distance(candidate) }))
    .filter(({ candidate, score }) => candidate.company > 0.12 && score >= COMPANY_FLOOR);
  let best: { title: Candidate | undefined; company: Candidate | undefined; score: number } = {
    title: undefined,
    company: undefined,
    score: 0,
  };
  for (const title of [undefined, ...titles]) {
    for (const company of [undefined, ...companies]) {
      if (title !== undefined && title.candidate === company?.candidate) continue;
      const apart =
        title !== undefined && company !== undefined ? Math.abs(title.candidate.offset - company.candidate.offset) : 0;
      const score = (title?.score ?? 0) + (company?.score ?? 0) - 0.06 * Math.max(0, apart - 1);
      if (score > best.score) best = { title: title?.candidate, company: company?.candidate, score };
    }
  }
  const place = anchor.candidates.find(({ part, at }) => part.place && !taken.has(at))?.part.text ?? null;
  const uncut = best.title?.uncut;
  const whole = uncut !== undefined && uncut.company !== best.company?.part.text && !uncut.sure;
  const titleText = whole ? uncut.text : best.title?.part.text;
  return { title: best.title, titleText: titleText ?? null, company: best.company, place };
}
