/** Figures of both arms, healthy and alike unless a test says otherwise. */
import { capabilities } from '../../lambdas/domain/arm';
import type { ArmFigures, CapabilityFigures, SideFigures } from '../../lambdas/domain/arm-figures';

export function side(changes: Partial<SideFigures> = {}): SideFigures {
  const all = {
    requests: 1_000,
    failures: 2,
    p90Ms: 1_200,
    p95Ms: 1_500,
    costUsd: 0.002,
    rating: null,
    ...changes,
  };
  return { failureRate: all.requests === 0 ? null : all.failures / all.requests, ...all };
}

const idle = side({ requests: 0, failures: 0, p90Ms: null, p95Ms: null, costUsd: null });

/** Of `parse` alone, unless others are named; the rest has no traffic. */
export function armFiguresOf(parse: Partial<CapabilityFigures> = {}, others: Partial<ArmFigures> = {}): ArmFigures {
  const none = Object.fromEntries(
    capabilities.map((name) => [name, { aws: idle, current: idle, agreement: null }]),
  ) as ArmFigures;
  return { ...none, parse: { aws: side(), current: side(), agreement: null, ...parse }, ...others };
}
