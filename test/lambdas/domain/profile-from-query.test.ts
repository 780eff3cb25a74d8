import { profileFromQuery } from '../../../lambdas/domain/profile-from-query';
import { knowledge } from '../../support/match-fixtures';

const ask = (query: string) => profileFromQuery(query, knowledge);

describe('profile-from-query', () => {
  it('finds title, level, skill, place and way of working in one phrase', () => {
    expect(ask('senior java developer jobs in Munich, remote')).toMatchObject({
      titles: [{ text: 'senior java developer' }],
      seniority: 'senior',
      skills: [{ id: 'java' }],
      location: { city: 'Munich', countryCode: 'DE' },
      workMode: 'remote',
    });
  });

  it('points to the words of the phrase', () => {
    expect(ask('nurse in Leeds').titles[0]?.pointers).toEqual([{ pointer: '', line: 1, quote: 'nurse' }]);
  });

  it('knows nothing that the phrase does not say', () => {
    expect(ask('welder')).toMatchObject({ location: null, workMode: null, seniority: null, experienceMonths: null });
  });

  it('embeds the phrase itself when it has no title left', () => {
    expect(ask('jobs in Paris').embeddingText).toBe('jobs in Paris');
  });
});
