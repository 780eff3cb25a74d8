/** AWS AppConfig's control plane: versions of one profile, and their deployments to one environment. */
import * as z from 'zod';
import { restError } from '../aws-errors';
import { json, Refusal } from '../exchange';
import { type ControlApi, operation, perRegion, RawReply } from './api';
import type { CloudWatchApi } from './cloudwatch';
import { addVersion, flagHistory, newestVersion, type SimFlagDeployment, type SimFlags } from './flag-history';

const APPLICATION = '/applications/{ApplicationId}';
const VERSIONS = `${APPLICATION}/configurationprofiles/{ConfigurationProfileId}/hostedconfigurationversions`;
const ENVIRONMENT = `${APPLICATION}/environments/{EnvironmentId}`;

/**
 * @param cloudWatch whose alarms are the monitors
 * @param first the document that is deployed in every Region at the start
 */
export function appConfigControlApi(
  cloudWatch: CloudWatchApi,
  first: string | undefined,
): ControlApi & { in: (region: string) => SimFlags } {
  const states = perRegion(() => flagHistory(first));
  const looks = new Map<SimFlagDeployment, number>();
  const found = (region: string, number: number) => {
    const deployment = states(region).deployments.find((one) => one.number === number);
    if (deployment === undefined) throw new Refusal(404, 'ResourceNotFoundException', 'Deployment not found.');
    return deployment;
  };
  const isUnderWay = ({ state }: SimFlagDeployment) => state === 'DEPLOYING' || state === 'BAKING';
  const written = ({ number, version, strategy, state, reason }: SimFlagDeployment) => ({
    DeploymentNumber: number,
    ConfigurationVersion: String(version),
    ConfigurationProfileId: 'profile',
    DeploymentStrategyId: strategy,
    State: state,
    PercentageComplete: state === 'COMPLETE' || state === 'BAKING' ? 100 : 0,
    EventLog:
      state === 'ROLLED_BACK'
        ? [{ EventType: 'ROLLBACK_COMPLETED', TriggeredBy: 'CLOUDWATCH_ALARM', Description: reason }]
        : [],
  });
  const proceed = (region: string, accountId: string, deployment: SimFlagDeployment) => {
    if (!isUnderWay(deployment)) return;
    const { alarms } = cloudWatch.in(region);
    const state = states(region);
    const alarmed = state.monitors.find((name) => {
      const alarm = alarms.get(name);
      return alarm?.acts === true && alarm.state !== 'OK';
    });
    const left = (looks.get(deployment) ?? state.looksUntilComplete) - 1;
    looks.set(deployment, left);
    if (alarmed !== undefined) {
      deployment.state = 'ROLLED_BACK';
      deployment.reason = `Rollback initiated by CloudWatch alarm ${alarmArn(region, accountId, alarmed)}`;
    } else if (left < 0) deployment.state = 'COMPLETE';
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
          const document = request.body.toString('utf8');
          const expected = request.headers['latest-version-number'];
          const newest = newestVersion(states(region).versions);
          if (expected !== undefined && Number(expected) !== newest) {
            throw new Refusal(409, 'ConflictException', `The latest version is ${newest}, not ${String(expected)}`);
          }
          const version = addVersion(states(region), document);
          return new RawReply({
            status: 201,
            headers: { 'content-type': 'application/json', 'version-number': String(version) },
            body: document,
          });
        },
        ['appconfig:CreateHostedConfigurationVersion'],
      ),
      [`GET ${VERSIONS}`]: operation(
        z.object({ next_token: z.coerce.number().default(0) }),
        ({ next_token: at }, { region }) => {
          const all = [...states(region).versions.keys()].sort((a, b) => b - a);
          // Few a page, so that whoever asks once is found out.
          return {
            Items: all.slice(at, at + 4).map((VersionNumber) => ({ VersionNumber, ContentType: 'application/json' })),
            ...(at + 4 < all.length && { NextToken: String(at + 4) }),
          };
        },
        ['appconfig:ListHostedConfigurationVersions'],
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
            AlarmArn: alarmArn(region, accountId, name),
          })),
        }),
        ['appconfig:GetEnvironment'],
      ),
      [`GET ${ENVIRONMENT}/deployments`]: operation(
        z.object({ next_token: z.coerce.number().default(0) }),
        ({ next_token: at }, { region }) => {
          const all = [...states(region).deployments].reverse();
          return {
            Items: all.slice(at, at + 4).map(written),
            ...(at + 4 < all.length && { NextToken: String(at + 4) }),
          };
        },
        ['appconfig:ListDeployments'],
      ),
      [`POST ${ENVIRONMENT}/deployments`]: operation(
        z.object({ ConfigurationVersion: z.string(), DeploymentStrategyId: z.string() }),
        ({ ConfigurationVersion, DeploymentStrategyId }, { region, accountId }) => {
          const state = states(region);
          if (state.deployments.some(isUnderWay)) {
            throw new Refusal(409, 'ConflictException', 'Deployment already in progress');
          }
          const document = state.versions.get(Number(ConfigurationVersion));
          if (document === undefined) throw new Refusal(404, 'ResourceNotFoundException', 'Version not found.');
          const mistakes = state.refuses(document);
          if (mistakes.length > 0) return new RawReply(invalid(mistakes));
          const deployment: SimFlagDeployment = {
            number: state.deployments.length + 1,
            version: Number(ConfigurationVersion),
            strategy: DeploymentStrategyId,
            state: 'DEPLOYING',
          };
          state.deployments.push(deployment);
          if (state.looksUntilComplete === 0) proceed(region, accountId, deployment);
          return new RawReply(json(201, written(deployment)));
        },
        ['appconfig:StartDeployment'],
      ),
      [`GET ${ENVIRONMENT}/deployments/{DeploymentNumber}`]: operation(
        numbered,
        ({ DeploymentNumber }, { region, accountId }) => {
          const deployment = found(region, DeploymentNumber);
          proceed(region, accountId, deployment);
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
          deployment.reason = 'Rollback initiated by user';
          return new RawReply(json(202, written(deployment)));
        },
        ['appconfig:StopDeployment'],
      ),
    },
  };
}

function alarmArn(region: string, accountId: string, name: string): string {
  return `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`;
}

function invalid(mistakes: readonly string[]) {
  return restError(
    400,
    'BadRequestException',
    `Error validating configuration content against JSON Schema: ${mistakes.join('; ')}`,
    {
      Reason: 'InvalidConfiguration',
      Details: { InvalidConfiguration: mistakes.map((Reason) => ({ Type: 'JSON_SCHEMA', Reason })) },
    },
  );
}
