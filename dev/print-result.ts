/** A parsed resume and its matches as lines for a terminal; colour only where asked for. */
import type { Category, JobMatch } from '../lambdas/domain/match';
import type { ParseResumeResponse } from '../lambdas/domain/requests';

export interface PrintOptions {
  colour: boolean;
  /** Columns. */
  width: number;
}

const LABEL = 12;

export function printResume({ resume, meta }: ParseResumeResponse, file: string, options: PrintOptions): string[] {
  const { bold, dim } = styles(options);
  const { basics, work, education, skills, languages, derived, quality, security } = resume;
  const row = (label: string, text: string | null | undefined) => (text ? field(label, text, options) : []);
  const place = [basics.location?.raw, basics.email, basics.phone].filter(Boolean).join(' · ');
  const provider = [meta.provider, meta.model].filter(Boolean).join(' ');
  return [
    '',
    `${bold(basics.name ?? '(no name found)')}${basics.label ? `, ${basics.label}` : ''}`,
    ...(place ? [dim(place)] : []),
    '',
    ...row('Summary', basics.summary),
    ...work.flatMap((entry, i) =>
      field(
        i === 0 ? 'Work' : '',
        `${span(entry.startDate, entry.endDate, entry.isCurrent)}: ${[entry.position, entry.name].filter(Boolean).join(', ')}`,
        options,
      ),
    ),
    ...education.flatMap((entry, i) =>
      field(
        i === 0 ? 'Education' : '',
        `${span(entry.startDate, entry.endDate, entry.isCurrent)}: ${[entry.studyType, entry.area, entry.institution].filter(Boolean).join(', ')}`,
        options,
      ),
    ),
    ...row('Skills', skills.map((skill) => skill.canonical).join(', ')),
    ...row('Languages', languages.map((one) => `${one.language}${one.cefr ? ` (${one.cefr})` : ''}`).join(', ')),
    ...row(
      'Experience',
      `${years(derived.totalMonths)}${derived.highestDegree ? `, highest degree: ${derived.highestDegree}` : ''}`,
    ),
    ...row(
      'Quality',
      `${quality.score} of 100${quality.findings.length > 0 ? `, ${count(quality.findings.length, 'finding')}` : ''}`,
    ),
    ...(security.injectionSuspected ? row('Warning', 'The text seems to speak to a model; it was not obeyed.') : []),
    ...row('Read by', `${provider}${meta.simulated ? ' (simulated)' : ''} in ${meta.latencyMs} ms, from ${file}`),
    ...meta.warnings.flatMap((warning) => row('Note', warning)),
    '',
  ];
}

export function printMatches(matches: readonly JobMatch[], options: PrintOptions): string[] {
  const { bold, dim, green, red } = styles(options);
  if (matches.length === 0) return ['No job of the catalogue fits.', ''];
  const lines = [bold('Best jobs'), ''];
  for (const [i, match] of matches.entries()) {
    const { title, company, location } = match.job;
    const head = `${String(i + 1).padStart(2)}. ${String(match.score).padStart(3)}  ${bar(match.score)}  `;
    const where = [company, location].filter(Boolean).join(', ');
    lines.push(`${head}${bold(cut(title, options.width - head.length))}`);
    if (where) lines.push(`     ${dim(cut(where, options.width - 5))}`);
    lines.push(...wrap(partsOf(match), options.width - 5).map((line) => `     ${line}`));
    const has = match.skills.matched.map((skill) => skill.name);
    const lacks = match.skills.missing.filter((skill) => skill.importance === 'must').map((skill) => skill.name);
    if (has.length > 0) lines.push(`     ${green('+')} ${cut(has.join(', '), options.width - 7)}`);
    if (lacks.length > 0) lines.push(`     ${red('-')} ${cut(lacks.join(', '), options.width - 7)}`);
    lines.push('');
  }
  lines.push(dim('= the points of each part; + skills shown; - must-have skills not shown'), '');
  return lines;
}

const partNames: Record<Category['key'], string> = {
  skills: 'skills',
  title: 'title',
  seniority: 'level',
  experience: 'experience',
  semantic: 'text',
  education: 'education',
  languages: 'languages',
  certifications: 'certificates',
  location: 'place',
  salary: 'salary',
};

/** The points that add up to the score; parts without data have none. */
function partsOf(match: JobMatch): string {
  const parts = match.categories.filter((category) => category.weight.applied > 0);
  return `= ${parts.map((part) => `${partNames[part.key]}\u00a0${part.contribution.toFixed(1)}`).join(' + ')}`;
}

function styles({ colour }: PrintOptions) {
  const style = (code: number) => (text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { bold: style(1), dim: style(2), red: style(31), green: style(32) };
}

function field(label: string, text: string, { width }: PrintOptions): string[] {
  return wrap(text.trim(), width - LABEL).map((line, i) => `${(i === 0 ? label : '').padEnd(LABEL)}${line}`);
}

/** Lines of at most `width` characters; words longer than that are cut. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/[ \n]+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length > width && line !== '') {
      lines.push(line);
      line = cut(word, width);
    } else line = cut(longer, width);
  }
  return [...lines, line];
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

function bar(score: number): string {
  const filled = Math.round(score / 10);
  return '█'.repeat(filled) + '░'.repeat(10 - filled);
}

function span(start: string | null, end: string | null, isCurrent: boolean): string {
  const last = isCurrent ? 'present' : (end ?? '');
  return start === null ? last : `${start}–${last}`;
}

function years(months: number): string {
  if (months === 0) return 'none found';
  const whole = Math.floor(months / 12);
  const rest = months % 12;
  return [whole > 0 ? count(whole, 'year') : '', rest > 0 ? count(rest, 'month') : ''].filter(Boolean).join(' ');
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
