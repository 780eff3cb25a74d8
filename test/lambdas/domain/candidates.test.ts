import { candidateMatch, candidateTerms, resumeTerms } from '../../../lambdas/domain/candidates';
import { profileFromResume } from '../../../lambdas/domain/profile-from-resume';
import { parsedResumeSchema } from '../../../lambdas/domain/resume';
import { scoreMatch } from '../../../lambdas/domain/score-match';
import { aProfile, knowledge, scorable } from '../../support/match-fixtures';

const resume = parsedResumeSchema.parse({
  basics: {
    name: 'Ines Quillfeather',
    label: 'Ward Nurse',
    email: 'ines@example.com',
    location: { raw: '14 Kersal Bank, Flat 3, Portugal', city: null, region: null, countryCode: 'PT' },
  },
  skills: [{ name: 'Triage', id: 'triage', canonical: 'Triage', kind: 'hard' }],
  provenance: {
    '/basics/label': {
      line: 2,
      quote: 'Ines Quillfeather, Ward Nurse',
      verified: true,
      confidence: 1,
      page: 1,
      span: [0, 10],
      method: 'rule',
    },
  },
});

describe('resumeTerms', () => {
  it('are title words and skills, and nothing of who it is', () => {
    expect(resumeTerms(profileFromResume(resume, knowledge))).toEqual(['title:ward', 'title:nurse', 'skill:triage']);
  });

  it('fit into one row, however long the resume is', () => {
    const titles = Array.from({ length: 50 }, (_, i) => `${'abcdefgh'[i % 8]}ologist of ${'xyzuvw'[i % 6]}omics`);
    const skills = Array.from({ length: 300 }, (_, i) => `skill number ${i}`);

    expect(resumeTerms(aProfile({ titles, skills })).length).toBeLessThanOrEqual(75);
  });
});

describe('candidateTerms', () => {
  const { facts } = scorable({
    title: 'Ward Nurse',
    mustHaveSkills: ['Python or Kotlin', 'Wound care'],
    niceToHaveSkills: ['Triage', 'Python'],
  });
  const terms = candidateTerms(facts);

  it('weigh a word of the title more than a must, and a must more than what would be nice', () => {
    expect(terms.get('title:nurse')).toBeGreaterThan(terms.get('skill:wound-care') ?? 0);
    expect(terms.get('skill:wound-care')).toBeGreaterThan(terms.get('skill:triage') ?? 0);
  });

  it('take either of two skills that would do', () => {
    expect(terms.get('skill:kotlin')).toBe(terms.get('skill:wound-care'));
    expect(terms.get('skill:python')).toBe(terms.get('skill:wound-care'));
  });
});

describe('candidateMatch', () => {
  it('is the match without a word of the resume and without the address', () => {
    const profile = profileFromResume(resume, knowledge);
    const job = scorable({ title: 'Ward Nurse', location: 'Oslo, Norway', mustHaveSkills: ['triage'] });
    const whole = scoreMatch(profile, job, { knowledge, resumeId: 'res_1' });
    const { job: _, jobId: __, ...match } = whole;
    const seen = candidateMatch(whole, 3, profile);

    expect(JSON.stringify(whole)).toMatch(/Kersal/);
    expect(JSON.stringify(seen)).not.toMatch(/Kersal|Quillfeather|"quote":"/);
    expect(seen).toMatchObject({ id: match.id, score: match.score, resumeId: 'res_1', index: 3 });
    expect(seen.skills.matched).toMatchObject([{ id: 'triage', resumePointers: [{ pointer: '/skills/0' }] }]);
  });
});
