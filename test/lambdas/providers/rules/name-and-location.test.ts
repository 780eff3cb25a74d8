import type { TextLine } from '../../../../lambdas/domain/document-text';
import { extractResume } from '../../../../lambdas/providers/rules/extract-resume';
import { readOccupations, readSkillTaxonomy } from '../../../../lambdas/reference/read-reference';
import { expectLinear } from '../../../support/growth';

const knowledge = { taxonomy: readSkillTaxonomy(), occupations: readOccupations() };
const read = (lines: (string | Partial<TextLine>)[]) =>
  extractResume(
    {
      lines: lines.map((line) => (typeof line === 'string' ? { text: line, page: 1 } : { text: '', page: 1, ...line })),
    },
    knowledge,
  );

describe('findName', () => {
  test.each([
    [['Ada Quill', 'ada@example.com'], 'Ada Quill'],
    [['CURRICULUM VITAE', 'ADA M. QUILL'], 'ADA M. QUILL'],
    [['Resume of Ada Quill', 'Buyer'], 'Ada Quill'],
    [['Ada Quill, PhD, PMP', 'Leeds'], 'Ada Quill'],
    [['Dr. Ada Quill', 'Leeds'], 'Ada Quill'],
    [['Name: Ada van der Quill', 'Leeds'], 'Ada van der Quill'],
    [['Ada Quill | Leeds | ada@example.com'], 'Ada Quill'],
    [['Siobhán Ó Raghallaigh', 'Galway'], 'Siobhán Ó Raghallaigh'],
    [['Senior Project Manager', 'Ada Quill'], 'Ada Quill'],
    [['氏名： 山田 花子', '東京都'], '山田 花子'],
  ])('reads %j', (lines, name) => {
    expect(read(lines).name).toBe(name);
  });

  test.each([
    [['Professional Experience', 'Harbour Bank Ltd', 'Leeds, UK']],
    [['12 Elm Street', 'Springfield, IL 62701']],
    [['Java Developer', 'Python, SQL']],
  ])('finds none in %j', (lines) => {
    expect(read(lines).name).toBeNull();
  });

  test('takes the largest line, wherever the columns put it', () => {
    const body = Array.from({ length: 50 }, (_, i) => ({ text: `Skill number ${i}`, fontSize: 9 }));
    expect(read([...body, { text: 'Ada Quill', fontSize: 22 }, ...body]).name).toBe('Ada Quill');
  });
});

describe('findLocation', () => {
  test.each([
    [['Ada Quill', 'Springfield, IL 62701'], 'Springfield, IL 62701'],
    [['Ada Quill', 'Leeds, United Kingdom | ada@example.com'], 'Leeds, United Kingdom'],
    [['Ada Quill', 'Address: 4 Mill Lane, Leeds LS1 4AB'], '4 Mill Lane, Leeds LS1 4AB'],
    [['Ada Quill', 'Musterweg 7, 65193 Wiesbaden'], 'Musterweg 7, 65193 Wiesbaden'],
    [['Ada Quill', 'Torquay, Devon'], 'Torquay, Devon'],
  ])('reads %j', (lines, location) => {
    expect(read(lines).location).toBe(location);
  });

  test('does not take the place of a job', () => {
    expect(read(['Ada Quill', 'Experience', 'Buyer, Acme Ltd, Madrid', '2010 - 2012']).location).not.toBe(
      'Buyer, Acme Ltd, Madrid',
    );
  });
});

describe('a text without a blank', () => {
  it.each(['B', 'a', '-'])('is read in linear time when it is all %j', (letter) => {
    expectLinear(250, (size) => ['Ada Quill', 'ada@example.com', letter.repeat(size)], read);
  });
});
