/** A profile as callers send it, normalised like one that was read from a resume. */
import { unknownSkillId } from './job-skills';
import type { Knowledge } from './knowledge';
import { readPlace } from './places';
import type { Profile, ProfileInput } from './profile';
import { profileEmbeddingText } from './profile-text';
import { REDACTED, textRedactor } from './redact-text';
import { setAsideText } from './set-aside';

/** A title and a skill or two with a place are typed by who searches; whoever lists this many skills describes a person. */
const SKILLS_OF_A_RECORD = 4;

function isSearch({ titles, skills, summary, experienceMonths, highestDegree, fieldsOfStudy }: ProfileInput): boolean {
  const life = summary || experienceMonths !== null || highestDegree !== null || fieldsOfStudy.length > 0;
  return !life && titles.length <= 1 && skills.length < SKILLS_OF_A_RECORD;
}

/** Without what speaks to a model, and without ways to reach someone. */
function readable(summary: string, taxonomy: Knowledge['taxonomy']): string {
  const isTerm = (text: string) => taxonomy.normalise(text) !== undefined;
  return textRedactor({ names: [], isTerm })(setAsideText(summary, taxonomy).rest).replaceAll(REDACTED, ' ');
}

/** Pointers are JSON pointers into the profile. A profile of next to nothing is taken for a search. */
export function profileFromInput(input: ProfileInput, { taxonomy, occupations }: Knowledge): Profile {
  const shown = (pointer: string, quote: string) => ({ pointers: [{ pointer, line: null, quote }] });
  const skills = new Map<string, Profile['skills'][number]>();
  const certificates = input.certificates.map((name, index) => ({
    name: taxonomy.normalise(name)?.name ?? name,
    ...shown(`/certificates/${index}`, name),
  }));
  input.skills.forEach((name, index) => {
    const skill = taxonomy.normalise(name);
    const id = skill?.id ?? unknownSkillId(name);
    const proof = shown(`/skills/${index}`, name);
    if (skill?.kind === 'certificate') certificates.push({ name: skill.name, ...proof });
    else if (id !== null && !skills.has(id)) {
      skills.set(id, { id, name: skill?.name ?? name, monthsUsed: null, lastUsed: null, ...proof });
    }
  });
  input.titles.forEach((title, index) => {
    for (const { skill, text } of taxonomy.find(title)) {
      if (skill.kind === 'certificate' || skill.kind === 'language' || skills.has(skill.id)) continue;
      const proof = shown(`/titles/${index}`, text);
      skills.set(skill.id, { id: skill.id, name: skill.name, monthsUsed: null, lastUsed: null, ...proof });
    }
  });
  const place = input.location === null ? null : readPlace(input.location);
  const current = input.titles[0];
  const profile: Omit<Profile, 'embeddingText'> = {
    source: isSearch(input) ? 'search' : 'record',
    titles: input.titles.map((text, index) => ({
      text,
      isCurrent: index === 0,
      endDate: null,
      ...shown(`/titles/${index}`, text),
    })),
    skills: [...skills.values()],
    experienceMonths: input.experienceMonths,
    seniority: input.seniority ?? (current === undefined ? null : occupations.seniority(current)),
    highestDegree:
      input.highestDegree === null
        ? null
        : { level: input.highestDegree, ...shown('/highestDegree', input.highestDegree) },
    fieldsOfStudy: input.fieldsOfStudy.map((text, index) => ({ text, ...shown(`/fieldsOfStudy/${index}`, text) })),
    languages: input.languages.map((code, index) => ({ code, ...shown(`/languages/${index}`, code) })),
    certificates,
    location: place && { ...place, ...shown('/location', place.raw) },
    workMode: input.workMode,
    employmentType: null,
    relocation: input.relocation,
    salaryExpectation: input.salaryExpectation,
    lines: readable(input.summary ?? '', taxonomy)
      .split(/\n+/)
      .filter((line) => line.trim() !== '')
      .map((line) => ({ text: line.trim(), ...shown('/summary', line.trim()) })),
  };
  return { ...profile, embeddingText: profileEmbeddingText(profile) };
}
