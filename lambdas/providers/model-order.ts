/** Which models are asked, in which order, as the flags say it at the moment. */
import type { Provider } from '../domain/meta';
import { spaceId, type VectorSpace } from '../domain/vector-space';
import type { Call } from '../ports';
import { systemTime, type Time, within } from './resilience';
import { isLocal, type TierOptions } from './tiers';

/** For whoever says the order: it has its own time limit, and this one holds if it does not keep to it. */
const ORDER_MS = 1_000;

type AskOrder = NonNullable<TierOptions['order']>;

/** By who says the order, and by the signal of a request. */
const looks = new WeakMap<AskOrder, WeakMap<AbortSignal, Promise<readonly string[] | undefined>>>();

/** One look a request: who asks again gets the same order, and does not wait twice for whoever stalls. */
function orderFor(order: AskOrder, call: Call, time: Time): Promise<readonly string[] | undefined> {
  const ofOrder = looks.get(order) ?? new WeakMap();
  looks.set(order, ofOrder);
  const mostMs = Math.min(ORDER_MS, (call.deadline - time.now()) / 2);
  const look = ofOrder.get(call.signal) ?? within(call, mostMs, time, () => order(call)).catch(() => undefined);
  ofOrder.set(call.signal, look);
  return look;
}

/**
 * The configured models in the order that holds now, or as they are configured when nobody says so in time; of a call that
 * is held to some providers never another. The order
 * names providers, and where a provider has more than one space the ids of spaces; what is not set up is passed over.
 */
export async function ordered<M extends { readonly provider: Provider; readonly space?: VectorSpace }>(
  models: readonly M[],
  { order: asked, time = systemTime }: TierOptions,
  call: Call,
): Promise<M[]> {
  const order = (asked && (await orderFor(asked, call, time))) ?? call.only;
  if (order === undefined) return [...models];
  const isNamed = ({ provider, space }: M, name: string) => name === provider || (space && name === spaceId(space));
  const named = [...new Set(order.flatMap((name) => models.filter((model) => isNamed(model, name))))];
  return [...named, ...models.filter((model) => isLocal(model.provider) && !named.includes(model))];
}
