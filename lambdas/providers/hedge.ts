/** Asks an embedder a second time when its answer is later than usual, and takes the one that comes first. */
import { addUsage } from '../domain/meta';
import type { Embedder } from '../ports';
import { breakerKey } from './admission';
import { systemTime, type Time } from './resilience';
import type { RetryBudget } from './retry-budget';

/** Of the last calls; with fewer than the least of them nobody knows what is usual. */
const SAMPLES = { least: 20, most: 100 };
const USUAL_SHARE = 0.95;

export interface HedgeOptions {
  /** What second calls there may be, as a share of all. */
  budget: RetryBudget;
  onHedge?: (key: string) => void;
  time?: Time;
}

/**
 * The same embedder; text models are never hedged, as each call of theirs costs a hundred times as much. Both calls are
 * billed: the one that was broken off is counted at the most it can cost. After a failure nothing is hedged until the
 * model has answered as often as is needed to know its time: an ill model gets no second calls.
 */
export function hedged(embedder: Embedder, options: HedgeOptions): Embedder {
  const { budget, onHedge, time = systemTime } = options;
  const key = breakerKey(embedder);
  let tookMs: number[] = [];

  return {
    ...embedder,
    estimate(texts) {
      const worst = embedder.estimate(texts);
      // The day's budget must hold the second call too, where there may be one.
      return worst === null || usualMs(tookMs) === undefined ? worst : addUsage(worst, worst);
    },
    async embed(texts, ask) {
      budget.earn(key);
      const stop = new AbortController();
      const signal = AbortSignal.any([ask.signal, stop.signal]);
      const call = async () => {
        const started = time.now();
        try {
          const made = await embedder.embed(texts, { ...ask, signal });
          tookMs = [...tookMs, time.now() - started].slice(-SAMPLES.most);
          return made;
        } catch (error) {
          if (!signal.aborted) tookMs = [];
          throw error;
        }
      };
      const lateMs = usualMs(tookMs);
      if (lateMs === undefined) return call();

      let isHedged = false;
      let cancel = () => {};
      const made = await new Promise<Awaited<ReturnType<Embedder['embed']>>>((resolve, reject) => {
        let running = 0;
        const begin = () => {
          running++;
          call().then(resolve, (error: unknown) => {
            running--;
            // The other call may still answer.
            if (running === 0) reject(error);
          });
        };
        begin();
        cancel = time.after(lateMs, () => {
          if (signal.aborted || !budget.spend(key)) return;
          isHedged = true;
          onHedge?.(key);
          begin();
        });
      }).finally(() => {
        cancel();
        stop.abort();
      });
      if (!isHedged) return made;
      const worst = embedder.estimate(texts);
      if (made.usage === null || worst === null) return made;
      return { ...made, usage: addUsage(made.usage, worst), estimated: true };
    },
  };
}

/** Milliseconds that 95 of 100 calls stay below. */
function usualMs(tookMs: readonly number[]): number | undefined {
  if (tookMs.length < SAMPLES.least) return undefined;
  return [...tookMs].sort((a, b) => a - b)[Math.ceil(tookMs.length * USUAL_SHARE) - 1];
}
