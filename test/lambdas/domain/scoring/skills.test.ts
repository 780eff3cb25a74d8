import { scoreMatch } from '../../../../lambdas/domain/score-match';
import { aProfile, category, knowledge, match, scorable } from '../../../support/match-fixtures';

const wanted = (must: string[], nice: string[] = []) => ({
  title: 'Porter',
  mustHaveSkills: must,
  niceToHaveSkills: nice,
});
const points = (found: ReturnType<typeof match>) => category(found, 'skills').score;

describe('skills category', () => {
  it('is 100 when every skill is shown and 0 when none is', () => {
    expect(points(match({ skills: ['Java', 'SQL'] }, wanted(['Java', 'SQL'])))).toBe(100);
    expect(points(match({ skills: ['Baking'] }, wanted(['Java'])))).toBe(0);
  });

  it('counts a demanded skill more than a wanted one', () => {
    const must = points(match({ skills: ['Java'] }, wanted(['Java'], ['Welding'])));
    const nice = points(match({ skills: ['Welding'] }, wanted(['Java'], ['Welding'])));

    expect(must).toBeGreaterThan(nice);
    expect(must + nice).toBeCloseTo(100, 0);
  });

  it('counts a related skill in part, and says which', () => {
    const found = match({ skills: ['MySQL'] }, wanted(['PostgreSQL']));

    expect(points(found)).toBeGreaterThan(0);
    expect(points(found)).toBeLessThan(60);
    expect(found.skills.related).toEqual([
      expect.objectContaining({
        required: { id: 'postgresql', name: 'PostgreSQL' },
        found: { id: 'mysql', name: 'MySQL' },
      }),
    ]);
    expect(found.requirements[0]).toMatchObject({ id: 'skill:postgresql', status: 'partial' });
    expect(found.eligible).toBe(true);
  });

  it('counts soft skills little beside hard ones', () => {
    expect(points(match({ skills: ['Teamwork'] }, wanted(['Java', 'Teamwork'])))).toBe(20);
  });

  it('finds a skill that no taxonomy knows in the words of the resume', () => {
    const found = match(
      { summary: 'I was tuning zithers\nfor ten years.' },
      wanted(['Zither tuning', 'Tuned zithers']),
    );

    expect(found.skills.matched.map(({ id }) => id)).toEqual(['x-tuned-zithers']);
    expect(found.skills.matched[0]?.resumePointers[0]?.quote).toBe('I was tuning zithers');
    expect(found.requirements.find(({ id }) => id === 'skill:x-zither-tuning')?.status).toBe('partial');
  });

  it('rules out only for a demand that the job states as a field', () => {
    const stated = match({ skills: ['Baking'] }, wanted(['Java']));
    const prose = scorable({ title: 'Porter', description: 'Requirements\nJava is required.' });
    const read = scoreMatch(aProfile({ skills: ['Baking'] }), prose, { knowledge });

    expect(stated).toMatchObject({ eligible: false, knockouts: [{ requirementId: 'skill:java' }] });
    expect(read).toMatchObject({ eligible: true, knockouts: [] });
    expect(read.skills.missing).toEqual([{ id: 'java', name: 'Java', importance: 'must' }]);
  });

  it('does not give everything for a single skill read from prose, and more the longer the list is', () => {
    const ad = (description: string) =>
      points(
        scoreMatch(aProfile({ skills: ['Java', 'SQL', 'Baking'] }), scorable({ title: 'Porter', description }), {
          knowledge,
        }),
      );

    expect(ad('Java is required.')).toBe(65);
    expect(ad('Java, SQL and baking are required.')).toBeGreaterThan(80);
  });

  it('does not rule out for a wish', () => {
    expect(match({ skills: ['Java'] }, wanted(['Java'], ['Python'])).eligible).toBe(true);
  });

  it('does not know, rather than deny, what an empty profile shows', () => {
    const found = match({ titles: ['Porter'] }, wanted(['Java']));

    expect(category(found, 'skills').hasData).toBe(false);
    expect(found.requirements[0]?.status).toBe('unknown');
    expect(found.eligible).toBe(true);
  });

  it('lists what the candidate has beside what is asked, by id', () => {
    expect(match({ skills: ['Python', 'Baking', 'Java'] }, wanted(['Java'])).skills.extra.map(({ id }) => id)).toEqual([
      'baking',
      'python',
    ]);
  });
});
