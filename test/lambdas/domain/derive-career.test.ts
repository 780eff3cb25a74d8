import { deriveCareer } from '../../../lambdas/domain/derive-career';
import { workSchema } from '../../../lambdas/domain/resume';

/** Jobs of the same three years. */
const sideBySide = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    workSchema.parse({ id: `w${at}`, name: `Employer ${at}`, startDate: '2019-01', endDate: '2021-12' }),
  );

describe('deriveCareer', () => {
  it('names each pair of jobs at the same time', () => {
    const { overlaps } = deriveCareer(sideBySide(3), [], '2026-11-22');
    expect(overlaps.map(({ workIds }) => workIds.join(' '))).toEqual(['w0 w1', 'w0 w2', 'w1 w2']);
  });

  it('names no more than a hundred of them: two thousand jobs have two million', () => {
    const { overlaps, totalMonths } = deriveCareer(sideBySide(2_000), [], '2026-11-22');
    expect([overlaps.length, totalMonths]).toEqual([100, 36]);
  });
});
