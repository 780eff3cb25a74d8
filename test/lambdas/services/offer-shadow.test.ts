import { DomainError } from '../../../lambdas/domain/errors';
import type { Meta } from '../../../lambdas/domain/meta';
import type { Shadow } from '../../../lambdas/domain/shadow';
import type { Call } from '../../../lambdas/ports';
import { NO_PROVIDER } from '../../../lambdas/services/answer-meta';
import { type OfferPorts, offerShadow } from '../../../lambdas/services/offer-shadow';

const META: Meta = {
  ...NO_PROVIDER,
  requestId: 'request-1',
  arm: 'aws',
  latencyMs: 900,
  warnings: [],
  provider: 'bedrock',
  model: 'm',
  promptVersion: 'p-1',
  attempts: [{ provider: 'bedrock', model: 'm', outcome: 'ok', latencyMs: 700 }],
  costUsd: 0.001,
};
const call: Call = { signal: new AbortController().signal, deadline: 0 };

function portsOf(send: (shadow: Shadow) => Promise<boolean> = async () => true) {
  const sent: Shadow[] = [];
  const dropped: unknown[] = [];
  const ports: OfferPorts = {
    queue: {
      async send(shadow) {
        sent.push(shadow);
        return send(shadow);
      },
    },
    inTime: (work) => work(call),
    telemetry: { count() {}, measure: (values, _, fields) => void dropped.push({ ...values, ...fields }), event() {} },
  };
  const offer = (meta: Partial<Meta> = {}) =>
    offerShadow(
      ports,
      {
        capability: 'match',
        input: { query: 'nurse', limit: 10, minScore: 0 },
        answer: { matches: [{ jobId: 'a' }], meta: { ...META, ...meta } },
      },
      { requestId: 'request-1', owner: 'tenant-a/ines', arm: 'aws' },
    );
  return { ports, sent, dropped, offer };
}

describe('offer-shadow', () => {
  it('sends what was asked and answered, and how the own arm did', async () => {
    const at = portsOf();
    await at.offer();
    expect(at.sent).toEqual([
      {
        capability: 'match',
        requestId: 'request-1',
        owner: 'tenant-a/ines',
        arm: 'aws',
        input: { query: 'nurse', limit: 10, minScore: 0 },
        answer: { matches: [{ jobId: 'a' }] },
        side: { provider: 'bedrock', model: 'm', promptVersion: 'p-1', latencyMs: 700, costUsd: 0.001, failed: false },
      },
    ]);
    expect(at.dropped).toEqual([]);
  });

  it.each([
    ['was kept', { cached: true }],
    ['needed no model', { provider: null }],
  ])('sends nothing of an answer that %s', async (_, meta) => {
    const at = portsOf();
    await at.offer(meta);
    expect(at.sent).toEqual([]);
    expect(at.dropped).toEqual([]);
  });

  it.each([
    ['of another arm', { provider: 'openai' as const }, true],
    ['of the rules', { provider: 'rules' as const, degraded: true }, true],
    ['made with less than the full method', { degraded: true }, false],
  ])('sends no answer %s, which says nothing of its arm', async (_, meta, failed) => {
    const at = portsOf();
    await at.offer(meta);
    expect(at.sent).toMatchObject([{ answer: null, side: { failed } }]);
  });

  it.each([
    ['is too large', async () => false, 'too-large'],
    ['is not taken', () => Promise.reject(new DomainError('STORE_UNAVAILABLE', 'down')), 'not-sent'],
  ])('counts a request that %s, and lets it be', async (_, send, reason) => {
    const at = portsOf(send);
    await at.offer();
    expect(at.dropped).toEqual([{ ShadowsDropped: 1, reason, requestId: 'request-1' }]);
  });

  it('counts a request for which there is no queue, or no budget', async () => {
    const at = portsOf();
    at.ports.queue = null;
    await at.offer();
    await at.offer({
      provider: 'rules',
      attempts: [{ provider: 'bedrock', model: 'm', outcome: 'over-budget', latencyMs: 0 }],
    });
    expect(at.dropped).toMatchObject([{ reason: 'no-queue' }, { reason: 'no-budget' }]);
    expect(at.sent).toEqual([]);
  });

  it('sends a request of which only the other arm was kept', async () => {
    const at = portsOf();
    await at.offer({
      provider: 'rules',
      attempts: [
        { provider: 'bedrock', model: 'm', outcome: 'timeout', latencyMs: 900 },
        { provider: 'openai', model: 'n', outcome: 'over-budget', latencyMs: 0 },
      ],
    });
    expect(at.sent).toMatchObject([{ side: { failed: true } }]);
    expect(at.dropped).toEqual([]);
  });

  it('gives a queue up that does not answer: the user waits for it', async () => {
    const at = portsOf(() => new Promise(() => undefined));
    at.ports.inTime = (work) =>
      Promise.race([work(call), Promise.reject(new DomainError('DEADLINE_EXCEEDED', 'late'))]);
    await at.offer();
    expect(at.dropped).toMatchObject([{ reason: 'not-sent' }]);
  });
});
