/** What was measured, by the minute, as CloudWatch keeps it: each set of dimensions is a metric of its own. */

export interface MetricId {
  namespace: string;
  name: string;
  dimensions: Readonly<Record<string, string>>;
}

export interface MetricStore {
  /** @param at epoch milliseconds */
  record(metric: MetricId, value: number, at: number): void;
  /**
   * One value for each period that has data, oldest first. Dimensions must be exactly those that were recorded.
   * @param ask.stat `Sum`, `Average`, `SampleCount`, `Minimum`, `Maximum` or a percentile such as `p95`
   * @param ask.from epoch milliseconds, of a whole minute: there the first period begins
   * @param ask.to exclusive
   * @returns undefined for a statistic that is not known here
   */
  read(
    metric: MetricId,
    ask: { stat: string; periodMs: number; from: number; to: number },
  ): { at: number; value: number }[] | undefined;
}

interface Minute {
  count: number;
  sum: number;
  minimum: number;
  maximum: number;
  /** How often each value came, to three digits: so the percentiles are bounded in memory, and right to half a per cent. */
  values: Map<number, number>;
}

const MINUTE_MS = 60_000;
/** CloudWatch keeps minutes for 15 days. */
const KEPT_MS = 180 * MINUTE_MS;
/** All values of dimensions are closed sets; a mistake of ours must not fill the memory. */
const MAX_METRICS = 5_000;

export function metricStore(): MetricStore {
  const metrics = new Map<string, Map<number, Minute>>();
  return {
    record(metric, value, at) {
      const key = keyOf(metric);
      let minutes = metrics.get(key);
      if (minutes === undefined) {
        if (metrics.size >= MAX_METRICS) return;
        minutes = new Map();
        metrics.set(key, minutes);
      }
      const start = at - (at % MINUTE_MS);
      const minute = minutes.get(start);
      if (minute !== undefined) add(minute, value);
      else {
        for (const old of minutes.keys()) if (old < start - KEPT_MS) minutes.delete(old);
        minutes.set(start, add({ ...NOTHING, values: new Map() }, value));
      }
    },

    read(metric, { stat, periodMs, from, to }) {
      const statistic = statisticOf(stat);
      if (statistic === undefined) return undefined;
      const periods = new Map<number, Minute[]>();
      for (const [start, minute] of metrics.get(keyOf(metric)) ?? []) {
        if (start < from || start >= to) continue;
        const at = from + Math.floor((start - from) / periodMs) * periodMs;
        periods.set(at, [...(periods.get(at) ?? []), minute]);
      }
      return [...periods].sort(([a], [b]) => a - b).map(([at, minutes]) => ({ at, value: statistic(merged(minutes)) }));
    },
  };
}

const NOTHING = { count: 0, sum: 0, minimum: Number.POSITIVE_INFINITY, maximum: Number.NEGATIVE_INFINITY };

function add(minute: Minute, value: number): Minute {
  minute.count += 1;
  minute.sum += value;
  minute.minimum = Math.min(minute.minimum, value);
  minute.maximum = Math.max(minute.maximum, value);
  const rounded = Number(value.toPrecision(3));
  minute.values.set(rounded, (minute.values.get(rounded) ?? 0) + 1);
  return minute;
}

function merged(minutes: readonly Minute[]): Minute {
  const all: Minute = { ...NOTHING, values: new Map() };
  for (const { count, sum, minimum, maximum, values } of minutes) {
    all.count += count;
    all.sum += sum;
    all.minimum = Math.min(all.minimum, minimum);
    all.maximum = Math.max(all.maximum, maximum);
    for (const [value, times] of values) all.values.set(value, (all.values.get(value) ?? 0) + times);
  }
  return all;
}

function statisticOf(stat: string): ((minute: Minute) => number) | undefined {
  if (stat === 'Sum') return ({ sum }) => sum;
  if (stat === 'Average') return ({ sum, count }) => sum / count;
  if (stat === 'SampleCount') return ({ count }) => count;
  if (stat === 'Minimum') return ({ minimum }) => minimum;
  if (stat === 'Maximum') return ({ maximum }) => maximum;
  const rank = Number(/^p(\d{1,2}(?:\.\d+)?|100)$/.exec(stat)?.[1] ?? Number.NaN);
  return Number.isNaN(rank) ? undefined : (minute) => percentile(minute, rank);
}

/** The least value that is not below `rank` per cent of all. */
function percentile({ values, count }: Minute, rank: number): number {
  let seen = 0;
  const ordered = [...values].sort(([a], [b]) => a - b);
  for (const [value, times] of ordered) {
    seen += times;
    if (seen >= (count * rank) / 100) return value;
  }
  return ordered.at(-1)?.[0] ?? 0;
}

function keyOf({ namespace, name, dimensions }: MetricId): string {
  const parts = Object.keys(dimensions)
    .sort()
    .map((dimension) => `${dimension}=${dimensions[dimension]}`);
  return [namespace, name, ...parts].join('\n');
}
