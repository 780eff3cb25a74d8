import { prepareLines } from '../../../../lambdas/providers/rules/lines';
import { findSections, headingKind } from '../../../../lambdas/providers/rules/sections';

const sectionsOf = (text: string) =>
  findSections(prepareLines(text.split('\n').map((line) => ({ text: line, page: 1 }))));

describe('headingKind', () => {
  test.each([
    ['WORK EXPERIENCE', 'work'],
    ['Employment History:', 'work'],
    ['11. Professional experience', 'work'],
    ['E X P E R I E N C E', 'work'],
    ['Academic Appointments', 'work'],
    ['P ROFE SSI ONAL E XPER IENCE', 'work'],
    ['Military Service', 'work'],
    ['Customer Service Experience', 'work'],
    ['Academic Qualifications', 'education'],
    ['Summary of Qualifications', 'summary'],
    ['Career Objective', 'summary'],
    ['Technical Skills', 'skills'],
    ['Programming Languages', 'skills'],
    ['Language skills', 'languages'],
    ['Licenses & Certifications', 'certificates'],
    ['Volunteer Experience', 'volunteer'],
    ['Honors/Awards', 'awards'],
    ['Personal Details', 'personal'],
    ['Berufserfahrung', 'work'],
    ['Formation', 'education'],
    ['Experiencia laboral', 'work'],
    ['Formação Acadêmica', 'education'],
    ['Competenze', 'skills'],
    ['Werkervaring', 'work'],
    ['職歴', 'work'],
    ['教育经历', 'education'],
  ])('takes %s for %s', (text, kind) => {
    expect(headingKind(text)).toBe(kind);
  });

  test.each(['Project Management', 'Experience with large teams', 'Harbour Bank Ltd', 'Position', '2010 - 2012', ''])(
    'takes %j for no heading',
    (text) => {
      expect(headingKind(text)).toBeUndefined();
    },
  );
});

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
