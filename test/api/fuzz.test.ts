/** A part of what `npm run fuzz` does, the same each time; `FUZZ_SEED` names another seed. */
import { findingInWords } from '../../dev/fuzz/report';
import { type FuzzRun, runFuzz } from '../../dev/fuzz/run-fuzz';
import { allRoutes } from '../../lambdas/http/routes';

const REQUESTS = 1_000;

describe('requests that a machine makes of the contract', () => {
  jest.setTimeout(240_000);
  const seed = Number(process.env.FUZZ_SEED ?? 20_261_122);
  let run: FuzzRun;
  beforeAll(async () => {
    run = await runFuzz({ seed, requests: REQUESTS });
  }, 240_000);

  it(`get documented answers with the headers that protect, never a 5xx, and refusals change nothing (seed ${seed})`, () => {
    expect(run.findings.slice(0, 10).map((finding) => findingInWords(finding).join('\n'))).toEqual([]);
  });

  it('reach every route, with what it takes and with what it refuses', () => {
    const has = (operationId: string, from: number, to: number) =>
      Object.keys(run.answers[operationId] ?? {}).some((status) => Number(status) >= from && Number(status) < to);
    const unreached = allRoutes.filter(({ operationId: id }) => !has(id, 200, 300) || !has(id, 400, 500));

    expect(unreached.map(({ operationId }) => operationId)).toEqual([]);
  });
});
