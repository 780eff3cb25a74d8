/** The same resume as another person would write it: other name, e-mail, numbers, links, street and pronouns, and nothing else. */
import { maskContacts } from '../../lambdas/domain/mask-contacts';
import { findContacts } from '../../lambdas/providers/rules/find-contacts';
import type { RulesKnowledge } from '../../lambdas/providers/rules/knowledge';
import { streetWords } from '../../lambdas/providers/rules/lexicon/places';

export interface OtherPerson {
  given: string;
  family: string;
  /** Of the e-mail address. */
  account: string;
  /** Part of the name is a word of English. */
  isWord: boolean;
}

/** Men and women of many places; names that are words, skills and trades; scripts without capitals and without blanks. */
export const otherPeople: readonly OtherPerson[] = [
  ['Emily', 'Walsh', 'emily.walsh'],
  ['Jamal', 'Washington', 'jwashington'],
  ['Lakisha', 'Robinson', 'lakisha_r'],
  ['Mohammed', 'Al-Farsi', 'm.alfarsi'],
  ['Fatima', 'Zahra Bennani', 'fz.bennani'],
  ['Nguyễn', 'Thị Hương', 'huong.nguyen'],
  ['Wei', 'Li', 'li.wei'],
  ['Priya', 'Subramaniam', 'priya.s'],
  ['Oluwadamilola', 'Okonkwo', 'dami.ok'],
  ['Søren', 'Ødegård', 'soren.od'],
  ['Zoë', 'van der Meer', 'zoe.vdm'],
  ['Xochitl', 'Hernández Ruiz', 'xochitl.h'],
  ['Björk', 'Guðmundsdóttir', 'bjork.g'],
  ['Anna-Lena', 'Müller-Lüdenscheidt', 'al.mueller'],
  ['Siobhan', "O'Brien", 'siobhan.ob'],
  ['Jean-Luc', 'de la Fontaine', 'jl.fontaine'],
  ['Aleksandra', 'Wójcik', 'awojcik'],
  ['Dimitrios', 'Papadopoulos', 'dpapa'],
  ['Aylin', 'Yıldırım', 'aylin.y'],
  ['Kaimana', 'Kealoha', 'kk.kealoha'],
  ['Julia', 'Pascal', 'julia.pascal'],
  ['Ruby', 'Swift', 'ruby.swift'],
  ['Mark', 'Baker', 'mbaker'],
  ['Grace', 'Young', 'grace.young'],
  ['Will', 'May', 'will.may'],
  ['Olive', 'Cook', 'olivecook'],
  ['Наталья', 'Иванова', 'n.ivanova'],
  ['Ελένη', 'Παπαδάκη', 'eleni.p'],
  ['محمد', 'العلي', 'm.alali'],
  ['נועה', 'כהן', 'noa.cohen'],
  ['प्रिया', 'शर्मा', 'priya.sharma'],
  ['山田', '花子', 'hanako.y'],
  ['小明', '王', 'xm.wang'],
  ['민수', '김', 'minsu.kim'],
].map(([given = '', family = '', account = '']) => ({
  given,
  family,
  account,
  isWord: /Ruby|Swift|Mark|Grace|Will|Olive/.test(`${given} ${family}`),
}));

const PRONOUNS: Readonly<Record<string, string>> = {
  he: 'she',
  she: 'he',
  him: 'her',
  his: 'her',
  her: 'his',
  hers: 'his',
  himself: 'herself',
  herself: 'himself',
  mrs: 'Mr',
  mr: 'Mrs',
};

/** @param text of a resume whose name the rules find */
export function asAnother(text: string, person: OtherPerson, knowledge: RulesKnowledge): string {
  const lines = text.split('\n');
  const contacts = findContacts({ lines: lines.map((line) => ({ text: line, page: 1 })) }, knowledge);
  const own = contacts.read.name;
  if (own === null) throw new Error('the rules find no name in this resume');
  const streets = contacts.addresses.filter((part) => /\d/.test(part) && /\p{L}{4}/u.test(part));
  const masked = maskContacts(lines, { ...contacts, names: [own], addresses: streets });
  const written = (surface: string, other: string) => (surface === surface.toUpperCase() ? other.toUpperCase() : other);
  return masked.lines
    .map((line) =>
      line.replace(/PERSON_(NAME|EMAIL|PHONE|LINK|ADDRESS)_\d+/g, (token, kind: string) => {
        const surface = masked.restore(token);
        if (kind === 'NAME') {
          const isWhole = surface.replace(/\s+/g, ' ').toLowerCase() === own.toLowerCase();
          const isFamily = own.toLowerCase().endsWith(surface.toLowerCase());
          return written(
            surface,
            isWhole ? `${person.given} ${person.family}` : isFamily ? person.family : person.given,
          );
        }
        // A number that is no telephone number says something.
        if (kind === 'PHONE')
          return contacts.read.phones.includes(surface) ? surface.replace(/[1-9]/g, otherDigit) : surface;
        if (kind === 'EMAIL') return `${person.account}@example.net`;
        return kind === 'LINK' ? `portfolio.example.net/${person.account}` : otherStreet(surface);
      }),
    )
    .join('\n')
    .replace(/(?<!\p{L})(?:he|she|him|his|hers?|himself|herself|mrs|mr)(?!\p{L})/giu, (word) => {
      const other = PRONOUNS[word.toLowerCase()] ?? word;
      return /^\p{Lu}/u.test(word) ? `${other[0]?.toUpperCase()}${other.slice(1)}` : other;
    });
}

const otherDigit = (digit: string) => String((Number(digit) % 9) + 1);

/** Another name and number, in the same form. */
function otherStreet(surface: string): string {
  return surface
    .replace(/\p{Lu}\p{L}+/gu, (word) => {
      if (streetWords.test(word)) return word;
      return /(?:straße|weg|gasse)$/.test(word) ? `Ulmen${/(?:straße|weg|gasse)$/.exec(word)?.[0]}` : 'Elmwood';
    })
    .replace(/[1-9]/g, otherDigit);
}
