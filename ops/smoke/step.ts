/** One step of the smoke test: what it needs, and what it has seen. */
import type { ApiAnswer, ApiRequest } from './caller';

/** `cloud`: what only API Gateway does; the laptop lets everyone in. */
export type Need = 'token' | 'signature' | 'origin' | 'cloud';

export interface Around {
  call(request: ApiRequest): Promise<ApiAnswer>;
  origin: string;
  /** The job that is put in and taken out again; new for each run. */
  job: { id: string; title: string };
  /** Waits before something is asked again. */
  pause(ms: number): Promise<void>;
  /** No step starts after it fires; what was put in is still taken out. */
  stop?: AbortSignal;
}

export interface Seen {
  /** The last answer, for the table. */
  answer: ApiAnswer;
  says: string;
  /** It works, but not as well as it should. */
  isDegraded?: boolean;
}

export interface Step {
  name: string;
  /** Whose logs tell more. */
  slug: string;
  needs: readonly Need[];
  /** @throws Wrong */
  run(around: Around): Promise<Seen>;
}
