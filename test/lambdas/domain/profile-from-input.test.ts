import { aProfile } from '../../support/match-fixtures';

describe('profile-from-input', () => {
  it('normalises skills to ids, each once, and points into the profile', () => {
    const { skills } = aProfile({ skills: ['PostgreSQL', 'Postgres', 'Bed juggling', '***'] });

    expect(skills.map(({ id, pointers }) => [id, pointers[0]?.pointer])).toEqual([
      ['postgresql', '/skills/0'],
      ['x-bed-juggling', '/skills/2'],
    ]);
  });

  it('takes a skill that a title names, and points to the title', () => {
    expect(aProfile({ titles: ['Java Developer'] }).skills).toEqual([
      expect.objectContaining({ id: 'java', pointers: [{ pointer: '/titles/0', line: null, quote: 'Java' }] }),
    ]);
  });

  it('reads the level from the first title unless it is stated', () => {
    expect(aProfile({ titles: ['Senior Cook', 'Cook'] }).seniority).toBe('senior');
    expect(aProfile({ titles: ['Senior Cook'], seniority: 'lead' }).seniority).toBe('lead');
    expect(aProfile({}).seniority).toBeNull();
  });

  it('reads the place', () => {
    expect(aProfile({ location: 'Köln' }).location).toMatchObject({ raw: 'Köln', city: 'Cologne', countryCode: 'DE' });
  });

  it('embeds titles, skills and summary', () => {
    expect(aProfile({ titles: ['Porter'], skills: ['Baking'], summary: 'Bread.\nCakes.' }).embeddingText).toBe(
      'Porter\nBaking\nBread.\nCakes.',
    );
  });
});
