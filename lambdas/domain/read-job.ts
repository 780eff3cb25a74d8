/** Reads a job once: what it states as fields is taken as it is, the rest is read from the description. */
import { packVector } from './compact-vector';
import type { Job } from './job';
import { JOB_READER_VERSION, type JobFacts } from './job-facts';
import { experienceYears, requiredDegree, requiredLanguages, statedPlace, wayOfWorking } from './job-requirements';
import { type AskedSkills, askedSkills } from './job-skills';
import { type JobSentence, jobSentences } from './job-text';
import type { Knowledge } from './knowledge';
import { meaningOf } from './meaning';
import { foldPlace, readPlace } from './places';
import type { Seniority } from './resume';
import { setAsideText } from './set-aside';
import { titleWeight, titleWords } from './title-words';

/** Characters of the description's own sentences in the text that is embedded. */
const EMBEDDED_CHARACTERS = 1200;

/** The version that facts read now carry; stored facts of another one are read again. */
export function jobFactsVersion(knowledge: Knowledge): string {
  return `${JOB_READER_VERSION}/${knowledge.taxonomy.version}/${knowledge.words.space}`;
}

/** Pure and deterministic; linear in the length of the description. */
export function readJob(given: Job, knowledge: Knowledge): JobFacts {
  const { job, signals } = readableJob(given, knowledge);
  const sentences = jobSentences(job.description);
  const skills = askedSkills(job, sentences, knowledge);
  const titles = [...new Set([job.title, ...skills.titles])];
  const embeddingText = jobEmbeddingText(sentences, titles, skills);
  const place = job.location === undefined ? null : readPlace(job.location);
  return {
    version: jobFactsVersion(knowledge),
    titles,
    mustHave: skills.must,
    niceToHave: skills.nice,
    experienceYears: statedYears(job) ?? experienceYears(sentences),
    seniority: job.seniority ?? readSeniority(job, knowledge),
    education: job.education ?? requiredDegree(sentences),
    languages: job.languages ?? [...new Set([...requiredLanguages(sentences), ...skills.languages])].sort(),
    certificates: skills.certificates,
    location: place
      ? { raw: place.raw, city: place.city, countryCode: job.countryCode ?? place.countryCode }
      : job.countryCode
        ? { raw: job.countryCode, city: null, countryCode: job.countryCode }
        : statedPlace(job.description),
    remote: job.remote ?? remoteLocation(job) ?? wayOfWorking(job.description),
    ...(signals.length > 0 && { signals }),
    embeddingText,
    embedding: meaningOf(embeddingText, knowledge.words),
    titleEmbedding: packVector(knowledge.words.embed(titles.join('. '))),
  };
}

/** The job as it is read and scored: without what its title and description say to a model, and without repeated keywords. */
export function readableJob(
  job: Job,
  { taxonomy }: Pick<Knowledge, 'taxonomy'>,
): { job: Job; signals: { kind: string; characters: number }[] } {
  const title = setAsideText(job.title, taxonomy);
  const description = setAsideText(job.description, taxonomy);
  const signals = [...title.signals, ...description.signals].map(({ kind, characters }) => ({ kind, characters }));
  if (signals.length === 0) return { job, signals };
  return { job: { ...job, title: title.rest.trim() || job.title, description: description.rest }, signals };
}

/** The job's terms for the term index: `skill:<id>` for each skill, `title:<word>` for each word of its titles, `city:<name>` for its town. */
export function jobTerms(_job: Job, facts: JobFacts): string[] {
  const terms = new Set<string>();
  for (const { id, orElse = [] } of [...facts.mustHave, ...facts.niceToHave]) {
    for (const skill of [id, ...orElse.map((other) => other.id)]) terms.add(`skill:${skill}`);
  }
  for (const title of facts.titles) for (const word of tellingWords(title)) terms.add(`title:${word}`);
  if (facts.location?.city) terms.add(cityTerm(facts.location.city));
  return [...terms].sort();
}

/** One term for a town, however it is written. */
export function cityTerm(city: string): string {
  return `city:${foldPlace(city)}`;
}

/** The words of a title that say what the work is; words of level and terms do not. */
export function tellingWords(title: string): string[] {
  return [...new Set(titleWords(title))].filter((word) => titleWeight(word) > 0.5);
}

/** A `location` such as "Remote" or "Hybrid - Oslo" says how the job is done. */
function remoteLocation(job: Job): JobFacts['remote'] {
  const word = /\b(remote|hybrid|on-?site)\b/i.exec(`${job.location ?? ''} (${job.title})`)?.[1]?.toLowerCase();
  return word === 'remote' || word === 'hybrid' ? word : word === undefined ? null : 'on-site';
}

function statedYears(job: Job): JobFacts['experienceYears'] {
  if (job.experienceYears === undefined) return null;
  return { min: job.experienceYears.min ?? null, max: job.experienceYears.max ?? null };
}

const LEVEL_WORDS: readonly (readonly [Seniority, RegExp])[] = [
  ['intern', /\b(?:internship|intern position|werkstudent|praktikum)\b/i],
  [
    'junior',
    /\b(?:entry[- ]level|freshers?|new grads?|recent graduates?|no (?:prior |previous )?experience (?:needed|required|necessary))\b/i,
  ],
  ['mid', /\bmid[- ](?:level|senior)\b/i],
  ['senior', /\bsenior[- ]level\b/i],
];

function readSeniority(job: Job, knowledge: Knowledge): Seniority | null {
  const named = knowledge.occupations.seniority(job.title);
  if (named !== null) return named;
  return LEVEL_WORDS.find(([, pattern]) => pattern.test(job.description))?.[0] ?? null;
}

/** Sections that say what the work is, the most telling first. */
const TELLING = ['duties', 'skills', 'requirements', 'other', 'nice'] as const;

/** Titles and skills first, then the job's own sentences, so that a cut costs the least telling part. */
function jobEmbeddingText(sentences: readonly JobSentence[], titles: readonly string[], skills: AskedSkills): string {
  const parts = [
    titles.join('. '),
    [...skills.must, ...skills.nice]
      .flatMap(({ name, orElse = [] }) => [name, ...orElse.map((other) => other.name)])
      .sort()
      .join(', '),
  ];
  let left = EMBEDDED_CHARACTERS;
  for (const section of TELLING) {
    for (const sentence of sentences) {
      if (sentence.section !== section) continue;
      if (left <= 0) break;
      parts.push(sentence.text.slice(0, left));
      left -= sentence.text.length;
    }
  }
  return parts.filter((part) => part !== '').join('\n');
}
