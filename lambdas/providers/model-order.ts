/** Which models are asked, in which order, as the flags say it at the moment. */
import type { Provider } from '../domain/meta';
import type { Call } from '../ports';
import { systemTime, within } from './resilience';
import { isLocal, type TierOptions } from './tiers';

/** For whoever says the order: it has its own time limit, and this one holds if it does not keep to it. */
const ORDER_MS = 1_000;

/** The configured models in the order that holds now, or as they are configured when nobody says so in time. */
export async function ordered<M extends { readonly provider: Provider }>(
  models: readonly M[],
  { order: asked, time = systemTime }: TierOptions,
  call: Call,
): Promise<M[]> {
  const mostMs = Math.min(ORDER_MS, (call.deadline - time.now()) / 2);
  const order = asked && (await within(call, mostMs, time, asked).catch(() => undefined));
  if (order === undefined) return [...models];
  const named = order.flatMap((provider) => models.filter((model) => model.provider === provider));
  return [...named, ...models.filter((model) => isLocal(model.provider) && !named.includes(model))];
}
