import { profileTerms } from '../../../lambdas/domain/profile-terms';
import { aProfile, aSearch } from '../../support/match-fixtures';

describe('profile-terms', () => {
  it('asks for the telling words of the titles first, each once, then for the skills', () => {
    const terms = profileTerms(aProfile({ titles: ['Senior Java Developer', 'Java Trainer'], skills: ['SQL'] }));

    expect(terms.map(({ term }) => term)).toEqual([
      'title:java',
      'title:developer',
      'title:trainer',
      'skill:sql',
      'skill:java',
    ]);
    expect(terms[0]?.weight).toBeGreaterThan(terms[4]?.weight ?? 0);
  });

  it('asks for the town of a search, however it is written, and not for the home of a person', () => {
    const terms = (profile: Parameters<typeof profileTerms>[0]) => profileTerms(profile).map(({ term }) => term);

    expect(terms(aSearch({ titles: ['Nurse'], location: 'Köln' }))).toEqual(['title:nurse', 'city:cologne']);
    expect(terms(aProfile({ titles: ['Nurse'], location: 'Köln' }))).toEqual(['title:nurse']);
  });

  it('never asks for more terms than the store should be asked', () => {
    const skills = Array.from({ length: 200 }, (_, index) => `Skill number ${index}`);
    const titles = Array.from(
      { length: 20 },
      (_, index) => `Alpha${index} Beta${index} Gamma${index} Delta${index} Welder`,
    );

    expect(profileTerms(aProfile({ skills, titles })).length).toBeLessThanOrEqual(24);
  });
});
