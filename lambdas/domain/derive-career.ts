/** Sums of a career, by code from parsed dates: never from what a resume or a model claims. */
import { degreeRank } from './degrees';
import { gapsBetween, type MonthSpan, monthSpan, monthText, overlapMonths, unionMonths } from './months';
import type { Education, ParsedResume, Work } from './resume';

/** A pause is reported from this many months on; shorter ones are changes of job. */
const MIN_GAP_MONTHS = 3;
/** Two jobs overlap from this many months on; a shared month at a change of job is not an overlap. */
const MIN_OVERLAP_MONTHS = 2;
/** More than anybody has; a list of a thousand jobs at the same time has half a million pairs. */
const MAX_OVERLAPS = 100;

export function deriveCareer(
  work: readonly Work[],
  education: readonly Education[],
  today: string,
): Omit<ParsedResume['derived'], 'statedMonths'> {
  const dated = work.flatMap((entry) => {
    const end = entry.endDate ?? (entry.isCurrent ? today : null);
    const span = entry.startDate !== null && end !== null ? monthSpan(entry.startDate, end) : undefined;
    return span ? [{ entry, span }] : [];
  });
  const spans = dated.map(({ span }) => span);
  const totalMonths = unionMonths(spans);
  const employers = new Set(dated.map(({ entry }) => entry.employerGroupId ?? entry.id)).size;
  const current = work.find((entry) => entry.isCurrent && entry.position !== null);
  const highest =
    [...education].sort((a, b) => degreeRank(b.degreeLevel) - degreeRank(a.degreeLevel))[0]?.degreeLevel ?? null;
  return {
    totalMonths,
    managementMonths: unionMonths(dated.filter(({ entry }) => entry.isManagement).map(({ span }) => span)),
    avgMonthsPerEmployer: employers === 0 ? null : Math.round(totalMonths / employers),
    currentTitle: current?.position ?? null,
    highestDegree: highest,
    gaps: gapsBetween(spans)
      .filter((gap) => gap.to - gap.from >= MIN_GAP_MONTHS)
      .map((gap) => ({ from: monthText(gap.from), to: monthText(gap.to - 1), months: gap.to - gap.from })),
    overlaps: overlaps(dated),
  };
}

/** In the order of the resume, the first `MAX_OVERLAPS` of them. */
function overlaps(dated: readonly { entry: Work; span: MonthSpan }[]): ParsedResume['derived']['overlaps'] {
  const found: ParsedResume['derived']['overlaps'] = [];
  for (const [index, a] of dated.entries()) {
    for (let next = index + 1; next < dated.length; next++) {
      const b = dated[next];
      if (b === undefined) break;
      const months = overlapMonths(a.span, b.span);
      if (months < MIN_OVERLAP_MONTHS) continue;
      found.push({ workIds: [a.entry.id, b.entry.id], months });
      if (found.length === MAX_OVERLAPS) return found;
    }
  }
  return found;
}
