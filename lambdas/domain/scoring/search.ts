/** The categories of a search: each asks how much of what the search names the job has, and nothing else. */
import type { Knowledge } from '../knowledge';
import type { Pointer } from '../profile';
import type { SkillTaxonomy } from '../skills';
import { languageName, scoreCertifications, scoreEducation, scoreExperience, scoreLanguages } from './background';
import type { Candidate } from './candidate';
import { fact, noData, type Part, type Parts, type Requirement, type Scorable, type SkillsPart } from './part';
import { scoreSeniority, scoreTitle } from './role';
import { scoreSearchPlace } from './search-place';
import { scoreSemantic } from './semantic';
import { scoreSkills, skillRules } from './skills';
import { scoreSalary } from './terms';

/** A skill that the ad names without asking for it. */
const NAMED_ONLY = 0.7;

export function scoreSearch(candidate: Candidate, stored: Scorable, known: Knowledge, similarity: number): Parts {
  const { job, facts } = stored;
  return {
    skills: scoreNamedSkills(candidate, stored, known.taxonomy),
    title: scoreTitle(candidate, facts),
    seniority: scoreSeniority(candidate, facts),
    experience: scoreExperience(candidate, job, facts),
    semantic: scoreSemantic(candidate, facts, similarity),
    education: scoreEducation(candidate, job, facts),
    languages: withoutVerdict(
      () => scoreLanguages(candidate, job, facts),
      scoreNamed(
        candidate.profile.languages.map(({ code, pointers }) => ({
          name: languageName(code),
          asked: facts.languages.includes(code),
          pointers,
        })),
        '/languages',
      ),
    ),
    certifications: withoutVerdict(
      () => scoreCertifications(candidate, facts),
      scoreNamed(
        candidate.profile.certificates.map(({ name, pointers }) => ({
          name,
          asked: facts.certificates.some((asked) => asked.toLowerCase() === name.toLowerCase()),
          pointers,
        })),
        '/description',
      ),
    ),
    location: scoreSearchPlace(candidate, stored),
    salary: scoreSalary(candidate, job),
  };
}

/** What the job asks beyond the search stays listed, as unknown; it rules nobody out. */
function withoutVerdict(record: () => Part, search: Part): Part {
  return {
    score: search.score,
    explain: () => ({ ...search.explain(), requirements: unknownUnlessMet(record().explain().requirements ?? []) }),
  };
}

function unknownUnlessMet(requirements: readonly Requirement[]): Requirement[] {
  return requirements.map((each) =>
    each.status === 'met' ? each : { ...each, status: 'unknown', resumePointers: [] },
  );
}

/** Share of the named things that the job asks for; no data when the search names none. */
function scoreNamed(named: readonly { name: string; asked: boolean; pointers: Pointer[] }[], pointer: string): Part {
  if (named.length === 0) return noData;
  return {
    score: (100 * named.filter(({ asked }) => asked).length) / named.length,
    explain: () => ({
      evidence: named.map(({ name, asked, pointers }) =>
        fact(
          `The search names ${name}, which the job ${asked ? 'asks for' : 'does not ask for'}.`,
          asked ? 'positive' : 'neutral',
          pointers,
          [pointer],
        ),
      ),
    }),
  };
}

function scoreNamedSkills(candidate: Candidate, { job, facts }: Scorable, taxonomy: SkillTaxonomy): SkillsPart {
  const asked = [...facts.mustHave, ...facts.niceToHave].flatMap(({ orElse = [], ...first }) => [
    first,
    ...orElse.map((other) => ({ ...other, pointer: first.pointer })),
  ]);
  const [title, text] = [job.title.toLowerCase(), job.description.toLowerCase()];
  const verdicts = candidate.profile.skills.map((skill) => {
    const same = asked.find(({ id }) => id === skill.id);
    if (same) return { skill, credit: 1, text: 'asks for', pointer: same.pointer };
    const words = [skill.name, ...skill.pointers.map(({ quote }) => quote ?? '')].map((word) => word.toLowerCase());
    if (words.some((word) => names(title, word))) {
      return { skill, credit: 1, text: 'names in its title', pointer: '/title' };
    }
    if (words.some((word) => names(text, word))) {
      return { skill, credit: NAMED_ONLY, text: 'names', pointer: '/description' };
    }
    let near: { credit: number; name: string; pointer: string } | undefined;
    for (const { id, name, pointer } of asked) {
      const { similarity } = taxonomy.similarity(id, skill.id);
      const credit = similarity * skillRules.relatedCredit;
      if (similarity >= skillRules.relatedFloor && credit > (near?.credit ?? 0)) near = { credit, name, pointer };
    }
    if (near) return { skill, ...near, text: `does not ask for, but for ${near.name}` };
    return { skill, credit: 0, text: 'does not name', pointer: '/description' };
  });
  const credit = verdicts.reduce((total, verdict) => total + verdict.credit, 0);
  const record = () => scoreSkills(candidate, facts, taxonomy);
  return {
    score: verdicts.length === 0 ? null : (100 * credit) / verdicts.length,
    explain: () => ({
      evidence: verdicts.map(({ skill, credit: part, text: verb, pointer }) =>
        fact(
          `The search names ${skill.name}, which the job ${verb}.`,
          part >= NAMED_ONLY ? 'positive' : 'neutral',
          skill.pointers,
          [pointer],
        ),
      ),
      requirements: unknownUnlessMet(record().explain().requirements ?? []),
    }),
    list: () => ({ ...record().list(), missing: [] }),
  };
}

/** Whether a lower-case text names something as a word of its own. */
function names(text: string, name: string): boolean {
  if (name === '') return false;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + name.length] ?? ' '}`;
    if (!/[\p{L}\p{N}]/u.test(around)) return true;
  }
  return false;
}
