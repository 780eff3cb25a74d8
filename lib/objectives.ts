/** What the service promises, as numbers: alarms, dashboards and benchmarks hold it to the same ones. Pure data. */

export const objectives = {
  /** Share of requests that are not answered with 5xx, also while every model provider is down. */
  availabilityPercent: 99.9,
  /** Nearly all requests are answered faster than this, as the caller measures it. */
  latencyMs: 3_000,
  /** How many "nearly all" are: 95 makes it the 95th percentile. */
  latencyPercent: 95,
  errorPercent: 1,
  costPerRequestUsd: 0.01,
  /** Share of answers from Bedrock or SageMaker at the end of the migration. */
  adoptionPercent: 80,
  /** Mean of what users rate answers with, 1 to 5. */
  ratingLeast: 4.5,
} as const;

/**
 * How fast the error budget of 30 days may burn before somebody is told. The long window says that it matters, the short
 * one that it still goes on. Source: Google, The Site Reliability Workbook, chapter 5, table 5-8, with the slowest row of
 * its example for alarms that cannot look back three days: a period of CloudWatch is a day at most.
 */
export const burnRates = [
  { pace: 'fast', severity: 'page', factor: 14.4, longMinutes: 60, shortMinutes: 5 },
  { pace: 'slow', severity: 'page', factor: 6, longMinutes: 360, shortMinutes: 30 },
  { pace: 'steady', severity: 'ticket', factor: 3, longMinutes: 1_440, shortMinutes: 120 },
] as const;

/** Below this many requests in a window a rate says nothing: one unlucky request is not an outage. */
export const TRAFFIC_FLOOR = 20;
