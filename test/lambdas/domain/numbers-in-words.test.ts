import { isAmong, numbersIn } from '../../../lambdas/domain/numbers-in-words';

const of = (text: string, language?: string) => [...numbersIn(text, language)];

describe('numbersIn', () => {
  it.each([
    ['9.3 years of work', [9.3]],
    ['9,3 Jahre', [9.3]],
    ['1,200 of 3,400.5', [1200, 3400.5]],
    ['４２ things', [42]],
    ['between 3 and 5, or 3', [3, 5]],
    ['ISO 27001 and C++17', [27001, 17]],
    ['a Dozen, two decades, twelve', [12, 2, 10]],
    ['one of them', []],
  ])('finds in "%s" %j', (text, numbers) => {
    expect(of(text)).toEqual(numbers);
  });

  it.each([
    ['de', 'sieben von acht', [7, 8]],
    ['fr', 'trois sur onze', [3, 11]],
    ['es', 'dos de cinco', [2, 5]],
    ['pt', 'dois de dez', [2, 10]],
    ['it', 'due su otto', [2, 8]],
    ['nl', 'twee van negen', [2, 9]],
    ['pl', 'dwa z pięciu', []],
  ])('knows small numbers written out in %s: %s', (language, text, numbers) => {
    expect(of(text, language)).toEqual(numbers);
  });

  it.each(['٣ سنوات', '५ वर्ष', '০৭'])('cannot read the digits of "%s", so that no fact has them', (text) => {
    expect(of(text)).toEqual([Number.NaN]);
  });
});

describe('isAmong', () => {
  it.each([
    [9.3, true],
    [9, true],
    [10, false],
    [8, false],
    [Number.NaN, false],
  ])('of 9.3: %d %s', (number, expected) => {
    expect(isAmong(number, new Set([9.3]))).toBe(expected);
  });

  it('rounds to the nearest whole number, too', () => {
    expect(isAmong(10, new Set([9.6]))).toBe(true);
  });
});
