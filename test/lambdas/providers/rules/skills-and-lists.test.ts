import { extractResume } from '../../../../lambdas/providers/rules/extract-resume';
import { itemsOf } from '../../../../lambdas/providers/rules/skills';
import { readOccupations, readSkillTaxonomy } from '../../../../lambdas/reference/read-reference';

const knowledge = { taxonomy: readSkillTaxonomy(), occupations: readOccupations() };
const read = (text: string) =>
  extractResume({ lines: text.split('\n').map((line) => ({ text: line, page: 1 })) }, knowledge);

describe('itemsOf', () => {
  test('splits a list, and a list in brackets', () => {
    expect(itemsOf('Databases: Oracle (PL/SQL, Forms), MySQL; Redis').map(({ name }) => name)).toEqual([
      'Oracle',
      'PL/SQL',
      'Forms',
      'MySQL',
      'Redis',
    ]);
  });
  test('leaves a single name in brackets where it is', () => {
    expect(itemsOf('Project Management Professional (PMP)').map(({ name }) => name)).toEqual([
      'Project Management Professional (PMP)',
    ]);
  });
  test('takes the level off', () => {
    expect(itemsOf('Java (5 years), Excel - advanced')).toEqual([
      { name: 'Java', level: '5 years' },
      { name: 'Excel', level: 'advanced' },
    ]);
  });
});

describe('findSkills', () => {
  test('gives listed items and what the text names', () => {
    const names = read(
      'SKILLS\nPython, Whittling\n\nEXPERIENCE\nBuyer, Acme Ltd, 2010 - 2012\nKept stock in Microsoft Excel',
    ).skills.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Python', 'Whittling', 'Microsoft Excel']));
  });
});

describe('findSkills on prose', () => {
  const under = (...lines: string[]) =>
    read(['EXPERIENCE', 'Buyer, Acme Ltd, 2010 - 2012', ...lines].join('\n')).skills.map(({ name }) => name);

  test('takes no soft skill and no single word of everyday work from one sentence', () => {
    const names = under('Showed leadership and helped sales in the north.').map((name) => name.toLowerCase());
    expect(names).not.toContain('leadership');
    expect(names).not.toContain('sales');
  });
  test('takes what stands among the tools that a line lists', () => {
    expect(under('Perl, Frobnicator 3, SQL and Docker')).toEqual(
      expect.arrayContaining(['Perl', 'Frobnicator 3', 'SQL']),
    );
  });
  test('parts names that a slash joins, unless the whole is one name', () => {
    const names = read('SKILLS\nXML/XSL, PL/SQL').skills.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['XML', 'XSL', 'PL/SQL']));
  });
});

describe('the smaller sections', () => {
  const resume = read(
    [
      'Ada Quill',
      '',
      'EXPERIENCE',
      'Buyer, Acme Ltd, 2010 - 2012',
      '',
      'LANGUAGES',
      'English (native), German - B2',
      '',
      'CERTIFICATIONS',
      'Forklift Licence, Harbour Board, 2015',
      '',
      'AWARDS',
      'Buyer of the Year, 2011',
      '',
      'PUBLICATIONS',
      'On Fish, Journal of Markets, 2012',
      '',
      'INTERESTS',
      'Chess, rowing',
      '',
      'PROJECTS',
      'Cold Chain',
      'Moved the cold store to the quay.',
      '',
      'VOLUNTEERING',
      'Coach, Quay Rowing Club, 2013 - 2015',
      '',
      'REFERENCES',
      'Bea Finch',
      'Harbour Foods Ltd',
    ].join('\n'), // prettier-ignore
  );
  test('are read', () => {
    expect(resume).toMatchObject({
      languages: [
        { name: 'English', fluency: 'native' },
        { name: 'German', fluency: 'B2' },
      ],
      certificates: [{ name: expect.stringContaining('Forklift Licence'), date: '2015' }],
      awards: [{ title: 'Buyer of the Year', date: '2011' }],
      publications: [{ date: '2012' }],
      interests: ['Chess', 'rowing'],
      projects: [{ name: 'Cold Chain', description: 'Moved the cold store to the quay.' }],
      volunteer: [{ organization: 'Quay Rowing Club', position: 'Coach', start: '2013', end: '2015' }],
      references: [{ name: 'Bea Finch' }],
    });
  });

  test('lose nothing silently: a section of no known kind is kept as it is', () => {
    expect(read('Ada Quill\nADDITIONAL INFORMATION\nOwn van').unmapped).toEqual([
      { heading: 'ADDITIONAL INFORMATION', text: 'Own van' },
    ]);
  });
});
