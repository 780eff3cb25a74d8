import * as fc from 'fast-check';
import { extractionSchema } from '../../../../lambdas/domain/extraction';
import { foldText } from '../../../../lambdas/domain/text-locator';
import { extractResume } from '../../../../lambdas/providers/rules/extract-resume';
import { rulesModel } from '../../../../lambdas/providers/rules/rules-model';
import { readOccupations, readSkillTaxonomy } from '../../../../lambdas/reference/read-reference';
import { expectLinear } from '../../../support/growth';

const knowledge = { taxonomy: readSkillTaxonomy(), occupations: readOccupations() };
const documentOf = (text: string) => ({ lines: text.split('\n').map((line) => ({ text: line, page: 1 })) });

/** Every string of a value, however deep. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

/** Pieces real resumes are made of, thrown together. */
const piece = fc.constantFrom(
  'Ada Quill',
  'EXPERIENCE',
  'Education',
  'SKILLS:',
  'Senior Buyer',
  'Harbour Foods Ltd',
  'at',
  'Leeds, UK',
  'May 2012 - June 2016',
  '2010',
  'present',
  '20XX',
  '•',
  '\t',
  ' | ',
  ', ',
  '(',
  ')',
  ':',
  'BSc',
  'University of Emona',
  'ada@example.com',
  '+44 1632 960123',
  'Python',
  'Led a team of nine.',
  '職歴',
  '2019年3月',
  '東京大学',
  'Company:',
  'Designation:',
  '。',
  '  ',
  '\u200b',
  'ﬁ',
  '💼',
  'Languages: English (native)',
  'References',
  'page 1',
); // prettier-ignore
const text = fc.oneof(
  fc
    .array(
      fc.array(piece, { maxLength: 6 }).map((list) => list.join(' ')),
      { maxLength: 40 },
    )
    .map((lines) => lines.join('\n')),
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
);

describe('extractResume', () => {
  test('never throws, fits the schema, quotes the document, and gives the same answer twice', () => {
    void fc.assert(
      fc.property(text, (source) => {
        const document = documentOf(source);
        const found = extractResume(document, knowledge);
        extractionSchema.parse(found);
        const folded = ` ${foldText(source)} `;
        for (const value of strings(found)) expect(folded).toContain(foldText(value));
        expect(extractResume(document, knowledge)).toEqual(found);
      }),
      { numRuns: 300 },
    );
  });

  test('takes hints of the layout as they come', () => {
    const line = fc.record(
      {
        text: piece,
        page: fc.integer({ min: 1, max: 3 }),
        fontSize: fc.float({ noNaN: true, min: 0, max: 60 }),
        bold: fc.boolean(),
        x: fc.float({ noNaN: true }),
        gapAbove: fc.float({ noNaN: true }),
        heading: fc.boolean(),
        bullet: fc.boolean(),
      },
      { requiredKeys: ['text', 'page'] },
    );
    void fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (lines) =>
        expect(() => extractResume({ lines }, knowledge)).not.toThrow(),
      ),
    );
  });

  test.each<[string, string, string?]>([
    ['one line', 'Senior Buyer at Harbour Foods Ltd, Leeds, May 2012 - June 2016, Python and SQL. '],
    ['one line without a blank', 'a'],
    ['many short lines', 'Buyer\n'],
    ['only bullets', '•\n'],
    ['only dates', 'May 2012 - June 2016\n'],
    ['only headings', 'EXPERIENCE\nEDUCATION\n'],
    ['only degrees', 'BSc Mathematics, University of Emona, 2014\n'],
    ['only brackets', '(', ')'],
    ['only addresses', 'a@'],
    ['only digits', '1 2-3.'],
  ])('reads %s in time that grows with the length', (_, opening, closing = '') => {
    const count = (size: number) => size / (opening.length + closing.length);
    expectLinear(
      30_000,
      (size) => documentOf(opening.repeat(count(size)) + closing.repeat(count(size))),
      (document) => extractResume(document, knowledge),
    );
  });

  test('finds a job that the columns put under another heading', () => {
    const source =
      'SKILLS\nResilience\nHarbour Foods Ltd\nLeeds\nMARKETING ASSISTANT\nJune 2008 - Present\nHelps with every campaign of the group.';
    expect(extractResume(documentOf(source), knowledge).work).toMatchObject([
      { title: 'MARKETING ASSISTANT', company: 'Harbour Foods Ltd', start: 'June 2008', end: 'Present' },
    ]);
  });

  test('reads nothing from nothing', () => {
    expect(extractResume({ lines: [] }, knowledge)).toEqual(extractionSchema.parse({}));
  });
});

describe('rulesModel', () => {
  test('answers a task with the extraction, for nothing', async () => {
    const model = rulesModel(knowledge);
    const document = {
      ...documentOf('Ada Quill\nada@example.com'),
      mediaType: 'text/plain' as const,
      sha256: '',
      bytes: 0,
      pages: 1,
      hidden: [],
      warnings: [],
    };
    const call = { signal: new AbortController().signal, deadline: 0 };
    expect(await model.complete({ kind: 'parse-resume', document, language: null }, call)).toEqual({
      output: extractResume(document, knowledge),
      usage: null,
    });
    expect([model.provider, model.promptVersion('parse-resume')]).toEqual(['rules', null]);
  });
});
