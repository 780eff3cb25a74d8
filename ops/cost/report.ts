/** An estimate as tables for a terminal: one per stack, the models, and what it comes to. */
import type { Estimate } from './estimate';

/** What the service promises for a request, USD. */
export const PROMISED_USD = 0.01;

const number = (value: number) =>
  value.toLocaleString('en-GB', { maximumFractionDigits: value >= 100 ? 0 : value >= 1 ? 1 : 3 });
const usd = (value: number) => (value > 0 && value < 0.005 ? '<0.01' : value.toFixed(2));
const row = (what: string, amount: string, unit: string, idle: string, total: string) =>
  `  ${what.padEnd(28)}${amount.padStart(12)} ${unit.padEnd(34)}${idle.padStart(9)}${total.padStart(10)}`;

/** Amounts in USD. */
export function report(bill: Estimate): string {
  const stacks = [...new Set(bill.lines.map(({ stack }) => stack))];
  const models = bill.models.map(({ model, what, calls, usd: amount }) =>
    row(what, number(calls), `calls of ${model}`, usd(0), usd(amount)),
  );
  return [
    `Talent Match ${bill.stage}: a month with ${number(bill.requests)} requests and a catalogue of ${number(bill.jobs)} jobs, USD`,
    `List prices of us-east-1${bill.region === 'us-east-1' ? '' : `; ${bill.region} has its own, most of them up to a fifth higher`}. docs/cost.md says what is assumed.`,
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
    ...(models.length === 0 ? [] : ['models', ...models]),
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
