/** The flags of a stage in AppConfig's control plane: what is deployed, and a deployment of something else. */
import {
  type AppConfigClient,
  CreateHostedConfigurationVersionCommand,
  type DeploymentSummary,
  GetDeploymentCommand,
  GetHostedConfigurationVersionCommand,
  ListDeploymentsCommand,
  ListHostedConfigurationVersionsCommand,
  StartDeploymentCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-appconfig';
import * as z from 'zod';

/** AppConfig's ids, as the functions are told them. */
export interface FlagIds {
  application: string;
  environment: string;
  profile: string;
}

export interface DeployedFlags {
  /** As it was written; what this code knows of it is for `flagsSchema` to say. `{}` when nothing was ever deployed. */
  document: Readonly<Record<string, unknown>>;
  /** Number of its version; 0 when nothing was ever deployed. */
  version: number;
  /** Number of the newest version, deployed or not: what `deploy` wants to know. */
  latestVersion: number;
  /** Number of the deployment that has not ended; its document is not the one here. */
  underWay: number | undefined;
  /** The last that was begun, however it went; undefined when none ever was. */
  newest: { deployment: number; version: number; state: FlagDeployment['state'] } | undefined;
}

export interface FlagDeployment {
  state: 'underWay' | 'complete' | 'takenBack';
  /** Of those who have the document, in per cent. */
  percentage: number;
  /** Whether all have it, and the alarms are still watched. */
  isBaking: boolean;
  /** What AppConfig says of why it was taken back: an alarm's ARN, or who stopped it. */
  reason: string | undefined;
}

/** Somebody else was quicker: they made a version, or their deployment is under way. Read again before the next try. */
export class FlagsConflict extends Error {
  override readonly name = 'FlagsConflict';
}

export interface FlagStore {
  deployed(): Promise<DeployedFlags>;
  /** An earlier document; undefined when there is no version of that number. */
  document(version: number): Promise<DeployedFlags['document'] | undefined>;
  /**
   * Begins a deployment; `state` tells how it goes.
   * @param description for those who read the list of versions; at most 1,024 characters
   * @param strategyId how fast, and how long alarms are watched after it
   * @param read.latestVersion as `deployed` said it: with any newer one nothing is deployed
   * @throws FlagsConflict
   * @throws BadRequestException of AppConfig when the document does not pass the profile's validator
   */
  deploy(
    document: object,
    description: string,
    strategyId: string,
    read: Pick<DeployedFlags, 'latestVersion'>,
  ): Promise<{ deployment: number; version: number }>;
  state(deployment: number): Promise<FlagDeployment>;
  /** The document it was going to give is not given; that of before holds. Nothing happens when it has ended already. */
  stop(deployment: number): Promise<void>;
}

const documentSchema = z.record(z.string(), z.unknown());

export function flagStore({ client, ids }: { client: AppConfigClient; ids: FlagIds }): FlagStore {
  const environment = { ApplicationId: ids.application, EnvironmentId: ids.environment };
  const profile = { ApplicationId: ids.application, ConfigurationProfileId: ids.profile };

  return {
    async deployed() {
      // Before the list of deployments: what is made in between is then a conflict, not overwritten.
      const latestVersion = await newestVersion();
      const { last, underWay, newest } = await deployments();
      const version = Number(last?.ConfigurationVersion ?? 0);
      return {
        document: version === 0 ? {} : await documentOf(version),
        version,
        latestVersion,
        underWay,
        newest: newest && {
          deployment: newest.DeploymentNumber ?? 0,
          version: Number(newest.ConfigurationVersion ?? 0),
          state: stateOf(newest.State),
        },
      };
    },

    document: (version) =>
      documentOf(version).catch((error: Error) => {
        if (error.name === 'ResourceNotFoundException') return undefined;
        throw error;
      }),

    async deploy(document, description, strategyId, { latestVersion }) {
      const Description = description.slice(0, 1_024);
      const made = await client
        .send(
          new CreateHostedConfigurationVersionCommand({
            ...profile,
            Content: Buffer.from(JSON.stringify(document)),
            ContentType: 'application/json',
            Description,
            ...(latestVersion > 0 && { LatestVersionNumber: latestVersion }),
          }),
        )
        .catch(conflict('the flags were changed since they were read'));
      const started = await client
        .send(
          new StartDeploymentCommand({
            ...environment,
            ...profile,
            ConfigurationVersion: String(made.VersionNumber),
            DeploymentStrategyId: strategyId,
            Description,
          }),
        )
        .catch(conflict('another deployment of flags is under way'));
      return { deployment: started.DeploymentNumber ?? 0, version: made.VersionNumber ?? 0 };
    },

    async state(DeploymentNumber) {
      const found = await client.send(new GetDeploymentCommand({ ...environment, DeploymentNumber }));
      return {
        state: stateOf(found.State),
        percentage: found.PercentageComplete ?? 0,
        isBaking: found.State === 'BAKING',
        reason: found.EventLog?.find(({ EventType }) => WENT_BACK.has(EventType))?.Description,
      };
    },

    async stop(DeploymentNumber) {
      await client.send(new StopDeploymentCommand({ ...environment, DeploymentNumber })).catch((error: Error) => {
        if (error.name !== 'BadRequestException') throw error;
      });
    },
  };

  async function newestVersion(): Promise<number> {
    let newest = 0;
    let NextToken: string | undefined;
    // The order of the list is not promised.
    do {
      const page = await client.send(new ListHostedConfigurationVersionsCommand({ ...profile, NextToken }));
      newest = Math.max(newest, ...(page.Items ?? []).map(({ VersionNumber = 0 }) => VersionNumber));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return newest;
  }

  /** Newest first, as AppConfig lists them; those that were taken back are many at worst, so more than a page is read. */
  async function deployments(): Promise<{
    last: DeploymentSummary | undefined;
    underWay: number | undefined;
    newest: DeploymentSummary | undefined;
  }> {
    let underWay: number | undefined;
    let newest: DeploymentSummary | undefined;
    let NextToken: string | undefined;
    do {
      const page = await client.send(new ListDeploymentsCommand({ ...environment, NextToken }));
      const { Items = [] } = page;
      newest ??= Items[0];
      underWay ??= Items.find(({ State }) => UNDER_WAY.has(State))?.DeploymentNumber;
      const last = Items.find(({ State }) => State === 'COMPLETE');
      if (last !== undefined) return { last, underWay, newest };
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return { last: undefined, underWay, newest };
  }

  async function documentOf(VersionNumber: number): Promise<Record<string, unknown>> {
    const { Content } = await client.send(new GetHostedConfigurationVersionCommand({ ...profile, VersionNumber }));
    return documentSchema.parse(JSON.parse(Content?.transformToString() ?? ''));
  }
}

const UNDER_WAY: ReadonlySet<string | undefined> = new Set(['VALIDATING', 'DEPLOYING', 'BAKING', 'ROLLING_BACK']);
const WENT_BACK: ReadonlySet<string | undefined> = new Set([
  'ROLLBACK_STARTED',
  'ROLLBACK_COMPLETED',
  'REVERT_COMPLETED',
]);

function stateOf(state: string | undefined): FlagDeployment['state'] {
  if (state === 'COMPLETE') return 'complete';
  // While it goes back it has not ended, but how it ends is known.
  return UNDER_WAY.has(state) && state !== 'ROLLING_BACK' ? 'underWay' : 'takenBack';
}

function conflict(what: string): (error: Error) => never {
  return (cause) => {
    throw cause.name === 'ConflictException' ? new FlagsConflict(what, { cause }) : cause;
  };
}
