import fc from 'fast-check';
import { categoryKeys, type Weights } from '../../../lambdas/domain/match';
import type { ProfileInput } from '../../../lambdas/domain/profile';
import { compareScored, matchScorer, scoreMatch } from '../../../lambdas/domain/score-match';
import { readWordTable } from '../../../lambdas/reference/read-reference';
import { aProfile, letterKnowledge, scorable } from '../../support/match-fixtures';

const known = letterKnowledge();
const skill = fc.constantFrom(
  'Java',
  'Python',
  'SQL',
  'MySQL',
  'Welding',
  'Baking',
  'Patient care',
  'Teamwork',
  'Zither tuning',
  'Excel',
);
const skills = fc.uniqueArray(skill, { maxLength: 8 });
const title = fc.constantFrom('Cook', 'Senior Java Developer', 'Nurse', 'Welder', 'Data Analyst', 'Head of Sales');
const place = fc.option(fc.constantFrom('Berlin', 'Munich', 'Lyon', 'Remote', 'Spain'), { nil: null });

const profile: fc.Arbitrary<Partial<ProfileInput>> = fc.record({
  titles: fc.array(title, { maxLength: 3 }),
  skills,
  experienceMonths: fc.option(fc.nat(600), { nil: null }),
  highestDegree: fc.option(fc.constantFrom('secondary' as const, 'bachelor' as const, 'doctorate' as const), {
    nil: null,
  }),
  languages: fc.uniqueArray(fc.constantFrom('de', 'en', 'fr')),
  location: place,
  relocation: fc.option(fc.boolean(), { nil: null }),
  summary: fc.option(fc.string({ maxLength: 80 }), { nil: null }),
});
const job = fc.record({
  id: fc.stringMatching(/^[a-z]{1,6}$/),
  title,
  description: fc.string({ minLength: 1, maxLength: 200 }),
  mustHaveSkills: skills,
  niceToHaveSkills: skills,
  experienceYears: fc.record({ min: fc.nat(20) }),
  languages: fc.uniqueArray(fc.constantFrom('de', 'en', 'fr')),
  remote: fc.constantFrom('remote' as const, 'hybrid' as const, 'on-site' as const),
});
const weights: fc.Arbitrary<Weights> = fc.dictionary(
  fc.constantFrom(...categoryKeys),
  fc.oneof(fc.constant(0), fc.double({ min: 0, max: 100, noNaN: true })),
);

const match = (
  candidate: Partial<ProfileInput>,
  wanted: Parameters<typeof scorable>[0],
  how: Weights = {},
  similarity?: number,
) =>
  scoreMatch(aProfile(candidate, known), scorable(wanted, known), {
    knowledge: known,
    weights: how,
    ...(similarity === undefined ? {} : { similarity }),
  });

describe('score-match, whatever the input', () => {
  it('stays within 0 and 100 in every part', () => {
    fc.assert(
      fc.property(profile, job, weights, (candidate, wanted, how) => {
        const found = match(candidate, wanted, how);
        const numbers = [found.score, ...found.categories.flatMap(({ score, contribution }) => [score, contribution])];
        expect(numbers.every((value) => value >= 0 && value <= 100)).toBe(true);
      }),
    );
  });

  it('applies weights that sum to 1, or to 0 when nothing is left to weigh', () => {
    fc.assert(
      fc.property(profile, job, weights, (candidate, wanted, how) => {
        const { categories } = match(candidate, wanted, how);
        const sum = categories.reduce((total, { weight }) => total + weight.applied, 0);
        const any = categories.some(({ hasData, weight }) => hasData && (weight.requested ?? weight.suggested) > 0);
        expect(sum).toBeCloseTo(any ? 1 : 0, 4);
        expect(categories.every(({ hasData, weight }) => hasData || weight.applied === 0)).toBe(true);
      }),
    );
  });

  it('lets a category of weight 0 contribute nothing', () => {
    fc.assert(
      fc.property(profile, job, fc.constantFrom(...categoryKeys), (candidate, wanted, key) => {
        const found = match(candidate, wanted, { [key]: 0 });
        expect(found.categories.find((category) => category.key === key)).toMatchObject({
          contribution: 0,
          weight: { applied: 0 },
        });
      }),
    );
  });

  it('answers the same bytes for the same input', () => {
    fc.assert(
      fc.property(profile, job, weights, (candidate, wanted, how) => {
        expect(JSON.stringify(match(candidate, wanted, how))).toBe(JSON.stringify(match(candidate, wanted, how)));
      }),
    );
  });

  it('scores the same whatever the order of the skills on either side, with the real word table too', () => {
    const real = { ...known, words: readWordTable() };
    const exact = (candidate: Partial<ProfileInput>, wanted: Parameters<typeof scorable>[0]) =>
      matchScorer(aProfile(candidate, real), real).score(scorable(wanted, real)).exact;
    fc.assert(
      fc.property(profile, job, (candidate, wanted) => {
        const turned = {
          ...wanted,
          mustHaveSkills: [...wanted.mustHaveSkills].reverse(),
          niceToHaveSkills: [...wanted.niceToHaveSkills].reverse(),
        };
        const other = { ...candidate, skills: [...(candidate.skills ?? [])].reverse() };
        expect(exact(other, turned)).toBe(exact(candidate, wanted));
      }),
    );
  });

  it('ranks the same whatever the order of the jobs', () => {
    const jobs = fc.uniqueArray(job, { minLength: 2, maxLength: 8, selector: ({ id }) => id });
    fc.assert(
      fc.property(profile, jobs, (candidate, wanted) => {
        const scorer = matchScorer(aProfile(candidate, known), known);
        const rank = (list: typeof wanted) =>
          list
            .map((each) => scorer.score(scorable(each, known)))
            .sort(compareScored)
            .map(({ jobId, score }) => `${jobId} ${score}`);
        expect(rank([...wanted].reverse())).toEqual(rank(wanted));
      }),
    );
  });

  it('never falls when the job asks for one more skill that the candidate has', () => {
    fc.assert(
      fc.property(profile, job, skill, (candidate, wanted, added) => {
        const able = { ...candidate, skills: [...new Set([...(candidate.skills ?? []), added])] };
        const without = { ...wanted, niceToHaveSkills: wanted.niceToHaveSkills.filter((name) => name !== added) };
        fc.pre(!without.mustHaveSkills.includes(added));
        const more = { ...without, mustHaveSkills: [...without.mustHaveSkills, added] };
        expect(match(able, more, {}, 0.5).score).toBeGreaterThanOrEqual(match(able, without, {}, 0.5).score);
      }),
    );
  });

  it('never falls when the candidate gains a skill that the job asks for', () => {
    fc.assert(
      fc.property(profile, job, skill, (candidate, wanted, gained) => {
        const asked = { ...wanted, mustHaveSkills: [...new Set([...wanted.mustHaveSkills, gained])] };
        const before = { ...candidate, skills: (candidate.skills ?? []).filter((name) => name !== gained) };
        // A first skill turns "nothing is known" into something, which is more than a gain.
        fc.pre(before.skills.length > 0);
        const after = { ...before, skills: [...before.skills, gained] };
        expect(match(after, asked, {}, 0.5).score).toBeGreaterThanOrEqual(match(before, asked, {}, 0.5).score);
      }),
    );
  });
});
