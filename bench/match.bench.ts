/** Matching: scoring alone, the whole service over a catalogue in memory, and over the DynamoDB emulator. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTables } from '../dev/dynamodb/create-tables';
import { startDynamoDb } from '../dev/dynamodb/start-dynamodb';
import { documentReader } from '../lambdas/documents/document-reader';
import { type Job, jobSchema } from '../lambdas/domain/job';
import { profileInputSchema } from '../lambdas/domain/profile';
import { profileFromInput } from '../lambdas/domain/profile-from-input';
import { jobTerms, readJob } from '../lambdas/domain/read-job';
import { type MatchRequest, matchRequestSchema } from '../lambdas/domain/requests';
import { compareScored, matchScorer, type Scorable } from '../lambdas/domain/score-match';
import { vectorIn } from '../lambdas/domain/vector-space';
import type { EmbedderChain, JobStore, TermIndex, VectorIndex } from '../lambdas/ports';
import { rulesModel } from '../lambdas/providers/rules/rules-model';
import { readPhoneNumber } from '../lambdas/reference/phone-numbers';
import { readOccupations, readSkillTaxonomy, readWordTable } from '../lambdas/reference/read-reference';
import { NO_PROVIDER } from '../lambdas/services/answer-meta';
import { matchJobs } from '../lambdas/services/match-jobs';
import { dynamoJobStore } from '../lambdas/storage/dynamo-job-store';
import { dynamoTermIndex } from '../lambdas/storage/dynamo-term-index';
import { dynamoVectorIndex } from '../lambdas/storage/dynamo-vector-index';
import { dynamoDbClient } from '../lambdas/storage/dynamodb-client';
import { tableSchemas } from '../lambdas/storage/table-schema';
import { memoryCatalogue } from './memory-catalogue';
import { randomNumbers } from './random-numbers';

export const title = 'Matching (targets: 300 candidates scored in 30 ms, a request without a model in 100 ms)';

interface Bench {
  measure(name: string, work: () => unknown | Promise<unknown>, options?: { rounds?: number }): Promise<void>;
}

const words = readWordTable();
const knowledge = { taxonomy: readSkillTaxonomy(), occupations: readOccupations(), words };
const space = words.vectorSpace;
const samples = join(__dirname, '..', 'dev', 'samples');

/** The word table behind the chain's port, without the chain. */
const embedders: EmbedderChain = {
  spaces: [space],
  embed: async (texts) => ({
    vectors: texts.map((text) => vectorIn(space, words.embed(text))),
    space,
    provenance: NO_PROVIDER,
  }),
};

interface Catalogue {
  jobs: JobStore;
  terms: TermIndex;
  vectors: VectorIndex;
}

interface Entry extends Scorable {
  vector: readonly number[];
}

/** The sample jobs over and over, each copy with its own id and a slightly turned vector. */
function* copies(count: number): Generator<Entry> {
  const originals = jobSchema.array().parse(JSON.parse(readFileSync(join(samples, 'jobs.json'), 'utf8')));
  const read = originals.map((job) => {
    const facts = readJob(job, knowledge);
    return { job, facts, vector: words.embed(facts.embeddingText) };
  });
  const random = randomNumbers(7);
  for (let n = 0; n < count; n++) {
    const original = read[n % read.length] as (typeof read)[number];
    const turned = original.vector.map((value) => value + (random() - 0.5) * 0.02);
    const length = Math.hypot(...turned);
    const job: Job = { ...original.job, id: `job-${n}`, market: 'default' };
    yield { job, facts: original.facts, vector: turned.map((value) => value / length) };
  }
}

async function fill(catalogue: Catalogue, count: number): Promise<void> {
  const waiting = copies(count);
  const worker = async () => {
    for (const { job, facts, vector } of waiting) {
      await catalogue.jobs.put(job, facts);
      const stored = await catalogue.jobs.get(job.id);
      await catalogue.terms.set([{ id: job.id, market: 'default', terms: jobTerms(job, facts), previous: [] }]);
      await catalogue.vectors.put(job.id, stored?.contentHash ?? '', [vectorIn(space, vector)]);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

function service(catalogue: Catalogue) {
  const ports = {
    ...catalogue,
    embedders,
    knowledge,
    documents: documentReader(),
    rules: rulesModel(knowledge),
    resumes: { put: nobody, get: nobody, delete: nobody },
    readPhone: readPhoneNumber,
    clock: { now: Date.now },
  };
  return (request: MatchRequest) =>
    matchJobs(ports, request, {
      requestId: 'bench',
      owner: 'bench',
      signal: new AbortController().signal,
      deadline: Date.now() + 60_000,
    });
}

function nobody(): never {
  throw new Error('not part of this benchmark');
}

export async function run({ measure }: Bench): Promise<void> {
  const resumeText = readFileSync(join(samples, 'resumes', 'data-engineer-utrecht.txt'), 'utf8');
  const byText = matchRequestSchema.parse({ resumeText });
  const byQuery = matchRequestSchema.parse({ query: 'senior data engineer, python and spark, in Amsterdam' });

  const jobs = [...copies(300)];
  const profile = profileFromInput(
    profileInputSchema.parse({
      titles: ['Senior Data Engineer', 'Data Engineer', 'Business Analyst'],
      skills: ['Python', 'SQL', 'Spark', 'Airflow', 'Kafka', 'dbt', 'Terraform', 'Docker', 'PostgreSQL', 'Git'],
      experienceMonths: 96,
      highestDegree: 'master',
      languages: ['en', 'nl'],
      location: 'Utrecht, Netherlands',
    }),
    knowledge,
  );
  const rank = (candidates: readonly Scorable[]) => {
    const scorer = matchScorer(profile, knowledge);
    const scored = candidates.map((candidate) => scorer.score(candidate)).sort(compareScored);
    return scored.slice(0, 10).map((match) => match.match());
  };
  await measure('read one job', () => readJob((jobs[0] as Entry).job, knowledge));
  await measure('score 100 candidates, explain 10', () => rank(jobs.slice(0, 100)), { rounds: 100 });
  await measure('score 300 candidates, explain 10', () => rank(jobs), { rounds: 100 });
  await measure('baseline: token overlap of 100 candidates', () =>
    tokenOverlap(profile.embeddingText, jobs.slice(0, 100)),
  );

  const inline = matchRequestSchema.parse({ resumeText, jobs: jobs.slice(0, 100).map(({ job }) => job) });
  await measure('service: resume text, 100 inline jobs', () => service(memoryCatalogue())(inline), { rounds: 10 });

  for (const count of [1_000, 10_000, 100_000]) {
    const catalogue = memoryCatalogue();
    await fill(catalogue, count);
    const match = service(catalogue);
    await measure(`service: query, ${count} jobs in memory, exact search`, () => match(byQuery), { rounds: 20 });
    await measure(`service: resume text, ${count} jobs in memory, exact search`, () => match(byText), { rounds: 20 });
  }
  await emulator(measure, 1_000, byText);
}

/** Over HTTP, through the real adapters; 10,000 jobs take the emulator minutes to write, so they are left out. */
async function emulator(measure: Bench['measure'], count: number, request: MatchRequest): Promise<void> {
  const server = await startDynamoDb();
  const client = dynamoDbClient({
    region: 'eu-west-1',
    endpoint: server.endpoint,
    credentials: { accessKeyId: 'laptop', secretAccessKey: 'laptop' },
    timeouts: { connectMs: 1_000, requestMs: 30_000 },
  });
  try {
    const names = { jobs: 'jobs', candidates: 'candidates', state: 'state' };
    await createTables(client, Object.values(tableSchemas(names, [space])));
    const deps = { client, table: names.jobs };
    const catalogue = {
      jobs: dynamoJobStore({ ...deps, clock: { now: Date.now } }),
      terms: dynamoTermIndex(deps),
      vectors: dynamoVectorIndex(deps),
    };
    await fill(catalogue, count);
    const match = service(catalogue);
    await measure(`service: resume text, ${count} jobs in the DynamoDB emulator`, () => match(request), { rounds: 10 });
  } finally {
    client.destroy();
    await server.close();
  }
}

/** What a plain keyword search does for the same work: words of both texts, shared words by rarity, best ten. */
function tokenOverlap(text: string, jobs: readonly Entry[]): string[] {
  const tokens = (value: string) => new Set(value.toLowerCase().match(/[\p{L}\p{N}+#]+/gu) ?? []);
  const documents = jobs.map(({ job }) => ({ id: job.id, words: tokens(`${job.title} ${job.description}`) }));
  const query = tokens(text);
  const found = new Map<string, number>();
  for (const { words: held } of documents) for (const word of held) found.set(word, (found.get(word) ?? 0) + 1);
  return documents
    .map(({ id, words: held }) => ({
      id,
      score: [...query].reduce(
        (sum, word) => (held.has(word) ? sum + Math.log(1 + documents.length / (found.get(word) ?? 1)) : sum),
        0,
      ),
    }))
    .sort((a, b) => b.score - a.score)
    .slice(0, 10)
    .map(({ id }) => id);
}
