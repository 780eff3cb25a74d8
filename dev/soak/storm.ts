/** Faults that come and go at random, as on a bad day of several vendors. */
import type { Fault } from '../simulators/fault';
import type { Chance } from './chance';

const KINDS: readonly [(chance: Chance) => Omit<Fault, 'service'>, ...((chance: Chance) => Omit<Fault, 'service'>)[]] =
  [
    ({ pick }) => ({ kind: 'error', status: pick([429, 500, 503]) }),
    ({ pick }) => ({ kind: 'error', status: pick([403, 404, 408]) }),
    () => ({ kind: 'stall-headers' }),
    () => ({ kind: 'stall-body' }),
    () => ({ kind: 'reset' }),
    () => ({ kind: 'truncate' }),
    () => ({ kind: 'malformed' }),
    () => ({ kind: 'drip', delayMs: 50 }),
    ({ between }) => ({ kind: 'delay', delayMs: between(100, 3_000) }),
    ({ pick }) => ({ kind: 'answer', answer: pick(['schema-invalid', 'max-tokens', 'empty', 'wrong-tool', 'huge']) }),
  ];

const SERVICES = ['bedrock', 'bedrock', 'bedrock', 'openai', 'openai', 'appConfig', 'secretsManager'] as const;

/** The faults of the next while; now and then none. */
export function nextFaults(chance: Chance): Fault[] {
  if (chance.next() < 0.2) return [];
  const faults = Array.from({ length: chance.between(1, 3) }, (): Fault => {
    const service = chance.pick(SERVICES);
    return { ...chance.pick(KINDS)(chance), service, rate: chance.pick([0.2, 0.5, 1]) };
  });
  // A later fault of the same service takes the place of the one before.
  return [...new Map(faults.map((fault) => [fault.service, fault])).values()];
}

/** `bedrock stall-body 50 %`. */
export function describeFault({ service, kind, status, answer, delayMs, rate = 1 }: Fault): string {
  const what = [kind === 'error' ? status : (answer ?? kind), delayMs !== undefined && `${delayMs} ms`];
  return [service, ...what.filter(Boolean), `${Math.round(rate * 100)} %`].join(' ');
}
