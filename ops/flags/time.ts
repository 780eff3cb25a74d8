/** The end of a maintenance window, as it is written on the command line. */
import { type Settings, UsageError } from '../operation';

const MINUTE_MS = 60_000;
const UNITS_MS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: 60 * MINUTE_MS, d: 24 * 60 * MINUTE_MS };
/** Longer than any repair: what nobody ends ends by itself. */
const LONGEST_MS = 7 * 24 * 60 * MINUTE_MS;

/**
 * @param given `+30m`, `+2h`, `+1d`, or a time in UTC
 * @returns a time in UTC, in whole seconds
 * @throws UsageError for the past and for more than seven days
 */
export function endOf(given: Settings['given'][string], now: number): string {
  const text = typeof given === 'string' ? given : '';
  const [, number, unit = ''] = /^\+(\d{1,5})([mhd])$/.exec(text) ?? [];
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?Z$/.test(text);
  const end = number === undefined ? Date.parse(isTime ? text : '') : now + Number(number) * (UNITS_MS[unit] ?? 0);
  if (Number.isNaN(end)) {
    throw new UsageError(
      `--until: ${text || 'nothing'} was given; allowed: +30m, +2h, +1d, or a time in UTC such as 2026-11-22T10:00:00Z`,
    );
  }
  if (end <= now) throw new UsageError(`--until: ${text} is over`);
  if (end - now > LONGEST_MS) throw new UsageError(`--until: ${text} is more than 7 days from now`);
  return new Date(end).toISOString().replace(/\.\d+Z$/, 'Z');
}
