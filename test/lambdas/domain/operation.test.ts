import { type ItemState, tallyOf } from '../../../lambdas/domain/operation';

const tally = (...states: ItemState[]) => tallyOf(states.map((state, at) => ({ state, changedAt: 100 + at })));

describe('the state of an operation', () => {
  it.each<[ItemState[], string]>([
    [['queued', 'queued'], 'queued'],
    [['queued', 'running'], 'running'],
    [['queued', 'succeeded'], 'running'],
    [['failed', 'queued'], 'running'],
    [['running', 'failed'], 'running'],
    [['succeeded', 'succeeded'], 'succeeded'],
    [['succeeded', 'failed'], 'partial'],
    [['failed', 'failed'], 'failed'],
  ])('of %j is %s', (states, expected) => {
    expect(tally(...states).state).toBe(expected);
  });

  it('counts what is done, and has an end only when all of it is', () => {
    expect(tally('succeeded', 'failed', 'running')).toEqual({
      state: 'running',
      progress: { total: 3, done: 2, succeeded: 1, failed: 1 },
      updatedAt: 102,
      finishedAt: null,
    });
    expect(tally('succeeded', 'failed').finishedAt).toBe(101);
  });
});
