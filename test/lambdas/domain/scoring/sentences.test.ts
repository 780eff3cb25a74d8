import type { Job } from '../../../../lambdas/domain/job';
import type { ProfileInput } from '../../../../lambdas/domain/profile';
import { category, match } from '../../../support/match-fixtures';

/** The sentences of one category, as a user reads them. */
const says = (key: Parameters<typeof category>[1], profile: Partial<ProfileInput>, job: Partial<Job>) =>
  category(match({ titles: ['Cook'], ...profile }, { title: 'Cook', ...job }), key).evidence.map(({ fact }) => fact);

describe('the sentences of a match', () => {
  it.each([
    [{ min: 1 }, 'at least 1 year'],
    [{ min: 3 }, 'at least 3 years'],
    [{ min: 1, max: 3 }, '1 to 3 years'],
    [{ min: 0, max: 1 }, 'at most 1 year'],
    [{ min: 2, max: 2 }, '2 years'],
    [{ max: 5 }, 'at most 5 years'],
    [{ min: 0 }, 'no experience'],
  ])('says the years asked for as a person would: %j', (experienceYears, asked) => {
    expect(says('experience', { experienceMonths: 24 }, { experienceYears })).toEqual([
      `2 years of work; the job asks for ${asked}.`,
    ]);
  });

  it('says one year in the singular', () => {
    expect(says('experience', { experienceMonths: 12 }, { experienceYears: { min: 2 } })).toEqual([
      '1 year of work; the job asks for at least 2 years.',
    ]);
  });

  it('does not praise years far above what is asked', () => {
    const found = match({ titles: ['Cook'], experienceMonths: 192 }, { title: 'Cook', experienceYears: { max: 3 } });

    expect(category(found, 'experience').evidence[0]?.polarity).toBe('neutral');
  });

  it('calls two titles the same work only where they are one title in other words', () => {
    expect(says('title', { titles: ['Intensive Care Nurse'] }, { title: 'ICU Nurse' })).toEqual([
      '“Intensive Care Nurse” is the same work as “ICU Nurse”.',
    ]);
    expect(says('title', { titles: ['Software Engineer'] }, { title: 'DevOps Engineer' })[0]).not.toContain(
      'same work',
    );
  });

  it('names both places', () => {
    expect(says('location', { location: 'Porto' }, { location: 'Lisbon, Portugal' })).toEqual([
      'The candidate is in Porto, the job in Lisbon, Portugal.',
    ]);
    expect(says('location', { location: 'Porto' }, { location: 'Madrid' })).toEqual([
      'The candidate is in Porto, the job in another country: Madrid.',
    ]);
  });

  it('says that a demand is met in part where the resume has some of its words', () => {
    const found = match({ skills: ['Zither repair'] }, { mustHaveSkills: ['Zither tuning'] });

    expect(category(found, 'skills').evidence).toMatchObject([
      { fact: 'The resume shows Zither tuning in part at most, which the job asks for.', polarity: 'neutral' },
    ]);
  });
});
