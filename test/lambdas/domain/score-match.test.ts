import { jobMatchSchema } from '../../../lambdas/domain/match';
import { profileFromResume } from '../../../lambdas/domain/profile-from-resume';
import { parsedResumeSchema } from '../../../lambdas/domain/resume';
import { bandOf, compareScored, matchScorer, scoreMatch } from '../../../lambdas/domain/score-match';
import { aProfile, category, knowledge, letterKnowledge, match, scorable } from '../../support/match-fixtures';

const JAVA_JOB = { title: 'Cook', mustHaveSkills: ['Java', 'Zither tuning'], niceToHaveSkills: ['Python'] };

describe('score-match', () => {
  it('answers in the shape of the contract', () => {
    const found = match({ titles: ['Cook'], skills: ['Java'] }, JAVA_JOB);

    expect(jobMatchSchema.parse(found)).toEqual(found);
    expect(found.job).not.toHaveProperty('description');
    expect(found.reproducibility).toMatchObject({
      deterministic: true,
      inputHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(found.id).toBe(`mat_${found.reproducibility.inputHash.slice(0, 24)}`);
  });

  it('reports contributions that add up to the score', () => {
    const found = match(
      { titles: ['Chef'], skills: ['Java'], experienceMonths: 30 },
      { ...JAVA_JOB, experienceYears: { min: 5 } },
    );
    const sum = found.categories.reduce((total, { contribution }) => total + contribution, 0);

    expect(Math.round(sum)).toBe(found.score);
    expect(found.categories.reduce((total, { weight }) => total + weight.applied, 0)).toBeCloseTo(1, 5);
  });

  it('gives the weight of categories without data to the others', () => {
    const found = match({ titles: ['Cook'] }, { title: 'Cook' });

    expect(found.categories.filter(({ hasData }) => hasData).map(({ key }) => key)).toEqual(['title']);
    expect(category(found, 'title').weight.applied).toBe(1);
    expect(found.score).toBe(category(found, 'title').score);
  });

  it('takes requested weights, says so, and leaves out what is weighed 0', () => {
    const found = match({ titles: ['Cook'], skills: ['Java'] }, JAVA_JOB, { skills: 3, title: 0 });

    expect(category(found, 'skills').weight).toEqual({ suggested: 0.21, requested: 3, applied: 1 });
    expect(category(found, 'title')).toMatchObject({ contribution: 0, weight: { requested: 0, applied: 0 } });
    expect(category(found, 'experience').weight.requested).toBeNull();
  });

  it('scores 0 when every category is switched off', () => {
    const off = {
      skills: 0,
      title: 0,
      seniority: 0,
      experience: 0,
      semantic: 0,
      education: 0,
      languages: 0,
      certifications: 0,
      location: 0,
      salary: 0,
    };

    expect(match({ titles: ['Cook'], skills: ['Java'] }, JAVA_JOB, off)).toMatchObject({ score: 0, band: 'poor' });
  });

  it('scores 0 when nothing can be compared', () => {
    expect(match({ certificates: ['Diving'] }, { title: 'Cook', languages: ['de'] }).score).toBe(0);
  });

  it('shows every point of a skill by the place in the resume and in the job', () => {
    const found = match({ skills: ['Python', 'Java'] }, JAVA_JOB);

    expect(category(found, 'skills').evidence[0]).toEqual({
      fact: 'The resume shows Java, which the job asks for.',
      polarity: 'positive',
      resumePointers: [{ pointer: '/skills/1', line: null, quote: 'Java' }],
      jobPointers: ['/mustHaveSkills/0'],
    });
  });

  it('orders by score, then by job id', () => {
    const scorer = matchScorer(aProfile({ titles: ['Cook'] }), knowledge);
    const jobs = [
      { id: 'b', title: 'Cook' },
      { id: 'c', title: 'Accountant' },
      { id: 'a', title: 'Cook' },
    ];

    expect(
      jobs
        .map((job) => scorer.score(scorable(job)))
        .sort(compareScored)
        .map(({ jobId }) => jobId),
    ).toEqual(['a', 'b', 'c']);
  });

  it.each([
    [100, 'exceptional'],
    [85, 'exceptional'],
    [84, 'strong'],
    [70, 'strong'],
    [69, 'mixed'],
    [50, 'mixed'],
    [49, 'weak'],
    [30, 'weak'],
    [29, 'poor'],
    [0, 'poor'],
  ])('puts %i into the band %s', (score, band) => {
    expect(bandOf(score)).toBe(band);
  });

  it('takes similarity from the word table alone, and cuts it to 0 to 1', () => {
    const known = letterKnowledge();
    const profile = aProfile({ titles: ['Nurse'], summary: 'zzzz' }, known);
    const near = scoreMatch(profile, scorable({ title: 'Nurse', description: 'zzzz' }, known), { knowledge: known });
    const far = scoreMatch(profile, scorable({ title: 'Bbbb', description: 'qqqq' }, known), { knowledge: known });

    expect(near.semanticSimilarity).toBeGreaterThan(0.9);
    expect(far.semanticSimilarity).toBe(0);
    expect(category(near, 'semantic').score).toBeGreaterThan(category(far, 'semantic').score);
    expect(near.reproducibility.embeddingSpace).toBe('letters');
  });

  it('has no similarity where a text has no known word', () => {
    expect(category(match({ titles: ['Cook'] }, {}), 'semantic')).toMatchObject({ hasData: false, contribution: 0 });
  });

  it('gives another hash for another weight, and none for the id of the resume', () => {
    const profile = aProfile({ skills: ['Java'] });
    const hash = (how: object) =>
      scoreMatch(profile, scorable(JAVA_JOB), { knowledge, ...how }).reproducibility.inputHash;

    expect(hash({ weights: { skills: 2 } })).not.toBe(hash({}));
    expect(hash({ resumeId: 'res_1' })).toBe(hash({}));
  });

  it('does not look at who the candidate is', () => {
    const person = (name: string, email: string) =>
      parsedResumeSchema.parse({
        basics: {
          name,
          email,
          emails: [email],
          label: 'Cook',
          summary: `${name} cooks for 200 guests. Write to ${email}.`,
        },
        work: [{ id: 'w1', position: 'Cook', highlights: ['Cooked with Java beans'] }],
      });
    const known = letterKnowledge();
    const score = (name: string, email: string) =>
      scoreMatch(profileFromResume(person(name, email), known), scorable({ title: 'Chef' }, known), {
        knowledge: known,
      });

    const first = score('Lakisha Washington', 'lakisha@example.com');
    const second = score('Greg Baker', 'greg.baker.77@example.org');

    expect(second.categories.map(({ score: points }) => points)).toEqual(
      first.categories.map(({ score: points }) => points),
    );
    expect(second.score).toBe(first.score);
  });
});
