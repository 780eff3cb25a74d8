import { category, match } from '../../../support/match-fixtures';

const title = (held: string[], asked: string) => category(match({ titles: held }, { title: asked }), 'title').score;
const level = (held: string, asked: string) =>
  category(
    match({ titles: ['Cook'], seniority: held as 'mid' }, { title: 'Cook', seniority: asked as 'mid' }),
    'seniority',
  );

describe('title category', () => {
  it('puts the same title before a near one, and that before a strange one', () => {
    const [same, near, strange] = [title(['Cook'], 'Cook'), title(['Chef'], 'Cook'), title(['Actuary'], 'Cook')];

    expect(same).toBe(100);
    expect(near).toBeLessThan(same);
    expect(near).toBeGreaterThan(strange);
  });

  it('counts older titles less', () => {
    expect(title(['Cook', 'Actuary'], 'Cook')).toBe(100);
    expect(title(['Actuary', 'Cook'], 'Cook')).toBe(85);
    expect(title(['Actuary', 'Lawyer', 'Cook'], 'Cook')).toBe(70);
  });

  it('does not look at the seventh title', () => {
    const six = Array.from({ length: 6 }, () => 'Actuary');

    expect(title([...six, 'Cook'], 'Cook')).toBe(title(six, 'Cook'));
  });

  it('names the two titles it compared', () => {
    expect(category(match({ titles: ['Cook'] }, { title: 'Cook' }), 'title').evidence).toEqual([
      {
        fact: '“Cook” is the same work as “Cook”.',
        polarity: 'positive',
        resumePointers: [{ pointer: '/titles/0', line: null, quote: 'Cook' }],
        jobPointers: ['/title'],
      },
    ]);
  });
});

describe('seniority category', () => {
  it.each([
    ['senior', 'senior', 100],
    ['mid', 'senior', 75],
    ['lead', 'manager', 100],
    ['intern', 'senior', 25],
    ['intern', 'executive', 0],
    ['director', 'junior', 0],
  ])('gives %s for %s %i', (held, asked, score) => {
    expect(level(held, asked).score).toBe(score);
  });

  it('speaks against a step down no more than neutrally', () => {
    expect(level('senior', 'junior').evidence[0]?.polarity).toBe('neutral');
    expect(level('junior', 'senior').evidence[0]?.polarity).toBe('negative');
  });

  it('has no data when a level is unknown', () => {
    expect(category(match({ titles: ['Cook'] }, { seniority: 'senior' }), 'seniority').hasData).toBe(false);
  });
});
