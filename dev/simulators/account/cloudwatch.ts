/** Amazon CloudWatch: alarms, their states, and whether they act. */
import * as z from 'zod';
import { type ControlApi, operation, perRegion } from './api';

export interface SimAlarm {
  state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  acts: boolean;
}

export interface SimAlarms {
  /** By name. */
  alarms: Map<string, SimAlarm>;
}

export type CloudWatchApi = ControlApi & { in: (region: string) => SimAlarms };

export function cloudWatchApi(): CloudWatchApi {
  const states = perRegion((): SimAlarms => ({ alarms: new Map() }));
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
    },
  };
}
