/** Candidates for a job: the service over resumes in memory, and over an owner with many of them in the DynamoDB emulator. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTables } from '../dev/dynamodb/create-tables';
import { startDynamoDb } from '../dev/dynamodb/start-dynamodb';
import { documentFromText } from '../lambdas/documents/document-reader';
import { assembleResume } from '../lambdas/domain/assemble-resume';
import { matchCandidatesRequestSchema, resumeTerms } from '../lambdas/domain/candidates';
import { jobSchema } from '../lambdas/domain/job';
import { profileFromResume } from '../lambdas/domain/profile-from-resume';
import { readJob } from '../lambdas/domain/read-job';
import type { ParsedResume } from '../lambdas/domain/resume';
import type { CandidateStore } from '../lambdas/ports';
import { extractResume } from '../lambdas/providers/rules/extract-resume';
import { readPhoneNumber } from '../lambdas/reference/phone-numbers';
import { readOccupations, readSkillTaxonomy, readWordTable } from '../lambdas/reference/read-reference';
import { matchCandidates } from '../lambdas/services/match-candidates';
import { inParallel } from '../lambdas/storage/batches';
import { dynamoCandidateStore } from '../lambdas/storage/dynamo-candidate-store';
import { dynamoResumeStore } from '../lambdas/storage/dynamo-resume-store';
import { dynamoDbClient } from '../lambdas/storage/dynamodb-client';
import { tableSchemas } from '../lambdas/storage/table-schema';

export const title = 'Candidates for a job';

interface Bench {
  measure(name: string, work: () => unknown | Promise<unknown>, options?: { rounds?: number }): Promise<void>;
}

const MANY = 10_000;
const OWNER = 'bench/owner';
const knowledge = { taxonomy: readSkillTaxonomy(), occupations: readOccupations(), words: readWordTable() };
const samples = join(__dirname, '..', 'dev', 'samples');
const clock = { now: () => Date.now() };

function sampleResumes(): ParsedResume[] {
  return readdirSync(join(samples, 'resumes')).map((file) => {
    const document = documentFromText(readFileSync(join(samples, 'resumes', file), 'utf8'));
    const how = { knowledge, readPhone: readPhoneNumber, today: '2026-11-22', method: 'rule', setAside: [] } as const;
    return assembleResume(extractResume(document, knowledge), document, { ...how, setAside: [] });
  });
}

export async function run(bench: Bench): Promise<void> {
  const resumes = sampleResumes();
  const [first] = resumes;
  const [job] = jobSchema.array().parse(JSON.parse(readFileSync(join(samples, 'jobs.json'), 'utf8')));
  if (first === undefined || job === undefined) throw new Error('there are no samples');
  const jobs = { get: async () => ({ job, facts: readJob(job, knowledge), contentHash: '', updatedAt: '' }) };
  const request = { id: job.id, ...matchCandidatesRequestSchema.parse({}) };
  const ask = (candidates: CandidateStore) =>
    matchCandidates({ jobs, candidates, knowledge, clock }, request, {
      requestId: 'bench',
      owner: OWNER,
      signal: new AbortController().signal,
      deadline: clock.now() + 60_000,
    });

  await bench.measure('terms of one resume, as it is stored', () => resumeTerms(profileFromResume(first, knowledge)));
  const inMemory = Array.from({ length: 200 }, (_, i) => ({
    ...(resumes[i % resumes.length] ?? first),
    id: `res_${i}`,
  }));
  const memory: CandidateStore = {
    getMany: async () => [],
    find: async () => ({ resumes: inMemory, stored: inMemory.length }),
  };
  await bench.measure('a request: 200 resumes in memory', () => ask(memory));

  const emulator = await startDynamoDb();
  const names = { jobs: 'jobs', candidates: 'candidates', state: 'state' };
  const client = dynamoDbClient({
    region: 'eu-west-1',
    endpoint: emulator.endpoint,
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    timeouts: { connectMs: 10_000, requestMs: 60_000 },
  });
  await createTables(client, Object.values(tableSchemas(names, [])));
  const deps = { client, table: names.candidates, clock };
  const store = dynamoResumeStore({ ...deps, retentionDays: 30 });
  const terms = resumes.map((resume) => resumeTerms(profileFromResume(resume, knowledge)));
  const put = (i: number) =>
    store.put(OWNER, { ...(resumes[i % resumes.length] ?? first), id: null }, undefined, terms[i % resumes.length]);
  await inParallel(
    Array.from({ length: MANY }, (_, i) => i),
    put,
  );
  console.log(`${Math.round(terms.flat().join('\n').length / terms.length)} characters of terms a resume, on average`);
  const candidates = dynamoCandidateStore(deps);
  await bench.measure(
    `the store: the 200 nearest of ${MANY}`,
    () =>
      candidates.find(
        OWNER,
        new Map([
          ['title:nurse', 3],
          ['skill:python', 2],
        ]),
        { limit: 200 },
      ),
    { rounds: 10 },
  );
  await bench.measure(`a request: ${MANY} stored resumes`, () => ask(candidates), { rounds: 10 });
  client.destroy();
  await emulator.close();
}
