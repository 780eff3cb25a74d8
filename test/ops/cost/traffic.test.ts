/** What a month of requests is taken to be. */
import { allRoutes } from '../../../lambdas/http/routes';
import { stageConfig } from '../../../lib/stages';
import { perRequest, traffic } from '../../../ops/cost/traffic';

const dev = stageConfig({});

describe('traffic', () => {
  test('shares all requests among the slugs of the route table', () => {
    const slugs = [...new Set(allRoutes.map(({ slug }) => slug))];
    expect(Object.keys(perRequest).sort()).toEqual(slugs.sort());
    const sum = Object.values(perRequest).reduce((total, { share }) => total + share, 0);
    expect(sum).toBeCloseTo(1, 10);
  });

  test('is nothing at all without requests', () => {
    const { jobs, calls, messages, ...idle } = traffic(dev, 0, 10_000);
    expect([...Object.values(idle), ...Object.values(messages)].every((amount) => amount === 0)).toBe(true);
    expect(Object.values(calls).every((call) => call?.count === 0 && call.billedMs === 0)).toBe(true);
    expect(jobs).toBe(10_000);
  });

  test('grows in step with the requests', () => {
    const one = traffic(dev, 10_000, 10_000);
    const ten = traffic(dev, 100_000, 10_000);
    expect(ten.reads).toBeCloseTo(10 * one.reads, 3);
    expect(ten.calls['parse-resume']?.count).toBeCloseTo(30_000, 6);
  });

  test('counts the vectors of each space, in the items and in the indexes', () => {
    const { indexedGb, storedGb } = traffic(dev, 1, 1_000_000);
    // Titan's 1,024 numbers and the word table's 256, four bytes each in the index.
    expect(indexedGb).toBeCloseTo(5.12, 6);
    expect(storedGb).toBeGreaterThan(indexedGb);
  });

  test('reads fewer jobs from a catalogue smaller than a search takes', () => {
    expect(traffic(dev, 1_000, 10).reads).toBeLessThan(traffic(dev, 1_000, 10_000).reads);
  });
});
