/** The same work asked for twice at once is done once; each who waits keeps its own deadline and may leave. */
import type { Call } from '../ports';
import { systemTime, type Time, within } from './resilience';

/** Kept of a follower's time: who waited in vain can still be answered by what needs no network. */
const RESERVE_MS = 500;

export interface Flights {
  /**
   * Runs `work`, or waits for the one who does so already. When that one fails or leaves, one of those who wait takes its
   * place. Who has waited up to the end of its time works for itself.
   * @param key names the work and the kind of its result
   * @returns `shared`: the value is another call's
   */
  share<T>(key: string, call: Call, work: () => Promise<T>): Promise<{ value: T; shared: boolean }>;
}

export function singleFlight(time: Time = systemTime): Flights {
  const flights = new Map<string, Promise<unknown>>();

  async function lead<T>(key: string, work: () => Promise<T>): Promise<T> {
    const flight = work().finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  }

  return {
    async share<T>(key: string, call: Call, work: () => Promise<T>) {
      for (;;) {
        const flight = flights.get(key) as Promise<T> | undefined;
        if (flight === undefined) return { value: await lead(key, work), shared: false };
        const leftMs = call.deadline - time.now() - RESERVE_MS;
        if (leftMs <= 0 || call.signal.aborted) return { value: await work(), shared: false };
        try {
          return { value: await within(call, leftMs, time, () => flight), shared: true };
        } catch {
          // The leader failed, or this caller's time is up: the next round tells them apart.
        }
      }
    },
  };
}
