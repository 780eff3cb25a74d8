/** The laptop cloud of a soak, in a process of its own: says where it is and, when asked, how it is. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startLaptopCloud } from '../laptop-cloud';

/** What the process says of itself. */
export interface Health {
  /** Bytes. */
  rss: number;
  /** Bytes; after a collection of garbage when one was asked for. */
  heap: number;
  /** Milliseconds by which timers are late, since the last question. */
  lagP50: number;
  lagP99: number;
}

export type ToCloud = { ask: 'health' | 'health after gc' };
export type FromCloud = { url: string } | { health: Health };

const delay = monitorEventLoopDelay({ resolution: 10 });

async function main(): Promise<void> {
  const cloud = await startLaptopCloud({ seed: true });
  process.on('message', ({ ask }: ToCloud) => {
    if (ask === 'health after gc') globalThis.gc?.();
    const { rss, heapUsed: heap } = process.memoryUsage();
    const ms = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - 10);
    send({ health: { rss, heap, lagP50: ms(delay.percentile(50)), lagP99: ms(delay.percentile(99)) } });
    delay.reset();
  });
  process.once('disconnect', () => void cloud.close().finally(() => process.exit(0)));
  delay.enable();
  send({ url: cloud.url });
}

function send(message: FromCloud): void {
  if (process.connected) process.send?.(message);
}

// A Ctrl-C of the terminal reaches this process too; the one that measures ends it.
process.on('SIGINT', () => undefined);
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
void main();
