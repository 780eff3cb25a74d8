import * as fc from 'fast-check';
import {
  comparePartialDates,
  gapsBetween,
  type MonthSpan,
  mergeSpans,
  monthSpan,
  monthsBetween,
  monthText,
  overlapMonths,
  unionMonths,
} from '../../../lambdas/domain/months';

describe('monthsBetween', () => {
  test.each([
    ['2020-01', '2020-03', 3],
    ['2020-01', '2020-01', 1],
    ['2020-01-15', '2020-03-02', 3],
    ['2016', '2018', 24],
    ['2016', '2016', 6],
    ['2018-09', '2018', 4],
    ['2016', '2016-03', 3],
    ['2019-12', '2020-01', 2],
    ['2020-03', '2020-01', 0],
    ['2020', '2018', 0],
  ])('counts %s to %s as %i', (start, end, months) => {
    expect(monthsBetween(start, end)).toBe(months);
  });
});

describe('spans of months', () => {
  test('count a shared month once', () => {
    const spans = [monthSpan('2019-01', '2019-12'), monthSpan('2019-07', '2020-06')].filter(
      (span) => span !== undefined,
    );
    expect(unionMonths(spans)).toBe(18);
    expect(overlapMonths(spans[0] as MonthSpan, spans[1] as MonthSpan)).toBe(6);
  });

  test('leave a gap only where no month is covered', () => {
    const gap = gapsBetween([
      { from: 0, to: 12 },
      { from: 15, to: 20 },
      { from: 12, to: 14 },
    ]);
    expect(gap).toEqual([{ from: 14, to: 15 }]);
  });

  test('are written as year and month', () => {
    expect(monthText((monthSpan('2020-03', '2020-04') as MonthSpan).from)).toBe('2020-03');
  });
});

describe('properties of spans', () => {
  const span = fc
    .tuple(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 1, max: 120 }))
    .map(([from, length]) => ({ from, to: from + length }));
  const spans = fc.array(span, { maxLength: 12 });
  const sum = (list: readonly MonthSpan[]) => list.reduce((all, { from, to }) => all + to - from, 0);

  test('the union never exceeds the sum, nor falls below the longest', () => {
    void fc.assert(
      fc.property(spans, (list) => {
        const union = unionMonths(list);
        expect(union).toBeLessThanOrEqual(sum(list));
        expect(union).toBeGreaterThanOrEqual(Math.max(0, ...list.map(({ from, to }) => to - from)));
      }),
    );
  });

  test('union and gaps together fill the time from first to last', () => {
    void fc.assert(
      fc.property(spans, (list) => {
        const merged = mergeSpans(list);
        const whole =
          merged.length === 0 ? 0 : (merged[merged.length - 1] as MonthSpan).to - (merged[0] as MonthSpan).from;
        expect(unionMonths(list) + sum(gapsBetween(list))).toBe(whole);
      }),
    );
  });

  test('the order of the spans does not matter', () => {
    void fc.assert(fc.property(spans, (list) => expect(mergeSpans([...list].reverse())).toEqual(mergeSpans(list))));
  });

  test('comparing is an order', () => {
    const date = fc
      .tuple(fc.integer({ min: 1950, max: 2050 }), fc.option(fc.integer({ min: 1, max: 12 })))
      .map(([year, month]) => (month === null ? `${year}` : `${year}-${String(month).padStart(2, '0')}`));
    void fc.assert(
      fc.property(date, date, date, (a, b, c) => {
        expect(Math.sign(comparePartialDates(a, b))).toBe(-Math.sign(comparePartialDates(b, a)) + 0);
        if (comparePartialDates(a, b) <= 0 && comparePartialDates(b, c) <= 0)
          expect(comparePartialDates(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});
