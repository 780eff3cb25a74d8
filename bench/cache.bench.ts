/** Kept answers: what looking and keeping cost a request, and what a hit saves, through the dev server with simulated models. */
import { startLaptopCloud } from '../dev/laptop-cloud';
import { emptyExtraction } from '../lambdas/domain/extraction';
import { MAX_EMBED_TEXTS } from '../lambdas/domain/limits';
import { entryKey, keptAnswers } from '../lambdas/providers/kept-answers';
import type { Measure } from './run';

export const title =
  'Kept answers: `no-store` is the same request without a cache (models answer at once, tables on this machine)';

const RESUME = [
  'Ada Example',
  'ada@example.com, +44 20 7946 0000, London',
  'Work Experience',
  ...['2019 - present', '2015 - 2019', '2012 - 2015'].flatMap((years, i) => [
    `Software Engineer, Example ${i} Ltd, ${years}`,
    '- Built services in TypeScript and SQL for ten teams',
    '- Led a team of four and taught two apprentices',
  ]),
  'Education',
  'BSc Computer Science, Example University, 2012',
  'Skills',
  'TypeScript, SQL, Python, AWS, Docker',
].join('\n');

export async function run(bench: Measure): Promise<void> {
  await sealing(bench);
  const environment = { PARSE_CACHE_SECONDS: '3600', EMBED_CACHE_SECONDS: '3600', TEXT_CHAIN: 'bedrock,rules' };
  const cloud = await startLaptopCloud({ environment: { ...environment, EMBED_CHAIN: 'bedrock,embedded' } });
  try {
    const send = async (target: string, body: unknown, cached: boolean, headers: Record<string, string> = {}) => {
      const response = await fetch(cloud.url + target, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      const answer = (await response.json()) as { meta?: { cached: boolean } };
      if (answer.meta?.cached !== cached) throw new Error(`${response.status}, cached: ${answer.meta?.cached}`);
    };
    const noStore = { 'cache-control': 'no-store' };
    let n = 0;
    const texts = (count: number) => Array.from({ length: count }, () => `night shift nurse, ward ${n++}`);
    const cases: [string, string, () => unknown][] = [
      ['parse', '/v1/resumes/parse', () => ({ text: `${RESUME}\nReference ${n++}` })],
      ['embed 1 text', '/v1/embeddings', () => ({ input: texts(1) })],
      [`embed ${MAX_EMBED_TEXTS} texts`, '/v1/embeddings', () => ({ input: texts(MAX_EMBED_TEXTS) })],
    ];
    for (const [name, target, make] of cases) {
      const same = make();
      await bench.measure(`${name}: no-store`, () => send(target, make(), false, noStore), { rounds: 60 });
      await bench.measure(`${name}: looked up in vain, and kept`, () => send(target, make(), false), { rounds: 60 });
      await send(target, same, false);
      await bench.measure(`${name}: kept answer`, () => send(target, same, true), { rounds: 60 });
    }
  } finally {
    await cloud.close();
  }
}

/** The part of it that is arithmetic. */
async function sealing(bench: Measure): Promise<void> {
  const entries = new Map<string, string>();
  const cache = {
    get: async (keys: readonly string[]) => new Map(keys.map((key) => [key, entries.get(key) ?? ''])),
    put: async (added: ReadonlyMap<string, string>) => {
      for (const [key, value] of added) entries.set(key, value);
    },
  };
  const call = () => ({ signal: new AbortController().signal, deadline: Date.now() + 60_000 });
  const { read, write } = keptAnswers({ cache, ttlSeconds: 60 });
  const value = Buffer.from(JSON.stringify({ ...emptyExtraction(), summary: RESUME.repeat(8) }));
  const key = entryKey('owner', RESUME);
  await bench.measure(`hash a key and seal ${Math.round(value.length / 1024)} kB`, () =>
    write([{ key: entryKey('owner', RESUME), value }], call()),
  );
  await bench.measure('open it', () => read([key], call()));
}
