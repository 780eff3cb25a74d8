/** The skills, certificates, languages and role names a job asks for, from its fields or from its description. */
import type { Job } from './job';
import type { RequiredSkill } from './job-facts';
import { askedFor, type JobSentence } from './job-text';
import type { Knowledge } from './knowledge';
import { languageCode } from './language-names';
import { alternatives, splitAlternatives } from './skill-alternatives';
import { skillSlug } from './skill-data';

/** Skills read from prose, at most, of each kind; an ad that names more lists a department, not a job. */
const MAX_READ_SKILLS = 40;
/** An item of a skill list with more words is a sentence. */
const MAX_ITEM_WORDS = 4;

export interface AskedSkills {
  must: RequiredSkill[];
  nice: RequiredSkill[];
  certificates: string[];
  /** ISO 639-1. */
  languages: string[];
  /** Names of the role that stand among the skills ("data analyst"). */
  titles: string[];
}

interface Asked {
  /** More than one: any of them will do. */
  names: readonly string[];
  asked: 'must' | 'nice';
  pointer: string;
}

/** Each thing once, a must before a nice one; a field that is given, even empty, is taken instead of the description. */
export function askedSkills(job: Job, sentences: readonly JobSentence[], knowledge: Knowledge): AskedSkills {
  const fields: Asked[] = [
    ...(job.mustHaveSkills ?? []).map((name, i) => ({
      names: splitAlternatives(name, knowledge.taxonomy),
      asked: 'must' as const,
      pointer: `/mustHaveSkills/${i}`,
    })),
    ...(job.niceToHaveSkills ?? []).map((name, i) => ({
      names: splitAlternatives(name, knowledge.taxonomy),
      asked: 'nice' as const,
      pointer: `/niceToHaveSkills/${i}`,
    })),
  ];
  const given = { must: job.mustHaveSkills !== undefined, nice: job.niceToHaveSkills !== undefined };
  return sortOut([...fields, ...readSkills(job, sentences, knowledge)], given, knowledge);
}

/** `given`: which of the two lists the job states itself; then the description adds only certificates and languages. */
function sortOut(
  all: readonly Asked[],
  given: { must: boolean; nice: boolean },
  { taxonomy, occupations }: Knowledge,
): AskedSkills {
  const result: AskedSkills = { must: [], nice: [], certificates: [], languages: [], titles: [] };
  const seen = new Set<string>();
  const inOrder = [...all.filter(({ asked }) => asked === 'must'), ...all.filter(({ asked }) => asked === 'nice')];
  for (const { names, asked, pointer } of inOrder) {
    const [name = '', ...others] = names;
    const skill = taxonomy.normalise(name);
    const id = skill?.id ?? unknownSkillId(name);
    const surplus = given[asked] && (pointer === '/description' || pointer === '/title');
    if (id === null || seen.has(id)) continue;
    const orElse = others.flatMap((other) => {
      const known = taxonomy.normalise(other);
      return known ? [{ id: known.id, name: known.name }] : [];
    });
    // What is demanded by itself already meets the choice.
    if (orElse.some((other) => seen.has(other.id))) continue;
    const kind = skill?.kind;
    if (surplus && kind !== 'certificate' && kind !== 'language') continue;
    seen.add(id);
    for (const other of orElse) seen.add(other.id);
    // "Data analyst" among the skills names the role; where the taxonomy has a skill for it, it counts as both.
    const role = occupations.find(name);
    if (role !== undefined && (!skill || role.confidence === 1) && name !== skill?.name) result.titles.push(name);
    const language = skill?.kind === 'language' ? languageCode(skill.name) : null;
    if (language !== null) result.languages.push(language);
    else if (skill?.kind === 'certificate') result.certificates.push(skill.name);
    else if (skill || role === undefined) {
      result[asked].push({ id, name: skill?.name ?? name, pointer, ...(orElse.length > 0 ? { orElse } : {}) });
    }
  }
  return result;
}

/** Id of a skill outside the taxonomy; null for a name without a letter or digit. */
export function unknownSkillId(name: string): string | null {
  const slug = skillSlug(name);
  return slug === '' ? null : `x-${slug}`;
}

/**
 * Requirement sections say what is a must; an ad without one demands what it names anywhere. Beside a requirement
 * section, the skills that the duties name are wanted, not demanded.
 */
function readSkills(job: Job, sentences: readonly JobSentence[], { taxonomy }: Knowledge): Asked[] {
  const found: Asked[] = taxonomy
    .find(job.title)
    .map(({ skill }) => ({ names: [skill.name], asked: 'must', pointer: '/title' }));
  const sectioned = sentences.some(({ section }) => section === 'requirements' || section === 'skills');
  const counts = { must: 0, nice: 0 };
  const add = (names: readonly string[], asked: 'must' | 'nice') => {
    if (counts[asked]++ < MAX_READ_SKILLS) found.push({ names, asked, pointer: '/description' });
  };
  for (const sentence of sentences) {
    const { section, text } = sentence;
    if (section === 'benefits' || section === 'company' || section === 'legal') continue;
    const demanded = !sectioned || section === 'requirements' || section === 'skills';
    if (section === 'skills') for (const item of listItems(text)) add(splitAlternatives(item, taxonomy), 'must');
    for (const choice of alternatives(text, taxonomy.find(text))) {
      const wished = choice.map(({ start, end }) => askedFor(sentence, start, end));
      const asked = wished.includes('must') ? 'must' : wished.includes('nice') ? 'nice' : 'no';
      const names = choice.filter((_, i) => wished[i] !== 'no').map(({ skill }) => skill.name);
      if (asked !== 'no') add(names, asked === 'must' && demanded ? 'must' : 'nice');
    }
  }
  return found;
}

/** The items of "a, b, c"; nothing where the text is a sentence. */
function listItems(text: string): string[] {
  const items = text.split(/[,;|]\s*/).map((item) => item.replace(/[.\s]+$/, '').trim());
  const short = items.filter((item) => item !== '' && item.split(/\s+/).length <= MAX_ITEM_WORDS);
  return items.length > 2 || short.length === items.length ? short : [];
}
