/** AWS AppConfig's control plane: versions of one profile, and their deployments to one environment. */
import * as z from 'zod';
import { json, Refusal } from '../exchange';
import { type ControlApi, operation, perRegion, RawReply } from './api';
import type { CloudWatchApi } from './cloudwatch';

export type DeploymentState = 'DEPLOYING' | 'BAKING' | 'COMPLETE' | 'ROLLED_BACK' | 'REVERTED';

export interface SimFlagDeployment {
  number: number;
  version: number;
  strategy: string;
  state: DeploymentState;
}

export interface SimFlags {
  /** By version number. */
  versions: Map<number, string>;
  /** Oldest first. */
  deployments: SimFlagDeployment[];
  /** Names of alarms that take a deployment back. */
  monitors: string[];
  /** Looks at a new deployment before it is complete. */
  looksUntilComplete: number;
  /** What the profile's validator says of a document; undefined: it is valid. */
  refuses(document: string): string | undefined;
}

const APPLICATION = '/applications/{ApplicationId}';
const VERSIONS = `${APPLICATION}/configurationprofiles/{ConfigurationProfileId}/hostedconfigurationversions`;
const ENVIRONMENT = `${APPLICATION}/environments/{EnvironmentId}`;

/** @param cloudWatch whose alarms are the monitors */
export function appConfigControlApi(cloudWatch: CloudWatchApi): ControlApi & { in: (region: string) => SimFlags } {
  const states = perRegion(
    (): SimFlags => ({
      versions: new Map([[1, '{}']]),
      deployments: [{ number: 1, version: 1, strategy: 'instant', state: 'COMPLETE' }],
      monitors: [],
      looksUntilComplete: 1,
      refuses: () => undefined,
    }),
  );
  const looks = new Map<SimFlagDeployment, number>();
  const found = (region: string, number: number) => {
    const deployment = states(region).deployments.find((one) => one.number === number);
    if (deployment === undefined) throw new Refusal(404, 'ResourceNotFoundException', 'Deployment not found.');
    return deployment;
  };
  const isUnderWay = ({ state }: SimFlagDeployment) => state === 'DEPLOYING' || state === 'BAKING';
  const written = ({ number, version, strategy, state }: SimFlagDeployment) => ({
    DeploymentNumber: number,
    ConfigurationVersion: String(version),
    ConfigurationProfileId: 'profile',
    DeploymentStrategyId: strategy,
    State: state,
    EventLog: state === 'ROLLED_BACK' ? [{ EventType: 'ROLLBACK_COMPLETED', TriggeredBy: 'CLOUDWATCH_ALARM' }] : [],
  });
  const proceed = (region: string, deployment: SimFlagDeployment) => {
    if (!isUnderWay(deployment)) return;
    const { alarms } = cloudWatch.in(region);
    const state = states(region);
    const isAlarmed = state.monitors.some((name) => {
      const alarm = alarms.get(name);
      return alarm?.acts === true && alarm.state !== 'OK';
    });
    if (isAlarmed) deployment.state = 'ROLLED_BACK';
    const left = (looks.get(deployment) ?? state.looksUntilComplete) - 1;
    looks.set(deployment, left);
    if (left < 0 && isUnderWay(deployment)) deployment.state = 'COMPLETE';
  };
  const numbered = z.object({ DeploymentNumber: z.coerce.number() });
  return {
    in: states,
    protocol: 'rest',
    signingName: 'appconfig',
    operations: {
      [`POST ${VERSIONS}`]: operation(
        z.unknown(),
        (_input, { region, request }) => {
          const { versions } = states(region);
          const document = request.body.toString('utf8');
          const version = Math.max(0, ...versions.keys()) + 1;
          versions.set(version, document);
          return new RawReply({
            status: 201,
            headers: { 'content-type': 'application/json', 'version-number': String(version) },
            body: document,
          });
        },
        ['appconfig:CreateHostedConfigurationVersion'],
      ),
      [`GET ${VERSIONS}/{VersionNumber}`]: operation(
        z.object({ VersionNumber: z.coerce.number() }),
        ({ VersionNumber }, { region }) => {
          const document = states(region).versions.get(VersionNumber);
          if (document === undefined) throw new Refusal(404, 'ResourceNotFoundException', 'Version not found.');
          return new RawReply({
            status: 200,
            headers: { 'content-type': 'application/json', 'version-number': String(VersionNumber) },
            body: document,
          });
        },
        ['appconfig:GetHostedConfigurationVersion'],
      ),
      [`GET ${ENVIRONMENT}`]: operation(
        z.unknown(),
        (_input, { region, accountId }) => ({
          State: 'READY_FOR_DEPLOYMENT',
          Monitors: states(region).monitors.map((name) => ({
            AlarmArn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`,
          })),
        }),
        ['appconfig:GetEnvironment'],
      ),
      [`GET ${ENVIRONMENT}/deployments`]: operation(
        z.unknown(),
        // Newest first.
        (_input, { region }) => ({ Items: [...states(region).deployments].reverse().map(written) }),
        ['appconfig:ListDeployments'],
      ),
      [`POST ${ENVIRONMENT}/deployments`]: operation(
        z.object({ ConfigurationVersion: z.string(), DeploymentStrategyId: z.string() }),
        ({ ConfigurationVersion, DeploymentStrategyId }, { region }) => {
          const state = states(region);
          if (state.deployments.some(isUnderWay)) {
            throw new Refusal(409, 'ConflictException', 'Deployment already in progress');
          }
          const fault = state.refuses(state.versions.get(Number(ConfigurationVersion)) ?? '');
          if (fault !== undefined) throw new Refusal(400, 'BadRequestException', fault);
          const deployment: SimFlagDeployment = {
            number: state.deployments.length + 1,
            version: Number(ConfigurationVersion),
            strategy: DeploymentStrategyId,
            state: 'DEPLOYING',
          };
          state.deployments.push(deployment);
          return new RawReply(json(201, written(deployment)));
        },
        ['appconfig:StartDeployment'],
      ),
      [`GET ${ENVIRONMENT}/deployments/{DeploymentNumber}`]: operation(
        numbered,
        ({ DeploymentNumber }, { region }) => {
          const deployment = found(region, DeploymentNumber);
          proceed(region, deployment);
          return written(deployment);
        },
        ['appconfig:GetDeployment'],
      ),
      [`DELETE ${ENVIRONMENT}/deployments/{DeploymentNumber}`]: operation(
        numbered,
        ({ DeploymentNumber }, { region }) => {
          const deployment = found(region, DeploymentNumber);
          if (!isUnderWay(deployment))
            throw new Refusal(400, 'BadRequestException', 'The deployment is not under way.');
          deployment.state = 'ROLLED_BACK';
          return new RawReply(json(202, written(deployment)));
        },
        ['appconfig:StopDeployment'],
      ),
    },
  };
}
