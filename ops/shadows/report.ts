/** What records of shadows say together, as lines for a terminal. */
import { agreementFields } from '../../lambdas/domain/agreement';
import { type Arm, arms, type Capability, capabilities } from '../../lambdas/domain/arm';
import { FEWEST, meanInterval } from '../../lambdas/domain/bootstrap';
import type { ShadowRecord } from '../../lambdas/domain/shadow-record';

/** Records that are shown one by one. */
const SHOWN = 5;
const VALUES_SHOWN = 5;

/**
 * Means are those of the records that were drawn by lot; those that were kept as they agree little would pull them down.
 */
export function reportOf(
  records: readonly ShadowRecord[],
  { stage, day, unreadable }: { stage: string; day: string; unreadable: number },
): string[] {
  const drawn = records.filter(({ why }) => why === 'drawn');
  const head = `${stage}, ${day}: ${count(drawn.length, 'record')} drawn by lot, ${records.length - drawn.length} more that agree by less than half.`;
  const lost = unreadable > 0 ? [`${count(unreadable, 'record')} of another version could not be read.`] : [];
  if (records.length === 0) {
    return [head, ...lost, 'One shadow in ten is recorded. Is there a share of them? npm run flags -- show'];
  }
  return [
    head,
    ...lost,
    ...capabilities.flatMap((capability) => ofCapability(capability, drawn)),
    ...leastAlike(records),
  ];
}

function ofCapability(capability: Capability, all: readonly ShadowRecord[]): string[] {
  const records = all.filter((record) => record.capability === capability);
  if (records.length === 0) return [];
  const answered = records.filter(({ sides }) => arms.every((arm) => !sides[arm].failed));
  const differences = (of: (side: ShadowRecord['sides'][Arm]) => number | null) =>
    answered.flatMap(({ sides }) => {
      const [current, aws] = [of(sides.current), of(sides.aws)];
      return current === null || aws === null ? [] : [aws - current];
    });
  const failed = arms.map((arm) => `${arm} ${records.filter(({ sides }) => sides[arm].failed).length}`).join(', ');
  return [
    '',
    `${capability}: ${count(records.length, 'record')}; without an answer: ${failed}`,
    row(
      'agreement',
      records.flatMap(({ agreement }) => agreement ?? []),
      share,
    ),
    ...agreementFields[capability].map((name) =>
      row(
        `  ${name}`,
        records.flatMap(({ fields }) => fields.flatMap(({ field, agreement }) => (field === name ? [agreement] : []))),
        share,
      ),
    ),
    row(
      'aws - current',
      differences(({ latencyMs }) => latencyMs),
      (value) => `${signed(Math.round(value))} ms`,
    ),
    row(
      '',
      differences(({ costUsd }) => costUsd),
      (value) => `${signed(Number(value.toFixed(5)))} USD`,
    ),
  ].filter((line) => line !== undefined);
}

/** Undefined where there is nothing to say. */
function row(name: string, values: readonly number[], shown: (value: number) => string): string | undefined {
  const interval = meanInterval(values);
  if (interval === null) return undefined;
  const { mean, low, high, n } = interval;
  const sure = n < FEWEST ? 'too few to decide' : `[${shown(low)}, ${shown(high)}]`;
  return `  ${name.padEnd(16)} ${shown(mean).padStart(12)}  ${sure}  of ${n}`;
}

function leastAlike(records: readonly ShadowRecord[]): string[] {
  const differing = records
    .flatMap((record) =>
      record.agreement !== null && record.agreement < 1 ? [{ ...record, agreement: record.agreement }] : [],
    )
    .sort((a, b) => a.agreement - b.agreement || (a.id < b.id ? -1 : 1))
    .slice(0, SHOWN);
  if (differing.length === 0) return [];
  return [
    '',
    'Least alike:',
    ...differing.flatMap((record) => [...whose(record), ...record.fields.flatMap(difference)]),
  ];
}

function whose({ at, capability, agreement, sides, arm }: ShadowRecord): string[] {
  const by = (side: Arm) => {
    const { provider, model, promptVersion, latencyMs } = sides[side];
    return `    ${side.padEnd(8)} ${[provider, model, promptVersion].filter(Boolean).join(' ')}, ${latencyMs} ms`;
  };
  const hour = `${at.slice(11, 13)}:00 UTC`;
  return [`  ${share(agreement ?? 0)} ${capability}, ${hour}, a user on ${arm}`, ...arms.map(by)];
}

function difference({ field, agreement, same, only, withheld }: ShadowRecord['fields'][number]): string[] {
  if (agreement === 1) return [];
  const alone = arms.flatMap((arm) => {
    const hidden = withheld[arm] + Math.max(0, only[arm].length - VALUES_SHOWN);
    const words = [...only[arm].slice(0, VALUES_SHOWN), ...(hidden > 0 ? [`${hidden} not shown`] : [])];
    return words.length === 0 ? [] : [`only ${arm}: ${words.join(', ')}`];
  });
  return [`    ${share(agreement)} ${field.padEnd(12)} ${[`same: ${same}`, ...alone].join(' · ')}`];
}

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
const share = (value: number) => value.toFixed(2);
const signed = (value: number) => (value > 0 ? `+${value}` : String(value));
