import { addProvenance, NO_TOKENS, type Provenance } from '../../../lambdas/domain/meta';

const answer = (model: string, paid: Pick<Provenance, 'usage' | 'costUsd' | 'costEstimated'>): Provenance => ({
  provider: 'bedrock',
  model,
  attempts: [{ provider: 'bedrock', model, outcome: 'ok', latencyMs: 5 }],
  fallbackUsed: false,
  degraded: false,
  cached: false,
  simulated: false,
  promptVersion: null,
  ...paid,
});
const paid = answer('one', { usage: { ...NO_TOKENS, inputTokens: 3 }, costUsd: 0.5, costEstimated: true });
const free = answer('two', { usage: null, costUsd: 0, costEstimated: false });

describe('addProvenance', () => {
  it('is of the later answer, with the attempts of both', () => {
    const { model, attempts } = addProvenance(paid, free);
    expect([model, ...attempts.map((attempt) => attempt.model)]).toEqual(['two', 'one', 'two']);
  });

  it('forgets nothing that was paid, whichever answer it was for', () => {
    for (const [before, after] of [[paid, free] as const, [free, paid] as const]) {
      expect(addProvenance(before, after)).toMatchObject({
        usage: { inputTokens: 3 },
        costUsd: 0.5,
        costEstimated: true,
      });
    }
    expect(addProvenance(paid, paid)).toMatchObject({ usage: { inputTokens: 6 }, costUsd: 1 });
  });

  it('does not know what both cost where it does not know it of one', () => {
    expect(addProvenance(paid, { ...free, costUsd: null }).costUsd).toBeNull();
  });
});
