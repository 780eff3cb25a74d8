/** How many requests API Gateway lets through: for each route by its bucket, and for each API key by the usage plan. */

import { CfnOutput, Stack } from 'aws-cdk-lib';
import { ApiKey, type MethodDeploymentOptions, Period, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { allRoutes } from '../../lambdas/http/routes';
import type { StageConfig } from '../stages';

type Bucket = (typeof allRoutes)[number]['bucket'];

/**
 * What one route of a bucket may take of `throttleRate` and `throttleBurst`, all callers together. API Gateway counts
 * each method for itself, so the shares need not add up to one; the dearer an answer, the smaller its share.
 * Source: API Gateway developer guide, "Throttle requests to your REST APIs".
 */
export const BUCKET_SHARES: Readonly<Record<Bucket, number>> = {
  parse: 0.25,
  match: 0.5,
  embed: 0.25,
  write: 0.5,
  read: 1,
  open: 0.5,
};

export type Throttle = Required<Pick<MethodDeploymentOptions, 'throttlingRateLimit' | 'throttlingBurstLimit'>>;

/** Never below one request, whatever the share. */
export function throttleOf(bucket: Bucket, { throttleRate, throttleBurst }: StageConfig): Throttle {
  const share = BUCKET_SHARES[bucket];
  return {
    throttlingRateLimit: Math.max(1, throttleRate * share),
    throttlingBurstLimit: Math.max(1, Math.floor(throttleBurst * share)),
  };
}

/** By method path. A method with settings of its own takes none from the stage, so each gets those of `others` too. */
export function methodSettings(
  config: StageConfig,
  others: Readonly<MethodDeploymentOptions>,
): Record<string, MethodDeploymentOptions> {
  return Object.fromEntries(
    allRoutes.map((route) => [`${route.path}/${route.method}`, { ...others, ...throttleOf(route.bucket, config) }]),
  );
}

/** One plan with one key for a start: each caller that is to have a quota of its own gets a key of its own. */
export function addUsagePlan(api: RestApi, config: StageConfig): void {
  const plan = api.addUsagePlan('UsagePlan', {
    description: `Talent Match ${config.stage}: what one API key may ask of the routes for machines`,
    throttle: { rateLimit: config.throttleRate, burstLimit: config.throttleBurst },
    quota: { limit: config.dailyQuota, period: Period.DAY },
    apiStages: [{ api, stage: api.deploymentStage }],
  });
  const key = new ApiKey(api, 'FirstApiKey', { description: `Talent Match ${config.stage}: the first machine caller` });
  plan.addApiKey(key);
  new CfnOutput(Stack.of(api), 'FirstApiKeyId', {
    value: key.keyId,
    description: 'aws apigateway get-api-key --include-value --api-key ID prints the key',
  });
}
