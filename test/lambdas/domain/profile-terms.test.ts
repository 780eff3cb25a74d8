import { profileTerms } from '../../../lambdas/domain/profile-terms';
import { aProfile } from '../../support/match-fixtures';

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

  it('never asks for more terms than the store should be asked', () => {
    const skills = Array.from({ length: 200 }, (_, index) => `Skill number ${index}`);
    const titles = Array.from(
      { length: 20 },
      (_, index) => `Alpha${index} Beta${index} Gamma${index} Delta${index} Welder`,
    );

    expect(profileTerms(aProfile({ skills, titles })).length).toBeLessThanOrEqual(24);
  });
});
