import type { CloudWatchClient, GetMetricDataCommandInput, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { armFigures } from '../../../lambdas/platform/arm-figures';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const now = Date.UTC(2026, 10, 22, 10);

/** Points, minutes after the start, by `metric statistic capability arm-or-field`. */
type Measured = Readonly<Record<string, readonly (readonly [minute: number, value: number])[]>>;

/** CloudWatch as its API reference describes it, in pages of one metric if asked. */
function cloudWatch(measured: Measured, { pages = false, status = 'Complete' as MetricDataResult['StatusCode'] } = {}) {
  const asked: GetMetricDataCommandInput[] = [];
  const send = async ({ input }: { input: GetMetricDataCommandInput }) => {
    asked.push(input);
    const all = (input.MetricDataQueries ?? []).map(({ Id, MetricStat }): MetricDataResult => {
      const names = Object.fromEntries((MetricStat?.Metric?.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]));
      const key = [MetricStat?.Metric?.MetricName, MetricStat?.Stat, names.capability, names.arm ?? names.field].join(
        ' ',
      );
      const points = measured[key] ?? [];
      const start = (input.StartTime as Date).getTime();
      return {
        ...(Id !== undefined && { Id }),
        StatusCode: status,
        Timestamps: points.map(([minute]) => new Date(start + minute * MINUTE)),
        Values: points.map(([, value]) => value),
      };
    });
    if (!pages) return { MetricDataResults: all };
    const at = Number(input.NextToken ?? 0);
    return { MetricDataResults: [all[at]], NextToken: at + 1 < all.length ? String(at + 1) : undefined };
  };
  return { client: { send } as unknown as CloudWatchClient, asked };
}

const measured: Measured = {
  'ArmDuration SampleCount parse aws': [[0, 200]],
  'ArmDuration p90 parse aws': [[0, 1_500]],
  'ArmDuration p95 parse aws': [[0, 2_000]],
  'ArmFailures Sum parse aws': [[0, 3]],
  'ArmCostUsd Average parse aws': [[0, 0.002]],
  'ArmCostUsd SampleCount parse aws': [[0, 197]],
  'AnswerRating Average parse aws': [[0, 4.5]],
  'AnswerRating SampleCount parse aws': [[0, 30]],
  'ShadowAgreement Average parse all': [[0, 0.9]],
  'ShadowAgreement SampleCount parse all': [[0, 25]],
};

describe('armFigures', () => {
  it('gives each figure of both arms, and nothing where nothing was measured', async () => {
    const figures = await armFigures(cloudWatch(measured).client, { stage: 'prod', from: now - 60 * MINUTE, to: now });

    expect(figures.parse).toEqual({
      aws: {
        requests: 200,
        failures: 3,
        failureRate: 0.015,
        p90Ms: 1_500,
        p95Ms: 2_000,
        costUsd: 0.002,
        rating: { mean: 4.5, count: 30 },
      },
      current: {
        requests: 0,
        failures: 0,
        failureRate: null,
        p90Ms: null,
        p95Ms: null,
        costUsd: null,
        rating: null,
      },
      agreement: { mean: 0.9, count: 25 },
    });
    expect(Object.keys(figures)).toEqual(['parse', 'embed', 'match', 'expand', 'explain']);
  });

  it('asks for the stage alone, by one period that is the whole window', async () => {
    const { client, asked } = cloudWatch(measured);

    await armFigures(client, { stage: 'prod', from: now - 60 * MINUTE - 1, to: now + 1 });

    const [input] = asked;
    expect(input?.StartTime).toEqual(new Date(now - 61 * MINUTE));
    expect(input?.EndTime).toEqual(new Date(now + MINUTE));
    expect(new Set(input?.MetricDataQueries?.map(({ MetricStat }) => MetricStat?.Period))).toEqual(new Set([62 * 60]));
    const metric = input?.MetricDataQueries?.[0]?.MetricStat?.Metric;
    expect(metric?.Namespace).toBe('TalentMatch');
    expect(metric?.Dimensions).toEqual([
      { Name: 'service', Value: 'talent-match' },
      { Name: 'stage', Value: 'prod' },
      { Name: 'capability', Value: 'parse' },
      { Name: 'arm', Value: 'current' },
    ]);
    // What CloudWatch takes in one request.
    expect(input?.MetricDataQueries?.length).toBeLessThanOrEqual(500);
  });

  it('weighs the days of a long window by their requests', async () => {
    const { client, asked } = cloudWatch({
      'ArmDuration SampleCount parse aws': [
        [0, 100],
        [1_440, 300],
      ],
      'ArmDuration p95 parse aws': [
        [0, 4_000],
        [1_440, 2_000],
      ],
      'ArmFailures Sum parse aws': [
        [0, 1],
        [1_440, 3],
      ],
    });

    const { parse } = await armFigures(client, { stage: 'prod', from: now - 2 * DAY, to: now });

    expect(parse.aws).toMatchObject({ requests: 400, failureRate: 0.01, p95Ms: 2_500 });
    expect(asked[0]?.MetricDataQueries?.[0]?.MetricStat?.Period).toBe(86_400);
  });

  it('never asks for more than is kept by the minute', async () => {
    const { client, asked } = cloudWatch(measured);

    await armFigures(client, { stage: 'prod', from: now - 30 * DAY, to: now });

    expect(asked[0]?.StartTime).toEqual(new Date(now - 14 * DAY));
  });

  it('reads all pages', async () => {
    const { client } = cloudWatch(measured, { pages: true });

    const { parse } = await armFigures(client, { stage: 'prod', from: now - 60 * MINUTE, to: now });

    expect(parse.agreement).toEqual({ mean: 0.9, count: 25 });
  });

  it('fails when CloudWatch cannot tell, so that no silence is taken for health', async () => {
    const { client } = cloudWatch(measured, { status: 'InternalError' });

    await expect(armFigures(client, { stage: 'prod', from: now - MINUTE, to: now })).rejects.toThrow('InternalError');
  });
});
