import { phraseParts } from '../../../lambdas/domain/profile-from-query';
import { relatedWork } from '../../../lambdas/domain/related-work';
import { knowledge } from '../../support/match-fixtures';

const related = (query: string) => {
  const { titles, skills } = relatedWork(query, knowledge);
  return {
    titles: titles.map(({ title }) => title),
    skills: skills.map(({ skill }) => skill.name),
    relations: Object.fromEntries(skills.map(({ skill, relation }) => [skill.name, relation])),
  };
};

describe('relatedWork', () => {
  it.each([
    ['.net developer remote', 'software developer'],
    ['truck driver cork', 'cargo vehicle driver'],
    ['Elektriker Oslo', 'industrial electrician'],
    ['cabin crew doha', 'flight attendant'],
  ])('knows for "%s" the title %s', (query, title) => {
    expect(related(query).titles).toContain(title);
  });

  it('names the nearest title first, and never the one of the phrase', () => {
    const { titles } = relatedWork('truck driver', knowledge);
    const nearness = titles.map(({ similarity }) => similarity);

    expect(nearness).toEqual([...nearness].sort((a, b) => b - a));
    expect(related('software developer').titles).not.toContain('software developer');
  });

  it('says which occupation a title is', () => {
    const [first] = relatedWork('truck driver', knowledge).titles;

    expect(first?.occupation).toEqual({ onet: null, isco: '8332', esco: expect.any(String) });
  });

  it.each([
    ['data analyst', 'Data analysis'],
    ['ward nurse', 'Nursing'],
    ['pharmacist', 'Pharmacy'],
    ['project manager', 'Project management'],
    ['pen tester', 'Penetration testing'],
    ['Buchhalter', 'Accounting'],
  ])('tells the work of "%s": %s', (query, skill) => {
    expect(related(query).relations[skill]).toBe('work of the title');
  });

  it('puts what is named before what is related, each skill once', () => {
    const { skills, relations } = related('python django nairobi');

    expect(skills.slice(0, 2)).toEqual(['Python', 'Django']);
    expect(relations).toMatchObject({ Python: 'named', Django: 'named', Flask: 'related' });
    expect(new Set(skills).size).toBe(skills.length);
  });

  it.each(['', 'jobs in Reykjavik', 'zxqv', '🙂'])('knows nothing of "%s"', (query) => {
    expect(relatedWork(query, knowledge)).toEqual({ titles: [], skills: [] });
  });

  it('leaves soft skills and languages out, as every ad names them', () => {
    expect(related('german speaking nurse, team player, communication').skills).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/German|Teamwork|Communication/)]),
    );
  });

  it('reads place and way of working as no part of the title', () => {
    expect(phraseParts('senior nurse in Leeds, part remote').title).toBe('senior nurse');
  });
});
