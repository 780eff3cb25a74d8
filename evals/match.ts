/** `npm run eval -- match`: ranks labelled resumes and jobs with the service's own scorer and prints how well it does. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { documentFromText } from '../lambdas/documents/document-reader';
import { assembleResume } from '../lambdas/domain/assemble-resume';
import { type Job, jobSchema } from '../lambdas/domain/job';
import type { Knowledge } from '../lambdas/domain/knowledge';
import type { Profile } from '../lambdas/domain/profile';
import { profileFromResume } from '../lambdas/domain/profile-from-resume';
import { readJob } from '../lambdas/domain/read-job';
import { compareScored, type MatchScorer, matchScorer, type Scorable } from '../lambdas/domain/score-match';
import { extractResume } from '../lambdas/providers/rules/extract-resume';
import { readPhoneNumber } from '../lambdas/reference/phone-numbers';
import { readOccupations, readSkillTaxonomy, readWordTable } from '../lambdas/reference/read-reference';
import { type MatchSet, readMatchSets } from './match-sets';
import { mean, ndcg, pairsInOrder, precision, type Ranking } from './ranking';

/** The day "present" means in resumes of unknown date. */
const TODAY = '2024-06-30';

/** Prints one table a set; without a folder of labelled data the project's own cases are ranked instead. */
export async function evaluateMatch(options: { dataDir: string | undefined; half?: string }): Promise<void> {
  const knowledge = { taxonomy: readSkillTaxonomy(), occupations: readOccupations(), words: readWordTable() };
  const { dataDir } = options;
  if (dataDir === undefined) return evaluateCases(knowledge);
  for (const set of readMatchSets(dataDir, options.half ?? 'dev')) printScores(dataDir, set, rankSet(set, knowledge));
}

interface Run {
  queryId: string;
  ranking: { id: string; score: number }[];
}

function rankSet(set: MatchSet, knowledge: Knowledge): { runs: Run[]; pairs: number; milliseconds: number } {
  const scorers = new Map<string, MatchScorer>();
  const stored = new Map<Job, Scorable>();
  let milliseconds = 0;
  let pairs = 0;
  const runs = set.queries.map((query) => {
    const scorables = query.pairs.map((pair) => ({
      ...pair,
      scorer: remember(scorers, pair.resumeText, () => matchScorer(profileOf(pair.resumeText, knowledge), knowledge)),
      scorable: remember(stored, pair.job, () => ({ job: pair.job, facts: readJob(pair.job, knowledge) })),
    }));
    const startedAt = performance.now();
    const ranking = scorables.map(({ documentId, scorer, scorable }) => ({
      id: documentId,
      score: scorer.score(scorable).exact,
    }));
    milliseconds += performance.now() - startedAt;
    pairs += ranking.length;
    return { queryId: query.id, ranking };
  });
  return { runs, pairs, milliseconds };
}

/** The text goes through the rules, as a text does that is sent to matching. */
function profileOf(text: string, knowledge: Knowledge): Profile {
  const document = documentFromText(text);
  const resume = assembleResume(extractResume(document, knowledgeOfRules(knowledge)), document, {
    knowledge,
    readPhone: readPhoneNumber,
    today: TODAY,
    method: 'rule',
  });
  return profileFromResume(
    resume,
    knowledge,
    document.lines.map((line) => line.text),
  );
}

function knowledgeOfRules({ taxonomy }: Knowledge) {
  return { taxonomy, occupations: readOccupations() };
}

/** The data's own scorer, as another process, so that the figures are those anyone gets. */
function printScores(dataDir: string, set: MatchSet, result: ReturnType<typeof rankSet>): void {
  const folder = mkdtempSync(join(tmpdir(), 'talent-eval-'));
  try {
    const run = join(folder, 'run.jsonl');
    writeFileSync(run, result.runs.map((line) => JSON.stringify(line)).join('\n'));
    const scorer = join(dataDir, 'score_match.mjs');
    const scored = spawnSync(process.execPath, [scorer, '--qrels', set.qrels, '--run', run, ...set.scorerArguments], {
      encoding: 'utf8',
    });
    if (scored.status !== 0) throw new Error(`the scorer failed: ${scored.stderr}`);
    const perPair = (result.milliseconds / result.pairs).toFixed(3);
    console.log(`\n${set.title}\nReference  ${set.reference}\n${scored.stdout.trimEnd()}`);
    console.log(`${result.pairs} pairs scored, ${perPair} ms each`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One case of `evals/cases/match.jsonl`: a sample resume and the grades (2 fits, 1 is near) of sample jobs. */
interface Case {
  resumeId: string;
  relevance: Record<string, number>;
}

function evaluateCases(knowledge: Knowledge): void {
  const samples = join(__dirname, '..', 'dev', 'samples');
  const jobs = jobSchema.array().parse(JSON.parse(readFileSync(join(samples, 'jobs.json'), 'utf8')));
  const stored = jobs.map((job) => ({ job, facts: readJob(job, knowledge) }));
  const cases = readFileSync(join(__dirname, 'cases', 'match.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Case);
  const rankings = cases.map(({ resumeId, relevance }): Ranking => {
    const text = readFileSync(join(samples, 'resumes', `${resumeId}.txt`), 'utf8');
    const scorer = matchScorer(profileOf(text, knowledge), knowledge);
    return stored
      .map((candidate) => scorer.score(candidate))
      .sort(compareScored)
      .map(({ jobId }) => ({ id: jobId, label: relevance[jobId] ?? 0 }));
  });
  console.log(`\n${cases.length} own cases against ${jobs.length} sample jobs`);
  cases.forEach(({ resumeId }, index) => {
    const ranking = rankings[index] ?? [];
    console.log(`${(ndcg(ranking, 10) ?? 0).toFixed(3)}  ${resumeId.padEnd(32)} first: ${ranking[0]?.id ?? '-'}`);
  });
  console.log(`nDCG@10         ${mean(rankings.map((ranking) => ndcg(ranking, 10))).toFixed(3)}`);
  console.log(`a fit is first  ${mean(rankings.map((ranking) => precision(ranking, 1, 2))).toFixed(3)}`);
  const judged = rankings.map((ranking, index) => ranking.filter(({ id }) => id in (cases[index]?.relevance ?? {})));
  console.log(`pairs in order  ${mean(judged.map(pairsInOrder)).toFixed(3)} (judged jobs only)`);
}

function remember<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
