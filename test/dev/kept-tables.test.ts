import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLaptopCloud } from '../../dev/laptop-cloud';
import type { Job } from '../../lambdas/domain/job';
import { jobTerms } from '../../lambdas/domain/read-job';
import { readStoredJob } from '../../lambdas/storage/stored-job';
import { itemsOf } from './items-of';

const root = path.join(__dirname, '../..');
const titles = ['Night Nurse', 'Pastry Cook', 'Python Developer', 'Welder', 'Primary School Teacher'];

const json = { 'content-type': 'application/json' };

/** Version `version` of job `n`: another text each time. */
function aJob(n: number, version: number): Job {
  const title = titles[(n + version) % titles.length] ?? '';
  return { id: `kept-${n}`, title, description: `Version ${version}: works as a ${title.toLowerCase()}.` };
}

/** Writes jobs; `acknowledged` holds the newest version it was told of. */
async function write(url: string, acknowledged: Map<string, number>, version: number): Promise<void> {
  const jobs = Array.from({ length: 6 }, (_, n) => aJob((version * 4 + n) % 24, version));
  const response = await fetch(`${url}/v1/jobs/batch`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ jobs }),
  });
  const { accepted } = (await response.json()) as { accepted: { id: string }[] };
  for (const { id } of accepted) acknowledged.set(id, version);
}

/** Writes without a pause until the process it talks to is gone; gives back the last version. */
async function writeUntilKilled(url: string, acknowledged: Map<string, number>, from: number): Promise<number> {
  let version = from;
  try {
    for (;;) await write(url, acknowledged, ++version);
  } catch {
    return version;
  }
}

async function startChild(dataDir: string): Promise<{ url: string; kill(): Promise<void> }> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'dev/start.ts', '--no-seed', '--port', '0', '--data', dataDir],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    output += chunk.toString();
    const url = /is up at (http:\S+)/.exec(output)?.[1];
    if (url === undefined) continue;
    const kill = async () => {
      child.kill('SIGKILL');
      await once(child, 'close');
    };
    return { url, kill };
  }
  throw new Error(`the laptop cloud did not start: ${output}`);
}

describe('tables kept with --data', () => {
  jest.setTimeout(300_000);
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'talent-match-kept-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('have every acknowledged job with its vectors and terms, whenever the process was killed', async () => {
    const acknowledged = new Map<string, number>();
    let version = 0;
    for (const latestMs of [100, 400, 1000]) {
      const { url, kill } = await startChild(dataDir);
      // The first request loads what reads jobs, for as long as that takes.
      await write(url, acknowledged, ++version);
      const writing = writeUntilKilled(url, acknowledged, version);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * latestMs));
      await kill();
      version = await writing;
    }

    const cloud = await startLaptopCloud({ dataDir });
    try {
      const items = await itemsOf(cloud);
      const jobs = items.filter(({ sk }) => sk === 'JOB');
      const vectors = Object.keys(jobs[0] ?? {}).filter((name) => name.startsWith('vector.'));
      const stored = new Map(jobs.map((item) => [readStoredJob(item).job.id, readStoredJob(item)]));

      expect(vectors).toHaveLength(cloud.config.chains.aws.embed.length);
      expect(jobs.flatMap((item) => vectors.filter((name) => !Array.isArray(item[name])))).toEqual([]);
      expect(acknowledged.size).toBeGreaterThan(0);
      for (const [id, at] of acknowledged) {
        const version = Number(/^Version (\d+)/.exec(stored.get(id)?.job.description ?? '')?.[1]);
        expect(version).toBeGreaterThanOrEqual(at);
      }
      const rows = items.filter(({ sk }) => sk !== 'JOB').map(({ pk, sk }) => `${pk} ${sk}`);
      const wanted = [...stored.values()].flatMap(({ job, facts }) =>
        jobTerms(job, facts).map((term) => `TERM#default#${term} ${job.id}`),
      );
      expect(rows.sort()).toEqual(wanted.sort());
    } finally {
      await cloud.close();
    }
  });
});
