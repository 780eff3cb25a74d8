import { findContact } from '../../../../lambdas/providers/rules/contact';
import { prepareLines } from '../../../../lambdas/providers/rules/lines';

const contactOf = (...lines: string[]) => findContact(prepareLines(lines.map((text) => ({ text, page: 1 }))));

describe('findContact', () => {
  test('finds addresses in order and each once', () => {
    expect(contactOf('Ada <ada.quill@example.com> | a.q@example.org', 'Ada.Quill@example.com').emails).toEqual([
      'ada.quill@example.com',
      'a.q@example.org',
    ]);
  });

  test.each([
    '+44 1632 960123',
    '(555) 010-0123',
    '01632 960 123',
    '+1 555-010-0123',
    '555.010.0123',
    '+49 30 23125 000',
  ])('finds the number %s', (phone) => {
    expect(contactOf(`Tel: ${phone}`).phones).toEqual([phone]);
  });

  test.each(['2010 - 2012', '01/2010 – 12/2012', 'Saved 1,250,000 in 2019', 'GPA: 3.66 (9.15/10.0)', 'Order 12'])(
    'takes %j for no number',
    (text) => {
      expect(contactOf(text).phones).toEqual([]);
    },
  );

  test('does not join numbers of two columns', () => {
    expect(contactOf('94588\t(555) 010-0123').phones).toEqual(['(555) 010-0123']);
  });

  test('puts the address of a licence line last', () => {
    expect(contactOf('© 2018 maker@example.org · licensed under MIT', 'ada@example.com').emails).toEqual([
      'ada@example.com',
      'maker@example.org',
    ]);
  });

  test('tells links from e-mail addresses', () => {
    const { urls, emails } = contactOf(
      'linkedin.com/in/adaquill | https://ada.example.com/cv | ada@example.com | www.example.org.',
    );
    expect(urls).toEqual(['linkedin.com/in/adaquill', 'https://ada.example.com/cv', 'www.example.org']);
    expect(emails).toEqual(['ada@example.com']);
  });
});
