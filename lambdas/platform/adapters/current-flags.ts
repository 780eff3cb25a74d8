/** The flags: those of AppConfig, or what the environment says where none is set up. */
import type { Flags } from '../../ports';
import { appConfigFlags } from '../flags';
import { awsOptions, perPlatform } from '../platform';

export const currentFlags = perPlatform((at): Flags => {
  const { config, clock, telemetry } = at;
  const fallback = { textChain: config.chains.text, embedChain: config.chains.embed };
  const { APPCONFIG_APPLICATION: application } = config;
  if (application === undefined) return { current: async () => fallback };
  return appConfigFlags({
    aws: awsOptions(at, 'appConfig'),
    application,
    environment: config.APPCONFIG_ENVIRONMENT,
    profile: config.APPCONFIG_PROFILE,
    fallback,
    clock,
    report: (reason) => telemetry.event('warn', 'flags not refreshed', { reason }),
  });
});
