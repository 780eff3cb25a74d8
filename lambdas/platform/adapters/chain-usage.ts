/** What the chains of text models and of embedders have in common. */
import type { Provider } from '../../domain/meta';
import { type Platform, perPlatform } from '../platform';
import { dailyBudget } from './daily-budget';

export const chainUsage = perPlatform(async (at) => {
  const { config, clock, telemetry } = at;
  const [{ circuitBreaker }, { attemptMeter }, spend] = await Promise.all([
    import('../../providers/breaker'),
    import('../../providers/measure-attempt'),
    dailyBudget(at),
  ]);
  return {
    breaker: circuitBreaker({ clock }),
    ...(spend && { spend }),
    simulated: config.simulated,
    report: attemptMeter(telemetry, clock),
  };
});

/** How each provider of a kind is made. */
export type Makers<T> = Partial<Record<Provider, (at: Platform) => Promise<T>>>;

/** The providers of `chain`, made. */
export function makeAll<T>(makers: Makers<T>, chain: readonly Provider[], at: Platform): Promise<T[]> {
  return Promise.all(
    chain.map((provider) => {
      const maker = makers[provider];
      // The configuration lets no other provider into a chain.
      if (maker === undefined) throw new TypeError(`${provider} has no place in this chain`);
      return maker(at);
    }),
  );
}
