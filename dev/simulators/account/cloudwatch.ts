/** Amazon CloudWatch: alarms, their states, and whether they act; and the metrics of what was measured. */
import * as z from 'zod';
import { Refusal } from '../exchange';
import { type ControlApi, operation, perRegion } from './api';
import { type MetricStore, metricStore } from './metric-store';

export interface SimAlarm {
  state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  acts: boolean;
}

export interface SimWatch {
  /** By name. */
  alarms: Map<string, SimAlarm>;
  metrics: MetricStore;
}

export type CloudWatchApi = ControlApi & { in: (region: string) => SimWatch };

/** So few a page that whoever asks for much and reads once is found out. */
const QUERIES_A_PAGE = 50;
const MAX_QUERIES = 500;

const seconds = z.number().transform((time) => time * 1_000);
const getMetricData = z.object({
  MetricDataQueries: z
    .array(
      z.object({
        Id: z.string().regex(/^[a-z][A-Za-z0-9_]{0,254}$/),
        ReturnData: z.boolean().default(true),
        MetricStat: z.object({
          Metric: z.object({
            Namespace: z.string(),
            MetricName: z.string(),
            Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
          }),
          Period: z.number().multipleOf(60).min(60).max(86_400),
          Stat: z.string(),
        }),
      }),
    )
    .min(1)
    .max(MAX_QUERIES),
  StartTime: seconds,
  EndTime: seconds,
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
  NextToken: z.coerce.number().default(0),
});

export function cloudWatchApi(): CloudWatchApi {
  const states = perRegion((): SimWatch => ({ alarms: new Map(), metrics: metricStore() }));
  const names = z.object({ AlarmNames: z.array(z.string()) });
  const setActs = (acts: boolean, action: string) =>
    operation(
      names,
      ({ AlarmNames }, { region }) => {
        for (const name of AlarmNames) {
          const alarm = states(region).alarms.get(name);
          if (alarm) alarm.acts = acts;
        }
        return {};
      },
      [`cloudwatch:${action}`],
    );
  return {
    in: states,
    protocol: 'json',
    signingName: 'monitoring',
    operations: {
      DescribeAlarms: operation(
        names,
        ({ AlarmNames }, { region, accountId }) => ({
          MetricAlarms: AlarmNames.flatMap((AlarmName) => {
            const alarm = states(region).alarms.get(AlarmName);
            if (alarm === undefined) return [];
            const AlarmArn = `arn:aws:cloudwatch:${region}:${accountId}:alarm:${AlarmName}`;
            return [{ AlarmName, AlarmArn, StateValue: alarm.state, ActionsEnabled: alarm.acts }];
          }),
        }),
        ['cloudwatch:DescribeAlarms'],
      ),
      DisableAlarmActions: setActs(false, 'DisableAlarmActions'),
      EnableAlarmActions: setActs(true, 'EnableAlarmActions'),
      GetMetricData: operation(
        getMetricData,
        ({ MetricDataQueries, StartTime, EndTime, ScanBy, NextToken: at }, { region }) => {
          const from = StartTime - (StartTime % 60_000);
          if (from >= EndTime) throw invalid('The parameter StartTime must be less than the parameter EndTime.');
          const { metrics } = states(region);
          const page = MetricDataQueries.slice(at, at + QUERIES_A_PAGE);
          return {
            MetricDataResults: page
              .filter(({ ReturnData }) => ReturnData)
              .map(({ Id, MetricStat: { Metric, Period, Stat } }) => {
                const { Namespace: namespace, MetricName: name } = Metric;
                const dimensions = Object.fromEntries(Metric.Dimensions.map(({ Name, Value }) => [Name, Value]));
                const ask = { stat: Stat, periodMs: Period * 1_000, from, to: EndTime };
                const points = metrics.read({ namespace, name, dimensions }, ask);
                if (points === undefined) throw invalid(`The value ${Stat} for parameter Stat is not supported.`);
                if (ScanBy === 'TimestampDescending') points.reverse();
                return {
                  Id,
                  Label: name,
                  Timestamps: points.map((point) => point.at / 1_000),
                  Values: points.map(({ value }) => value),
                  StatusCode: 'Complete',
                };
              }),
            ...(at + QUERIES_A_PAGE < MetricDataQueries.length && { NextToken: String(at + QUERIES_A_PAGE) }),
          };
        },
        ['cloudwatch:GetMetricData'],
      ),
    },
  };
}

function invalid(message: string): Refusal {
  return new Refusal(400, 'ValidationError', message);
}
