/** Pay as people write it, and the one unit in which two amounts compare. */
import type { ProfileInput } from './profile';

type Pay = NonNullable<ProfileInput['salaryExpectation']>;

const CURRENCIES: Record<string, string> = { '€': 'EUR', '£': 'GBP', $: 'USD', '₹': 'INR', '¥': 'JPY' };
const AMOUNT =
  /(?:\b([A-Z]{3})\s?|([€£$₹¥])\s?)?(\d{1,3}(?:[ ,.]\d{3})+|\d+(?:\.\d+)?)\s?(k\b)?(?:\s?(?:([A-Z]{3})\b|([€£$₹¥])))?/;
const PERIODS: readonly (readonly [Pay['period'], RegExp])[] = [
  ['hour', /\b(?:hour|hourly|hr|h)\b/i],
  ['day', /\b(?:day|daily|per diem)\b/i],
  ['month', /\b(?:month|monthly|mo)\b/i],
];

/** Reads "EUR 60,000", "$45k per year", "30 £ an hour"; null without an amount and a currency. */
export function readSalary(text: string): Pay | null {
  const match = AMOUNT.exec(text);
  if (!match) return null;
  const currency = match[1] ?? match[5] ?? CURRENCIES[match[2] ?? match[6] ?? ''];
  const digits = (match[3] ?? '').replace(/[ ,.](?=\d{3}(?:\D|$))/g, '');
  const amount = Number(digits) * (match[4] === undefined ? 1 : 1000);
  if (currency === undefined || !Number.isFinite(amount)) return null;
  return { amount, currency, period: PERIODS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'year' };
}

/** Times a full-time year holds: 52 weeks of 40 hours, 5 days. */
const PER_YEAR: Record<Pay['period'], number> = { hour: 2080, day: 260, month: 12, year: 1 };

export function yearlyPay(amount: number, period: Pay['period']): number {
  return amount * PER_YEAR[period];
}
