/** Keeps the faults that are set and decides which call they hit; counts the calls of each service. */
import type { Fault, SimServiceName } from './fault';

export interface FaultBoard {
  /** A fault with the same service, operation and model replaces the one before. */
  set(fault: Fault): void;
  list(): Fault[];
  clear(service?: SimServiceName): void;
  /** Counts a call and says which fault hits it, if any; the newest one that fits. */
  next(service: SimServiceName, operation: string, model?: string): Fault | undefined;
  /** Calls since the start or the last `clearCalls`, by service and operation. */
  calls(): Record<string, Record<string, number>>;
  clearCalls(): void;
}

export function faultBoard(): FaultBoard {
  let entries: { fault: Fault; seen: number; hits: number }[] = [];
  let counts: Record<string, Record<string, number>> = {};
  return {
    set(fault) {
      entries = [{ fault, seen: 0, hits: 0 }, ...entries.filter((entry) => !sameAim(entry.fault, fault))];
    },
    list: () => entries.map((entry) => entry.fault),
    clear(service) {
      entries = entries.filter((entry) => service !== undefined && entry.fault.service !== service);
    },
    next(service, operation, model) {
      counts[service] ??= {};
      counts[service][operation] = (counts[service][operation] ?? 0) + 1;
      const entry = entries.find(({ fault }) => hits(fault, service, operation, model));
      if (entry === undefined) return undefined;
      const rate = entry.fault.rate ?? 1;
      // Evenly spread and without chance: the n-th call is hit when n × rate passes a whole number.
      const hit = Math.floor((entry.seen + 1) * rate) > Math.floor(entry.seen * rate);
      entry.seen += 1;
      if (!hit) return undefined;
      entry.hits += 1;
      if (entry.hits === entry.fault.count) entries = entries.filter((other) => other !== entry);
      return entry.fault;
    },
    calls: () => structuredClone(counts),
    clearCalls() {
      counts = {};
    },
  };
}

function sameAim(a: Fault, b: Fault): boolean {
  return a.service === b.service && a.operation === b.operation && a.model === b.model;
}

function hits(fault: Fault, service: string, operation: string, model: string | undefined): boolean {
  return (
    fault.service === service &&
    (fault.operation === undefined || fault.operation === operation) &&
    (fault.model === undefined || fault.model === model)
  );
}
