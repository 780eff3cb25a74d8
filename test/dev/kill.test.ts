/** The laptop cloud is killed in the middle of jobs, uploads, batches and a backfill: what it had acknowledged is there. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { Webhook } from 'standardwebhooks';
import { type LaptopCloud, startLaptopCloud } from '../../dev/laptop-cloud';
import { SIM_ACCOUNT_ID } from '../../dev/simulators/account/account';
import { DEMO_CREDENTIALS } from '../../dev/simulators/start';
import { jobTerms } from '../../lambdas/domain/read-job';
import { readStoredJob } from '../../lambdas/storage/stored-job';
import { inputOf, planOf } from '../../ops/rebuild-vectors/plan';
import { itemsOf } from './items-of';

const root = path.join(__dirname, '../..');
/** Long enough for any item here, and short enough to wait for the leases of workers that were killed. */
const WORKER_MS = 15_000;
/** The kill comes after so many requests more at most, and then within so many milliseconds. */
const MOST_REQUESTS = 40;
const LATEST_KILL_MS = 50;
/** A guard against a wait without end, not a measure. */
const PATIENCE_MS = 120_000;
const FIRST_CHAIN = 'embedded';
/** Bedrock's space is new to the jobs that were written before. */
const SECOND_CHAIN = 'bedrock,embedded';
const STATE_MACHINE = `arn:aws:states:us-east-1:${SIM_ACCOUNT_ID}:stateMachine:RebuildVectors`;

const seed = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** Mulberry32: the same numbers for the same seed. */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Acknowledged {
  requests: number;
  /** Newest version by id of the job. */
  jobs: Map<string, number>;
  /** Name in the resume by id of the upload. */
  uploads: Map<string, string>;
  /** Names in the resumes by id of the operation; each has one item more, whose upload does not exist. */
  operations: Map<string, string[]>;
}

async function startChild(dataDir: string, chain: string): Promise<{ url: string; kill(): Promise<void> }> {
  const args = ['--import', 'tsx', 'test/dev/laptop-child.ts', dataDir, String(WORKER_MS)];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, TEXT_CHAIN: 'rules', EMBED_CHAIN: chain },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const kill = async () => {
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
  };
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.once('close', () => reject(new Error(`the laptop cloud did not start: ${output}`)));
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
      const [, found] = /^(http:\S+)\n/m.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  return { url, kill };
}

// biome-ignore lint/suspicious/noExplicitAny: what the API answers is held to its document elsewhere
function jsonOf(response: Response): Promise<any> {
  return response.json();
}

/** Requests to one server; each throws when it has gone, and gives nothing that was not wholly answered. */
function client(url: string, acknowledged: Acknowledged) {
  const post = async (target: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url + target, { method: 'POST', headers, body: JSON.stringify(body) });
    const answer = { status: response.status, body: await jsonOf(response) };
    acknowledged.requests += 1;
    return answer;
  };
  return {
    post,
    async writeJobs(version: number) {
      const jobs = Array.from({ length: 5 }, (_, n) => aJob((version * 3 + n) % 20, version));
      const { body } = await post('/v1/jobs/batch', { jobs });
      for (const { id } of body.accepted) acknowledged.jobs.set(id, version);
    },
    async upload(name: string) {
      const { body } = await post('/v1/uploads', { mediaType: 'text/plain', bytes: 10_000 });
      const form = new FormData();
      for (const [field, value] of Object.entries<string>(body.fields)) form.set(field, value);
      form.set('file', new Blob([resumeOf(name)], { type: 'text/plain' }));
      const answer = await fetch(body.url, { method: 'POST', body: form });
      await answer.arrayBuffer();
      if (answer.status === 204) acknowledged.uploads.set(body.uploadId, name);
      return body.uploadId as string;
    },
    async startBatch(files: readonly { uploadId: string; name: string }[]) {
      const items = [...files.map(({ uploadId }) => ({ uploadId })), { uploadId: 'upl_thatneverwasuploaded' }];
      const { status, body } = await post('/v1/resumes/batch', { items });
      if (status === 202) {
        acknowledged.operations.set(
          body.operation.id,
          files.map(({ name }) => name),
        );
      }
    },
  };
}

function aJob(n: number, version: number) {
  const title = ['Night Nurse', 'Pastry Cook', 'Python Developer', 'Welder'][(n + version) % 4] ?? '';
  return { id: `job-${n}`, title, description: `Version ${version}: works as a ${title.toLowerCase()}.` };
}

function resumeOf(name: string): string {
  return `${name}\nStaff Nurse\n\nExperience\nStaff Nurse, Elbe Clinic, Hamburg\nMar 2021 - present\n- Cares for 18 patients a shift\n\nSkills\nWound care, triage`;
}

const LETTERS = ['Anna', 'Boris', 'Clara', 'David', 'Elena', 'Fabian', 'Greta', 'Hugo'];

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Works without a pause until the server is gone. */
async function untilGone(work: () => Promise<void>): Promise<void> {
  try {
    for (;;) await work();
  } catch {
    // It is gone, perhaps in the middle of an answer.
  }
}

async function startRebuild(accountEndpoint: string) {
  const sfn = new SFNClient({ endpoint: accountEndpoint, region: 'us-east-1', credentials: DEMO_CREDENTIALS });
  const input = JSON.stringify(inputOf(planOf({ parts: '4', rate: '100' })));
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn: STATE_MACHINE, input }));
  return { sfn, executionArn };
}

async function rebuiltTo(end: string, cloud: LaptopCloud): Promise<void> {
  const { sfn, executionArn } = await startRebuild(cloud.simulators.endpoints.account);
  let status: string | undefined;
  await until(async () => {
    ({ status } = await sfn.send(new DescribeExecutionCommand({ executionArn })));
    return status !== 'RUNNING';
  });
  sfn.destroy();
  expect(status).toBe(end);
}

describe(`a server that is killed at random (KILL_SEED=${seed})`, () => {
  jest.setTimeout(300_000);
  const random = randomFrom(seed);
  const acknowledged: Acknowledged = { requests: 0, jobs: new Map(), uploads: new Map(), operations: new Map() };
  const told = new Map<string, unknown>();
  let dataDir: string;
  let receiver: Server;
  let webhookSecret = '';

  beforeAll(async () => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'talent-match-kill-'));
    receiver = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      response.writeHead(204).end();
      const event = new Webhook(webhookSecret).verify(body, request.headers as Record<string, string>);
      const { data } = event as { data: { operationId: string } };
      told.set(data.operationId, data);
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
    rmSync(dataDir, { recursive: true });
  });

  it('loses nothing that it acknowledged and leaves nothing half-written', async () => {
    let version = 0;
    let names = 0;
    for (const chain of [FIRST_CHAIN, FIRST_CHAIN, SECOND_CHAIN]) {
      const { url, kill } = await startChild(dataDir, chain);
      const { post, writeJobs, upload, startBatch } = client(url, acknowledged);
      if (webhookSecret === '') {
        const events = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
        webhookSecret = (await post('/v1/webhooks', { url: events })).body.secret;
      }
      const batch = async () => {
        const files: { name: string; uploadId: string }[] = [];
        for (let i = 0; i < 2; i++) {
          const name = `${LETTERS[names++ % LETTERS.length]} Example`;
          files.push({ name, uploadId: await upload(name) });
        }
        await startBatch(files);
      };
      const working: Promise<void>[] = [];
      try {
        // The first requests load what they need, for as long as that takes.
        if (chain === FIRST_CHAIN) await writeJobs(++version);
        await batch();
        if (chain === SECOND_CHAIN) {
          // Slow enough to be killed in the middle.
          const slow = { service: 'bedrock', kind: 'delay', delayMs: 150 };
          await fetch(`${url}/__sim/faults`, { method: 'PUT', body: JSON.stringify(slow) });
          const { endpoints } = await jsonOf(await fetch(`${url}/__sim/endpoints`));
          (await startRebuild(endpoints.account)).sfn.destroy();
        } else working.push(untilGone(() => writeJobs(++version)));
        working.push(untilGone(batch));
        const enough = acknowledged.requests + Math.floor(random() * MOST_REQUESTS);
        await until(() => acknowledged.requests >= enough);
        await new Promise((resolve) => setTimeout(resolve, random() * LATEST_KILL_MS));
      } finally {
        await kill();
        await Promise.all(working);
      }
    }

    const environment = { TEXT_CHAIN: 'rules', EMBED_CHAIN: SECOND_CHAIN };
    const cloud = await startLaptopCloud({ dataDir, environment, workerMs: WORKER_MS });
    try {
      await rebuiltTo('SUCCEEDED', cloud);
      await cloud.settled();
      await jobsAreWhole(cloud);
      await uploadsCanBeParsed(cloud);
      await operationsEnd(cloud);
    } finally {
      await cloud.close();
    }
  });

  async function jobsAreWhole(cloud: LaptopCloud): Promise<void> {
    const items = await itemsOf(cloud);
    const jobs = items.filter(({ sk }) => sk === 'JOB');
    const stored = new Map(jobs.map((item) => [readStoredJob(item).job.id, readStoredJob(item)]));
    for (const [id, at] of acknowledged.jobs) {
      const version = Number(/^Version (\d+)/.exec(stored.get(id)?.job.description ?? '')?.[1]);
      expect(version).toBeGreaterThanOrEqual(at);
    }
    const vectors = (item: object) =>
      Object.entries(item).flatMap(([name, value]) =>
        name.startsWith('vector.') ? [(value as unknown[]).length] : [],
      );
    expect(jobs.map((item) => vectors(item).length)).toEqual(jobs.map(() => 2));
    const rows = items.filter(({ sk }) => sk !== 'JOB').map(({ pk, sk }) => `${pk} ${sk}`);
    const wanted = [...stored.values()].flatMap(({ job, facts }) =>
      jobTerms(job, facts).map((term) => `TERM#default#${term} ${job.id}`),
    );
    expect(rows.sort()).toEqual(wanted.sort());
  }

  async function uploadsCanBeParsed(cloud: LaptopCloud): Promise<void> {
    const { post } = client(cloud.url, acknowledged);
    expect(acknowledged.uploads.size).toBeGreaterThan(0);
    for (const [uploadId, name] of acknowledged.uploads) {
      const { status, body } = await post('/v1/resumes/parse', { uploadId });
      expect([status, body.resume?.basics.name]).toEqual([200, name]);
    }
  }

  async function operationsEnd(cloud: LaptopCloud): Promise<void> {
    const get = async (target: string) => jsonOf(await fetch(cloud.url + target));
    expect(acknowledged.operations.size).toBeGreaterThan(2);
    for (const [id, names] of acknowledged.operations) {
      let { operation } = await get(`/v1/operations/${id}`);
      await until(async () => {
        ({ operation } = await get(`/v1/operations/${id}`));
        await resultsAreThere(operation);
        return !['queued', 'running'].includes(operation.state);
      });
      const results = await resultsAreThere(operation);
      expect(results).toEqual([...names, 'UPLOAD_NOT_FOUND']);
      expect(operation).toMatchObject({ state: 'partial', progress: { total: names.length + 1, failed: 1 } });
      await until(() => told.has(id));
      expect(told.get(id)).toMatchObject({ state: 'partial', progress: operation.progress });
    }

    /** What each item that is done has given. */
    async function resultsAreThere(operation: { id: string; items: { index: number; state: string }[] }) {
      const done = operation.items.filter(({ state }) => ['succeeded', 'failed'].includes(state));
      return Promise.all(
        done.map(async ({ index, state }) => {
          const result = await get(`/v1/operations/${operation.id}/results/${index}`);
          expect(result).toMatchObject(state === 'succeeded' ? { resume: { basics: {} } } : { problem: {} });
          return state === 'succeeded' ? result.resume.basics.name : result.problem.code;
        }),
      );
    }
  }
});
