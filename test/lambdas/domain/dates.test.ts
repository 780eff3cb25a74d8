import * as fc from 'fast-check';
import { findDates } from '../../../lambdas/domain/date-mentions';
import { findDateRanges, isPresent, parseDateRange, parsePartialDate } from '../../../lambdas/domain/dates';
import { expectLinear } from '../../support/growth';

const TODAY = '2026-03-01';
const value = (text: string, options = {}) => parsePartialDate(text, options)?.value;
const ends = (text: string) => {
  const range = parseDateRange(text, TODAY);
  return range === undefined ? undefined : [range.start?.value ?? null, range.end?.value ?? null, range.isCurrent];
};

describe('parsePartialDate', () => {
  test.each([
    ['2021', '2021'],
    ['Mar 2020', '2020-03'],
    ["March '20", '2020-03'],
    ['March, 2020', '2020-03'],
    ['May of 2014', '2014-05'],
    ['Sept. 2013', '2013-09'],
    ['Aug-07', '2007-08'],
    ['March 20, 2004', '2004-03-20'],
    ['14 May 1996', '1996-05-14'],
    ['1st June 2010', '2010-06-01'],
    ['03/2020', '2020-03'],
    ['3.2020', '2020-03'],
    ['2020-03', '2020-03'],
    ['2020.3', '2020-03'],
    ['2016 / 09', '2016-09'],
    ['2020-03-04', '2020-03-04'],
    ['01.03.2020', '2020-03-01'],
    ['13/04/2019', '2019-04-13'],
    ['04/13/2019', '2019-04-13'],
    ['2019/20', '2019'],
    ['2011/12', '2011'],
    ['Summer 2019', '2019-06'],
    ['Q3 2018', '2018-07'],
    ['März 2020', '2020-03'],
    ['août 2019', '2019-08'],
    ['abril de 2014', '2014-04'],
    ['março 2015', '2015-03'],
    ['giugno 2018', '2018-06'],
    ['mrt 2017', '2017-03'],
    ['２０２０年３月', '2020-03'],
    ['2020年3月15日', '2020-03-15'],
    ['平成30年4月', '2018-04'],
    ['令和元年', '2019'],
  ])('reads %s as %s', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  test('reads the day first unless it is told otherwise', () => {
    expect(value('03.04.2020')).toBe('2020-04-03');
    expect(value('03/04/2020', { dayFirst: false })).toBe('2020-03-04');
  });

  test.each(['20XX', 'XXXX', 'Senior Buyer', '1,995 units', '$2010', '12%', 'May'])('finds no date in %s', (text) => {
    expect(parsePartialDate(text)).toBeUndefined();
  });

  test('marks the month of a season or quarter as approximate', () => {
    expect(parsePartialDate('Q3 2018')).toEqual({ value: '2018-07', precision: 'month', approximate: true });
    expect(parsePartialDate('July 2018')).toEqual({ value: '2018-07', precision: 'month', approximate: false });
  });

  test('drops a day that its month does not have', () => {
    expect(value('31.02.2020')).toBe('2020-02');
  });

  test('refuses years that no working life holds', () => {
    expect(value('昭和99年')).toBe('2024');
    expect(parsePartialDate('令和99年')).toBeUndefined();
  });
});

describe('parseDateRange', () => {
  test.each<[string, (string | boolean | null)[]]>([
    ['June 2016 to Present', ['2016-06', '2026-03-01', true]],
    ['2005present', ['2005', '2026-03-01', true]],
    ['20012006', ['2001', '2006', false]],
    ['2010\tPresent', ['2010', '2026-03-01', true]],
    ['February to April 2005', ['2005-02', '2005-04', false]],
    ['Nov - Feb 2005', ['2004-11', '2005-02', false]],
    ['Feb 2008 till date', ['2008-02', '2026-03-01', true]],
    ['1986-to date', ['1986', '2026-03-01', true]],
    ['06/2016 - 02/2020', ['2016-06', '2020-02', false]],
    ['06/16 - 02/20', ['2016-06', '2020-02', false]],
    ['Jan 98 – Dec 02', ['1998-01', '2002-12', false]],
    ['Since: September 1st 2014 Until: Currently', ['2014-09-01', '2026-03-01', true]],
    ['since March 2019', ['2019-03', '2026-03-01', true]],
    ['05/13-08/14', ['2013-05', '2014-08', false]],
    ['8/01 to Present', ['2001-08', '2026-03-01', true]],
    ['1/99 - 1/01', ['1999-01', '2001-01', false]],
    ["Apr' 2014 to Oct' 2015", ['2014-04', '2015-10', false]],
    ['seit 03/2018', ['2018-03', '2026-03-01', true]],
    ['2015 onwards', ['2015', '2026-03-01', true]],
    ['01.03.2020 - heute', ['2020-03-01', '2026-03-01', true]],
    ['mars 2018 à aujourd’hui', ['2018-03', '2026-03-01', true]],
    ['marzo 2018 - actualidad', ['2018-03', '2026-03-01', true]],
    ['2009年4月～現在', ['2009-04', '2026-03-01', true]],
    ['Q1 2018 - Q3 2019', ['2018-01', '2019-09', false]],
    ['2011–12', ['2011', '2012', false]],
    ['2019/20', ['2019', '2020', false]],
    ['2004 - 20XX', ['2004', null, false]],
    ['2001 and 2003', ['2001', null, false]],
  ])('reads %s', (text, expected) => {
    expect(ends(text)).toEqual(expected);
  });

  test('is undefined where no date is written', () => {
    expect(parseDateRange('Buyer at Acme', TODAY)).toBeUndefined();
  });

  test('takes "present" from the day it is given, never from the clock', () => {
    expect(parseDateRange('2001 - now', '1999-12')?.end?.value).toBe('1999-12');
  });
});

describe('isPresent', () => {
  test.each(['Present', 'till date', 'heute', 'actualidad', '現在'])('knows %s', (text) => {
    expect(isPresent(text)).toBe(true);
  });
  test('does not take a year for the present', () => {
    expect(isPresent('2019')).toBe(false);
  });
});

const NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const two = (number: number) => String(number).padStart(2, '0');
/** Every form that says year and month. */
const FORMS: ((year: number, month: number) => string)[] = [
  (year, month) => `${year}-${two(month)}`,
  (year, month) => `${two(month)}/${year}`,
  (year, month) => `${month}/${year}`,
  (year, month) => `${two(month)}.${year}`,
  (year, month) => `${NAMES[month - 1]} ${year}`,
  (year, month) => `${(NAMES[month - 1] ?? '').slice(0, 3)} ${year}`,
  (year, month) => `${(NAMES[month - 1] ?? '').slice(0, 3)}. ${year}`,
  (year, month) => `${NAMES[month - 1]}, ${year}`,
  (year, month) => `${NAMES[month - 1]} '${two(year % 100)}`,
  (year, month) => `${year}年${month}月`,
];
const JOINERS = [' - ', ' – ', '-', ' to ', ' until ', ' bis ', ' ~ '];

describe('properties of dates', () => {
  const year = fc.integer({ min: 1960, max: 2039 });
  const month = fc.integer({ min: 1, max: 12 });

  test('a range written in any form is read back', () => {
    void fc.assert(
      fc.property(
        year,
        month,
        fc.integer({ min: 0, max: 240 }),
        fc.constantFrom(...FORMS),
        fc.constantFrom(...JOINERS),
        (y, m, length, form, joiner) => {
          const last = y * 12 + m - 1 + length;
          const [endYear, endMonth] = [Math.floor(last / 12), (last % 12) + 1];
          fc.pre(endYear < 2050);
          const range = parseDateRange(`${form(y, m)}${joiner}${form(endYear, endMonth)}`, TODAY);
          expect([range?.start?.value, range?.end?.value]).toEqual([`${y}-${two(m)}`, `${endYear}-${two(endMonth)}`]);
        },
      ),
    );
  });

  test('any text gives mentions in order that lie inside it, and valid dates', () => {
    const pieces = fc.constantFrom(
      'Mar ',
      '2019',
      ' - ',
      '3',
      '/',
      'XX',
      '年',
      'Q',
      'to ',
      'present',
      '.',
      '１２',
      ' ',
      'a',
      '令和',
      '99',
    );
    void fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.array(pieces).map((list) => list.join('')),
        ),
        (text) => {
          let at = 0;
          for (const mention of findDates(text)) {
            expect(mention.start).toBeGreaterThanOrEqual(at);
            expect(mention.end).toBeGreaterThan(mention.start);
            at = mention.end;
            if (mention.date)
              expect(mention.date.value).toMatch(/^(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/);
          }
          expect(at).toBeLessThanOrEqual(text.length);
          expect(findDateRanges(text)).toEqual(findDateRanges(text));
        },
      ),
    );
  });

  test.each(['1', 'jan', 'x', '01/', '2019 - Mar ', 'date to ', '-', ' '])(
    'reads a text of %j only in time that grows with the length',
    (piece) => {
      expectLinear(60_000, (size) => piece.repeat(size / piece.length), findDateRanges);
    },
  );
});
