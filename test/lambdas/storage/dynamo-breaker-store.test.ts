import { circuitBreaker } from '../../../lambdas/providers/breaker';
import { dynamoBreakerStore } from '../../../lambdas/storage/dynamo-breaker-store';
import { describeBreakerStore } from '../../contract/breaker-store';
import { type LaptopTables, openLaptopTables, testClock } from '../../contract/laptop-tables';
import { memoryBreakerStore } from '../../support/memory-breaker-store';

let tables: LaptopTables;
beforeAll(async () => {
  tables = await openLaptopTables();
});
afterAll(() => tables.close());

let count = 0;
/** A store of its own keys, so that the tests do not meet in the one table. */
function fresh() {
  const clock = testClock();
  const store = dynamoBreakerStore({ client: tables.client, table: tables.names.state, clock });
  const mark = `${count++}|`;
  return {
    clock,
    store: {
      read: (key: string) => store.read(mark + key),
      swap: (key: string, ...change: [Parameters<typeof store.swap>[1], Parameters<typeof store.swap>[2]]) =>
        store.swap(mark + key, ...change),
    },
  };
}

describe('dynamoBreakerStore', () => {
  describeBreakerStore(() => {
    const { store, clock } = fresh();
    return { store, now: clock.now() };
  });

  it('forgets an opening that nobody has moved on for an hour, and lets it be opened anew', async () => {
    const { store, clock } = fresh();
    const opened = { probeAt: clock.now() + 30_000, windowMs: 30_000 };
    await store.swap('m', null, opened);
    clock.advance(30_000 + 3_599_000);
    expect(await store.read('m')).toEqual(opened);
    clock.advance(1_000);
    expect(await store.read('m')).toBeNull();
    const again = { probeAt: clock.now() + 30_000, windowMs: 30_000 };
    expect(await store.swap('m', null, again)).toEqual({ swapped: true, standing: again });
  });
});

describe('memoryBreakerStore of the tests', () => {
  describeBreakerStore(() => ({ store: memoryBreakerStore(), now: 0 }));
});

describe('fifty breakers over the table', () => {
  it('open once, let one of them probe, and close for all', async () => {
    const { store, clock } = fresh();
    const opened: string[] = [];
    const breakers = Array.from({ length: 50 }, () =>
      circuitBreaker({ clock, store, threshold: 1, random: () => 0, onOpen: (key) => opened.push(key) }),
    );
    const allowed = async () => {
      const answers = await Promise.all(breakers.map((breaker) => breaker.allows('m')));
      return breakers.filter((_, i) => answers[i]);
    };

    await Promise.all(breakers.map((breaker) => breaker.record('m', 'timeout')));
    expect(opened).toEqual(['m']);
    expect(await allowed()).toHaveLength(0);

    clock.advance(30_000);
    const probers = await allowed();
    expect(probers).toHaveLength(1);
    await probers[0]?.record('m', 'timeout');
    expect(await allowed()).toHaveLength(0);

    clock.advance(30_000);
    const [second] = await allowed();
    await second?.record('m', 'ok');
    await Promise.all(breakers.map((breaker) => breaker.look('m')));
    expect(await allowed()).toHaveLength(50);
  });
});
