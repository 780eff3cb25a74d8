import { mean, ndcg, pairsInOrder, precision } from '../../evals/ranking';

const labels = (...values: number[]) => values.map((label, index) => ({ id: String(index), label }));

describe('ranking', () => {
  it('gives 1 to the best order and less to any other', () => {
    expect(ndcg(labels(2, 1, 0), 10)).toBe(1);
    expect(ndcg(labels(0, 1, 2), 10)).toBeCloseTo((1 / Math.log2(3) + 2 / Math.log2(4)) / (2 + 1 / Math.log2(3)), 10);
  });

  it('has no nDCG where nothing is relevant', () => {
    expect(ndcg(labels(0, 0), 10)).toBeNull();
  });

  it('counts the relevant among the first', () => {
    expect(precision(labels(2, 1, 0, 2), 4, 2)).toBe(0.5);
  });

  it('counts pairs in the right order, and only pairs that differ', () => {
    expect(pairsInOrder(labels(2, 2, 1, 3))).toBe(2 / 5);
    expect(pairsInOrder(labels(1, 1))).toBeNull();
  });

  it('leaves out of a mean what has no value', () => {
    expect(mean([1, null, 0])).toBe(0.5);
    expect(mean([null])).toBe(0);
  });
});
