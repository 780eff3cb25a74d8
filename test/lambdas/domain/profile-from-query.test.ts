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

  it.each([
    ['part-time nurse', { employmentType: 'part-time', titles: [{ text: 'nurse' }] }],
    ['Koch in Teilzeit', { employmentType: 'part-time', titles: [{ text: 'Koch' }] }],
    ['freelance translator', { employmentType: 'self-employed', titles: [{ text: 'translator' }] }],
    ['legal intern', { employmentType: 'internship', seniority: 'intern', titles: [{ text: 'legal intern' }] }],
    ['nurse in Leeds, part remote', { workMode: 'hybrid', titles: [{ text: 'nurse' }] }],
    ['contract manager', { employmentType: null, titles: [{ text: 'contract manager' }] }],
  ])('reads the terms of work in "%s"', (phrase, said) => {
    expect(ask(phrase)).toMatchObject(said);
  });

  it('reads languages and certificates', () => {
    expect(ask('German speaking CPA')).toMatchObject({
      languages: [{ code: 'de' }],
      certificates: [expect.anything()],
    });
  });

  it('quotes a phrase as it was written where a word was put right', () => {
    expect(ask('electrican oslo')).toMatchObject({
      titles: [{ text: 'electrician', pointers: [{ quote: 'electrican oslo' }] }],
      location: { city: 'Oslo' },
    });
  });

  it('takes no soft skill, as every ad names it', () => {
    expect(ask('welder teamwork').skills.map(({ id }) => id)).not.toContain('teamwork');
  });

  it('is a search', () => {
    expect(ask('welder').source).toBe('search');
  });
});
