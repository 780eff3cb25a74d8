/** What every FeedbackStore keeps to. */
import type { Feedback } from '../../lambdas/domain/feedback';
import type { FeedbackStore } from '../../lambdas/ports';

const feedback: Feedback = {
  rating: 2,
  aspect: 'accuracy',
  comment: 'The dates are wrong.',
  answer: {
    operation: 'parseResume',
    capability: 'parse',
    arm: 'aws',
    provider: 'bedrock',
    model: 'reader',
    promptVersion: 'parse-resume@1',
  },
};
let answers = 0;

export function describeFeedbackStore(
  open: () => FeedbackStore,
  clock: { now(): number; advance(ms: number): void },
): void {
  describe('as a FeedbackStore', () => {
    const anAnswer = () => ({ owner: 'tenant-a/ida', requestId: `request-${++answers}` });

    it('tells a first rating from one that takes its place, and keeps the time of the first', async () => {
      const [store, at] = [open(), anAnswer()];
      const createdAt = new Date(clock.now()).toISOString();

      expect(await store.put({ ...at, feedback })).toEqual({ isNew: true, createdAt });
      clock.advance(60_000);
      expect(await store.put({ ...at, feedback: { ...feedback, rating: 5 } })).toEqual({ isNew: false, createdAt });
    });

    it('has one for each owner and answer', async () => {
      const [store, at] = [open(), anAnswer()];
      await store.put({ ...at, feedback });

      expect(await store.put({ ...at, owner: 'tenant-b/ida', feedback })).toMatchObject({ isNew: true });
      expect(await store.put({ ...anAnswer(), feedback })).toMatchObject({ isNew: true });
    });
  });
}
