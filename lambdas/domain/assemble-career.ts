/** Work and education entries with parsed dates, from values as written. */
import { type DateRange, isPresent, parseDateRange, parsePartialDate } from './dates';
import { degreeLevel } from './degrees';
import type { Extraction } from './extraction';
import type { Grounding } from './grounding';
import type { Knowledge } from './knowledge';
import { monthsBetween } from './months';
import type { Education, EmploymentType, Work } from './resume';
import { foldText } from './text-locator';

/** Legal forms and small words that do not tell two employers apart. */
const LEGAL = new Set(
  'ltd limited ltda lda sas sarl sro doo aps pty kk inc incorporated llc llp plc corp corporation co company pvt private gmbh ag kg sa srl bv nv spa sl oy ab as the and und'.split(
    ' ',
  ),
);

const EMPLOYMENT: readonly [EmploymentType, RegExp][] = [
  [
    'internship',
    /\b(?:intern(?:ship)?|praktik\p{L}*|stagiaire|stage|becari[oa]|pasant[ií]a|est[aá]gi[oa]|trainee|apprentice(?:ship)?|werkstudent\p{L}*)\b/iu,
  ],
  ['volunteer', /\bvolunteer\b/iu],
  ['self-employed', /\b(?:freelance\p{L}*|self[- ]employed|freiberuflich|selbst[aä]ndig|autónom[oa]|owner)\b/iu],
  ['contract', /\b(?:contract(?:or)?|consultant \(contract\)|c2c|fixed[- ]term)\b/iu],
  ['temporary', /\b(?:temporary|temp|seasonal|interim)\b/iu],
  ['part-time', /\b(?:part[- ]time|teilzeit|temps partiel|tiempo parcial|minijob)\b/iu],
  ['full-time', /\b(?:full[- ]time|vollzeit|temps plein|tiempo completo|cdi)\b/iu],
];

interface Dates {
  startDate: string | null;
  endDate: string | null;
  isCurrent: boolean;
}

/** `today` is what "present" means; dates the document does not contain are dropped. */
export function assembleWork(
  extraction: Extraction,
  ground: Grounding,
  knowledge: Pick<Knowledge, 'occupations'>,
  today: string,
): Work[] {
  const groups = new Map<string, string>();
  const kept: Work[] = [];
  for (const entry of extraction.work) {
    const at = `/work/${kept.length}`;
    const position = ground.take(`${at}/position`, entry.title);
    const name = ground.take(`${at}/name`, entry.company, `${at}/position`) ?? null;
    const near = position !== null ? `${at}/position` : `${at}/name`;
    const dates = readDates(entry, `${at}`, ground, near, today);
    const summary = ground.takeLong(`${at}/summary`, entry.summary, near);
    const highlights = ground.takeAll(`${at}/highlights`, entry.highlights, { long: true, near });
    if (position === null && name === null && dates.startDate === null) continue;
    const key = foldText(name ?? '')
      .split(' ')
      .filter((word) => !LEGAL.has(word))
      .join(' ');
    if (key !== '' && !groups.has(key)) groups.set(key, `emp${groups.size + 1}`);
    const occupation = position === null ? undefined : knowledge.occupations.find(position);
    kept.push({
      id: `w${kept.length + 1}`,
      name,
      position,
      normalized: { employer: key === '' ? null : key, position: occupation?.label ?? null },
      occupation: occupation ?? null,
      employerGroupId: groups.get(key) ?? null,
      employmentType:
        EMPLOYMENT.find(([, pattern]) => pattern.test(`${position ?? ''} ${entry.summary?.slice(0, 80) ?? ''}`))?.[0] ??
        null,
      location: ground.take(`${at}/location`, entry.location, near),
      ...dates,
      durationMonths:
        dates.startDate === null
          ? null
          : monthsBetween(dates.startDate, dates.endDate ?? (dates.isCurrent ? today : dates.startDate)),
      seniority: position === null ? null : knowledge.occupations.seniority(position),
      isManagement: position !== null && knowledge.occupations.isManagement(position),
      summary,
      highlights,
      skillIds: [],
    });
  }
  return kept;
}

export function assembleEducation(extraction: Extraction, ground: Grounding, today: string): Education[] {
  const kept: Education[] = [];
  for (const entry of extraction.education) {
    const at = `/education/${kept.length}`;
    const institution = ground.take(`${at}/institution`, entry.institution);
    const studyType = ground.take(`${at}/studyType`, entry.studyType, `${at}/institution`);
    const near = institution !== null ? `${at}/institution` : `${at}/studyType`;
    const area = ground.take(`${at}/area`, entry.area, near);
    if (institution === null && studyType === null && area === null) continue;
    const score = ground.take(`${at}/score`, entry.score, near);
    kept.push({
      id: `e${kept.length + 1}`,
      institution,
      area,
      studyType,
      degreeLevel: degreeLevel([studyType, area].filter(Boolean).join(' ')) ?? degreeLevel(institution ?? ''),
      ...readDates(entry, at, ground, near, today),
      score,
      scoreNormalized: score === null ? null : scaledScore(score),
      courses: ground.takeAll(`${at}/courses`, entry.courses, { near }),
    });
  }
  return kept;
}

/** Start and end as partial dates. A date counts only if the document contains it, or at least its year. */
export function readDates(
  entry: { start: string | null; end: string | null },
  at: string,
  ground: Grounding,
  near: string,
  today: string,
): Dates {
  const start = ground.takeLong(`${at}/startDate`, entry.start, near);
  const end = ground.takeLong(`${at}/endDate`, entry.end, near);
  const range: DateRange | undefined = parseDateRange([start, end].filter(Boolean).join(' - '), today);
  const isCurrent = end !== null && isPresent(end) && parsePartialDate(end) === undefined;
  const startDate = start === null ? null : (range?.start?.value ?? parsePartialDate(start)?.value ?? null);
  const endDate = end === null || isCurrent ? null : (range?.end?.value ?? parsePartialDate(end)?.value ?? null);
  return { startDate, endDate, isCurrent: isCurrent || (range?.isCurrent === true && endDate === null) };
}

/** "3.7/4.0" and "85 %" carry their scale; a bare number does not. */
function scaledScore(score: string): { value: number; scale: number } | null {
  const fraction = /(\d+(?:[.,]\d+)?)\s*(?:\/|out of|von|sur)\s*(\d+(?:[.,]\d+)?)/iu.exec(score);
  const percent = /(\d+(?:[.,]\d+)?)\s*%/.exec(score);
  const number = (text: string | undefined) => Number((text ?? '').replace(',', '.'));
  if (fraction) return { value: number(fraction[1]), scale: number(fraction[2]) };
  return percent ? { value: number(percent[1]), scale: 100 } : null;
}
