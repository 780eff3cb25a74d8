import type { Job } from '../../../../lambdas/domain/job';
import type { ProfileInput } from '../../../../lambdas/domain/profile';
import { profileFromQuery } from '../../../../lambdas/domain/profile-from-query';
import { scoreMatch } from '../../../../lambdas/domain/score-match';
import { aSearch, category, knowledge, scorable } from '../../../support/match-fixtures';

const PORTER = {
  title: 'Night Porter',
  description: 'Our hotel needs a hand.',
  mustHaveSkills: [],
  niceToHaveSkills: [],
};
const search = (query: string, job: Partial<Job>) =>
  scoreMatch(profileFromQuery(query, knowledge), scorable({ ...PORTER, ...job }), { knowledge });
const place = (query: string, job: Partial<Job>) => category(search(query, job), 'location');

describe('a search', () => {
  it('is not held to what the job asks beyond it', () => {
    const plain = search('night porter', {});
    const demanding = search('night porter', {
      mustHaveSkills: ['Zither tuning', 'Baking'],
      experienceYears: { min: 10 },
      education: 'doctorate',
      languages: ['de'],
      description: 'Our hotel needs a hand. Requirements: CPA certification.',
    });

    expect(demanding.score).toBe(plain.score);
    expect(demanding.eligible).toBe(true);
    expect(demanding.knockouts).toEqual([]);
    expect(demanding.skills.missing).toEqual([]);
    expect(new Set(demanding.requirements.map(({ status }) => status))).toEqual(new Set(['unknown']));
  });

  it('lists what it names and the job asks as met', () => {
    const found = search('porter baking', { mustHaveSkills: ['Baking', 'Zither tuning'] });

    expect(category(found, 'skills').score).toBe(100);
    expect(found.requirements.map(({ id, status }) => [id, status])).toEqual([
      ['skill:baking', 'met'],
      ['skill:x-zither-tuning', 'unknown'],
    ]);
    expect(found.skills.matched.map(({ id }) => id)).toEqual(['baking']);
  });

  it('counts a skill that it names and the job lacks', () => {
    const skills = (job: Partial<Job>) => category(search('java developer', job), 'skills').score;

    expect(skills({ mustHaveSkills: ['Java'] })).toBe(100);
    expect(skills({ description: 'We write Java now and then.', mustHaveSkills: ['Baking'] })).toBe(70);
    expect(skills({ description: 'We write JavaScript.', mustHaveSkills: ['Baking'] })).toBe(0);
  });

  it('gives the place the weight that it says', () => {
    const { weight } = place('porter in Lisbon', { location: 'Lisbon' });

    expect(weight.suggested).toBe(0.25);
    expect(weight.applied).toBeGreaterThan(0.25);
  });

  it.each([
    ['the town', 'porter Lisbon', { location: 'Lisboa, Portugal' }, 100],
    ['the country', 'porter in Portugal', { location: 'Porto' }, 100],
    ['another town', 'porter Lisbon', { location: 'Porto' }, 50],
    ['another country', 'porter Lisbon', { location: 'Madrid' }, 0],
    ['a town in no list', 'porter venlo', { location: 'Venlo, Netherlands' }, 100],
    ['remote, in the country', 'porter Lisbon', { location: 'Porto', remote: 'remote' as const }, 90],
    ['remote, abroad', 'porter Lisbon', { location: 'Madrid', remote: 'remote' as const }, 40],
    ['remote, wished for', 'remote porter', { remote: 'remote' as const }, 100],
    ['hybrid, where remote is wished for', 'remote porter', { remote: 'hybrid' as const }, 30],
    ['the contract', 'part-time porter', { employmentType: 'part-time' as const }, 100],
    ['another contract', 'part-time porter', { employmentType: 'full-time' as const }, 20],
    ['a contract that is near', 'temporary porter', { employmentType: 'contract' as const }, 60],
    [
      'place and contract together',
      'part-time porter Lisbon',
      { location: 'Lisbon', employmentType: 'full-time' as const },
      60,
    ],
  ])('scores %s', (_, query, job, score) => {
    expect(place(query, job).score).toBe(score);
  });

  it('has no data on place where it names none', () => {
    expect(place('porter', { location: 'Lisbon', remote: 'on-site', employmentType: 'part-time' }).hasData).toBe(false);
  });

  it('takes a job for what its title says', () => {
    expect(category(search('tig welder', { title: 'TIG Welder', mustHaveSkills: ['Baking'] }), 'skills').score).toBe(
      100,
    );
  });

  it('counts a language that it names', () => {
    const languages = (job: Partial<Job>) => category(search('German speaking porter', job), 'languages').score;

    expect(languages({ languages: ['de', 'en'] })).toBe(100);
    expect(languages({ languages: ['fr'] })).toBe(0);
  });

  it('counts a certificate that it names', () => {
    const found = search('CPA accountant', { description: 'Requirements: CPA certification.' });

    expect(category(found, 'certifications').score).toBe(100);
  });
});

describe('a thin profile', () => {
  const input: Partial<ProfileInput> = { titles: ['Night Porter'], skills: ['Baking'], location: 'Lisbon' };

  it('is a search: a title, a place and a few skills', () => {
    const found = scoreMatch(aSearch(input), scorable({ ...PORTER, mustHaveSkills: ['Zither tuning'] }), { knowledge });

    expect(found.eligible).toBe(true);
    expect(category(found, 'location').weight.suggested).toBe(0.25);
  });

  it.each<[string, Partial<ProfileInput>]>([
    ['years', { experienceMonths: 30 }],
    ['a degree', { highestDegree: 'bachelor' }],
    ['a summary', { summary: 'Ten years of bread.' }],
    ['a career', { titles: ['Night Porter', 'Kitchen Porter'] }],
    ['many skills', { skills: ['Baking', 'Java', 'SQL', 'Welding'] }],
  ])('is a record once it says %s', (_, more) => {
    expect(aSearch(input).source).toBe('search');
    expect(aSearch({ ...input, ...more }).source).toBe('record');
  });
});
