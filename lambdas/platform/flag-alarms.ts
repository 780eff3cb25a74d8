/** The alarms that take a deployment of flags back, and a change that must go out although they are red. */
import { type AppConfigClient, GetEnvironmentCommand } from '@aws-sdk/client-appconfig';
import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
} from '@aws-sdk/client-cloudwatch';
import type { FlagIds } from './flag-store';

export function flagAlarms(clients: { appConfig: AppConfigClient; cloudWatch: CloudWatchClient }, ids: FlagIds) {
  const { appConfig, cloudWatch } = clients;
  return {
    /** Names of those that would take a deployment back at once, as they are not OK now. */
    async red(): Promise<string[]> {
      const { Monitors = [] } = await appConfig.send(
        new GetEnvironmentCommand({ ApplicationId: ids.application, EnvironmentId: ids.environment }),
      );
      const AlarmNames = Monitors.map(({ AlarmArn }) => AlarmArn?.split(':').slice(6).join(':') ?? '');
      if (AlarmNames.length === 0) return [];
      const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames }));
      return MetricAlarms.filter(
        ({ StateValue, ActionsEnabled }) => StateValue !== 'OK' && ActionsEnabled !== false,
      ).map(({ AlarmName = '' }) => AlarmName);
    },

    /** AppConfig passes over alarms whose actions are off. Source: AppConfig user guide, monitoring deployments. */
    async whileSilent<T>(AlarmNames: string[], work: () => Promise<T>): Promise<T> {
      if (AlarmNames.length === 0) return work();
      await cloudWatch.send(new DisableAlarmActionsCommand({ AlarmNames }));
      try {
        return await work();
      } finally {
        await cloudWatch.send(new EnableAlarmActionsCommand({ AlarmNames }));
      }
    },
  };
}
