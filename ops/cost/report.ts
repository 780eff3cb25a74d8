/** An estimate as tables for a terminal: one per stack, the models, and what it comes to. */
import type { Estimate } from './estimate';

/** What the service promises for a request, USD. */
export const PROMISED_USD = 0.01;

const number = (value: number) =>
  value.toLocaleString('en-GB', { maximumFractionDigits: value >= 100 ? 0 : value >= 1 ? 1 : 3 });
const usd = (value: number) => (value > 0 && value < 0.005 ? '<0.01' : value.toFixed(2));
const row = (what: string, amount: string, unit: string, idle: string, total: string) =>
  ` ${what.padEnd(24)}${amount.padStart(10)} ${unit.padEnd(29)}${idle.padStart(7)}${total.padStart(8)}`;

/** Amounts in USD; lines of at most 80 characters. */
export function report(bill: Estimate): string {
  const stacks = [...new Set(bill.lines.map(({ stack }) => stack))];
  const models = bill.models.map(({ model, what, calls, usd: amount }) =>
    row(what, number(calls), model, usd(0), usd(amount)),
  );
  return [
    `Talent Match ${bill.stage}: USD a month, ${number(bill.requests)} requests, a catalogue of ${number(bill.jobs)} jobs`,
    `List prices of us-east-1${bill.region === 'us-east-1' ? '' : `; most of those of ${bill.region} are up to a fifth higher`}.`,
    'docs/cost.md says what is assumed.',
    '',
    row('', '', '', 'idle', 'in use'),
    ...stacks.flatMap((stack) => {
      const lines = bill.lines.filter((line) => line.stack === stack && line.amount > 0);
      return lines.length === 0
        ? []
        : [
            stack,
            ...lines.map(({ meter, amount, unit, idleUsd, usd: total }) =>
              row(meter, number(amount), unit, usd(idleUsd), usd(total)),
            ),
          ];
    }),
    ...(models.length === 0 ? [] : ['models, by calls', ...models]),
    '',
    row('sum', '', '', usd(bill.idleUsd), usd(bill.totalUsd)),
    row(
      'free tier, at the most',
      '',
      'if nothing else uses it up',
      usd(-bill.freeTier.idleUsd),
      usd(-bill.freeTier.totalUsd),
    ),
    '',
    ...(bill.perRequestUsd === null
      ? []
      : [
          `One request: ${bill.perRequestUsd.toFixed(5)} USD; promised is less than ${PROMISED_USD}.${bill.perRequestUsd < PROMISED_USD ? '' : ' THE PROMISE IS BROKEN.'}`,
        ]),
  ].join('\n');
}
