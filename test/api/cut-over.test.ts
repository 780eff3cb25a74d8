/** One Titan space is exchanged for another on the laptop, by the steps of docs/rebuild-vectors.md. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Context } from 'aws-lambda';
import type { Change } from '../../dev/dynamodb/wire';
import { rebuildMachine } from '../../dev/state-machine/rebuild-machine';
import { runMap } from '../../dev/state-machine/run-map';
import { spaceId, type VectorSpace } from '../../lambdas/domain/vector-space';
import { handler as rebuildVectors } from '../../lambdas/handlers/rebuild-vectors';
import { readStoredJob } from '../../lambdas/storage/stored-job';
import { vectorAttribute } from '../../lambdas/storage/table-schema';
import { itemsOf } from '../dev/items-of';
import { type Api, startApi } from './api';

const titan = (dimensions: number): VectorSpace => ({
  provider: 'bedrock',
  model: 'amazon.titan-embed-text-v2:0',
  dimensions,
  version: 'v1',
});
const [OLD, NEW] = [titan(512), titan(256)];
const CHAIN = { TEXT_CHAIN: 'rules', EMBED_CHAIN: 'bedrock,embedded' };
const BOTH = { ...CHAIN, BEDROCK_EMBED_DIMENSIONS: '512', BEDROCK_EMBED_DIMENSIONS_NEXT: '256' };
const TITLES = ['Glazier', 'Nurse', 'Baker', 'Roofer', 'Welder', 'Painter', 'Teacher', 'Cook', 'Driver', 'Joiner'];
const job = (title: string) => ({ id: title.toLowerCase(), title, description: `You work as a ${title}.` });

describe('an exchange of the vector space', () => {
  jest.setTimeout(120_000);
  const dataDir = mkdtempSync(path.join(tmpdir(), 'cut-over-'));
  let api: Api | undefined;
  let onChange: (change: Change) => void = () => undefined;
  /** By job, how often its vector of the new space was written. */
  const written = new Map<string, number>();

  async function start(environment: Record<string, string>, flags?: object): Promise<Api> {
    api = await startApi({ environment, dataDir, watch: (change) => onChange(change) });
    // Before the first request, which has the flags read.
    if (flags !== undefined) api.cloud.simulators.deployFlags(flags);
    return api;
  }
  async function stop(): Promise<void> {
    await api?.close();
    api = undefined;
  }
  afterAll(async () => {
    await stop();
    rmSync(dataDir, { recursive: true });
  });

  const count = async (at: Api, space: VectorSpace) =>
    (await itemsOf(at.cloud)).filter((item) => item[vectorAttribute(space)] !== undefined).length;
  const searched = async (at: Api) => {
    const { body } = await at.send('POST', '/v1/matches', { query: 'nurse', limit: 100 });
    return { first: body.matches[0].jobId, found: body.matches.length, degraded: body.meta.degraded };
  };
  const usedSpace = async (at: Api) => spaceId((await at.send('POST', '/v1/embeddings', { input: 'a' })).body.space);

  /** The states that are deployed, over the function itself; `pages` says after how many jobs the page ends. */
  function rebuild(): Promise<unknown> {
    const [map] = Object.values(rebuildMachine().States);
    if (map === undefined) throw new Error('there is no map');
    const parts = [0, 1, 2].map((segment) => ({
      segment,
      totalSegments: 3,
      cursor: null,
      spaces: [spaceId(NEW)],
      onlyMissing: true,
      jobsPerSecond: 1_000,
      scanned: 0,
      embedded: 0,
      skipped: 0,
      failed: 0,
    }));
    const context = () => ({ awsRequestId: 'rebuild', getRemainingTimeInMillis: () => 300_000 }) as Context;
    return runMap(
      map,
      { parts },
      {
        invoke: (_name, input) => rebuildVectors(input, context()),
        pause: async () => undefined,
        random: () => 0,
      },
    );
  }

  it('begins with one space, beside which the next is put', async () => {
    const before = await start({ ...CHAIN, BEDROCK_EMBED_DIMENSIONS: '512' });
    for (const title of TITLES) await before.send('PUT', `/v1/jobs/${job(title).id}`, job(title));
    await before.cloud.settled();
    expect(await count(before, OLD)).toBe(TITLES.length);
    await stop();

    const both = await start(BOTH);

    expect(await count(both, NEW)).toBe(0);
    expect(await usedSpace(both)).toBe(spaceId(OLD));
    expect(await searched(both)).toMatchObject({ first: 'nurse', degraded: false });
    // From now on a job gets both.
    await both.send('PUT', '/v1/jobs/mason', job('Mason'));
    await both.cloud.settled();
    expect([await count(both, OLD), await count(both, NEW)]).toEqual([TITLES.length + 1, 1]);
  });

  it('fills the next one, whose rebuild is killed in the middle again and again, without a lost or doubled vector', async () => {
    const attribute = vectorAttribute(NEW);
    let left = 3;
    let kill: () => void = () => undefined;
    onChange = ({ key, old, next }) => {
      if (next?.[attribute] === undefined || JSON.stringify(next[attribute]) === JSON.stringify(old?.[attribute]))
        return;
      written.set(key, (written.get(key) ?? 0) + 1);
      left -= 1;
      if (left === 0) kill();
    };
    let kills = 0;
    for (const writes of [3, 2, 1]) {
      left = writes;
      const killed = new Promise<void>((resolve) => {
        kill = resolve;
      });
      const underWay = rebuild().catch(() => undefined);
      await Promise.race([killed, underWay]);
      kills += Number(left <= 0);
      // The process ends: what it has sent is written, and nothing else is.
      await stop();
      await underWay;
      await start(BOTH);
    }
    expect(kills).toBeGreaterThan(0);
    const at = api as Api;
    const outputs = (await rebuild()) as { cursor: null; scanned: number; failed: number }[];

    expect(outputs.map(({ cursor }) => cursor)).toEqual([null, null, null]);
    expect(outputs.reduce((sum, { failed }) => sum + failed, 0)).toBe(0);
    expect(outputs.reduce((sum, { scanned }) => sum + scanned, 0)).toBe(TITLES.length + 1);
    expect([...written.values()]).toEqual(TITLES.map(() => 1));
    expect([await count(at, OLD), await count(at, NEW)]).toEqual([TITLES.length + 1, TITLES.length + 1]);
    await rebuild();
    expect([...written.values()]).toEqual(TITLES.map(() => 1));
  });

  it('searches the next one once the flag says so, and finds the same jobs', async () => {
    const old = await searched(api as Api);
    await stop();
    const at = await start(BOTH, { embedSpace: spaceId(NEW) });

    expect(await usedSpace(at)).toBe(spaceId(NEW));
    expect(await searched(at)).toEqual(old);
    expect(old.found).toBe(TITLES.length + 1);
    // Each vector is what the embedder of its space makes of the text of its job.
    for (const item of await itemsOf(at.cloud)) {
      if (item[vectorAttribute(NEW)] === undefined) continue;
      const { facts } = readStoredJob(item);
      const { body } = await at.send('POST', '/v1/embeddings', { input: facts.embeddingText });
      const stored = item[vectorAttribute(NEW)] as number[];
      expect(stored.map((x) => Number(x.toFixed(5)))).toEqual(
        body.data[0].embedding.map((x: number) => Number(x.toFixed(5))),
      );
    }
  });

  it('does without the old one afterwards', async () => {
    const before = await searched(api as Api);
    await stop();
    const at = await start({ ...CHAIN, BEDROCK_EMBED_DIMENSIONS: '256' });

    expect(await usedSpace(at)).toBe(spaceId(NEW));
    expect(await searched(at)).toEqual(before);
    await at.send('PUT', '/v1/jobs/smith', job('Smith'));
    await at.cloud.settled();
    expect([await count(at, OLD), await count(at, NEW)]).toEqual([TITLES.length + 1, TITLES.length + 2]);
  });
});
