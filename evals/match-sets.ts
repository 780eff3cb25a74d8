/** The labelled sets of resumes and jobs, each as queries with their candidates in one form. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '../lambdas/domain/job';

/** A resume's text and a job, to be scored; the document is whichever of the two is ranked. */
export interface Pair {
  documentId: string;
  resumeText: string;
  job: Job;
}

export interface MatchSet {
  title: string;
  /** What a lexical baseline reaches here, from the README of the data. */
  reference: string;
  queries: { id: string; pairs: Pair[] }[];
  qrels: string;
  scorerArguments: string[];
}

/** Ads whose title is not known, or was taken away. */
const NO_TITLE = 'Job';
const MAX_DESCRIPTION = 50_000;

/** Every labelled set under `dataDir`, whose files name their half (`dev`, or another one in its place). */
export function readMatchSets(dataDir: string, half: string): MatchSet[] {
  return [
    hrScored(dataDir, half),
    category(dataDir, half, true),
    category(dataDir, half, false),
    oneResume(dataDir, half),
  ];
}

function hrScored(dataDir: string, half: string): MatchSet {
  const folder = join(dataDir, 'match-pairs', 'hr-scored');
  const resumes = byId<{ text: string }>(join(folder, `resumes.${half}.jsonl`));
  const jobs = byId<{ text: string }>(join(folder, `jobs.${half}.jsonl`));
  const qrels = join(folder, `qrels.${half}.tsv`);
  const judged = new Map<string, Pair[]>();
  for (const [jobId = '', resumeId = ''] of rows(qrels)) {
    const job = jobOf(jobId, NO_TITLE, jobs.get(jobId)?.text ?? '');
    const pair = { documentId: resumeId, resumeText: resumes.get(resumeId)?.text ?? '', job };
    judged.set(jobId, [...(judged.get(jobId) ?? []), pair]);
  }
  return {
    title: 'hr-scored: resumes for a job, 1 to 7 by HR professionals',
    reference: 'BM25: pairs in order 0.562, nDCG@5 0.778',
    queries: [...judged].map(([id, pairs]) => ({ id, pairs })),
    qrels,
    scorerArguments: ['--judged-only', '--rel', '5', '--k', '5'],
  };
}

function category(dataDir: string, half: string, titles: boolean): MatchSet {
  const folder = join(dataDir, 'match-category');
  const file = join(folder, `resumes.${half}.jsonl`);
  const jobs = [...byId<{ title: string; description: string }>(join(folder, `jobs.${half}.jsonl`))].map(([id, job]) =>
    jobOf(id, titles ? job.title : NO_TITLE, job.description),
  );
  const resumes = [...byId<{ text: string }>(file)];
  return {
    title: `match-category: jobs for a resume, same category${titles ? '' : '; titles and headlines removed'}`,
    reference: titles
      ? 'BM25: P@10 0.243, nDCG@10 0.322; headline against title only: 0.513, 0.619'
      : 'no figure for BM25 without titles; with them 0.243, 0.322',
    queries: resumes.map(([id, { text }]) => {
      const resumeText = titles ? text : text.split('\n').slice(1).join('\n');
      return { id, pairs: jobs.map((job) => ({ documentId: job.id, resumeText, job })) };
    }),
    qrels: join(folder, `qrels.${half}.tsv`),
    scorerArguments: ['--rel', '2', '--k', '10'],
  };
}

function oneResume(dataDir: string, half: string): MatchSet {
  const folder = join(dataDir, 'match-pairs', 'one-resume-many-jobs');
  const jobs = byId<{ title: string; text: string }>(join(folder, `jobs.${half}.jsonl`));
  return {
    title: 'one-resume-many-jobs: fit or not, by one person (noisy)',
    reference: 'BM25: pairs in order 0.710',
    queries: [...byId<{ text: string }>(join(folder, 'resume.jsonl'))].map(([id, { text }]) => ({
      id,
      pairs: [...jobs].map(([jobId, job]) => ({
        documentId: jobId,
        resumeText: text,
        job: jobOf(jobId, job.title, job.text),
      })),
    })),
    qrels: join(folder, `qrels.${half}.tsv`),
    scorerArguments: ['--judged-only', '--rel', '1', '--k', '10'],
  };
}

function jobOf(id: string, title: string, description: string): Job {
  return { id, title, description: description.slice(0, MAX_DESCRIPTION) };
}

function byId<T>(file: string): Map<string, T> {
  return new Map(
    lines(file)
      .map((line) => JSON.parse(line) as T & { id: string })
      .map((row) => [row.id, row]),
  );
}

function rows(file: string): string[][] {
  return lines(file)
    .slice(1)
    .map((line) => line.split('\t'));
}

function lines(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
}
