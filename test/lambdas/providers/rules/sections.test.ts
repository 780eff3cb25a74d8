import { prepareLines } from '../../../../lambdas/providers/rules/lines';
import { findSections } from '../../../../lambdas/providers/rules/sections';

const sectionsOf = (text: string) =>
  findSections(prepareLines(text.split('\n').map((line) => ({ text: line, page: 1 }))));

describe('findSections', () => {
  test('puts every line but the headings in one section', () => {
    const sections = sectionsOf('Ada Quill\n\nEXPERIENCE\nBuyer\n\nEDUCATION\nBA\nSKILLS: Excel, SAP');
    expect(sections.map(({ kind, lines }) => [kind, lines.map(({ text }) => text)])).toEqual([
      ['top', ['Ada Quill']],
      ['work', ['Buyer']],
      ['education', ['BA']],
      ['skills', ['Excel, SAP']],
    ]);
  });

  test('keeps headings that return under every job inside the job', () => {
    const job = 'Buyer, Acme Ltd\n2010 - 2012\nKey Accomplishments\nSaved money.\n';
    expect(sectionsOf(`EXPERIENCE\n${job}${job}EDUCATION\nBA`).map(({ kind }) => kind)).toEqual([
      'top',
      'work',
      'education',
    ]);
  });

  test('does not take a word wrapped from the line above for a heading', () => {
    expect(sectionsOf('Ten years of teaching and\nExperience\nin three schools').map(({ kind }) => kind)).toEqual([
      'top',
    ]);
  });

  test('knows headings set in small letters where all of them are', () => {
    expect(sectionsOf('Ada Quill\nexperience\nBuyer\neducation\nBA\nskills\nExcel').map(({ kind }) => kind)).toEqual([
      'top',
      'work',
      'education',
      'skills',
    ]);
  });
});
