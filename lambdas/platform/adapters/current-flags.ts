/** The flags: those of AppConfig, or what the environment says where none is set up; and what follows from them for a call. */
import { type Assignee, armProviders, arms, assignArm, type Capability } from '../../domain/arm';
import { maintenanceAt } from '../../domain/flags';
import type { Provider } from '../../domain/meta';
import type { Call, Flags } from '../../ports';
import { availableArms } from '../default-chains';
import { appConfigFlags } from '../flags';
import { awsOptions, type Platform, perPlatform } from '../platform';

export const currentFlags = perPlatform((at): Flags => {
  const { config, clock, telemetry } = at;
  const fallback = config.flags;
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

/**
 * Which arm serves the work, decided once when it begins; nothing where there is no choice to make. A choice of a tester
 * that is not to be had is passed over.
 */
export async function assigned(
  at: Platform,
  ask: Assignee & { capability: Capability },
): Promise<Pick<Call, 'arm' | 'maintenanceUntil'>> {
  const flags = await currentFlags(at).current();
  const maintenanceUntil = maintenanceAt(flags, at.clock.now());
  if (maintenanceUntil !== undefined) return { maintenanceUntil };
  const available = availableArms({ chains: at.config.chains, flags }, ask.capability);
  const arm = assignArm(flags, { ...ask, available });
  return arm === null ? {} : { arm };
}

/** The providers that a call asks, in order; none while models are under maintenance. */
export const providerOrder = (at: Platform, kind: 'text' | 'embed') => async (call: Call) => {
  if (call.maintenanceUntil !== undefined) return [];
  const flags = await currentFlags(at).current();
  const fixed = kind === 'text' ? flags.textChain : flags.embedChain;
  const { only } = call;
  const chain = only ?? fixed ?? at.config.chains[call.arm ?? 'aws'][kind];
  const { embedSpace } = flags;
  if (kind === 'text' || embedSpace === undefined) return chain;
  const isOfSpace = (provider: Provider) => embedSpace.startsWith(`${provider}/`);
  if (only !== undefined) return only.some(isOfSpace) ? [embedSpace, ...only] : only;
  const own = arms.find((arm) => armProviders[arm].some(isOfSpace));
  // A space of the one arm must not come before the providers of the other.
  const isForeign = call.arm !== undefined && own !== undefined && own !== call.arm;
  return isForeign ? chain : [embedSpace, ...chain];
};
