import { degreeLevel, degreeRank } from '../../../lambdas/domain/degrees';

describe('degrees', () => {
  it.each([
    ['Ph.D. in Physics', 'doctorate'],
    ['M.Sc. Computer Science', 'master'],
    ['MBA', 'master'],
    ['Dipl.-Ing. Maschinenbau', 'master'],
    ['B.E.', 'bachelor'],
    ['BA (Hons) History', 'bachelor'],
    ['Licenciatura en Derecho', 'bachelor'],
    ['Associate of Applied Science', 'associate'],
    ['Diploma in Nursing', 'vocational'],
    ['Ausbildung zum Koch', 'vocational'],
    ['High School Diploma', 'secondary'],
    ['Abitur', 'secondary'],
    ['Bachelor of Arts, then Master of Arts', 'master'],
  ])('reads %s as %s', (text, level) => {
    expect(degreeLevel(text)).toBe(level);
  });

  it.each(['Certificate of attendance', 'Made maps', 'Basis of the system', ''])('reads no degree in "%s"', (text) => {
    expect(degreeLevel(text)).toBeNull();
  });

  it('ranks the levels from none to doctorate', () => {
    const ranks = [null, 'secondary', 'vocational', 'associate', 'bachelor', 'master', 'doctorate'] as const;

    expect(ranks.map(degreeRank)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});
