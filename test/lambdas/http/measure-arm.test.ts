import { measureArm } from '../../../lambdas/http/measure-arm';
import type { Telemetry } from '../../../lambdas/ports';

type Asked = Parameters<typeof measureArm>[2];

const side = { capability: 'parse', arm: 'aws' } as const;
const meta: NonNullable<Asked['meta']> = {
  provider: 'bedrock',
  cached: false,
  costUsd: 0.002,
  promptVersion: 'parse-3',
  attempts: [],
};

/** Answered by the other arm, as the own one ended so. */
const elsewhere = (outcome: string) => ({
  provider: 'openai' as const,
  attempts: [
    { provider: 'bedrock' as const, model: 'm', outcome, latencyMs: 0 },
    { provider: 'openai' as const, model: 'n', outcome: 'ok', latencyMs: 9 },
  ],
});

function measured(parts: Partial<Asked>) {
  const seen: unknown[][] = [];
  const telemetry: Telemetry = {
    count: () => undefined,
    measure: (...line) => seen.push(line),
    event: () => undefined,
  };
  measureArm(telemetry, side, { requestId: 'r-1', status: 200, durationMs: 80, meta, ...parts });
  return seen;
}

describe('measureArm', () => {
  it('says what a request of an arm took and cost, with nothing of it but its id', () => {
    expect(measured({})).toEqual([
      [{ ArmDuration: 80, ArmFailures: 0, ArmCostUsd: 0.002 }, side, { requestId: 'r-1', promptVersion: 'parse-3' }],
    ]);
  });

  it.each<[string, Partial<Asked>, object]>([
    ['a model of the other arm', { meta: { ...meta, provider: 'openai' } }, { ArmFailures: 1, ArmCostUsd: 0.002 }],
    ['a model that stepped in', { meta: { ...meta, ...elsewhere('timeout') } }, { ArmFailures: 1, ArmCostUsd: 0.002 }],
    ['the rules', { meta: { ...meta, provider: 'rules', costUsd: 0 } }, { ArmFailures: 1, ArmCostUsd: 0 }],
    ['nobody', { status: 503, code: 'PROVIDER_UNAVAILABLE', meta: undefined }, { ArmFailures: 1 }],
    ['nobody, with a bug', { status: 500, meta: undefined }, { ArmFailures: 1 }],
  ])('counts a failure where the answer is of %s', (_who, parts, values) => {
    expect(measured(parts)[0]?.[0]).toEqual({ ArmDuration: 80, ...values });
  });

  it('leaves the cost out where it is not known', () => {
    expect(measured({ meta: { ...meta, costUsd: null } })[0]?.[0]).toEqual({ ArmDuration: 80, ArmFailures: 0 });
  });

  it.each<[string, Partial<Asked>]>([
    ['was refused', { status: 422, meta: undefined }],
    ['was failed by a store of ours', { status: 503, code: 'STORE_UNAVAILABLE', meta: undefined }],
    ['was answered from what was kept', { meta: { ...meta, cached: true } }],
    ['needed no model', { meta: { ...meta, provider: null } }],
    ['is answered later', { status: 202, meta: undefined }],
    ['was withheld from its arm', { meta: { ...meta, ...elsewhere('withheld') } }],
    ['its arm had no budget for', { meta: { ...meta, ...elsewhere('over-budget') } }],
  ])('says nothing of a request that %s', (_how, parts) => {
    expect(measured(parts)).toEqual([]);
  });
});
