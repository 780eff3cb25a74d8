/** What the guard of a rollout reaches: AppConfig's deployments, the figures of CloudWatch, and the topic of the alarms. */
import type { ArmFiguresSource } from '../../ports';
import { awsOptions, perPlatform } from '../platform';

/** A call that hangs must not outlast the function: it would leave the alarms silent that it has silenced. */
const TIMEOUTS = {
  connectionTimeout: 2_000,
  requestTimeout: 5_000,
  socketTimeout: 5_000,
  throwOnRequestTimeout: true,
};

export const rollout = perPlatform(async (at) => {
  const { config } = at;
  const aws = awsOptions(at, 'account');
  const bounded = { ...aws, requestHandler: TIMEOUTS };
  const [{ AppConfigClient }, { CloudWatchClient }, deployments, alarms, store, figures, notices] = await Promise.all([
    import('@aws-sdk/client-appconfig'),
    import('@aws-sdk/client-cloudwatch'),
    import('../flag-deployments'),
    import('../flag-alarms'),
    import('../flag-store'),
    import('../arm-figures'),
    import('../notices'),
  ]);
  const appConfig = new AppConfigClient(bounded);
  const cloudWatch = new CloudWatchClient(bounded);
  const ids = {
    application: config.APPCONFIG_APPLICATION ?? '',
    environment: config.APPCONFIG_ENVIRONMENT,
    profile: config.APPCONFIG_PROFILE,
  };
  const source: ArmFiguresSource = {
    between: (from, to) => figures.armFigures(cloudWatch, { stage: config.STAGE, from, to }),
  };
  return {
    flags: deployments.flagDeployments(
      {
        store: store.flagStore({ client: appConfig, ids }),
        alarms: alarms.flagAlarms({ appConfig, cloudWatch }, ids),
      },
      { rollout: config.APPCONFIG_ROLLOUT_STRATEGY, instant: config.APPCONFIG_INSTANT_STRATEGY },
    ),
    figures: source,
    notices: notices.snsNotices(aws, config.ALARM_TOPIC_ARN),
  };
});
