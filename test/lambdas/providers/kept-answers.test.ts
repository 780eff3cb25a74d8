import * as fc from 'fast-check';
import type { Cache, Ending } from '../../../lambdas/ports';
import { entryKey, keptAnswers } from '../../../lambdas/providers/kept-answers';
import { memoryCache, stalledCache } from '../../support/memory-cache';
import { virtualTime } from './virtual-time';

const call = (now: number, ms = 60_000) => ({ signal: new AbortController().signal, deadline: now + ms });

describe('entryKey', () => {
  it('differs as soon as one part or one border between parts does', () => {
    void fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (one, other) => {
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        expect(entryKey(...one).id === entryKey(...other).id).toBe(isSame);
      }),
    );
  });

  it.each([
    [
      ['ab', 'c'],
      ['a', 'bc'],
    ],
    [['ab'], ['a', 'b']],
    [['a', ''], ['a']],
  ])('tells %j from %j', (one, other) => {
    expect(entryKey(...one).id).not.toBe(entryKey(...other).id);
  });

  it('gives nothing of the secret away with the id', () => {
    const { id, secret } = entryKey('owner', 'text');

    expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect(secret).toHaveLength(32);
    expect(Buffer.from(secret).toString('hex')).not.toBe(id);
  });
});

describe('keptAnswers', () => {
  it('gives back what it keeps, byte for byte', async () => {
    const time = virtualTime();
    const { read, write } = keptAnswers({ cache: memoryCache(time), ttlSeconds: 60, time });
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.uint8Array({ maxLength: 5000 }), async (text, bytes) => {
        const key = entryKey(text);
        await write([{ key, value: bytes }], call(time.now()));

        const [value] = (await read([key], call(time.now()))) ?? [];
        expect(value && new Uint8Array(value)).toEqual(bytes);
      }),
      { numRuns: 50 },
    );
  });

  it('shows neither text nor answer to who reads the table', async () => {
    const time = virtualTime();
    const cache = memoryCache(time);
    const answer = 'Canary Kanarienvogel, +1 555 0100'.repeat(3);
    await keptAnswers({ cache, ttlSeconds: 60, time }).write(
      [{ key: entryKey('owner-canary', 'text of a resume'), value: Buffer.from(answer) }],
      call(time.now()),
    );

    const dump = JSON.stringify([...cache.entries]);
    const decoded = [...cache.entries.values()].map(({ value }) => Buffer.from(value, 'base64').toString('latin1'));
    expect(`${dump}${decoded.join()}`).not.toMatch(/canary|resume|0100/i);
  });

  it.each([
    ['nothing readable', () => 'garbage'],
    ['an empty value', () => ''],
    ['a value cut short', (value: string) => value.slice(0, 20)],
    ['a value that was tampered with', (value: string) => `${value.slice(0, -8)}AAAAAAA=`],
  ])('counts %s as a miss', async (_, spoil) => {
    const time = virtualTime();
    const cache = memoryCache(time);
    const kept = keptAnswers({ cache, ttlSeconds: 60, time });
    const key = entryKey('text');
    await kept.write([{ key, value: Buffer.from('answer') }], call(time.now()));
    for (const entry of cache.entries.values()) entry.value = spoil(entry.value);

    expect(await kept.read([key], call(time.now()))).toEqual([undefined]);
  });

  it('waits for a cache that stalls no longer than its slice', async () => {
    const time = virtualTime();
    const kept = keptAnswers({ cache: stalledCache, ttlSeconds: 60, time });
    const start = time.now();

    expect(await time.during(kept.read([entryKey('text')], call(start)))).toBeNull();
    expect(time.now() - start).toBe(150);
    await time.during(kept.write([{ key: entryKey('text'), value: Buffer.from('x') }], call(time.now())));
    expect(time.now() - start).toBe(350);
  });

  it('lets a cache that stalls know that nobody waits any more', async () => {
    const time = virtualTime();
    const told: (Ending | undefined)[] = [];
    const cache: Cache = {
      get: (_keys, ending) => new Promise(() => told.push(ending)),
      put: (_entries, _ttlSeconds, ending) => new Promise(() => told.push(ending)),
    };
    const kept = keptAnswers({ cache, ttlSeconds: 60, time });

    await time.during(kept.read([entryKey('text')], call(time.now())));
    await time.during(kept.write([{ key: entryKey('text'), value: Buffer.from('x') }], call(time.now())));

    expect(told.map((ending) => ending?.signal.aborted)).toEqual([true, true]);
  });

  it('keeps no answer at the price of its being late', async () => {
    const time = virtualTime();
    const cache = memoryCache(time);
    const kept = keptAnswers({ cache, ttlSeconds: 60, time });

    await kept.write([{ key: entryKey('text'), value: Buffer.from('x') }], call(time.now(), 200));

    expect(cache.calls.puts).toBe(0);
  });
});
