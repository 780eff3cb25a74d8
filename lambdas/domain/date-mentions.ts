/** Every single date of a text, as much of each as was written; one pass, linear in the text's length. */
import { japaneseEras, monthByName, presentWords, seasonByName } from './date-words';

/** As much of a date as was written: `2021`, `2021-03` or `2021-03-04`. */
export interface PartialDate {
  value: string;
  precision: 'year' | 'month' | 'day';
  /** The month is the first of a season or quarter, not one that was written. */
  approximate: boolean;
}

/** A date found in a text. Offsets are UTF-16 units of the text as given. */
export interface DateMention {
  start: number;
  end: number;
  kind: 'date' | 'present' | 'month-only' | 'masked';
  /** Null for "present", a month without a year, and `20XX`. */
  date: PartialDate | null;
  /** The same date read as the end of a range: the last month of a season or quarter, the second year of 2019/20. */
  dateAsEnd: PartialDate | null;
  /** 1–12, for `month-only`. */
  month: number | null;
  /** Two digits a year, as in 03/20: a fraction or a day unless something else speaks for a date. */
  weak: boolean;
}

export interface DateOptions {
  /** 03.04.2020 is the 3rd of April (default). With false it is the 4th of March. */
  dayFirst?: boolean;
}

const alternatives = (words: Iterable<string>) =>
  [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('|');
const LONGEST_SPAN_YEARS = 50;
const MONTH = alternatives(monthByName.keys());
const YEAR = '(?:19|20)\\d\\d(?!\\d)';
const SHORT_YEAR = "['’‘´`]\\s?\\d\\d(?!\\d)";

/** "8/01 to Present": with one digit a month only speaks for a date as an end of a range. */
const UNTIL = '\\s?(?:[-–—]|to|until)\\s?';

/** One pass over a text finds every date: each alternative is of bounded length, so the scan is linear. */
const DATE = new RegExp(
  [
    `(?<![\\p{L}\\d])(?:(?:${MONTH}|${alternatives(seasonByName.keys())})[.,]?\\s)?(?<masked>(?:19|20)[Xx×]{2}|[Xx]{4})(?![A-Za-z\\d])(?:\\s?年(?:\\s?\\d{1,2}\\s?月)?)?`,
    `(?:(?<![\\d.,/-])(?<dayBefore>\\d{1,2})(?:st|nd|rd|th|er|º|ª)?[.,]?[ -/]?(?:of |de |di )?)?(?<![\\p{L}])(?<monthName>${MONTH})(?![\\p{L}])[.,]?(?:['’](?=\\s?(?:19|20)\\d\\d))?(?:\\s?[,./–-]|\\sof|\\sdel?)?\\s?(?:(?<dayAfter>\\d{1,2})(?:st|nd|rd|th)?(?:,\\s?|\\s|-|\\.))?(?<monthYear>${YEAR}|${SHORT_YEAR}|\\d\\d(?![\\d%Xx]|\\s?[+])(?!(?:st|nd|rd|th)\\b))`,
    `(?<!\\d)(?<cjkYear>(?:19|20)\\d\\d|昭和\\s?\\d{1,2}|平成\\s?(?:元|\\d{1,2})|令和\\s?(?:元|\\d{1,2}))\\s?年\\s?(?:(?<cjkMonth>\\d{1,2})\\s?月(?:\\s?(?<cjkDay>\\d{1,2})\\s?日)?)?`,
    `(?<![\\d/.-])(?<first>\\d{1,2})[./-](?<second>\\d{1,2})[./-](?<fullYear>${YEAR}|\\d\\d(?![\\d./-]))`,
    `(?<![\\d/])(?<isoYear>(?:19|20)\\d\\d)(?<isoSign>[-.]|\\s?/\\s?)(?<isoMonth>1[0-2]|0[1-9]|[1-9](?!\\d))(?!\\d)(?:[-./](?<isoDay>3[01]|[12]\\d|0?[1-9])(?![\\d]))?`,
    `(?<![\\d/])(?<academicYear>(?:19|20)\\d\\d)\\s?[/–-]\\s?(?<academicNext>\\d\\d)(?![\\d/.Xx])`,
    `(?<![\\d./])(?<slashMonth>1[0-2]|0?[1-9])\\s?[./-]\\s?(?<slashYear>${YEAR}|['’]\\d\\d(?!\\d))`,
    `(?<![\\p{L}\\d])Q(?<quarter>[1-4])[ ,/-]{0,2}(?:of )?(?<quarterYear>${YEAR}|${SHORT_YEAR})`,
    `(?<![\\p{L}])(?<season>${alternatives(seasonByName.keys())})(?:\\s?,|\\sof)?\\s?(?<seasonYear>${YEAR}|${SHORT_YEAR})`,
    `(?:(?<![\\d.,$€£/])|(?<=(?<!\\d)(?:19|20)\\d\\d))(?<year>(?:19|20)\\d\\d)(?=(?:19|20)\\d\\d(?!\\d)|(?![\\d%]))(?!,\\d)`,
    `(?<![\\d.,$€£/]|(?<!/\\d\\d)-)(?<weakMonth>1[0-2]|0[1-9]|[1-9](?=/\\d\\d${UNTIL}(?:\\d{1,2}/\\d\\d(?![\\d/])|present|current|now))|(?<=/\\d\\d${UNTIL})[1-9])/(?<weakYear>\\d\\d)(?![\\d/])`,
    `(?<![\\p{L}'’])(?<present>${alternatives(presentWords)})(?![\\p{L}])`,
    `(?<![\\p{L}])(?<monthOnly>${MONTH})(?![\\p{L}])`,
  ].join('|'),
  'giu',
);
const CJK_PRESENT = /(?:現在|现在|至今|目前)/;

/** Full-width digits, letters and signs as ASCII, other blanks as a space; the length and so all offsets stay. */
function foldWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5d]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\u00a0\u2000-\u200a\u3000]/g, ' ');
}

const pad = (number: number) => String(number).padStart(2, '0');
const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Two digits: 00–49 are this century, 50–99 the last. */
function fullYear(written: string): number {
  const digits = Number(written.replace(/\D/g, ''));
  return written.replace(/\D/g, '').length === 2 ? digits + (digits < 50 ? 2000 : 1900) : digits;
}

/** A month out of 1–12, or a day its month does not have, is left off. */
export function partial(year: number, month?: number, day?: number, approximate = false): PartialDate {
  if (month === undefined || month < 1 || month > 12) return { value: String(year), precision: 'year', approximate };
  if (day === undefined || day < 1 || day > daysIn(year, month)) {
    return { value: `${year}-${pad(month)}`, precision: 'month', approximate };
  }
  return { value: `${year}-${pad(month)}-${pad(day)}`, precision: 'day', approximate };
}

const numeric = (text: string | undefined) => (text === undefined ? undefined : Number(text));

/** A year before 1900 or after 2099 is none of a working life. */
const known = (date: PartialDate) => (/^(?:19|20)/.test(date.value) ? date : null);

type Reading = Pick<DateMention, 'kind' | 'date' | 'dateAsEnd' | 'month' | 'weak'>;
const reading = (date: PartialDate, dateAsEnd = date, weak = false): Reading => ({
  kind: 'date',
  date: known(date),
  dateAsEnd: known(dateAsEnd),
  month: null,
  weak,
});

function readMatch(g: Record<string, string | undefined>, dayFirst: boolean): Reading {
  if (g.monthName !== undefined && g.monthYear !== undefined) {
    const month = monthByName.get(g.monthName.toLowerCase());
    const day = numeric(g.dayAfter ?? g.dayBefore);
    return reading(partial(fullYear(g.monthYear), month, day), undefined, /^\d\d$/.test(g.monthYear));
  }
  if (g.cjkYear !== undefined) {
    const era = japaneseEras.get(g.cjkYear.slice(0, 2));
    const count = g.cjkYear.endsWith('元') ? 1 : Number(g.cjkYear.replace(/\D/g, ''));
    return reading(partial(era === undefined ? count : era + count - 1, numeric(g.cjkMonth), numeric(g.cjkDay)));
  }
  if (g.fullYear !== undefined) {
    const first = Number(g.first);
    const second = Number(g.second);
    const dayLeads = first > 12 || (second <= 12 && dayFirst);
    return reading(partial(fullYear(g.fullYear), dayLeads ? second : first, dayLeads ? first : second));
  }
  if (g.isoYear !== undefined) {
    const year = Number(g.isoYear);
    const month = Number(g.isoMonth);
    // 2011/12 names two school years in a row far more often than December.
    if (g.isoSign?.trim() === '/' && g.isoDay === undefined && month === (year + 1) % 100) {
      return reading(partial(year), partial(year + 1));
    }
    return reading(partial(year, month, numeric(g.isoDay)));
  }
  if (g.academicYear !== undefined) {
    const year = Number(g.academicYear);
    const same = Math.floor(year / 100) * 100 + Number(g.academicNext);
    const next = same <= year && year % 100 === 99 ? same + 100 : same;
    // Two digits that cannot be a later year belong to something else.
    return next > year && next - year <= LONGEST_SPAN_YEARS
      ? reading(partial(year), partial(next))
      : reading(partial(year));
  }
  if (g.slashYear !== undefined) return reading(partial(fullYear(g.slashYear), numeric(g.slashMonth)));
  if (g.quarterYear !== undefined) {
    const year = fullYear(g.quarterYear);
    const last = Number(g.quarter) * 3;
    return reading(partial(year, last - 2, undefined, true), partial(year, last, undefined, true));
  }
  if (g.seasonYear !== undefined) {
    const year = fullYear(g.seasonYear);
    const [first, last] = seasonByName.get((g.season ?? '').toLowerCase()) ?? [undefined, undefined];
    return reading(partial(year, first, undefined, true), partial(year, last, undefined, true));
  }
  if (g.year !== undefined) return reading(partial(Number(g.year)));
  if (g.weakYear !== undefined) {
    return reading(partial(fullYear(g.weakYear), numeric(g.weakMonth)), undefined, true);
  }
  const nothing = { date: null, dateAsEnd: null, month: null, weak: false };
  if (g.masked !== undefined) return { ...nothing, kind: 'masked' };
  if (g.present !== undefined) return { ...nothing, kind: 'present' };
  return { ...nothing, kind: 'month-only', month: monthByName.get((g.monthOnly ?? '').toLowerCase()) ?? null };
}

/** Every date in a text, in order of position; linear in the text's length. */
export function findDates(text: string, options: DateOptions = {}): DateMention[] {
  if (!/\d|[Xx]{2}/.test(text) && !CJK_PRESENT.test(text) && text.length > 60) return [];
  const mentions: DateMention[] = [];
  for (const match of foldWidth(text).matchAll(DATE)) {
    const start = match.index;
    mentions.push({
      start,
      end: start + match[0].trimEnd().length,
      ...readMatch(match.groups ?? {}, options.dayFirst ?? true),
    });
  }
  return mentions;
}
