/** Notes how an answer came about, so that its user can rate it; the answer waits for that a moment, and never fails by it. */
import type { Arm, Capability } from '../domain/arm';
import type { Meta } from '../domain/meta';
import type { AnswerStore, Clock, Telemetry } from '../ports';
import { withDeadline } from './deadline';

/** The longest that an answer waits: several times what the write takes, and less than anybody notices. */
const KEEP_MS = 150;

/** @param answer.meta what the answer says of itself; undefined where it says nothing */
export async function keepAnswer(
  answers: Promise<Pick<AnswerStore, 'keep'>>,
  answer: {
    requestId: string;
    owner: string;
    operation: string;
    capability: Capability | null;
    arm: Arm | null;
    meta: Pick<Meta, 'provider' | 'model' | 'promptVersion'> | undefined;
  },
  at: { clock: Clock; telemetry: Telemetry },
): Promise<void> {
  const { requestId, owner, operation, capability, arm, meta } = answer;
  const { provider = null, model = null, promptVersion = null } = meta ?? {};
  const rated = { operation, capability, arm, provider, model, promptVersion };
  try {
    await withDeadline(at.clock, KEEP_MS, async (call) => {
      const store = await answers;
      await store.keep({ requestId, owner, answer: rated }, call);
    });
  } catch {
    at.telemetry.event('warn', 'answer cannot be rated, as it was not noted', { requestId, operation });
  }
}
