/** A parsed resume as matching sees it: normalised facts, each with the place in the resume that shows it. */
import { degreeRank } from './degrees';
import type { Knowledge } from './knowledge';
import { languageCode } from './language-names';
import { readPlace } from './places';
import type { Pointer, Profile } from './profile';
import { profileEmbeddingText } from './profile-text';
import { redactResume } from './redact-resume';
import { REDACTED } from './redact-text';
import type { ParsedResume } from './resume';
import { readSalary } from './salary';

/**
 * `lines` are the lines of the resume's text, to name the line of a fact where `resume.provenance` does not.
 * Made of the redacted twin, so that who someone is cannot move a score; the place is kept for the location category.
 */
export function profileFromResume(
  given: ParsedResume,
  knowledge: Pick<Knowledge, 'taxonomy' | 'occupations'>,
  lines: readonly string[] = [],
): Profile {
  const show = pointerMaker(given, lines);
  const isTerm = (text: string) => knowledge.taxonomy.normalise(text) !== undefined;
  const resume = { ...redactResume(given, isTerm), provenance: given.provenance };
  const texts = resumeLines(resume, show);
  const titles = resumeTitles(resume, show);
  const skills = resumeSkills(resume, { titles, lines: texts }, knowledge, show);
  const degrees = resume.education
    .map((entry, index) => ({ level: entry.degreeLevel, index }))
    .sort((a, b) => degreeRank(b.level) - degreeRank(a.level) || a.index - b.index);
  const best = degrees[0];
  const level = best?.level ?? resume.derived.highestDegree;
  const profile: Omit<Profile, 'embeddingText'> = {
    source: 'record',
    titles,
    skills: skills.skills,
    experienceMonths: resume.derived.totalMonths > 0 ? resume.derived.totalMonths : null,
    seniority: resumeSeniority(resume, knowledge),
    highestDegree:
      level === null ? null : { level, pointers: best?.level ? [show(`/education/${best.index}/studyType`)] : [] },
    fieldsOfStudy: resume.education.flatMap((entry, index) =>
      entry.area === null
        ? []
        : [{ text: withoutMarks(entry.area), pointers: [show(`/education/${index}/area`, entry.area)] }],
    ),
    languages: unique(
      resume.languages.flatMap((entry, index) => {
        const code = entry.code ?? languageCode(entry.language);
        return code === null ? [] : [{ code, pointers: [show(`/languages/${index}`, entry.language)] }];
      }),
      (entry) => entry.code,
    ),
    certificates: unique(
      [
        ...resume.certificates.map((entry, index) => ({
          name: knowledge.taxonomy.normalise(entry.name)?.name ?? entry.name,
          pointers: [show(`/certificates/${index}/name`, entry.name)],
        })),
        ...skills.certificates,
      ],
      (entry) => entry.name.toLowerCase(),
    ),
    location: resumeLocation(given, show),
    workMode: resume.preferences.workMode.value,
    employmentType: null,
    relocation: resume.preferences.relocation.value,
    salaryExpectation: readSalary(resume.preferences.compensation.value ?? ''),
    lines: texts,
  };
  return { ...profile, embeddingText: profileEmbeddingText(profile) };
}

/** What was taken out leaves no word behind. */
const withoutMarks = (text: string) => text.replaceAll(REDACTED, ' ').replace(/\s+/g, ' ').trim();

type Show = (pointer: string, quote?: string | null) => Pointer;

/** Line and quote from the provenance of the pointer or of what it is part of, else from the first line that has it. */
function pointerMaker(resume: ParsedResume, lines: readonly string[]): Show {
  const folded = lines.map((line) => line.toLowerCase());
  return (pointer, quote = null) => {
    for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const entry = resume.provenance?.[at];
      if (entry) return { pointer, line: entry.line, quote: entry.quote };
    }
    const index = quote === null ? -1 : folded.findIndex((line) => line.includes(quote.toLowerCase().slice(0, 80)));
    return { pointer, line: index < 0 ? null : index + 1, quote };
  };
}

function resumeTitles(resume: ParsedResume, show: Show): Profile['titles'] {
  const held = resume.work.flatMap((entry, index) =>
    entry.position === null
      ? []
      : [
          {
            text: withoutMarks(entry.position),
            isCurrent: entry.isCurrent,
            endDate: entry.endDate,
            pointers: [show(`/work/${index}/position`, entry.position)],
          },
        ],
  );
  const label = resume.basics.label;
  const headline =
    label === null || label.length > 120
      ? []
      : [{ text: withoutMarks(label), isCurrent: true, endDate: null, pointers: [show('/basics/label', label)] }];
  const named = [...headline, ...held].filter((title) => title.text !== '');
  return unique(named, (title) => title.text.toLowerCase());
}

/** The level of the current title, else the highest of the two most recent ones. */
function resumeSeniority(resume: ParsedResume, knowledge: Pick<Knowledge, 'occupations'>): Profile['seniority'] {
  for (const entry of [...resume.work].sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent)).slice(0, 2)) {
    const level = entry.seniority ?? (entry.position === null ? null : knowledge.occupations.seniority(entry.position));
    if (level !== null) return level;
  }
  const label = resume.basics.label;
  return label === null ? null : knowledge.occupations.seniority(label);
}

function resumeLocation(resume: ParsedResume, show: Show): Profile['location'] {
  const stated = resume.basics.location;
  if (stated === null) return null;
  const written = stated.raw ?? [stated.city, stated.region, stated.countryCode].filter(Boolean).join(', ');
  const read = readPlace(written);
  const city = stated.city === null ? (read?.city ?? null) : (readPlace(stated.city)?.city ?? stated.city);
  const countryCode = stated.countryCode ?? read?.countryCode ?? null;
  if (city === null && countryCode === null) return null;
  return { raw: written, city, countryCode, pointers: [show('/basics/location')] };
}

/** Role lines first, as they are embedded until a budget is spent; then summary, projects, study. */
function resumeLines(resume: ParsedResume, show: Show): Profile['lines'] {
  const lines: Profile['lines'] = [];
  const add = (pointer: string, text: string | null) => {
    if (text === null) return;
    for (const piece of text.split('\n')) {
      const line = withoutMarks(piece);
      if (line.length > 2) lines.push({ text: line, pointers: [show(pointer, piece.trim())] });
    }
  };
  add('/basics/summary', resume.basics.summary);
  resume.work.forEach((entry, index) => {
    add(`/work/${index}/summary`, entry.summary);
    entry.highlights.forEach((text, at) => {
      add(`/work/${index}/highlights/${at}`, text);
    });
  });
  resume.projects.forEach((entry, index) => {
    add(`/projects/${index}/name`, entry.name);
    add(`/projects/${index}/description`, entry.description);
    entry.highlights.forEach((text, at) => {
      add(`/projects/${index}/highlights/${at}`, text);
    });
  });
  resume.volunteer.forEach((entry, index) => {
    add(`/volunteer/${index}/summary`, entry.summary);
  });
  resume.education.forEach((entry, index) => {
    entry.courses.forEach((course, at) => {
      add(`/education/${index}/courses/${at}`, course);
    });
  });
  resume.unmapped.forEach((entry, index) => {
    add(`/unmapped/${index}/text`, entry.text);
  });
  return lines;
}

/** Skills the resume lists or names in its titles and lines; certificates among them are told apart, languages have their own list. */
function resumeSkills(
  resume: ParsedResume,
  { titles, lines }: Pick<Profile, 'titles' | 'lines'>,
  { taxonomy }: Pick<Knowledge, 'taxonomy'>,
  show: Show,
) {
  const skills = new Map<string, Profile['skills'][number]>();
  const certificates: Profile['certificates'] = [];
  resume.skills.forEach((entry, index) => {
    if (entry.name.includes(REDACTED)) return;
    const skill = taxonomy.get(entry.id) ?? taxonomy.normalise(entry.name);
    const id = skill?.id ?? entry.id;
    const kind = skill?.kind ?? entry.kind;
    const found = entry.foundIn.length > 0 ? entry.foundIn : [`/skills/${index}`];
    const pointers = found.map((pointer) => show(pointer, entry.name));
    const name = skill?.name ?? entry.canonical;
    if (kind === 'certificate') certificates.push({ name, pointers });
    else if (kind !== 'language' && !skills.has(id)) {
      skills.set(id, { id, name, monthsUsed: entry.monthsUsed, lastUsed: entry.lastUsed, pointers });
    }
  });
  for (const line of [...titles, ...lines]) {
    for (const { skill } of taxonomy.find(line.text)) {
      if (skill.kind === 'certificate') certificates.push({ name: skill.name, pointers: line.pointers });
      else if (skill.kind !== 'language' && !skills.has(skill.id)) {
        skills.set(skill.id, {
          id: skill.id,
          name: skill.name,
          monthsUsed: null,
          lastUsed: null,
          pointers: line.pointers,
        });
      }
    }
  }
  return { skills: [...skills.values()], certificates };
}

/** The first of each key, in order. */
function unique<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map([...items].reverse().map((item) => [key(item), item])).values()].reverse();
}
