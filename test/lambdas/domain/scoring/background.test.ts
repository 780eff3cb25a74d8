import type { Job } from '../../../../lambdas/domain/job';
import type { ProfileInput } from '../../../../lambdas/domain/profile';
import { category, match } from '../../../support/match-fixtures';

const found = (profile: Partial<ProfileInput>, job: Partial<Job>) =>
  match({ titles: ['Cook'], ...profile }, { title: 'Cook', ...job });

describe('experience category', () => {
  it.each([
    [60, { min: 5 }, 100, 'met', true],
    [48, { min: 5 }, 80, 'partial', true],
    [30, { min: 5 }, 50, 'unmet', false],
    [120, { min: 2, max: 5 }, 90, 'met', true],
    [480, { min: 2, max: 5 }, 80, 'met', true],
    [0, { min: 0 }, 100, 'met', true],
    [24, { max: 5 }, 100, 'met', true],
  ])('gives %i months for %j years %i', (experienceMonths, experienceYears, score, status, eligible) => {
    const result = found({ experienceMonths }, { experienceYears });

    expect(category(result, 'experience').score).toBe(score);
    expect(result.requirements[0]).toMatchObject({ id: 'experience', status });
    expect(result.eligible).toBe(eligible);
  });

  it('does not rule out for years that were read from prose', () => {
    expect(found({ experienceMonths: 6 }, { description: '5 years of experience needed.' })).toMatchObject({
      eligible: true,
      requirements: [{ id: 'experience', status: 'unmet' }],
    });
  });

  it('leaves the demand open when the candidate’s years are unknown', () => {
    const result = found({}, { experienceYears: { min: 5 } });

    expect(category(result, 'experience').hasData).toBe(false);
    expect(result).toMatchObject({ eligible: true, requirements: [{ status: 'unknown' }] });
  });
});

describe('education category', () => {
  it.each([
    ['master', 'bachelor', 100, 'met'],
    ['bachelor', 'bachelor', 100, 'met'],
    ['bachelor', 'master', 60, 'partial'],
    ['associate', 'master', 30, 'unmet'],
    ['secondary', 'doctorate', 0, 'unmet'],
  ] as const)('gives %s for %s %i', (highestDegree, education, score, status) => {
    const result = found({ highestDegree }, { education });

    expect(category(result, 'education').score).toBe(score);
    expect(result.requirements).toEqual([expect.objectContaining({ id: 'education', status })]);
    expect(result.eligible).toBe(score === 100);
  });

  it('leaves the demand open when no degree is known', () => {
    expect(found({}, { education: 'master' }).requirements[0]?.status).toBe('unknown');
  });
});

describe('languages category', () => {
  it('is the share of the demanded languages', () => {
    const result = found({ languages: ['de', 'fr'] }, { languages: ['de', 'en'] });

    expect(category(result, 'languages').score).toBe(50);
    expect(result.requirements.map(({ text, status }) => [text, status])).toEqual([
      ['German', 'met'],
      ['English', 'unmet'],
    ]);
    expect(result.knockouts).toEqual([{ requirementId: 'language:en', reason: 'English is demanded and not listed.' }]);
  });

  it('does not take silence for a no', () => {
    const result = found({}, { languages: ['en'] });

    expect(category(result, 'languages').hasData).toBe(false);
    expect(result).toMatchObject({ eligible: true, requirements: [{ status: 'unknown' }] });
  });
});

describe('certifications category', () => {
  const job = { description: 'Requirements\nPMP certification' };

  it('finds a certificate by any of its names', () => {
    expect(category(found({ certificates: ['PMP'] }, job), 'certifications').score).toBe(100);
  });

  it('never rules out for one that is missing', () => {
    const result = found({ certificates: ['Diving'] }, job);

    expect(category(result, 'certifications').score).toBe(0);
    expect(result.eligible).toBe(true);
  });
});
