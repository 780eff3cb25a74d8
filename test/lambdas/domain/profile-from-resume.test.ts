import { profileFromResume } from '../../../lambdas/domain/profile-from-resume';
import { type ParsedResume, parsedResumeSchema } from '../../../lambdas/domain/resume';
import { knowledge } from '../../support/match-fixtures';

function aResume(change: object = {}): ParsedResume {
  return parsedResumeSchema.parse({
    basics: {
      name: 'Grace Young',
      label: 'Ward Manager',
      email: 'grace@example.com',
      location: { raw: 'Leeds, UK', city: 'Leeds' },
      summary: 'Grace Young leads a ward of 30 beds. grace@example.com',
    },
    work: [
      {
        id: 'w1',
        position: 'Ward Manager',
        isCurrent: true,
        startDate: '2020',
        highlights: ['Taught Python to nurses'],
      },
      { id: 'w2', position: 'Staff Nurse', endDate: '2020-01' },
    ],
    education: [
      { id: 'e1', degreeLevel: 'bachelor', area: 'Nursing' },
      { id: 'e2', degreeLevel: 'master', area: 'Public Health' },
    ],
    skills: [
      { id: 'patient-care', name: 'patient care', canonical: 'Patient care', foundIn: ['/work/1'] },
      { id: 'x-bed-juggling', name: 'Bed juggling', canonical: 'Bed juggling' },
    ],
    languages: [{ language: 'Deutsch' }],
    certificates: [{ name: 'ALS', issuer: null }],
    derived: { totalMonths: 96 },
    ...change,
  });
}

describe('profile-from-resume', () => {
  it('takes headline and titles once each, most recent first', () => {
    const { titles } = profileFromResume(aResume(), knowledge);

    expect(titles.map(({ text, isCurrent }) => [text, isCurrent])).toEqual([
      ['Ward Manager', true],
      ['Staff Nurse', false],
    ]);
  });

  it('takes listed skills with their places, and skills that only the role lines name', () => {
    const { skills } = profileFromResume(aResume(), knowledge);

    expect(skills.find(({ id }) => id === 'patient-care')?.pointers[0]?.pointer).toBe('/work/1');
    expect(skills.find(({ id }) => id === 'x-bed-juggling')?.pointers[0]?.pointer).toBe('/skills/1');
    expect(skills.find(({ id }) => id === 'python')?.pointers[0]).toEqual({
      pointer: '/work/0/highlights/0',
      line: null,
      quote: 'Taught Python to nurses',
    });
  });

  it('takes line and quote from the provenance where there is one', () => {
    const provenance = {
      '/work/1/position': {
        confidence: 1,
        quote: 'Staff  Nurse',
        page: 1,
        line: 7,
        span: [80, 92],
        method: 'rule',
        verified: true,
      },
    };

    const { titles } = profileFromResume(aResume({ provenance }), knowledge);

    expect(titles[1]?.pointers).toEqual([{ pointer: '/work/1/position', line: 7, quote: 'Staff  Nurse' }]);
  });

  it('finds the line in the text where there is no provenance', () => {
    const lines = ['Grace Young', 'Ward Manager', 'Staff nurse, St Mary, until 2020'];

    const { titles } = profileFromResume(aResume(), knowledge, lines);

    expect(titles[1]?.pointers[0]).toMatchObject({ line: 3, quote: 'Staff Nurse' });
  });

  it('takes the highest degree, whatever its place', () => {
    expect(profileFromResume(aResume(), knowledge).highestDegree).toMatchObject({
      level: 'master',
      pointers: [{ pointer: '/education/1/studyType' }],
    });
  });

  it('normalises languages and place, and leaves unknown what the resume does not say', () => {
    const profile = profileFromResume(aResume({ derived: {} }), knowledge);

    expect(profile.languages.map(({ code }) => code)).toEqual(['de']);
    expect(profile.location).toMatchObject({ city: 'Leeds', countryCode: 'GB' });
    expect(profile).toMatchObject({
      experienceMonths: null,
      workMode: null,
      relocation: null,
      salaryExpectation: null,
    });
  });

  it('keeps name and contact data out of what is compared', () => {
    const profile = profileFromResume(aResume(), knowledge);
    const compared = `${profile.embeddingText}\n${profile.lines.map(({ text }) => text).join('\n')}`;

    expect(compared).toContain('leads a ward of 30 beds');
    expect(compared).not.toMatch(/grace|young|example\.com/i);
  });

  it('is nothing to match by for an empty resume', () => {
    expect(profileFromResume(parsedResumeSchema.parse({}), knowledge)).toMatchObject({
      titles: [],
      skills: [],
      highestDegree: null,
      location: null,
      embeddingText: '',
    });
  });
});
