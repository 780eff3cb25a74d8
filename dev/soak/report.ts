/** What a soak says at its end, and whether it went well. */
import type { Health } from './cloud';
import type { Outcome } from './load';
import type { SoakOptions } from './options';

export interface SoakRun {
  options: SoakOptions;
  outcomes: readonly Outcome[];
  /** Seconds in which the requests were sent. */
  sentIn: number;
  /** Once it is warm, and at the end, both after a collection of garbage; `minutes` lie between them. */
  memory: { warm: Health; end: Health; peakRss: number; minutes: number };
  lag: { p50: number; p99: number };
  /** By service and operation, as the simulators counted. */
  calls: Record<string, Record<string, number>>;
  /** What the process wrote of faults of its own. */
  complaints: readonly string[];
}

/** Growth of the heap that a soak may show. */
const MAX_MB_A_MINUTE = 10;
/** In less time than that growth is chance. */
const MIN_MINUTES = 1.5;

const MODEL_CALLS = ['Converse', 'InvokeModel', 'ChatCompletions', 'Embeddings'];
/** Requests for which a model is asked at least once. */
const ASKING = /^(parse|match|embed)/;
/** Refusals that are meant: there is no room, or the caller has had its share. */
const SHED: ReadonlySet<string> = new Set(['OVERLOADED', 'QUOTA_EXCEEDED', 'RATE_LIMITED']);

/** Share of the requests that may be turned away: shedding is for the top of a storm, not for all of it. */
const MAX_SHED_SHARE = 0.2;

const isShed = ({ code }: Outcome) => code !== undefined && SHED.has(code);
const isServed = ({ status }: Outcome) => status !== null && status < 400;

/** One sentence for each reason why it did not go well. */
export function faultsOf({ outcomes, memory, complaints }: SoakRun): string[] {
  const faults: string[] = [];
  const hung = outcomes.filter(({ status }) => status === null);
  if (hung.length > 0) faults.push(`${hung.length} requests without an answer (${countsOf(hung, codeOf)})`);
  const refused = outcomes.filter((one) => one.status !== null && one.status >= 400 && !isShed(one));
  const broken = refused.filter(({ status }) => (status ?? 0) >= 500);
  if (broken.length > 0) faults.push(`${broken.length} answers of 5xx (${countsOf(broken, codeOf)})`);
  const wrong = refused.filter(({ status }) => (status ?? 0) < 500);
  if (wrong.length > 0) faults.push(`${wrong.length} answers of 4xx to good requests (${countsOf(wrong, codeOf)})`);
  const shed = outcomes.filter(isShed).length / Math.max(1, outcomes.length);
  if (shed > MAX_SHED_SHARE) faults.push(`${percent(shed, 1)} of the requests were turned away`);
  const growth = growthOf(memory);
  if (growth !== null && growth > MAX_MB_A_MINUTE) faults.push(`the heap grew by ${growth.toFixed(1)} MB a minute`);
  if (complaints.length > 0) faults.push(`the process wrote of ${complaints.length} faults: ${complaints[0]}`);
  return faults;
}

/** MB a minute; null when the run was too short to tell. */
function growthOf({ warm, end, minutes }: SoakRun['memory']): number | null {
  return minutes < MIN_MINUTES ? null : mb(end.heap - warm.heap) / minutes;
}

/** The lines to print. */
export function reportOf(run: SoakRun): string[] {
  const { outcomes, sentIn, memory, lag, calls, options } = run;
  const served = outcomes.filter(isServed);
  const degraded = served.filter((one) => one.degraded);
  const shed = outcomes.filter(isShed);
  const growth = growthOf(memory);
  return [
    `requests      ${outcomes.length} in ${sentIn.toFixed(0)} s: ${(outcomes.length / sentIn).toFixed(1)} a second of ${options.rps} wished, seed ${options.seed}`,
    `served        ${percent(served.length, outcomes.length)}, of them degraded ${percent(degraded.length, served.length)}`,
    `shed          ${shed.length}${shed.length > 0 ? ` (${countsOf(shed, codeOf)})` : ''}`,
    `by status     ${countsOf(outcomes, ({ status }) => String(status ?? 'no answer'))}`,
    `model calls   ${modelCalls(run)}`,
    `other calls   ${otherCalls(calls)}`,
    `memory        ${mb(memory.warm.rss).toFixed(0)} MB resident once warm, ${mb(memory.end.rss).toFixed(0)} MB at the end, ${mb(memory.peakRss).toFixed(0)} MB at most`,
    `heap          ${mb(memory.warm.heap).toFixed(0)} MB once warm, ${mb(memory.end.heap).toFixed(0)} MB at the end, without garbage${growth === null ? '' : `: ${growth.toFixed(1)} MB a minute`}`,
    `event loop    ${lag.p50.toFixed(0)} ms late (p50), ${lag.p99.toFixed(0)} ms (p99)`,
    `sent late     ${sorted(outcomes, ({ lateMs }) => lateMs, 0.99).toFixed(0)} ms (p99): what the sender itself added`,
    '',
    ...latencies(outcomes),
  ];
}

function latencies(outcomes: readonly Outcome[]): string[] {
  const kinds = [...new Set(outcomes.map(({ kind }) => kind))].sort();
  const row = (name: string, of: readonly Outcome[]) => {
    const at = (share: number) => sorted(of, ({ latencyMs }) => latencyMs, share).toFixed(0);
    const cells = [String(of.length), at(0.5), at(0.95), at(0.99), at(1)].map((cell) => cell.padStart(8));
    return `${cells.join('')}  ${name}`;
  };
  return [
    `${['n', 'p50 ms', 'p95', 'p99', 'max'].map((head) => head.padStart(8)).join('')}`,
    ...kinds.map((kind) =>
      row(
        kind,
        outcomes.filter((one) => one.kind === kind),
      ),
    ),
  ];
}

function modelCalls({ calls, outcomes }: SoakRun): string {
  const counts = Object.entries(calls).flatMap(([service, operations]) =>
    Object.entries(operations)
      .filter(([operation]) => MODEL_CALLS.includes(operation))
      .map(([operation, count]) => ({ name: `${service} ${operation}`, operation, count })),
  );
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const generations = counts.filter(({ operation }) => operation === 'Converse' || operation === 'ChatCompletions');
  const reading = generations.reduce((sum, { count }) => sum + count, 0);
  const asking = outcomes.filter(({ kind }) => ASKING.test(kind)).length;
  const parses = outcomes.filter(({ kind }) => kind.startsWith('parse')).length;
  const each = counts.map(({ name, count }) => `${name} ${count}`).join(', ');
  return `${total}: ${ratio(total, asking)} for a request that asks a model, ${ratio(reading, parses)} for a resume (${each})`;
}

function otherCalls(calls: SoakRun['calls']): string {
  const others = Object.entries(calls).flatMap(([service, operations]) =>
    Object.entries(operations)
      .filter(([operation]) => !MODEL_CALLS.includes(operation))
      .map(([operation, count]) => `${service} ${operation} ${count}`),
  );
  return others.length === 0 ? 'none' : others.join(', ');
}

const codeOf = ({ status, code }: Outcome) => `${status ?? 'none'} ${code ?? ''}`.trim();

function countsOf(outcomes: readonly Outcome[], keyOf: (outcome: Outcome) => string): string {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) counts.set(keyOf(outcome), (counts.get(keyOf(outcome)) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([key, count]) => `${key}: ${count}`)
    .join(', ');
}

function sorted(outcomes: readonly Outcome[], of: (outcome: Outcome) => number, share: number): number {
  const values = outcomes.map(of).sort((a, b) => a - b);
  return values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
}

const mb = (bytes: number) => bytes / 2 ** 20;
const percent = (part: number, whole: number) => `${whole === 0 ? '-' : ((100 * part) / whole).toFixed(2)} %`;
const ratio = (part: number, whole: number) => (whole === 0 ? '-' : (part / whole).toFixed(2));
