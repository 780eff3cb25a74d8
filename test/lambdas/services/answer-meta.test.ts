import { answerMeta } from '../../../lambdas/services/answer-meta';
import { fakeProvenance } from '../../support/fake-stores';

const clock = { now: () => 1_000 };
const passedOver = (outcome: string, degraded = true) => {
  const attempts = [{ provider: 'bedrock' as const, model: 'test-model', outcome, latencyMs: 0 }];
  const provenance = fakeProvenance({ attempts, degraded });
  return answerMeta({ clock, startedAt: 900, provenance, warnings: ['another'] }, { requestId: 'r-1' }).warnings;
};

describe('answerMeta', () => {
  it('tells an answer without a model for its cost from one whose budget could not be read', () => {
    expect(passedOver('over-budget')).toEqual(['another', expect.stringContaining('is used up')]);
    expect(passedOver('budget-unknown')).toEqual(['another', expect.stringContaining('could not be read')]);
  });

  it('warns of no budget where another model answered, or where the models failed', () => {
    expect(passedOver('over-budget', false)).toEqual(['another']);
    expect(passedOver('throttled')).toEqual(['another']);
  });
});
