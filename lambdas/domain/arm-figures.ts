/** What was measured of both arms over a while. */
import type { Arm, Capability } from './arm';

export interface Mean {
  mean: number;
  count: number;
}

export interface SideFigures {
  requests: number;
  /** Requests that the arm's own providers did not answer. */
  failures: number;
  /** 0 to 1; null without requests. */
  failureRate: number | null;
  /** Of the request, in milliseconds; null without requests. */
  p90Ms: number | null;
  p95Ms: number | null;
  /** Mean of the requests whose cost is known; null where none is. */
  costUsd: number | null;
  /** 1 to 5; null where nobody rated. */
  rating: Mean | null;
}

/** 0 to 1; null where nothing was asked of both arms. */
export type CapabilityFigures = Record<Arm, SideFigures> & { agreement: Mean | null };

export type ArmFigures = Record<Capability, CapabilityFigures>;
