import { type SkillData, type SkillRow, skillSlug } from '../../../lambdas/domain/skill-data';
import { createSkillTaxonomy } from '../../../lambdas/domain/skill-taxonomy';
import { nameKey } from '../../../lambdas/domain/skill-tokens';

const HARD = 0;
const TOOL = 1;

function row(name: string, kind: number, aliases: string[] = [], groups = '', glossary = ''): SkillRow {
  const keys = [name, ...aliases].map((one) => nameKey(one.replace(/^[=?]/, '')));
  return [name, kind, aliases.join('|'), keys.join('|'), glossary, groups, 'w'];
}

const data: SkillData = {
  version: 'v1',
  notices: [],
  skills: [
    row('Python', TOOL, ['python3'], 'language', 'programming scripting'),
    row('?R', TOOL, ['r language'], 'language'),
    row('?Go', TOOL, ['golang'], 'language'),
    row('=Excel', TOOL, ['MS Excel']),
    row('?Word', TOOL, ['MS Word']),
    row('Budgeting', HARD, ['manage budget']),
    row('Django', TOOL, [], 'framework'),
    row('Machine learning', HARD),
    row('Learning', HARD),
  ],
  related: [[0, 6, 60, 0]],
  relations: ['framework'],
  groups: { language: 40 },
  verbs: { managed: 'manage', managing: 'manage' },
};

const taxonomy = createSkillTaxonomy(data);
const found = (text: string) => taxonomy.find(text).map((mention) => `${mention.text}=${mention.skill.id}`);

describe('skillSlug', () => {
  it.each([
    ['C++', 'c-plus-plus'],
    ['C#', 'c-sharp'],
    ['.NET', 'dotnet'],
    ['Café & bar', 'cafe-and-bar'],
  ])('makes an id of %s', (name, id) => {
    expect(skillSlug(name)).toBe(id);
  });
});

describe('find', () => {
  it('gives the longest name and its place in the text', () => {
    const [mention] = taxonomy.find('I like machine learning.');

    expect(mention).toMatchObject({ text: 'machine learning', start: 7, end: 23 });
    expect(mention?.skill.name).toBe('Machine learning');
  });

  it('never gives overlapping mentions, and gives them in order', () => {
    const mentions = taxonomy.find('Learning, machine learning, Python');

    expect(mentions.map((mention) => mention.skill.id)).toEqual(['learning', 'machine-learning', 'python']);
    mentions.slice(1).forEach((mention, i) => {
      expect(mention.start).toBeGreaterThanOrEqual(mentions[i]?.end ?? 0);
    });
  });

  it('takes an ordinary word for a skill only in a list of skills', () => {
    expect(found('We go by word of mouth. R and I go there.')).toEqual([]);
    expect(found('Python, Go, R')).toEqual(['Python=python', 'Go=go', 'R=r']);
    expect(found('skills: python, word')).toEqual(['python=python', 'word=word']);
  });

  it('takes one letter only in capitals', () => {
    expect(found('python, r, c')).toEqual(['python=python']);
  });

  it('lets what is called a language be one', () => {
    expect(found('ten years of R programming')).toEqual(['R=r']);
  });

  it('takes what a person is said to know for a skill', () => {
    expect(found('We ask for experience in Go.')).toEqual(['Go=go']);
    expect(found('No experience in go-karts.')).toEqual([]);
  });

  it('tells the program from the verb at the start of a sentence', () => {
    expect(found('Excel in a busy team. Excel at sales.')).toEqual([]);
    expect(found('Reports in Excel every week')).toEqual(['Excel=excel']);
  });

  it('finds a phrase under any form of its verb', () => {
    expect(found('Managed budgets of a department')).toEqual(['Managed budgets=budgeting']);
    expect(found('managing')).toEqual([]);
  });

  it('finds nothing in web and mail addresses', () => {
    expect(found('https://example.com/python python@example.com www.example.com/django')).toEqual([]);
  });

  it('does not join words over a full stop or an empty line', () => {
    expect(found('We use a machine. Learning is fun')).toEqual(['Learning=learning']);
    expect(found('machine\n\nlearning')).toEqual(['learning=learning']);
  });

  it.each(['', ' ', '\ud800', '@@@@', '...', '__proto__ constructor'])('finds nothing in %j', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('normalise', () => {
  it.each(['python', 'PYTHON', 'Python 3.8', 'Python (advanced)', 'Advanced Python', 'Python programming', 'Python3'])(
    'knows the skill behind %s',
    (name) => {
      expect(taxonomy.normalise(name)?.id).toBe('python');
    },
  );

  it('looks past blanks and punctuation', () => {
    expect(taxonomy.normalise('machine-Learning')?.id).toBe('machine-learning');
    expect(taxonomy.normalise('MachineLearning')?.id).toBe('machine-learning');
  });

  it.each(['', 'unheard of', 'constructor', '__proto__', `Python${' '.repeat(100_000)}1x`])(
    'knows no skill called %j',
    (name) => {
      expect(taxonomy.normalise(name)).toBeUndefined();
    },
  );
});

describe('similarity', () => {
  it('is 1 for the same skill and 0 for strangers and unknown ids', () => {
    expect(taxonomy.similarity('python', 'python').similarity).toBe(1);
    expect(taxonomy.similarity('python', 'budgeting')).toEqual({ similarity: 0, relation: 'none' });
    expect(taxonomy.similarity('python', 'constructor').similarity).toBe(0);
  });

  it('is the stated one for related skills, both ways', () => {
    expect(taxonomy.similarity('python', 'django')).toEqual({ similarity: 0.6, relation: 'framework' });
    expect(taxonomy.similarity('django', 'python')).toEqual({ similarity: 0.6, relation: 'framework' });
    expect(taxonomy.get('django')?.related).toEqual([{ id: 'python', similarity: 0.6, relation: 'framework' }]);
  });

  it('is that of the group for its members', () => {
    expect(taxonomy.similarity('r', 'go')).toEqual({ similarity: 0.4, relation: 'same group' });
  });
});
