/** Holds the sample jobs, the sample resumes and the small evaluation cases to what their readers rely on. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import * as z from 'zod';
import { type Job, jobSchema } from '../../lambdas/domain/job';
import { employmentTypes, seniorities } from '../../lambdas/domain/resume';

const ROOT = join(__dirname, '..', '..');
const CASES = join(ROOT, 'evals', 'cases');
const RESUMES = join(ROOT, 'dev', 'samples', 'resumes');

const read = (...path: string[]): string => readFileSync(join(...path), 'utf8');
const jsonLines = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

const texts = z.array(z.string().min(1));
const parseCaseSchema = z.strictObject({
  id: z.string(),
  file: z.string(),
  gold: z.strictObject({
    name: z.string(),
    email: z.string(),
    phone: z.string().nullable(),
    location: z.string(),
    skills: texts,
    techSkills: texts,
    companies: texts,
    titles: texts,
    degrees: texts,
    institutions: texts,
    graduationYears: z.array(z.int().min(1950).max(2035)),
  }),
  meta: z.strictObject({ lang: z.string().regex(/^[a-z]{2}$/), style: z.string() }),
});
const matchCaseSchema = z.strictObject({
  resumeId: z.string(),
  relevance: z.record(z.string(), z.union([z.literal(0), z.literal(1), z.literal(2)])),
});

const rawJobs: unknown[] = JSON.parse(read(ROOT, 'dev', 'samples', 'jobs.json'));
const parseLines = jsonLines(read(CASES, 'parse.jsonl'));
const matchLines = jsonLines(read(CASES, 'match.jsonl'));
const resumeFiles = readdirSync(RESUMES).sort();

const jobs = (): Job[] => rawJobs.map((job) => jobSchema.parse(job));
const parseCases = () => parseLines.map((line) => parseCaseSchema.parse(line));
const matchCases = () => matchLines.map((line) => matchCaseSchema.parse(line));
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').toLowerCase();

/** Sentences and bullet lines, as a reader would notice them twice. */
const sentences = (text: string): string[] =>
  text
    .split(/(?<=[.!?:;])\s+|\n/)
    .map((sentence) => oneLine(sentence).trim())
    .filter((sentence) => sentence.length > 60);

/** What occurs more than once. */
const repeated = (values: string[]): string[] => [
  ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
];

describe('sample jobs', () => {
  it('are valid, every one', () => {
    const wrong = rawJobs.flatMap((job, index) => {
      const result = jobSchema.safeParse(job);
      return result.success ? [] : [{ index, issues: result.error.issues }];
    });

    expect(wrong).toEqual([]);
  });

  it('are at least 240, with ids of their own that say what they are', () => {
    const ids = jobs().map((job) => job.id);

    expect(ids.length).toBeGreaterThanOrEqual(240);
    expect(repeated(ids)).toEqual([]);
    expect(ids.filter((id) => !/^job_[a-z0-9]+(?:-[a-z0-9]+)+$/.test(id))).toEqual([]);
  });

  it('come from at least 25 countries', () => {
    const countries = new Set(jobs().flatMap((job) => job.countryCode ?? []));

    expect(countries.size).toBeGreaterThanOrEqual(25);
  });

  it('cover every level, every kind of employment and every way of working', () => {
    const all = jobs();

    expect(seniorities.filter((level) => !all.some((job) => job.seniority === level))).toEqual([]);
    expect(employmentTypes.filter((type) => !all.some((job) => job.employmentType === type))).toEqual([]);
    expect(new Set(all.flatMap((job) => job.remote ?? []))).toEqual(new Set(['remote', 'hybrid', 'on-site']));
  });

  it('are described in 500 to 1,500 characters', () => {
    const odd = jobs().filter((job) => job.description.length < 500 || job.description.length > 1500);

    expect(odd.map((job) => job.id)).toEqual([]);
  });

  it('share no sentence of more than 60 characters', () => {
    const all = jobs().flatMap((job) => [...new Set(sentences(job.description))]);

    expect(all.length).toBeGreaterThan(500);
    expect(repeated(all)).toEqual([]);
  });

  it('leave must-haves to the description in some, and fill optional fields unevenly', () => {
    const all = jobs();
    const without = (key: keyof Job): number => all.filter((job) => job[key] === undefined).length;

    expect(without('mustHaveSkills')).toBeGreaterThanOrEqual(10);
    for (const key of ['seniority', 'employmentType', 'remote', 'salary', 'languages', 'education', 'url'] as const) {
      expect(without(key)).toBeGreaterThan(0);
      expect(without(key)).toBeLessThan(all.length);
    }
  });

  it('name no real mail domain and no real site', () => {
    const all = JSON.stringify(rawJobs);
    const hosts = jobs().flatMap((job) => (job.url === undefined ? [] : new URL(job.url).hostname));

    expect(all.match(/[\w.+-]+@[\w-]+\.\w+/g) ?? []).toEqual([]);
    expect(hosts.filter((host) => !/(^|\.)example\.(com|org|net)$/.test(host))).toEqual([]);
  });
});

describe('sample resumes', () => {
  it('have a line of gold each, and no line is left without its file', () => {
    const files = parseCases().map((line) => resolve(CASES, line.file));

    expect(resumeFiles.length).toBeGreaterThanOrEqual(24);
    expect([...files].sort()).toEqual(resumeFiles.map((file) => join(RESUMES, file)));
    expect(parseCases().filter((line) => line.id !== basename(line.file, '.txt'))).toEqual([]);
  });

  it('say everything that their gold says', () => {
    const absent = parseCases().flatMap(({ id, file, gold }) => {
      const text = oneLine(read(CASES, file));
      return Object.values(gold)
        .flat()
        .filter((value) => value !== null && !text.includes(oneLine(String(value))))
        .map((value) => `${id}: ${value}`);
    });

    expect(absent).toEqual([]);
  });

  it('count technical skills among the skills, and name nothing twice', () => {
    for (const { gold } of parseCases()) {
      expect(gold.skills).toEqual(expect.arrayContaining(gold.techSkills));
      expect(repeated(gold.companies)).toEqual([]);
      expect(repeated(gold.titles)).toEqual([]);
    }
  });

  it('are written in English, German, French and Spanish', () => {
    const languages = new Set(parseCases().map((line) => line.meta.lang));

    expect([...languages].sort()).toEqual(['de', 'en', 'es', 'fr']);
  });

  it('give no address outside example.com and example.org', () => {
    const domains = resumeFiles.flatMap((file) =>
      [...read(RESUMES, file).matchAll(/@([\w.-]+\w)/g)].map(([, domain]) => domain),
    );

    expect(domains.length).toBeGreaterThanOrEqual(resumeFiles.length);
    expect(domains.filter((domain) => domain !== 'example.com' && domain !== 'example.org')).toEqual([]);
  });
});

describe('match cases', () => {
  it('grade jobs that exist, for each sample resume once', () => {
    const ids = new Set(jobs().map((job) => job.id));
    const unknown = matchCases().flatMap((line) => Object.keys(line.relevance).filter((id) => !ids.has(id)));

    expect(unknown).toEqual([]);
    expect(
      matchCases()
        .map((line) => line.resumeId)
        .sort(),
    ).toEqual(
      parseCases()
        .map((line) => line.id)
        .sort(),
    );
  });

  it('give every resume a right job, near ones and unsuitable ones, five grades at least', () => {
    const thin = matchCases().filter(({ relevance }) => {
      const grades = Object.values(relevance);
      return grades.length < 5 || [0, 1, 2].some((grade) => !grades.some((value) => value === grade));
    });

    expect(thin.map((line) => line.resumeId)).toEqual([]);
  });
});
