/** Time that passes only when the test says so, and models that take as long of it as they are told. */
import { NO_TOKENS, type Usage } from '../../../lambdas/domain/meta';
import type { Call, TextModel } from '../../../lambdas/ports';
import type { Time } from '../../../lambdas/providers/resilience';

export interface VirtualTime extends Time {
  /** Lets time jump from one timer to the next until the work is done, however it ends. */
  during<T>(work: Promise<T>): Promise<T>;
  /** Timers that are still set. */
  pending(): number;
}

export function virtualTime(start = Date.parse('2026-11-21T12:00:00Z')): VirtualTime {
  let now = start;
  let timers: { at: number; fire: () => void }[] = [];
  const time: VirtualTime = {
    now: () => now,
    after(delayMs, fire) {
      const timer = { at: now + delayMs, fire };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    pending: () => timers.length,
    async during(work) {
      let done = false;
      const settle = () => {
        done = true;
      };
      work.then(settle, settle);
      for (;;) {
        // All promises that can go on do so before time does.
        await new Promise((resolve) => setImmediate(resolve));
        if (done) return work;
        const next = timers.reduce((first, timer) => (timer.at < first.at ? timer : first), timers[0] ?? stuck());
        timers = timers.filter((timer) => timer !== next);
        now = Math.max(now, next.at);
        next.fire();
      }
    },
  };
  return time;
}

function stuck(): never {
  throw new Error('the work waits for something that is not time');
}

export const TOKENS: Usage = { ...NO_TOKENS, inputTokens: 1_000, outputTokens: 500 };
/** What a scripted model says that a call is billed for at most. */
export const WORST: Usage = { ...NO_TOKENS, inputTokens: 4_000, outputTokens: 2_000 };

/** One thing a model does when asked: after `afterMs`, answer or fail. `deaf` models do not heed their signal. */
export interface Step {
  afterMs: number;
  output?: unknown;
  error?: Error;
  usage?: Usage | null;
  deaf?: boolean;
}

/** A model that takes its steps in order, repeating the last, and keeps what it was asked. */
export function scriptedModel(
  identity: Pick<TextModel, 'provider' | 'modelId'>,
  time: Time,
  steps: readonly Step[],
): TextModel & { asked: { task: unknown; repair: string[] | undefined; call: Call }[] } {
  const asked: { task: unknown; repair: string[] | undefined; call: Call }[] = [];
  return {
    ...identity,
    promptVersion: (kind) => (identity.provider === 'rules' ? null : `${kind}@test`),
    asked,
    estimate: () => (identity.provider === 'rules' ? NO_TOKENS : WORST),
    complete(task, call, repair) {
      const step = steps[Math.min(asked.length, steps.length - 1)] ?? { afterMs: 0 };
      asked.push({ task, repair, call });
      return new Promise((resolve, reject) => {
        if (!step.deaf) call.signal.addEventListener('abort', () => reject(call.signal.reason), { once: true });
        time.after(step.afterMs, () => {
          if (step.error) reject(step.error);
          else resolve({ output: step.output, usage: step.usage === undefined ? TOKENS : step.usage });
        });
      });
    },
  };
}
