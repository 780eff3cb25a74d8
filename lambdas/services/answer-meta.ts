/** Puts what a provider chain knows of an answer into the `meta` that goes out with it. */
import type { Meta, Provenance } from '../domain/meta';
import type { Clock, RequestContext } from '../ports';

/** No provider was asked. */
export const NO_PROVIDER: Provenance = {
  provider: null,
  model: null,
  attempts: [],
  fallbackUsed: false,
  degraded: false,
  cached: false,
  simulated: false,
  promptVersion: null,
  usage: null,
  costUsd: 0,
  costEstimated: false,
};

/** `startedAt` is the clock's time when the work began; latency is measured to now. */
export function answerMeta(
  answer: { clock: Clock; startedAt: number; provenance: Provenance; warnings?: string[] },
  context: Pick<RequestContext, 'requestId' | 'arm' | 'maintenanceUntil'>,
): Meta {
  return {
    requestId: context.requestId,
    ...answer.provenance,
    arm: context.arm ?? null,
    latencyMs: Math.max(0, Math.round(answer.clock.now() - answer.startedAt)),
    warnings: [
      ...(answer.warnings ?? []),
      ...budgetWarnings(answer.provenance),
      ...maintenanceWarnings(answer.provenance, context),
    ],
  };
}

/** Why an answer came without a model, where it was for its cost. */
function budgetWarnings({ degraded, attempts }: Provenance): string[] {
  if (!degraded) return [];
  const outcomes = new Set(attempts.map(({ outcome }) => outcome));
  return [
    ...(outcomes.has('over-budget') ? ["The day's budget for models is used up: answered without them."] : []),
    ...(outcomes.has('budget-unknown')
      ? ["The day's budget for models could not be read: answered without them."]
      : []),
  ];
}

function maintenanceWarnings(
  { degraded }: Provenance,
  { maintenanceUntil }: Pick<RequestContext, 'maintenanceUntil'>,
): string[] {
  if (!degraded || maintenanceUntil === undefined) return [];
  return [`Models are under maintenance until ${maintenanceUntil}: answered without them.`];
}
