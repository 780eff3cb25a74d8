import { contactSigns } from '../../../lambdas/domain/contact-signs';
import { ContactsRemainError, maskContacts, withoutContacts } from '../../../lambdas/domain/mask-contacts';

const known = { names: ['Jörg-Philipp Möllenhoff'], addresses: ['Am Rosenhang 7', '65193'] };

describe('contactSigns', () => {
  const signs = (text: string) => contactSigns(text).map(({ start, end }) => text.slice(start, end));

  it.each([
    ['Mail: ada@example.com, please', ['ada@example.com']],
    ['ada @ example . com', ['ada @ example . com']],
    ['ada (at) example (dot) com', ['ada (at) example (dot) com']],
    ['+49 171 3920042 or (312) 555-0164', ['+49 171 3920042', '(312) 555-0164']],
    ['06 39 98 41 07', ['06 39 98 41 07']],
    ['414.555.0191', ['414.555.0191']],
    ['linkedin.example.com/in/gfknox', ['linkedin.example.com/in/gfknox']],
    ['see https://ada.example/cv?x=1 and www.ada.example', ['https://ada.example/cv?x=1', 'www.ada.example']],
    ['rhiannonvp.example.org', ['rhiannonvp.example.org']],
    ['Skype: live:ada.l', ['live:ada.l']],
    ['find me as @ada_l', ['@ada_l']],
  ])('finds what is in "%s"', (text, found) => {
    expect(signs(text)).toEqual(found);
  });

  it.each([
    '2016 - 2020',
    '06/2022 - 05/2023',
    'since 2021-03-04, until 20210405',
    'Engineer @ Acme',
    'in charge of 250,000 records, 99.95 % up',
    'Sold at cost. Met targets',
  ])('finds nothing in "%s"', (text) => {
    expect(signs(text)).toEqual([]);
  });

  it('leaves words with a dot alone that are told to be words', () => {
    expect(contactSigns('ASP.NET and acme.net', (text) => text === 'ASP.NET')).toHaveLength(1);
  });
});

describe('maskContacts', () => {
  const lines = [
    'JÖRG-PHILIPP MÖLLENHOFF',
    'Am Rosenhang 7, 65193 Wiesbaden',
    'jp.moellenhoff@example.com · 069 90009 214',
    'Möllenhoff & Söhne GmbH, 2016 - 2020: Moellenhoff led it',
  ];

  it('puts placeholders in the place of names, addresses, e-mails and numbers, and leaves town, employer and dates', () => {
    expect(maskContacts(lines, known).lines).toEqual([
      'PERSON_NAME_1',
      'PERSON_ADDRESS_1, PERSON_ADDRESS_2 Wiesbaden',
      'PERSON_EMAIL_1 · PERSON_PHONE_1',
      'PERSON_NAME_2 & Söhne GmbH, 2016 - 2020: PERSON_NAME_3 led it',
    ]);
  });

  it('puts everything back, as it was written, wherever it stands in an answer', () => {
    const { lines: masked, restore } = maskContacts(lines, known);
    expect(restore({ list: masked, deep: { text: masked.join(' ') } })).toEqual({
      list: lines,
      deep: { text: lines.join(' ') },
    });
  });

  it.each(['person_name_1', 'Person Name 1', 'PERSON-NAME-1', 'Person_Name1', 'PERSON NAME'])(
    'knows its placeholder as %s',
    (written) => {
      expect(maskContacts(lines, known).restore(`Dr ${written}`)).toBe('Dr JÖRG-PHILIPP MÖLLENHOFF');
    },
  );

  it('takes a placeholder that the document does not hold', () => {
    const { lines: masked, restore } = maskContacts(['PERSON_NAME_1 Möllenhoff'], known);
    expect(masked).toEqual(['PERSON_NAME_1 PERSONX_NAME_1']);
    expect(restore(masked)).toEqual(['PERSON_NAME_1 Möllenhoff']);
  });

  it.each(['Link', 'Person', 'Email', 'Name'])('does not touch its own placeholders for a person called %s', (name) => {
    const text = [`Ann ${name}`, 'a@example.com', 'www.example.com'];
    const { lines: masked, restore } = maskContacts(text, { names: [`Ann ${name}`], addresses: [] });
    expect(masked.join()).not.toContain(`Ann ${name}`);
    expect(restore(masked)).toEqual(text);
  });

  it('takes short names for names only where they have a capital, and particles never', () => {
    const { lines: masked } = maskContacts(['Lee van Dyk', 'in the lee of Lee, a van'], {
      names: ['Lee van Dyk'],
      addresses: [],
    });
    expect(masked).toEqual(['PERSON_NAME_1', 'in the lee of PERSON_NAME_2, a van']);
  });

  it('finds names of scripts without blanks inside of words', () => {
    const { lines: masked } = maskContacts(['氏名山田太郎様'], { names: ['山田太郎'], addresses: [] });
    expect(masked).toEqual(['氏名PERSON_NAME_1様']);
  });

  it.each([
    ['a name set wide', 'J ö r g P h i l i p p M ö l l e n h o f f'],
    ['a number that runs into letters', 'x4915112345678y'],
    ['an account behind a sign', 'ssh://host'],
  ])('throws where %s is left, and repeats nothing of it', (_what, text) => {
    const work = () => maskContacts([text], known);
    expect(work).toThrow(ContactsRemainError);
    expect(work).toThrow(/^text that looks like contact data would be left: (?:name|phone|link|email)$/);
  });
});

describe('withoutContacts', () => {
  it('takes the same out of a text each time and leaves no placeholder', () => {
    const text = 'Nurse in Leeds\nAsk Möllenhoff, jp@example.com, 069 90009 214';
    expect(withoutContacts(text, known)).toBe('Nurse in Leeds\nAsk , ,');
    expect(withoutContacts(withoutContacts(text, known), known)).toBe('Nurse in Leeds\nAsk , ,');
  });
});
