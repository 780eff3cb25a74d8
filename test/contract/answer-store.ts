/** What every AnswerStore keeps to. */
import { ANSWER_DAYS } from '../../lambdas/domain/feedback';
import type { AnswerStore } from '../../lambdas/ports';

const answer = {
  operation: 'matchJobs',
  capability: 'match',
  arm: 'current',
  provider: 'openai',
  model: 'embedder',
  promptVersion: null,
} as const;
let answers = 0;

export function describeAnswerStore(open: () => AnswerStore, clock: { advance(ms: number): void }): void {
  describe('as an AnswerStore', () => {
    const noted = async (store: AnswerStore) => {
      const ask = { requestId: `request-${++answers}`, owner: 'tenant-a/ida' };
      await store.keep({ ...ask, answer });
      return ask;
    };

    it('tells the owner how the answer came about', async () => {
      const store = open();
      const ask = await noted(store);

      expect(await store.find(ask)).toEqual(answer);
    });

    it('has nothing for anybody else, nor under another id', async () => {
      const store = open();
      const ask = await noted(store);

      expect(await store.find({ ...ask, owner: 'tenant-b/ida' })).toBeUndefined();
      expect(await store.find({ ...ask, requestId: 'request-0' })).toBeUndefined();
    });

    it('forgets it in time', async () => {
      const store = open();
      const ask = await noted(store);
      clock.advance(ANSWER_DAYS * 86_400_000 - 1_000);
      expect(await store.find(ask)).toEqual(answer);

      clock.advance(1_000);
      expect(await store.find(ask)).toBeUndefined();
    });
  });
}
