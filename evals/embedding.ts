/** How well a scorer ranks the job a paraphrase means: nDCG@10 and P@1 over evals/cases/embedding.jsonl. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Case {
  set: string;
  text: string;
  job?: string;
  query?: string;
  /** Job ids with their grade, 1 to 3; others are 0. */
  relevant?: Record<string, number>;
}

export type Similarity = (query: string, job: string, jobs: readonly string[]) => number;

const CUT = 10;
const gain = (grade: number, rank: number) => (2 ** grade - 1) / Math.log2(rank + 2);

/** Figures of one set (`a`: trades far apart, `b`: near neighbours), 0 to 1, for a function that scores a pair of texts. */
export function evaluateEmbedding(set: string, similarity: Similarity): { ndcg: number; precisionAt1: number } {
  const cases = readFileSync(join(__dirname, 'cases/embedding.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Case)
    .filter((one) => one.set === set);
  const jobs = cases.filter((one) => one.job !== undefined);
  const queries = cases.filter((one) => one.query !== undefined);
  const texts = jobs.map((job) => job.text);
  let ndcg = 0;
  let hits = 0;
  for (const query of queries) {
    const grades = query.relevant ?? {};
    const ranked = jobs
      .map((job) => ({ id: job.job ?? '', score: similarity(query.text, job.text, texts) }))
      .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
    const found = ranked.slice(0, CUT).reduce((sum, { id }, rank) => sum + gain(grades[id] ?? 0, rank), 0);
    const ideal = Object.values(grades)
      .sort((a, b) => b - a)
      .slice(0, CUT)
      .reduce((sum, grade, rank) => sum + gain(grade, rank), 0);
    ndcg += found / ideal;
    if (grades[ranked[0]?.id ?? ''] === 3) hits++;
  }
  return { ndcg: ndcg / queries.length, precisionAt1: hits / queries.length };
}

const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** BM25 (k1 = 1.2, b = 0.75, Robertson and Zaragoza 2009): what words alone can do. */
export const bm25: Similarity = (query, job, jobs) => {
  const documents = jobs.map(words);
  const average = documents.reduce((sum, document) => sum + document.length, 0) / documents.length;
  const own = words(job);
  let score = 0;
  for (const word of new Set(words(query))) {
    const times = own.filter((one) => one === word).length;
    if (times === 0) continue;
    const holders = documents.filter((document) => document.includes(word)).length;
    const idf = Math.log(1 + (documents.length - holders + 0.5) / (holders + 0.5));
    score += (idf * times * 2.2) / (times + 1.2 * (0.25 + (0.75 * own.length) / average));
  }
  return score;
};

/** Cosine of two unit vectors, each text embedded once. */
export function cosineOf(embed: (text: string) => readonly number[]): Similarity {
  const known = new Map<string, readonly number[]>();
  const vectorOf = (text: string) => {
    const vector = known.get(text) ?? embed(text);
    known.set(text, vector);
    return vector;
  };
  return (query, job) => {
    const b = vectorOf(job);
    return vectorOf(query).reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
  };
}

if (require.main === module) {
  void import('../lambdas/reference/read-reference').then(({ readWordTable }) => {
    const table = readWordTable();
    for (const set of ['a', 'b']) {
      for (const [name, similarity] of [['bm25', bm25] as const, [table.space, cosineOf(table.embed)] as const]) {
        const { ndcg, precisionAt1 } = evaluateEmbedding(set, similarity);
        console.log(`${set}  nDCG@10 ${ndcg.toFixed(3)}  P@1 ${precisionAt1.toFixed(2)}  ${name}`);
      }
    }
  });
}
