/** What a reader of the result should know: what is missing, what does not add up, what the document did not say. */
import type { DocumentText } from './document-text';
import { comparePartialDates } from './months';
import type { ParsedResume } from './resume';

type Finding = ParsedResume['quality']['findings'][number];
type Severity = Finding['severity'];

/** Points off the score of 100, ours: a missing name weighs what a person would have to type in again. */
const COST: Record<Severity, number> = { fatal: 60, major: 15, missing: 8, suggestion: 2 };

/** Findings in a fixed order; the score is 100 less what they cost, never below 0. */
export function assessQuality(
  resume: Pick<ParsedResume, 'basics' | 'work' | 'education' | 'skills' | 'derived'>,
  document: Pick<DocumentText, 'hidden' | 'warnings'>,
  dropped: readonly string[],
  today: string,
): ParsedResume['quality'] {
  const findings: Finding[] = [];
  const add = (condition: boolean, code: string, severity: Severity, pointer: string, message: string) => {
    if (condition) findings.push({ code, severity, pointer, message });
  };
  const { basics, work, education, skills } = resume;

  add(basics.name === null, 'NAME_MISSING', 'missing', '/basics/name', 'No name was found.');
  add(basics.email === null, 'EMAIL_MISSING', 'missing', '/basics/email', 'No e-mail address was found.');
  add(basics.phone === null, 'PHONE_MISSING', 'suggestion', '/basics/phone', 'No phone number was found.');
  add(work.length === 0, 'WORK_MISSING', 'major', '/work', 'No work experience was found.');
  add(education.length === 0, 'EDUCATION_MISSING', 'missing', '/education', 'No education was found.');
  add(skills.length === 0, 'SKILLS_MISSING', 'missing', '/skills', 'No skills were found.');
  work.forEach((entry, index) => {
    const at = `/work/${index}`;
    add(
      entry.startDate === null,
      'WORK_WITHOUT_DATES',
      'suggestion',
      at,
      'This entry has no dates, so it does not count towards the months of experience.',
    );
    add(
      entry.startDate !== null &&
        entry.endDate !== null &&
        comparePartialDates(
          entry.endDate.slice(0, entry.startDate.length),
          entry.startDate.slice(0, entry.endDate.length),
        ) < 0,
      'END_BEFORE_START',
      'major',
      `${at}/endDate`,
      'The end lies before the start.',
    );
    add(
      entry.startDate !== null && comparePartialDates(entry.startDate, today) > 0,
      'START_IN_FUTURE',
      'major',
      `${at}/startDate`,
      'The start lies after the date of the document.',
    );
  });
  for (const gap of resume.derived.gaps) {
    add(gap.months >= 12, 'GAP', 'suggestion', '/work', `No work is listed from ${gap.from} to ${gap.to}.`);
  }
  for (const pointer of dropped) {
    add(
      true,
      'NOT_IN_DOCUMENT',
      'suggestion',
      pointer,
      'A value was reported that the document does not contain; it was dropped.',
    );
  }
  add(
    document.hidden.length > 0,
    'HIDDEN_TEXT',
    'major',
    '/document',
    'The document holds text that a reader cannot see; it was left out.',
  );
  for (const warning of document.warnings) add(true, 'READING', 'suggestion', '/document', warning);

  const cost = findings.reduce((sum, finding) => sum + COST[finding.severity], 0);
  return { score: Math.max(0, 100 - cost), findings };
}
