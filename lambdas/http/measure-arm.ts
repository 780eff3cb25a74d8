/** What a request says of the arm that served it, as numbers that compare with those of the other arm. */
import { type Arm, armProviders, type Capability, wasForbidden } from '../domain/arm';
import type { ErrorCode } from '../domain/errors';
import type { Meta } from '../domain/meta';
import type { Telemetry } from '../ports';

/**
 * Requests that were refused or that our stores failed say nothing of an arm, nor do answers that were kept, that needed
 * no model, or for which a rule of ours let no provider of the arm be asked.
 * @param request.durationMs from the event to the answer
 * @param request.code of the problem that was answered; undefined where there is none, or a bug
 * @param request.meta of the answer; undefined where there is none
 */
export function measureArm(
  telemetry: Telemetry,
  side: { capability: Capability; arm: Arm },
  request: {
    requestId: string;
    status: number;
    durationMs: number;
    code?: ErrorCode | undefined;
    meta: Pick<Meta, 'provider' | 'cached' | 'costUsd' | 'promptVersion' | 'attempts'> | undefined;
  },
): void {
  const { requestId, status, durationMs, code, meta } = request;
  if ((status >= 400 && status < 500) || code === 'STORE_UNAVAILABLE') return;
  const hasFailed = status >= 500;
  if (!hasFailed && (meta === undefined || meta.provider === null || meta.cached)) return;
  const isOwn = meta?.provider != null && armProviders[side.arm].includes(meta.provider);
  if (!hasFailed && !isOwn && wasForbidden(side.arm, meta?.attempts ?? [])) return;
  telemetry.measure(
    {
      ArmDuration: durationMs,
      ArmFailures: Number(hasFailed || !isOwn),
      ...(meta?.costUsd != null && { ArmCostUsd: meta.costUsd }),
    },
    side,
    { requestId, ...(meta?.promptVersion != null && { promptVersion: meta.promptVersion }) },
  );
}
