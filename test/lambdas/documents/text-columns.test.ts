/** Columns typed with blanks are read one after the other; rows that belong together stay rows. */
import { documentFromText } from '../../../lambdas/documents/document-reader';
import { columnsApart } from '../../../lambdas/documents/text-columns';

/** Lines whose right side begins at one column. */
const sideBySide = (rows: readonly (readonly [string, string])[], at = 40) =>
  rows.map(([left, right]) => (right === '' ? left : left.padEnd(at) + right));

const read = (lines: readonly string[]) => columnsApart(lines).filter((line) => line !== '');

describe('columnsApart', () => {
  it('reads the left column before the right one, and what stands above and below them where it stands', () => {
    const lines = [
      'Ilse Vandermeulen            Baker, Ghent (BE)',
      '',
      ...sideBySide([
        ['EXPERIENCE', 'SKILLS'],
        ['Head baker', 'Sourdough'],
        ['Molenaar & Zonen, Ghent', 'Lamination'],
        ['Mar 2019 - Present', 'Costing'],
        ['Five ovens, twelve people', ''],
        ['', 'LANGUAGES'],
        ['Baker', 'Dutch'],
        ['De Korenbloem, Bruges', 'French'],
        ['2012 - 2019', ''],
        ['Night shift, rye and spelt', 'LICENCES'],
        ['', 'Forklift'],
      ]),
      '',
      'EDUCATION',
      'Diploma in bread and pastry, Technical School of the Lower Scheldt, 2012',
    ];

    expect(read(lines)).toEqual([
      lines[0],
      'EXPERIENCE',
      'Head baker',
      'Molenaar & Zonen, Ghent',
      'Mar 2019 - Present',
      'Five ovens, twelve people',
      'Baker',
      'De Korenbloem, Bruges',
      '2012 - 2019',
      'Night shift, rye and spelt',
      'SKILLS',
      'Sourdough',
      'Lamination',
      'Costing',
      'LANGUAGES',
      'Dutch',
      'French',
      'LICENCES',
      'Forklift',
      'EDUCATION',
      lines.at(-1),
    ]);
  });

  it('lets a left column that is longer than the right one end before the right one begins', () => {
    const lines = sideBySide([
      ['PROFILE', 'CONTACT'],
      ['Welder, ten years', 'Bergen'],
      ['in shipyards', 'o.aase@example.com'],
      ['', ''],
      ['WORK', 'TICKETS'],
      ['Fjord Yard', '6G pipe'],
      ['Welder', 'Confined space'],
      ['', ''],
      ['Nordre Verft', ''],
      ['Apprentice', ''],
    ]);

    expect(read(lines).slice(0, 8)).toEqual([
      'PROFILE',
      'Welder, ten years',
      'in shipyards',
      'WORK',
      'Fjord Yard',
      'Welder',
      'Nordre Verft',
      'Apprentice',
    ]);
  });

  it('parts three columns', () => {
    const third = ['TOOLS', 'Excel', 'SAP', '', 'HOBBIES', 'Rowing'];
    const rows = sideBySide(
      [
        ['SKILLS', 'LANGUAGES'],
        ['Audit', 'English'],
        ['Tax', 'Polish'],
        ['', ''],
        ['STUDIES', 'AWARDS'],
        ['Economics', 'Dean’s list'],
      ],
      20,
    ).map((row, at) => row.padEnd(40) + (third[at] ?? ''));

    expect(read(rows).map((line) => line.trim())).toEqual([
      ...['SKILLS', 'Audit', 'Tax', 'STUDIES', 'Economics'],
      ...['LANGUAGES', 'English', 'Polish', 'AWARDS', 'Dean’s list'],
      ...['TOOLS', 'Excel', 'SAP', 'HOBBIES', 'Rowing'],
    ]);
  });

  it('reads columns set with tabs', () => {
    const lines = ['WORK\t\tSKILLS', 'Acme\t\tJava', 'Tester\t\tSQL', '', 'STUDY\t\tSPEECH', 'MSc\t\tGerman'];

    expect(read(lines)).toEqual([
      'WORK',
      'Acme',
      'Tester',
      'STUDY',
      'MSc',
      'SKILLS',
      'Java',
      'SQL',
      'SPEECH',
      'German',
    ]);
  });

  it.each([
    [
      'dates and places at the right',
      sideBySide(
        [
          ['QUAY & SONS', 'Cork'],
          ['Foreman', 'Mar 2020 - Present'],
          ['- runs the night crew', ''],
          ['- keeps the crane logs', ''],
          ['Docker', 'Jun 2014 - Feb 2020'],
          ['', ''],
          ['LEE STEVEDORES', 'Cobh'],
          ['Apprentice', '2012 - 2014'],
          ['', ''],
          ['PORT SCHOOL', 'Cork'],
          ['Certificate', '2012'],
        ],
        50,
      ),
    ],
    [
      'dates at the left',
      sideBySide(
        [
          ['2020 - now', 'Foreman, Quay & Sons'],
          ['', 'runs the night crew'],
          ['', 'keeps the crane logs'],
          ['2014 - 2020', 'Docker, Quay & Sons'],
          ['', 'loaded and lashed'],
          ['2012 - 2014', 'Apprentice'],
        ],
        16,
      ),
    ],
    [
      'labels with headings among them',
      sideBySide(
        [
          ['PERSONAL', ''],
          ['Name', 'Eoin Hegarty'],
          ['Address', '4 Slip Road'],
          ['', 'Passage West'],
          ['', 'Cork'],
          ['Telephone', 'on request'],
          ['SCHOOLING', ''],
          ['Primary', 'Star of the Sea'],
          ['Secondary', 'Port School'],
        ],
        18,
      ),
    ],
    [
      'a table',
      sideBySide([
        ['Course', 'Institution'],
        ['Crane operation', 'Port School'],
        ['Lashing', 'Port School'],
        ['First aid', 'Red Harbour'],
        ['Lifting plans', 'Lee College'],
      ]),
    ],
    [
      'a signature far to the right',
      ['One line of a letter.', 'Another line of it.', 'A third.', `${' '.repeat(40)}Eoin Hegarty`],
    ],
  ])('leaves %s in rows', (_, lines) => {
    expect(columnsApart(lines)).toEqual(lines);
  });

  it('returns a text of very many lines, or of very long ones, as it is', () => {
    const many = Array.from({ length: 200_000 }, () => 'a     b');
    const long = Array.from({ length: 300 }, () => 'x    '.repeat(300));

    expect(columnsApart(many)).toBe(many);
    expect(columnsApart(long)).toHaveLength(300);
  });
});

describe('documentFromText', () => {
  it('reads columns apart on each page', () => {
    const page = sideBySide([
      ['WORK', 'SKILLS'],
      ['Acme', 'Java'],
      ['Tester', 'SQL'],
      ['STUDY', 'SPEECH'],
      ['MSc', 'German'],
    ]).join('\n');
    const document = documentFromText(`${page}\f${page}`);

    expect(document.lines.map((line) => line.page).join('')).toBe('1'.repeat(10) + '2'.repeat(10));
    expect(document.lines.slice(10, 13).map((line) => line.text)).toEqual(['WORK', 'Acme', 'Tester']);
  });
});
