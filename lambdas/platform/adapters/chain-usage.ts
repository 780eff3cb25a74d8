/** What the chains of text models and of embedders have in common. */
import type { Provider } from '../../domain/meta';
import { type Platform, perPlatform } from '../platform';
import { breakerStore } from './breaker-store';
import { dailyBudget } from './daily-budget';

/** Calls of one provider that a process may have under way: a client has 50 sockets, and a Lambda uses one or eight. */
const CALLS_AT_ONCE = 40;

export const chainUsage = perPlatform(async (at) => {
  const { config, clock, telemetry } = at;
  const [{ circuitBreaker }, { bulkhead }, { retryBudget }, { attemptMeter }, spend] = await Promise.all([
    import('../../providers/breaker'),
    import('../../providers/bulkhead'),
    import('../../providers/retry-budget'),
    import('../../providers/measure-attempt'),
    dailyBudget(at),
  ]);
  /** @param key `provider|model` */
  const countFor = (metric: 'BreakerOpened' | 'RetriesRefused') => (key: string) => {
    const [provider = '', model = ''] = key.split('|');
    telemetry.measure({ [metric]: 1 }, { provider, model });
  };
  return {
    breaker: circuitBreaker({ clock, store: breakerStore(at), onOpen: countFor('BreakerOpened') }),
    bulkhead: bulkhead(CALLS_AT_ONCE),
    retries: retryBudget({ onRefuse: countFor('RetriesRefused') }),
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
