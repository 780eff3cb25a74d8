/** What CloudWatch has counted of each arm, one figure for the whole window. */
import type { CloudWatchClient, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { ALL_FIELDS, agreementFields } from '../domain/agreement';
import { type Arm, arms, type Capability, capabilities } from '../domain/arm';
import type { ArmFigures, Mean, SideFigures } from '../domain/arm-figures';
import { METRICS_NAMESPACE, METRICS_SERVICE, type MetricName } from './metrics';

const MINUTE_MS = 60_000;
/** The longest period of a statistic is a day. Source: CloudWatch user guide, metrics concepts. */
const DAY_SECONDS = 86_400;
/** Figures by the minute are kept for 15 days; a start before that would need another period. Source: the same. */
const LONGEST_MS = 14 * DAY_SECONDS * 1_000;

/** Values by the time of their period. */
type Points = ReadonlyMap<number, number>;

/**
 * Figures of both arms for all that can be moved. A request is seen a minute or two after it was answered.
 * @param ask.from epoch milliseconds, counted from its whole minute; a window of more than 14 days is cut to the last 14
 * @throws Error when CloudWatch fails, or cannot tell
 */
export async function armFigures(
  client: CloudWatchClient,
  ask: { stage: string; from: number; to: number },
): Promise<ArmFigures> {
  const from = floor(Math.max(ask.from, ask.to - LONGEST_MS));
  const to = Math.max(floor(ask.to - 1) + MINUTE_MS, from + MINUTE_MS);
  // One period for all of it, as percentiles of parts do not add up; periods begin at the start of the window.
  const period = Math.min((to - from) / 1_000, DAY_SECONDS);
  const queries: MetricDataQuery[] = [];
  const read = new Map<string, Points>();
  const asked = (name: MetricName, split: Readonly<Record<string, string>>, stat: string): (() => Points) => {
    const id = `m${queries.length}`;
    const dimensions = { service: METRICS_SERVICE, stage: ask.stage, ...split };
    queries.push({
      Id: id,
      MetricStat: {
        Metric: {
          Namespace: METRICS_NAMESPACE,
          MetricName: name,
          Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        },
        Period: period,
        Stat: stat,
      },
    });
    return () => read.get(id) ?? new Map();
  };
  const mean = (name: MetricName, split: Readonly<Record<string, string>>) => {
    const [average, count] = [asked(name, split, 'Average'), asked(name, split, 'SampleCount')];
    return () => meanOf(average(), count());
  };
  const side = (capability: Capability, arm: Arm): (() => SideFigures) => {
    const split = { capability, arm };
    const requests = asked('ArmDuration', split, 'SampleCount');
    const [p90, p95] = [asked('ArmDuration', split, 'p90'), asked('ArmDuration', split, 'p95')];
    const failures = asked('ArmFailures', split, 'Sum');
    const [cost, rating] = [mean('ArmCostUsd', split), mean('AnswerRating', split)];
    return () => {
      const [count, failed] = [sum(requests()), sum(failures())];
      return {
        requests: count,
        failures: failed,
        failureRate: count === 0 ? null : failed / count,
        // Where a window is longer than a period, its days are weighed by their requests.
        p90Ms: meanOf(p90(), requests())?.mean ?? null,
        p95Ms: meanOf(p95(), requests())?.mean ?? null,
        costUsd: cost()?.mean ?? null,
        rating: rating(),
      };
    };
  };
  const parts = capabilities.map((capability) => ({
    capability,
    sides: arms.map((arm) => [arm, side(capability, arm)] as const),
    agreement:
      agreementFields[capability].length === 0
        ? () => null
        : mean('ShadowAgreement', { capability, field: ALL_FIELDS }),
  }));
  await readAll(client, { queries, from, to }, read);
  return Object.fromEntries(
    parts.map(({ capability, sides, agreement }) => [
      capability,
      { ...Object.fromEntries(sides.map(([arm, figures]) => [arm, figures()])), agreement: agreement() },
    ]),
  ) as ArmFigures;
}

async function readAll(
  client: CloudWatchClient,
  { queries, from, to }: { queries: MetricDataQuery[]; from: number; to: number },
  into: Map<string, Points>,
): Promise<void> {
  const { GetMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: queries,
        StartTime: new Date(from),
        EndTime: new Date(to),
        ...(NextToken !== undefined && { NextToken }),
      }),
    );
    for (const { Id = '', StatusCode, Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
      if (StatusCode === 'InternalError' || StatusCode === 'Forbidden') {
        throw new Error(`CloudWatch cannot tell the figures of the arms: ${StatusCode}`);
      }
      const points = new Map(into.get(Id));
      for (const [at, time] of Timestamps.entries()) points.set(time.getTime(), Values[at] ?? 0);
      into.set(Id, points);
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
}

function meanOf(averages: Points, counts: Points): Mean | null {
  const count = sum(counts);
  if (count === 0) return null;
  const total = [...averages].reduce((all, [time, average]) => all + average * (counts.get(time) ?? 0), 0);
  return { mean: total / count, count };
}

function sum(points: Points): number {
  return [...points.values()].reduce((all, value) => all + value, 0);
}

function floor(ms: number): number {
  return Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}
