import { DomainError, type ErrorCode } from '../../../lambdas/domain/errors';
import type { Meta } from '../../../lambdas/domain/meta';
import { reasonToRecord, type Shadow } from '../../../lambdas/domain/shadow';
import type { ShadowRecord } from '../../../lambdas/domain/shadow-record';
import type { Call, RequestContext } from '../../../lambdas/ports';
import { NO_PROVIDER } from '../../../lambdas/services/answer-meta';
import { type RunShadowPorts, runShadow } from '../../../lambdas/services/run-shadows';
import { wordlessKnowledge } from '../../support/knowledge';
import { aContext, clock } from '../../support/request-context';

const ids = Array.from({ length: 100 }, (_, n) => `request-${n}`);
const RECORDED = ids.find((id) => reasonToRecord(id, null) !== null) ?? '';
const UNRECORDED = ids.find((id) => reasonToRecord(id, null) === null) ?? '';
const matchesOf = (...jobIds: string[]) => ({ matches: jobIds.map((jobId) => ({ jobId })) });

const SHADOW: Shadow = {
  capability: 'match',
  requestId: UNRECORDED,
  owner: 'tenant-a/ines',
  arm: 'current',
  side: { provider: 'openai', model: 'n', promptVersion: null, latencyMs: 400, costUsd: 0.002, failed: false },
  input: { query: 'nurse', limit: 10, minScore: 0 },
  answer: matchesOf('a', 'b'),
};
const metaOf = (given: Partial<Meta> = {}): Meta => ({
  ...NO_PROVIDER,
  requestId: 'r',
  arm: 'aws',
  latencyMs: 500,
  warnings: [],
  provider: 'bedrock',
  model: 'm',
  attempts: [{ provider: 'bedrock', model: 'm', outcome: 'ok', latencyMs: 300 }],
  costUsd: 0.001,
  ...given,
});
const noTime = { provider: 'bedrock' as const, model: 'm', latencyMs: 0 };

function portsOf(answer: () => Promise<{ meta: Meta }>) {
  const claimed = new Set<string>();
  const measured: { values: object; dimensions: object | undefined; fields: object | undefined }[] = [];
  const records: ShadowRecord[] = [];
  const asked: RequestContext[] = [];
  const ports: RunShadowPorts = {
    claims: {
      async claim(id) {
        const isNew = !claimed.has(id);
        claimed.add(id);
        return isNew;
      },
    },
    records: { put: async (record) => void records.push(record) },
    isWanted: async () => true,
    async ask(_shadow, context) {
      asked.push(context);
      return answer();
    },
    inTime: <T>(call: Call, work: (call: Call) => Promise<T>) => work(call),
    knowledge: wordlessKnowledge(),
    telemetry: {
      count() {},
      measure: (values, dimensions, fields) => void measured.push({ values, dimensions, fields }),
      event() {},
    },
    clock,
  };
  const run = (shadow: Partial<Shadow> = {}) => runShadow(ports, { ...SHADOW, ...shadow } as Shadow, aContext());
  return { ports, run, measured, records, asked };
}
const answering = (meta: Partial<Meta> = {}, ...jobIds: string[]) =>
  portsOf(async () => ({ ...matchesOf(...jobIds), meta: metaOf(meta) }));
const refusing = (code: ErrorCode) => portsOf(() => Promise.reject(new DomainError(code, 'a sentence')));
const failuresIn = (measured: { values: object; dimensions: object | undefined }[]) =>
  measured.flatMap(({ values, dimensions }) => ('ShadowFailures' in values ? [{ ...dimensions, ...values }] : []));

describe('run-shadows', () => {
  it('asks the other arm and nobody else, and keeps nothing of it', async () => {
    const at = answering({}, 'a', 'b');
    await at.run();
    expect(at.asked).toEqual([
      expect.objectContaining({ arm: 'aws', only: ['bedrock', 'sagemaker'], noStore: true, owner: 'tenant-a/ines' }),
    ]);
  });

  it('measures both arms in pairs, and how far they agree', async () => {
    const at = answering({}, 'a', 'c');
    await at.run();
    expect(at.measured.map(({ values, dimensions }) => ({ ...dimensions, ...values }))).toEqual([
      { capability: 'match', arm: 'current', ShadowFailures: 0, ShadowDuration: 400, ShadowCostUsd: 0.002 },
      { capability: 'match', arm: 'aws', ShadowFailures: 0, ShadowDuration: 300, ShadowCostUsd: 0.001 },
      { capability: 'match', field: 'best', ShadowAgreement: 1 },
      { capability: 'match', field: 'top10', ShadowAgreement: expect.any(Number) },
      { capability: 'match', field: 'all', ShadowAgreement: expect.any(Number) },
    ]);
  });

  it('asks and measures once what is delivered twice', async () => {
    const at = answering({}, 'a');
    await Promise.all([at.run(), at.run()]);
    const once = at.measured.length;
    await at.run();
    expect(at.asked).toHaveLength(1);
    expect(at.measured).toHaveLength(once);
    expect(failuresIn(at.measured)).toHaveLength(2);
  });

  it('does nothing once the operators do not want it any more', async () => {
    const at = answering({}, 'a');
    at.ports.isWanted = async () => false;
    await at.run();
    expect(at.asked).toEqual([]);
    expect(at.measured).toEqual([]);
  });

  it.each(['PROVIDER_UNAVAILABLE', 'DEADLINE_EXCEEDED'] as const)(
    'counts %s against the other arm, without times or agreement',
    async (code) => {
      const at = refusing(code);
      await at.run();
      expect(at.measured.map(({ values }) => values)).toEqual([{ ShadowFailures: 0 }, { ShadowFailures: 1 }]);
    },
  );

  it('counts an answer of the rules against the arm that did not give one', async () => {
    const at = answering({ provider: 'rules', degraded: true }, 'a');
    await at.run();
    expect(at.measured.map(({ values }) => values)).toEqual([{ ShadowFailures: 0 }, { ShadowFailures: 1 }]);
  });

  it('compares nothing with an answer that its own arm did not give', async () => {
    const at = answering({}, 'a');
    await at.run({ side: { ...SHADOW.side, failed: true }, answer: null });
    expect(failuresIn(at.measured)).toEqual([
      { capability: 'match', arm: 'current', ShadowFailures: 1 },
      { capability: 'match', arm: 'aws', ShadowFailures: 0 },
    ]);
    expect(at.measured).toHaveLength(2);
  });

  it('leaves out cost where one of the two prices is not known', async () => {
    const at = answering({ costUsd: null }, 'a', 'b');
    await at.run();
    expect(at.measured.filter(({ values }) => 'ShadowCostUsd' in values)).toEqual([]);
    expect(at.measured.filter(({ values }) => 'ShadowDuration' in values)).toHaveLength(2);
  });

  it.each([
    ['over-budget', 'no-budget'],
    ['budget-unknown', 'no-budget'],
    ['withheld', 'withheld'],
  ])('drops what is %s, which is no fault of the arm', async (outcome, reason) => {
    const at = answering({ provider: 'rules', degraded: true, attempts: [{ ...noTime, outcome }] }, 'a');
    await at.run();
    expect(at.measured).toEqual([
      { values: { ShadowsDropped: 1 }, dimensions: {}, fields: { reason, requestId: UNRECORDED } },
    ]);
  });

  it('counts a failure of one of its models though another one was over the budget', async () => {
    const attempts = [
      { ...noTime, outcome: 'timeout' },
      { ...noTime, provider: 'sagemaker' as const, outcome: 'over-budget' },
    ];
    const at = answering({ provider: 'embedded', degraded: true, attempts }, 'a');
    await at.run();
    expect(at.measured.map(({ values }) => values)).toEqual([{ ShadowFailures: 0 }, { ShadowFailures: 1 }]);
  });

  it.each(['RESUME_NOT_FOUND', 'STORE_UNAVAILABLE'] as const)('drops what ends in %s', async (code) => {
    const at = refusing(code);
    await at.run();
    expect(at.measured.map(({ values, fields }) => ({ ...values, ...fields }))).toEqual([
      { ShadowsDropped: 1, reason: 'not-asked', requestId: UNRECORDED },
    ]);
  });

  it('has the message delivered again while nobody can say whether it was asked', async () => {
    const at = answering({}, 'a');
    at.ports.claims.claim = () => Promise.reject(new DomainError('STORE_UNAVAILABLE', 'down'));
    await expect(at.run()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(at.asked).toEqual([]);
  });

  it('records one in ten, with the hour and no way back to the request', async () => {
    const at = answering({}, 'a', 'b');
    await at.run({ requestId: RECORDED });
    await at.run({ requestId: UNRECORDED });
    expect(at.records).toEqual([
      {
        id: expect.any(String),
        at: '2026-03-01T12:00:00.000Z',
        why: 'drawn',
        capability: 'match',
        arm: 'current',
        sides: {
          current: SHADOW.side,
          aws: { provider: 'bedrock', model: 'm', promptVersion: null, latencyMs: 300, costUsd: 0.001, failed: false },
        },
        agreement: 1,
        fields: expect.any(Array),
      },
    ]);
    expect(JSON.stringify(at.records)).not.toContain(RECORDED);
    expect(JSON.stringify(at.records)).not.toContain('ines');
  });

  it('records each that agrees little', async () => {
    const at = answering({}, 'x', 'y');
    await at.run();
    expect(at.records).toMatchObject([
      { why: 'disagrees', agreement: 0, fields: [{ only: { current: ['a'], aws: ['x'] } }, {}] },
    ]);
  });

  it('records a failure without comparing', async () => {
    const at = refusing('PROVIDER_UNAVAILABLE');
    await at.run({ requestId: RECORDED });
    expect(at.records).toMatchObject([
      { agreement: null, fields: [], sides: { aws: { provider: null, failed: true } } },
    ]);
  });

  it('is done all the same when the record is not taken', async () => {
    const at = answering({}, 'x');
    at.ports.records.put = () => Promise.reject(new DomainError('STORE_UNAVAILABLE', 'down'));
    await at.run();
    expect(failuresIn(at.measured)).toHaveLength(2);
  });
});
