/** The flags of a stage in AppConfig: what is deployed, and a deployment that is not taken back by alarms that are red already. */
import {
  AppConfigClient,
  CreateHostedConfigurationVersionCommand,
  type DeploymentSummary,
  GetDeploymentCommand,
  GetEnvironmentCommand,
  GetHostedConfigurationVersionCommand,
  ListDeploymentsCommand,
  StartDeploymentCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-appconfig';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
} from '@aws-sdk/client-cloudwatch';
import { CannotGoOn, type Surroundings, until } from '../operation';
import { stackOutputs } from '../stack-outputs';

export interface FlagIds {
  ApplicationId: string;
  EnvironmentId: string;
  ConfigurationProfileId: string;
  instantStrategy: string;
}

/** @throws CannotGoOn when the stage has no flags in the region */
export async function flagIdsOf({ aws }: Surroundings, region: string, stage: string): Promise<FlagIds> {
  const stack = `TalentMatch-${stage}-service`;
  const outputs = await stackOutputs(aws, region, stack);
  const { FlagsApplication, FlagsEnvironment, FlagsProfile, FlagsInstantStrategy } = outputs ?? {};
  if (!FlagsApplication || !FlagsEnvironment || !FlagsProfile || !FlagsInstantStrategy) {
    throw new CannotGoOn(
      outputs === undefined
        ? `There is no stack ${stack} in ${region}.`
        : `The stack ${stack} has no outputs of flags; it was deployed before there were any.`,
    );
  }
  return {
    ApplicationId: FlagsApplication,
    EnvironmentId: FlagsEnvironment,
    ConfigurationProfileId: FlagsProfile,
    instantStrategy: FlagsInstantStrategy,
  };
}

export interface DeployedFlags {
  document: Record<string, unknown>;
  version: string;
  /** Number of the deployment that has not ended; its document is not the one here. */
  underWay: number | undefined;
}

export function flagStore({ aws, wait, now }: Surroundings, region: string, ids: FlagIds) {
  const { instantStrategy, ...profile } = ids;
  const environment = { ApplicationId: ids.ApplicationId, EnvironmentId: ids.EnvironmentId };
  const appConfig = new AppConfigClient(aws.client(region));
  const cloudWatch = new CloudWatchClient(aws.client(region));

  return {
    async deployed(): Promise<DeployedFlags> {
      const { Items = [] } = await appConfig.send(new ListDeploymentsCommand(environment));
      const last = Items.find(({ State }) => State === 'COMPLETE');
      if (last?.ConfigurationVersion === undefined) throw new CannotGoOn('No flags were ever deployed.');
      const { Content } = await appConfig.send(
        new GetHostedConfigurationVersionCommand({
          ApplicationId: ids.ApplicationId,
          ConfigurationProfileId: ids.ConfigurationProfileId,
          VersionNumber: Number(last.ConfigurationVersion),
        }),
      );
      return {
        document: JSON.parse(Buffer.from(Content ?? []).toString('utf8')) as Record<string, unknown>,
        version: last.ConfigurationVersion,
        underWay: Items.find(isUnderWay)?.DeploymentNumber,
      };
    },

    /** The document it was going to give is not given; that of before holds. */
    async stop(DeploymentNumber: number): Promise<void> {
      await appConfig.send(new StopDeploymentCommand({ ...environment, DeploymentNumber })).catch((error: Error) => {
        // It has ended in the meantime.
        if (error.name !== 'BadRequestException') throw error;
      });
    },

    /**
     * To all functions at once.
     * @returns the version number
     * @throws CannotGoOn when AppConfig takes it back
     */
    async deploy(document: object, why: string): Promise<string> {
      const { VersionNumber } = await appConfig.send(
        new CreateHostedConfigurationVersionCommand({
          ApplicationId: ids.ApplicationId,
          ConfigurationProfileId: ids.ConfigurationProfileId,
          Content: Buffer.from(JSON.stringify(document)),
          ContentType: 'application/json',
          Description: why,
        }),
      );
      const ConfigurationVersion = String(VersionNumber);
      const { DeploymentNumber } = await appConfig.send(
        new StartDeploymentCommand({
          ...profile,
          ConfigurationVersion,
          DeploymentStrategyId: instantStrategy,
          Description: why,
        }),
      );
      await until(
        async () => {
          const { State } = await appConfig.send(new GetDeploymentCommand({ ...environment, DeploymentNumber }));
          if (State === 'COMPLETE') return State;
          if (State === 'DEPLOYING' || State === 'BAKING' || State === 'VALIDATING') return undefined;
          throw new CannotGoOn(`AppConfig took the deployment back (${State}); the flags are as before.`);
        },
        { wait, now },
        { everyMs: 2_000, limitMs: 5 * 60_000, what: `The end of deployment ${DeploymentNumber}` },
      );
      return ConfigurationVersion;
    },

    /** Alarms that would take a deployment back at once, as they are not OK now. */
    async redAlarms(): Promise<string[]> {
      const { Monitors = [] } = await appConfig.send(new GetEnvironmentCommand(environment));
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

function isUnderWay({ State }: DeploymentSummary): boolean {
  return State === 'DEPLOYING' || State === 'BAKING' || State === 'VALIDATING';
}
