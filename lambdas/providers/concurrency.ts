/** Runs a job over a list, a few at a time; the first failure stops the rest. */

/**
 * Results in the order of `items`. Rejects with the first failure, after telling the other jobs through their
 * signal. A job that is started with its signal aborted is expected to reject.
 */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  limit: number,
  signal: AbortSignal,
  job: (item: T, signal: AbortSignal) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(items.length);
  const stop = new AbortController();
  const giveUp = () => stop.abort(signal.reason);
  if (signal.aborted) giveUp();
  signal.addEventListener('abort', giveUp, { once: true });
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) {
      results[index] = await job(item, stop.signal);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
    return results;
  } finally {
    stop.abort();
    signal.removeEventListener('abort', giveUp);
  }
}
