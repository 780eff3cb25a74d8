/** Partial dates and date ranges as resumes write them, read by code; the day "present" means is always passed in. */
import { type DateMention, type DateOptions, findDates, type PartialDate, partial } from './date-mentions';
import { rangeJoiners, sinceWords } from './date-words';

/** `end` null with `isCurrent` false: one date only, or an end that was masked (`20XX`). */
export interface DateRange {
  start: PartialDate | null;
  end: PartialDate | null;
  isCurrent: boolean;
}

/** A range found in a text, or a lone date. */
export interface RangeMention {
  start: number;
  end: number;
  /** Offsets of the first and of the second date, as written. */
  from: DateMention | null;
  to: DateMention | null;
  range: DateRange;
}

const day = (value: PartialDate | null) => value?.value ?? null;

/** Ranges and lone dates of a text, in order. A month without a year counts only as the start of a range. */
export function findDateRanges(text: string, options: DateOptions = {}): RangeMention[] {
  const dates = findDates(text, options);
  const ranges: RangeMention[] = [];
  for (let i = 0; i < dates.length; i++) {
    const from = dates[i] as DateMention;
    const to = dates[i + 1];
    if (to !== undefined && from.kind !== 'present' && to.kind !== 'month-only' && joins(text, from, to)) {
      const start = from.kind === 'month-only' ? borrowYear(from, to) : from.date;
      ranges.push({
        start: from.start,
        end: to.end,
        from,
        to,
        range: { start, end: to.dateAsEnd, isCurrent: to.kind === 'present' },
      });
      i++;
      continue;
    }
    if (from.kind !== 'date' && from.kind !== 'masked') continue;
    const before = text
      .slice(Math.max(0, from.start - 8), from.start)
      .trimEnd()
      .toLowerCase();
    const since = sinceWords.some((word) => before.endsWith(word));
    const span = from.dateAsEnd !== from.date && !from.date?.approximate;
    const open =
      /^\s?(?:[-–—]|onwards?\b)\s*$/.test(text.slice(from.end, from.end + 12)) && text.length - from.end < 12;
    ranges.push({
      start: from.start,
      end: from.end,
      from,
      to: null,
      range: {
        start: from.date,
        end: span ? from.dateAsEnd : null,
        isCurrent: since || (open && /onward/.test(text.slice(from.end))),
      },
    });
  }
  return ranges;
}

function joins(text: string, from: DateMention, to: DateMention): boolean {
  const gap = to.start - from.end;
  if (gap > 24) return false;
  const between = text
    .slice(from.end, to.start)
    .replace(/[\s()[\]]+/g, ' ')
    .trim()
    .replace(/^[.,]\s?|\s?:+$|\s(?:the|der|dem|le|el|il|o|de)$/, '')
    .toLowerCase();
  const later = from.date === null || to.date === null || (day(from.date) ?? '') <= (day(to.dateAsEnd) ?? '');
  if (between === '')
    return (
      (to.kind === 'present' && from.kind !== 'month-only') ||
      (later && from.kind === 'date' && to.kind === 'date' && gap < 6)
    );
  if (between === 'and' || between === '&') return false;
  return later && rangeJoiners.has(between);
}

function borrowYear(from: DateMention, to: DateMention): PartialDate | null {
  if (from.month === null || to.date === null) return null;
  const endMonth = Number(to.date.value.slice(5, 7));
  const year = Number(to.date.value.slice(0, 4));
  return partial(endMonth !== 0 && endMonth < from.month ? year - 1 : year, from.month);
}

/** The first date of a text, or undefined when there is none or its year is masked. */
export function parsePartialDate(text: string, options: DateOptions = {}): PartialDate | undefined {
  const mention = findDates(text, options).find((found) => found.kind === 'date');
  return mention?.date ?? undefined;
}

/** True when the text says "until now" and gives no other end. */
export function isPresent(text: string): boolean {
  return findDates(text).some((found) => found.kind === 'present');
}

/**
 * The first range of a text. "Present" ends on `today`, a full date such as `2026-03-01`.
 * A lone date gives a start only; undefined when the text holds no date.
 */
export function parseDateRange(text: string, today: string, options: DateOptions = {}): DateRange | undefined {
  const ranges = findDateRanges(text, options);
  const found = ranges.find((range) => range.to !== null) ?? ranges[0];
  if (found === undefined) return undefined;
  const { start, end, isCurrent } = found.range;
  return isCurrent ? { start, end: parsePartialDate(today) ?? null, isCurrent } : { start, end, isCurrent };
}
