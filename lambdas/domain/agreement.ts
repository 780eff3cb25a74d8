/** How far two answers to one request agree, field by field. */
import type { Capability } from './arm';
import { distinct, overlap, rankOverlap } from './overlap';
import type { ParsedResume } from './resume';
import { foldText } from './text-locator';

/** The fields that are compared, by what was asked; a closed set, as each is a metric of its own. Vectors of two spaces never compare. */
export const agreementFields = {
  parse: ['name', 'email', 'phone', 'location', 'skills', 'employers', 'titles', 'dates', 'institutions', 'degrees'],
  embed: [],
  match: ['best', 'top10'],
  expand: ['titles', 'skills'],
  explain: ['strengths', 'concerns'],
} as const satisfies Record<Capability, readonly string[]>;

/** The mean of the fields of one request. */
export const ALL_FIELDS = 'all';

export interface FieldAgreement {
  field: string;
  /** 0 to 1. */
  agreement: number;
}

export interface Agreement {
  /** The mean of the fields, each counted once; null where there was nothing to compare. */
  all: number | null;
  /** Without those that both answers leave empty. */
  fields: FieldAgreement[];
}

type Position = Pick<ParsedResume['work'][number], 'name' | 'position' | 'startDate' | 'endDate' | 'isCurrent'>;

/** What of each route's answer is compared. */
export interface Comparable {
  parse: {
    resume: {
      basics: Pick<ParsedResume['basics'], 'name' | 'email' | 'phone'> & { location: { raw: string | null } | null };
      work: readonly Position[];
      education: readonly Pick<ParsedResume['education'][number], 'institution' | 'studyType'>[];
      skills: readonly Pick<ParsedResume['skills'][number], 'canonical'>[];
    };
  };
  embed: unknown;
  match: { matches: readonly { jobId: string }[] };
  expand: { titles: readonly { title: string }[]; skills: readonly { name: string }[] };
  /** `facts`: ids of the facts that each statement cites. */
  explain: {
    explanation: {
      strengths: readonly { facts: readonly string[] }[];
      concerns: readonly { facts: readonly string[] }[];
    };
  };
}

/**
 * The same for both orders of the answers; an answer agrees with itself by 1. Names and addresses of one person are the
 * same or not; of lists it is F1, where two values are one as in the evaluations; rankings: `rankOverlap`.
 */
export function agreementOf<C extends Capability>(capability: C, one: Comparable[C], other: Comparable[C]): Agreement {
  const compared = comparers[capability](one, other);
  const fields = Object.entries<number | null>(compared).flatMap(([field, agreement]) =>
    agreement === null ? [] : [{ field, agreement }],
  );
  const sum = fields.reduce((total, { agreement }) => total + agreement, 0);
  return { all: fields.length === 0 ? null : sum / fields.length, fields };
}

type Compared<C extends Capability> = Record<(typeof agreementFields)[C][number], number | null>;

const comparers: { [C in Capability]: (one: Comparable[C], other: Comparable[C]) => Compared<C> } = {
  parse({ resume: one }, { resume: other }) {
    const positions = (work: readonly Position[]) => work.filter(({ name, position }) => name ?? position);
    return {
      name: scalar(one.basics.name, other.basics.name, (a, b) => a === b),
      email: scalar(one.basics.email, other.basics.email, (a, b) => a === b),
      phone: scalar(one.basics.phone, other.basics.phone, (a, b) => lastDigits(a) === lastDigits(b)),
      location: scalar(one.basics.location?.raw, other.basics.location?.raw, isPartOf),
      skills: texts(names(one.skills, 'canonical'), names(other.skills, 'canonical')),
      employers: texts(names(one.work, 'name'), names(other.work, 'name')),
      titles: texts(names(one.work, 'position'), names(other.work, 'position')),
      dates: datesOfShared(positions(one.work), positions(other.work)),
      institutions: texts(names(one.education, 'institution'), names(other.education, 'institution')),
      degrees: texts(names(one.education, 'studyType'), names(other.education, 'studyType')),
    };
  },
  embed: () => ({}),
  match({ matches: one }, { matches: other }) {
    const [ids, otherIds] = [one.map(({ jobId }) => jobId), other.map(({ jobId }) => jobId)];
    return { best: rankOverlap(ids, otherIds, 1), top10: rankOverlap(ids, otherIds, 10) };
  },
  expand: (one, other) => ({
    titles: texts(names(one.titles, 'title'), names(other.titles, 'title')),
    skills: texts(names(one.skills, 'name'), names(other.skills, 'name')),
  }),
  explain: ({ explanation: one }, { explanation: other }) => ({
    strengths: facts(one.strengths, other.strengths),
    concerns: facts(one.concerns, other.concerns),
  }),
};

function names<K extends string>(entries: readonly { [key in K]: string | null }[], key: K): string[] {
  return entries.flatMap((entry) => entry[key] ?? []);
}

function scalar(
  one: string | null | undefined,
  other: string | null | undefined,
  same: (a: string, b: string) => boolean,
): number | null {
  const [a, b] = [foldText(one ?? ''), foldText(other ?? '')];
  if (a === '' && b === '') return null;
  return a !== '' && b !== '' && (a === b || same(a, b)) ? 1 : 0;
}

/** With and without the code of the country. */
const lastDigits = (phone: string): string => phone.replace(/\D/g, '').slice(-7) || phone;

/** "Berlin" and "Berlin, Germany". */
function isPartOf(one: string, other: string): boolean {
  const [a, b] = [new Set(one.split(' ')), new Set(other.split(' '))];
  return sharedWords(a, b) === Math.min(a.size, b.size);
}

/** Two values are one when they share at least this part of their words (Dice 1945). */
const SAME = 0.8;

interface Words {
  folded: string;
  words: ReadonlySet<string>;
}

const wordsOf = (text: string): Words => {
  const folded = foldText(text);
  return { folded, words: new Set(folded.split(' ')) };
};

function sharedWords(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of one) if (other.has(word)) shared++;
  return shared;
}

const isOne = ({ words: a }: Words, { words: b }: Words): boolean =>
  (2 * sharedWords(a, b)) / (a.size + b.size) >= SAME;

function texts(one: readonly string[], other: readonly string[]): number | null {
  const set = (values: readonly string[]) => distinct(values.map(wordsOf), ({ folded }) => folded);
  return overlap(set(one), set(other), isOne);
}

function facts(one: readonly { facts: readonly string[] }[], other: typeof one): number | null {
  const cited = (items: typeof one) => [...new Set(items.flatMap((item) => item.facts))];
  return overlap(cited(one), cited(other), (a, b) => a === b);
}

interface Dated {
  employer: Words;
  title: Words;
  when: string;
}

/** F1 of the first and last months of the positions that both answers name; null where they share none with dates. */
function datesOfShared(one: readonly Position[], other: readonly Position[]): number | null {
  const [a, b] = [datesOf(one), datesOf(other)];
  const isSame = (x: Dated, y: Dated) => isOne(x.employer, y.employer) && isOne(x.title, y.title);
  const places = (work: readonly Position[]) =>
    distinct(
      work.map(({ name, position }) => ({ employer: wordsOf(name ?? ''), title: wordsOf(position ?? ''), when: '' })),
      ({ employer, title }) => `${employer.folded}|${title.folded}`,
    );
  const shared = (dates: readonly Dated[], positions: readonly Dated[]) =>
    dates.filter((date) => positions.some((position) => isSame(date, position)));
  return overlap(shared(a, places(other)), shared(b, places(one)), (x, y) => x.when === y.when && isSame(x, y));
}

function datesOf(work: readonly Position[]): Dated[] {
  const all = work.flatMap(({ name, position, startDate, endDate, isCurrent }) => {
    const [employer, title] = [wordsOf(name ?? ''), wordsOf(position ?? '')];
    const end = endDate?.slice(0, 7) ?? (isCurrent ? 'present' : null);
    return [
      ...(startDate === null ? [] : [{ employer, title, when: `from ${startDate.slice(0, 7)}` }]),
      ...(end === null ? [] : [{ employer, title, when: `to ${end}` }]),
    ];
  });
  return distinct(all, ({ employer, title, when }) => `${employer.folded}|${title.folded}|${when}`);
}
