/** Sends a request on to be asked of the other arm too, once its own has answered. Never fails the request. */
import type { Comparable } from '../domain/agreement';
import type { Arm, Capability } from '../domain/arm';
import type { Meta } from '../domain/meta';
import { comparedSchemas, keptFrom, type Shadow, type ShadowInput, sideOf } from '../domain/shadow';
import type { Call, RequestContext, ShadowQueue, Telemetry } from '../ports';

export interface OfferPorts {
  /** Null where there is none. */
  queue: ShadowQueue | null;
  /** Ends the sending soon: the user waits for it. */
  inTime<T>(work: (call: Call) => Promise<T>): Promise<T>;
  telemetry: Telemetry;
}

/** Why a request that was drawn is not asked twice. */
export type DropReason = 'no-queue' | 'no-budget' | 'withheld' | 'too-large' | 'not-sent' | 'not-asked';

export interface Answered<C extends Capability> {
  capability: C;
  /** What the other arm is to be asked. */
  input: ShadowInput[C];
  /** What the user gets. */
  answer: Comparable[C] & { meta: Meta };
}

/** What was kept, or needed no model, says nothing of an arm and is passed over. */
export async function offerShadow<C extends Capability>(
  ports: OfferPorts,
  { capability, input, answer }: Answered<C>,
  { requestId, owner, arm }: Pick<RequestContext, 'requestId' | 'owner'> & { arm: Arm },
): Promise<void> {
  const { meta } = answer;
  if (meta.provider === null || meta.cached) return;
  const kept = keptFrom(arm, meta);
  if (kept !== null) return dropShadow(ports.telemetry, kept, requestId);
  const { queue } = ports;
  if (queue === null) return dropShadow(ports.telemetry, 'no-queue', requestId);
  try {
    const side = sideOf(arm, meta);
    const isCompared = !side.failed && !meta.degraded;
    const compared = isCompared ? comparedSchemas[capability].parse(answer) : null;
    // The row of a capability holds its own input and answer; TypeScript loses that between the two unions.
    const shadow = { capability, requestId, owner, arm, side, input, answer: compared } as Shadow;
    const isSent = await ports.inTime((call) => queue.send(shadow, call));
    if (!isSent) dropShadow(ports.telemetry, 'too-large', requestId);
  } catch {
    dropShadow(ports.telemetry, 'not-sent', requestId);
  }
}

export function dropShadow(telemetry: Telemetry, reason: DropReason, requestId: string): void {
  telemetry.measure({ ShadowsDropped: 1 }, {}, { reason, requestId });
}
