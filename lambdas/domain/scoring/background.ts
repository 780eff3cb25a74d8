/** The experience, education, languages and certifications categories. */
import { degreeRank } from '../degrees';
import type { Job } from '../job';
import type { JobFacts } from '../job-facts';
import type { Candidate } from './candidate';
import { fact, noData, type Part, type Requirement } from './part';

/** From this share of the demanded years on, the demand counts as partly met. */
const NEARLY = 0.75;
/** What the years above the maximum cost, a year, and at most. */
const OVER = { perYear: 2, atMost: 20 } as const;

/** Years above the maximum that are no longer praised. */
const FAR_ABOVE = 2;

function inYears(years: number): string {
  const count = Math.round(years * 10) / 10;
  return `${count} ${count === 1 ? 'year' : 'years'}`;
}

function yearsAsked({ min, max }: { min: number | null; max: number | null }): string {
  if (max === null) return min ? `at least ${inYears(min)}` : 'no experience';
  if (!min) return `at most ${inYears(max)}`;
  return min === max ? inYears(min) : `${min} to ${inYears(max)}`;
}

const field = (given: unknown, pointer: string) => (given === undefined ? '/description' : pointer);

/** Years held as a share of the years demanded; far above a stated maximum costs a little. */
export function scoreExperience(candidate: Candidate, job: Job, facts: JobFacts): Part {
  const asked = facts.experienceYears;
  if (asked === null || (asked.min === null && asked.max === null)) return noData;
  const pointer = field(job.experienceYears, '/experienceYears');
  const text = yearsAsked(asked);
  const need: Requirement = {
    id: 'experience',
    text: `Experience: ${text}`,
    importance: 'must',
    status: 'unknown',
    resumePointers: [],
  };
  const months = candidate.profile.experienceMonths;
  if (months === null) return { score: null, explain: () => ({ requirements: [need] }) };
  const years = months / 12;
  const share = asked.min === null || asked.min === 0 ? 1 : Math.min(1, years / asked.min);
  const above = asked.max === null ? 0 : Math.max(0, years - asked.max);
  const pointers = candidate.profile.titles.flatMap((title) => title.pointers).slice(0, 5);
  const status = share === 1 ? 'met' : share >= NEARLY ? 'partial' : 'unmet';
  return {
    score: 100 * share - Math.min(OVER.atMost, OVER.perYear * above),
    explain: () => ({
      evidence: [
        fact(
          `${inYears(years)} of work; the job asks for ${text}.`,
          share < 1 ? 'negative' : above > FAR_ABOVE ? 'neutral' : 'positive',
          pointers,
          [pointer],
        ),
      ],
      requirements: [{ ...need, status, resumePointers: pointers }],
      knockouts:
        status === 'unmet' && job.experienceYears !== undefined
          ? [
              {
                requirementId: 'experience',
                reason: `${inYears(years)} of work where ${asked.min} are demanded.`,
              },
            ]
          : [],
    }),
  };
}

let english: Intl.DisplayNames | undefined;
/** For sentences only: names may differ between versions of the runtime, so no score looks at them. */
export function languageName(code: string): string {
  english ??= new Intl.DisplayNames(['en'], { type: 'language' });
  return english.of(code) ?? code;
}

/** What a degree counts that lies so many levels below the one demanded. */
const BELOW = [100, 60, 30] as const;

export function scoreEducation(candidate: Candidate, job: Job, facts: JobFacts): Part {
  if (facts.education === null) return noData;
  const pointer = field(job.education, '/education');
  const need: Requirement = {
    id: 'education',
    text: `Degree: ${facts.education}`,
    importance: 'must',
    status: 'unknown',
    resumePointers: [],
  };
  const held = candidate.profile.highestDegree;
  if (held === null) return { score: null, explain: () => ({ requirements: [need] }) };
  const below = Math.max(0, degreeRank(facts.education) - degreeRank(held.level));
  const met = below === 0;
  return {
    score: BELOW[below] ?? 0,
    explain: () => ({
      evidence: [
        fact(
          `Highest degree: ${held.level}; the job asks: ${facts.education}.`,
          met ? 'positive' : 'negative',
          held.pointers,
          [pointer],
        ),
      ],
      requirements: [
        { ...need, status: met ? 'met' : below === 1 ? 'partial' : 'unmet', resumePointers: held.pointers },
      ],
      knockouts:
        !met && job.education !== undefined
          ? [
              {
                requirementId: 'education',
                reason: `A ${facts.education} degree is demanded; the resume shows ${held.level}.`,
              },
            ]
          : [],
    }),
  };
}

/** Share of the demanded languages; a resume that lists no language says nothing of them. */
export function scoreLanguages(candidate: Candidate, job: Job, facts: JobFacts): Part {
  if (facts.languages.length === 0) return noData;
  const known = new Map(candidate.profile.languages.map(({ code, pointers }) => [code, pointers]));
  const silent = known.size === 0;
  const pointer = field(job.languages, '/languages');
  const missing = facts.languages.filter((code) => !known.has(code));
  return {
    score: silent ? null : (100 * (facts.languages.length - missing.length)) / facts.languages.length,
    explain: () => ({
      evidence: silent
        ? []
        : facts.languages.map((code) => {
            const pointers = known.get(code);
            return fact(
              `${languageName(code)}: ${pointers ? 'listed' : 'not listed'}.`,
              pointers ? 'positive' : 'negative',
              pointers ?? [],
              [pointer],
            );
          }),
      requirements: facts.languages.map((code) => ({
        id: `language:${code}`,
        text: languageName(code),
        importance: 'must',
        status: silent ? 'unknown' : known.has(code) ? 'met' : 'unmet',
        resumePointers: known.get(code) ?? [],
      })),
      knockouts:
        silent || job.languages === undefined
          ? []
          : missing.map((code) => ({
              requirementId: `language:${code}`,
              reason: `${languageName(code)} is demanded and not listed.`,
            })),
    }),
  };
}

/** Share of the named certificates that the resume lists or says word for word. */
export function scoreCertifications(candidate: Candidate, facts: JobFacts): Part {
  if (facts.certificates.length === 0) return noData;
  const held = new Map(candidate.profile.certificates.map(({ name, pointers }) => [name.toLowerCase(), pointers]));
  const verdicts = facts.certificates.map((name) => {
    const said = candidate.said(name);
    return { name, pointers: held.get(name.toLowerCase()) ?? (said.share === 1 ? said.pointers : null) };
  });
  const found = verdicts.filter(({ pointers }) => pointers !== null).length;
  return {
    score: (100 * found) / verdicts.length,
    explain: () => ({
      evidence: verdicts.map(({ name, pointers }) =>
        fact(`${name}: ${pointers ? 'listed' : 'not listed'}.`, pointers ? 'positive' : 'neutral', pointers ?? [], [
          '/description',
        ]),
      ),
      requirements: verdicts.map(({ name, pointers }) => ({
        id: `certificate:${name}`,
        text: name,
        importance: 'nice',
        status: pointers ? 'met' : 'unmet',
        resumePointers: pointers ?? [],
      })),
    }),
  };
}
