/** One way in which a vendor fails, and what must follow from it. */
import type { Provider } from '../../lambdas/domain/meta';
import type { Fault, SimServiceName } from '../simulators/fault';

export interface Vendor {
  title: string;
  work: 'text' | 'embeddings';
  provider: Provider & SimServiceName;
  /** Who is asked beside it. */
  other: 'bedrock' | 'openai';
  rows: readonly FaultRow[];
}

/** What is wrong: a fault of the simulated vendor, or something around it. */
export type Wrong =
  | Omit<Fault, 'service'>
  | 'no-such-host'
  | 'nobody-listens'
  | 'no-tls'
  | 'key-rotated'
  | 'key-not-set-up'
  | 'credentials-renewed';

export interface FaultRow {
  /** The same name at two vendors is the same fault: they can have it together. */
  name: string;
  wrong: Wrong;
  /** How the attempts at the vendor end, in order; the last is `ok` when it answers all the same. */
  outcomes: readonly string[];
  /** Requests that reach the vendor. Default: one an attempt. */
  calls?: number;
  /** Times the key of the vendor is read once more. Default 0. */
  keyReads?: number;
  /** `local`: the same text goes to no other vendor. Default: the next one is asked. */
  next?: 'local';
  /** `said` by the vendor; `most`: nobody knows, so it counts as the most it can be. */
  bill: 'none' | 'said' | 'most';
  /** What the breaker of the model says when it goes on like this: six requests, or until it is not closed. */
  breaker: 'closed' | 'open' | 'capacity';
  /** It ends by the time of its tier only, so that is cut short. */
  isEndless?: true;
}

/** Where the vendor stands when it fails: first, second behind one that refuses us, or together with the other one. */
export const places = ['first', 'second', 'both'] as const;
export type Place = (typeof places)[number];
