/** `npm run eval -- match`: ranks labelled resumes and jobs with the service's own scorer and prints how well it does. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '../lambdas/domain/job';
import type { Knowledge } from '../lambdas/domain/knowledge';
import { readJob } from '../lambdas/domain/read-job';
import { type MatchScorer, matchScorer, type Scorable } from '../lambdas/domain/score-match';
import { readOccupations, readSkillTaxonomy, readWordTable } from '../lambdas/reference/read-reference';
import { evaluateCases, evaluateQueries } from './match-cases';
import { type MatchSet, readMatchSets } from './match-sets';
import { profileOf } from './read-profile';

/** Prints the project's own cases and phrases, then one table for each labelled set in `dataDir`. */
export async function evaluateMatch(options: { dataDir: string | undefined; half?: string }): Promise<void> {
  const knowledge = { taxonomy: readSkillTaxonomy(), occupations: readOccupations(), words: readWordTable() };
  const { dataDir } = options;
  evaluateCases(knowledge);
  evaluateQueries(knowledge);
  if (dataDir === undefined) return;
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

function remember<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
