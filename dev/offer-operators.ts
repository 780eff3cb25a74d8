/** The laptop's service stack, as operators' commands find it: its flags, the settings of its functions, its topic of alarms. */
import type { Config } from '../lambdas/platform/config';
import type { SimAccount } from './simulators/account/account';
import type { SimNotification } from './simulators/account/sns';

/** The settings that decide which providers each arm has. */
const SETTINGS = [
  'AI_PROVIDER',
  'USE_AWS_BEDROCK',
  'USE_AWS_SAGEMAKER',
  'MIGRATION_PERCENTAGE',
  'TEXT_CHAIN',
  'EMBED_CHAIN',
  'SAGEMAKER_ENDPOINT_NAME',
  'OPENAI_SECRET_ID',
  'HUGGINGFACE_SECRET_ID',
] as const satisfies (keyof Config)[];

/** Functions that operators ask for their settings: one that reads resumes, one that makes vectors. */
const SLUGS = ['parse-resume', 'embed'];

export function laptopTopicArn({ accountId }: Pick<SimAccount, 'accountId'>, region: string): string {
  return `arn:aws:sns:${region}:${accountId}:talent-match-laptop-alarms`;
}

/** @param notify told of what is published to the topic */
export function offerOperators(
  account: SimAccount,
  config: Config,
  notify: (notification: SimNotification) => void = () => undefined,
): void {
  const { AWS_REGION: region } = config;
  const environment: Record<string, string> = {};
  for (const name of SETTINGS) if (config[name] !== undefined) environment[name] = String(config[name]);
  const resources: Record<string, string> = {};
  for (const slug of SLUGS) {
    account.lambdaFunctions.in(region).functions.set(slug, {
      description: `Talent Match laptop: ${slug}`,
      environment,
      versions: { 1: '2026-11-01T00:00:00Z' },
      aliases: { live: { version: '1' } },
    });
    resources[`arn:aws:lambda:${region}:${account.accountId}:function:${slug}:live`] = 'AWS::Lambda::Alias';
  }
  const outputs = {
    FlagsApplication: config.APPCONFIG_APPLICATION ?? '',
    FlagsEnvironment: config.APPCONFIG_ENVIRONMENT,
    FlagsProfile: config.APPCONFIG_PROFILE,
    FlagsRolloutStrategy: 'rollout',
    FlagsInstantStrategy: 'instant',
  };
  account.cloudFormation.in(region).stacks.set('TalentMatch-laptop-service', { outputs, resources });
  // Nobody on a laptop waits for the containers of others.
  account.appConfig.in(region).looksUntilComplete = 0;
  account.sns.topics.set(laptopTopicArn(account, region), []);
  account.sns.notify = notify;
}
