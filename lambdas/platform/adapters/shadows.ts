/** Which requests are asked of the other arm too, and where they wait for it. */
import type { Capability } from '../../domain/arm';
import { maintenanceAt } from '../../domain/flags';
import { isShadowed } from '../../domain/shadow';
import { withDeadline } from '../../http/deadline';
import type { Call, RequestContext, ShadowQueue } from '../../ports';
import type { Answered } from '../../services/offer-shadow';
import { availableArms } from '../default-chains';
import { awsOptions, type Platform, perPlatform } from '../platform';
import { currentFlags } from './current-flags';

/** The longest that a user waits for the sending. */
const SEND_MS = 300;

/** Null where there is none. */
const shadowQueue = perPlatform(async (at): Promise<ShadowQueue | null> => {
  const queueUrl = at.config.SHADOWS_QUEUE_URL;
  if (queueUrl === undefined) return null;
  const messages = await import('../../storage/sqs-shadow-queue');
  const queue = messages.shadowQueue({ aws: awsOptions(at, 'sqs'), queueUrl });
  // Beside the call of the model: the user would wait for it after that. Sending tells of what goes wrong here.
  queue.ready().catch(() => undefined);
  return queue;
});

/** Whether the flags want it, and there are two arms to compare. */
export async function isShadowing(at: Platform, capability: Capability, requestId: string): Promise<boolean> {
  const flags = await currentFlags(at).current();
  const { shadow = { percentage: 0 } } = flags;
  if (!isShadowed(requestId, shadow.percentage) || maintenanceAt(flags, at.clock.now()) !== undefined) return false;
  return availableArms({ chains: at.config.chains, flags }, capability).length > 1;
}

/**
 * Sends what was asked and answered on to the other arm. Null for a request that was not drawn, that a tester put on an
 * arm, or of which nothing is to be kept.
 */
export async function shadowOf<C extends Capability>(
  at: Platform,
  capability: C,
  context: RequestContext,
): Promise<((answered: Omit<Answered<C>, 'capability'>) => Promise<void>) | null> {
  const { arm, noStore, assignee, requestId } = context;
  if (arm === undefined || noStore === true || assignee?.override !== undefined) return null;
  if (!(await isShadowing(at, capability, requestId))) return null;
  const [{ offerShadow }, queue] = await Promise.all([import('../../services/offer-shadow'), shadowQueue(at)]);
  const { telemetry, clock } = at;
  const inTime = <T>(work: (call: Call) => Promise<T>) => withDeadline(clock, SEND_MS, work);
  const ports = { queue, telemetry, inTime };
  return (answered) => offerShadow(ports, { capability, ...answered }, { ...context, arm });
}
