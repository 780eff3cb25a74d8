import { prepareLines } from '../../../../lambdas/providers/rules/lines';
import { readWork } from '../../../../lambdas/providers/rules/work';
import { readWorkSentences } from '../../../../lambdas/providers/rules/work-sentences';
import { readOccupations, readSkillTaxonomy } from '../../../../lambdas/reference/read-reference';

const knowledge = { taxonomy: readSkillTaxonomy(), occupations: readOccupations() };
const linesOf = (text: string) => prepareLines(text.split('\n').map((line) => ({ text: line, page: 1 })));
const rolesOf = (text: string) =>
  readWork(linesOf(text), knowledge).map(({ title, company, start, end }) => [title, company, start, end]);

const BUYER = ['Senior Buyer', 'Harbour Foods Ltd', 'May 2012', 'June 2016'];
const CLERK = ['Stock Clerk', 'Mill Lane Stores', 'Jan 2009', 'April 2012'];
const BODY = '• Negotiated with twelve suppliers\n• Cut waste by a fifth';

describe('readWork', () => {
  test.each([
    [
      'the employer first',
      `Harbour Foods Ltd\nSenior Buyer\nMay 2012 - June 2016\n${BODY}\nMill Lane Stores\nStock Clerk\nJan 2009 - April 2012\n${BODY}`,
    ],
    [
      'the title first',
      `Senior Buyer\nHarbour Foods Ltd, Leeds, UK\nMay 2012 - June 2016\n${BODY}\nStock Clerk\nMill Lane Stores, Leeds, UK\nJan 2009 - April 2012\n${BODY}`,
    ],
    [
      'the dates first',
      `May 2012 - June 2016\nSenior Buyer, Harbour Foods Ltd\n${BODY}\nJan 2009 - April 2012\nStock Clerk, Mill Lane Stores\n${BODY}`,
    ],
    [
      'all on one line',
      `Senior Buyer | Harbour Foods Ltd | May 2012 - June 2016\n${BODY}\nStock Clerk | Mill Lane Stores | Jan 2009 - April 2012\n${BODY}`,
    ],
    [
      '"at" between',
      `Senior Buyer at Harbour Foods Ltd (May 2012 - June 2016)\n${BODY}\nStock Clerk at Mill Lane Stores (Jan 2009 - April 2012)\n${BODY}`,
    ],
    [
      'dates at the right edge',
      `Harbour Foods Ltd\tMay 2012 - June 2016\nSenior Buyer\n${BODY}\nMill Lane Stores\tJan 2009 - April 2012\nStock Clerk\n${BODY}`,
    ],
    [
      'a form',
      `Company: Harbour Foods Ltd\nDesignation: Senior Buyer\nDuration: May 2012 - June 2016\nCompany: Mill Lane Stores\nDesignation: Stock Clerk\nDuration: Jan 2009 - April 2012`,
    ],
    [
      'an export with blank lines',
      `Senior Buyer\n\nHarbour Foods Ltd -  Leeds, West Yorkshire -\n\nMay 2012 to June 2016\n\n${BODY}\n\nStock Clerk\n\nMill Lane Stores -  Leeds, West Yorkshire -\n\nJan 2009 to April 2012\n\n${BODY}`,
    ],
    [
      'dates broken over two lines',
      `Harbour Foods Ltd\nSenior Buyer\nMay 2012\nJune 2016\n${BODY}\nMill Lane Stores\nStock Clerk\nJan 2009\nApril 2012\n${BODY}`,
    ],
    [
      'a sentence behind the dates',
      `Senior Buyer, Harbour Foods Ltd, Leeds, May 2012 to June 2016. Negotiated with twelve suppliers and cut waste by a fifth.\nStock Clerk, Mill Lane Stores, Leeds, Jan 2009 to April 2012. Kept the books of the store and counted the shelves.`,
    ],
  ])('reads entries with %s', (_, text) => {
    expect(rolesOf(text)).toEqual([BUYER, CLERK]);
  });

  test('keeps several roles with one employer', () => {
    const roles = rolesOf(
      `Harbour Foods Ltd, Leeds, UK\nSenior Buyer\nMay 2012 - June 2016\n${BODY}\nAssistant Buyer\nJan 2009 - April 2012\n${BODY}`,
    );
    expect(roles.map(([title, company]) => [title, company])).toEqual([
      ['Senior Buyer', 'Harbour Foods Ltd'],
      ['Assistant Buyer', 'Harbour Foods Ltd'],
    ]);
  });

  test('gives bullets as highlights and wrapped lines with the bullet they belong to', () => {
    const [entry] = readWork(
      linesOf(
        'Senior Buyer, Harbour Foods Ltd\n2012 - 2016\nBought fish for the whole group of companies.\n• Negotiated with twelve suppliers and\ntheir agents\n• Cut waste',
      ),
      knowledge,
    );
    expect(entry).toMatchObject({
      summary: 'Bought fish for the whole group of companies.',
      highlights: ['Negotiated with twelve suppliers and their agents', 'Cut waste'],
    });
  });

  test('leaves a town off the employer', () => {
    const [entry] = readWork(linesOf('Class Teacher, Brook Lane Infants School, Bury\n2010 - 2012'), knowledge);
    expect(entry).toMatchObject({ title: 'Class Teacher', company: 'Brook Lane Infants School', location: 'Bury' });
  });

  test.each([
    'Born on 3 May 1980',
    'Revenue rose from 2010 to 2012 by a third, as the market recovered and prices went up again.',
    'Page 2 of 3',
  ])('makes no entry of %j', (text) => {
    expect(rolesOf(text)).toEqual([]);
  });

  test('reads German, French and Spanish entries', () => {
    expect(rolesOf('03/2018 – heute\nProjektleiter, Nordlicht Energie GmbH, Hamburg')).toEqual([
      ['Projektleiter', 'Nordlicht Energie GmbH', '03/2018', 'heute'],
    ]);
    expect(rolesOf('Développeur logiciel\nLumière Conseil SARL\nmars 2018 à juin 2020')).toEqual([
      ['Développeur logiciel', 'Lumière Conseil SARL', 'mars 2018', 'juin 2020'],
    ]);
    expect(rolesOf('Ingeniera de procesos\nAceites del Sur S.A.\nenero 2018 - actualidad')).toEqual([
      ['Ingeniera de procesos', 'Aceites del Sur S.A.', 'enero 2018', 'actualidad'],
    ]);
  });
});

describe('the title of an entry', () => {
  test.each([
    ['Lecturer, Department of Law, University of Emona, 2001 - 2004', 'Lecturer'],
    ['Vice President, Marketing\nHarbour Foods Ltd\n2001 - 2004', 'Vice President, Marketing'],
  ])('ends where the employer begins: %j', (text, title) => {
    expect(rolesOf(text)[0]?.[0]).toBe(title);
  });

  test.each([
    ['Senior Buyer\nHarbour Foods, Melbourne\nMay 2012 - June 2016', 'Harbour Foods'],
    ['Harbour Foods (Leeds, UK), Senior Buyer, May 2012 - June 2016', 'Harbour Foods'],
    ['Harbour Foods, Inc., Los Angeles, CA\nSenior Buyer\nMay 2012 - June 2016', 'Harbour Foods, Inc.'],
    ['Senior Buyer / FishHome, May 2012 - June 2016', 'FishHome'],
    ['Organization: Harbour Foods, Phoenix, AZ\nDuration: May 2012 - June 2016\nDesignation: Buyer', 'Harbour Foods'],
  ])('leaves the employer without its place: %j', (text, company) => {
    expect(rolesOf(text)).toEqual([[expect.stringContaining('Buyer'), company, 'May 2012', 'June 2016']]);
  });

  test('takes no field of work behind a slash for the employer', () => {
    expect(rolesOf('Student Assistant / Software Development\nUniversity of Emona\n2012 - 2016')[0]?.[1]).toBe(
      'University of Emona',
    );
  });

  test('leaves signs of no width out', () => {
    expect(rolesOf('Senior Buyer, \u200b\nHarbour Foods Ltd\nMay 2012 - June 2016')).toEqual([BUYER]);
  });
});

describe('readWorkSentences', () => {
  test('reads work told in sentences', () => {
    const lines = linesOf(
      'Working as a Software Engineer in Lantern Software Pvt Ltd, Pune from May 2017 to June 2019.',
    );
    expect(readWorkSentences(lines, knowledge)).toMatchObject([
      { title: 'Software Engineer', company: 'Lantern Software Pvt Ltd', start: 'May 2017', end: 'June 2019' },
    ]);
  });

  test('is not misled by "as" in other sentences', () => {
    expect(readWorkSentences(linesOf('Worked as hard as anyone in 2019.'), knowledge)).toEqual([]);
  });
});
