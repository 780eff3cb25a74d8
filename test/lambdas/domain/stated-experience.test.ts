import { statedExperienceMonths } from '../../../lambdas/domain/stated-experience';

const read = (...lines: string[]) => statedExperienceMonths({ lines: lines.map((text) => ({ text, page: 1 })) });

describe('statedExperienceMonths', () => {
  it.each([
    ['8.5+ years of experience in information technology', 102],
    ['Total Experience 5years 5Months', 65],
    ['Having 3.2-years of SAP experience', 38],
    ['Nurse with more than 17 years experience in wards', 204],
    ['Ten years experience in mobile development', 120],
    ['Worked for 6 years with charities', 72],
    ['4 Years worked as a trainer', 48],
  ])('reads "%s"', (line, months) => {
    expect(read('Ada Quill', line)).toBe(months);
  });

  it.each([
    ['Grew revenue 34% in 2 years'],
    ['Closed a 3-year contract'],
    ['Java (5 years), SQL (3 years)'],
    ['2012 - 2016'],
  ])('reads nothing from "%s"', (line) => {
    expect(read(line)).toBeNull();
  });

  it('takes what speaks of experience before what only counts years', () => {
    expect(read('In the team for 2 years', '12 years of experience as a buyer')).toBe(144);
  });

  it('is linear on a huge line', () => {
    expect(read('9 years 9 '.repeat(50_000))).not.toBeUndefined();
  });
});
