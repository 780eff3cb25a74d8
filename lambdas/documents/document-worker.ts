/** The program of the thread that reads documents; `read-in-worker.ts` starts it and speaks to it. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import { DomainError, type ErrorCode } from '../domain/errors';
import { startBudget } from './budget';
import { type Found, readKind } from './read-kind';
import type { Kind } from './sniff';

/** What the thread is sent. */
export interface Ask {
  kind: Kind;
  bytes: Uint8Array;
  timeoutMs: number;
}

/** What it answers. */
export type Answer = { found: Found } | { refusal: { code: ErrorCode; message: string } } | { bug: string };

async function answerTo(ask: Ask): Promise<Answer> {
  const call = { signal: new AbortController().signal, deadline: Number.POSITIVE_INFINITY };
  try {
    return { found: await readKind(ask.kind, ask.bytes, startBudget(call, ask.timeoutMs, Date.now)) };
  } catch (error) {
    if (error instanceof DomainError) return { refusal: { code: error.code, message: error.message } };
    return { bug: error instanceof Error ? (error.stack ?? error.message) : 'unknown' };
  }
}

async function serve(port: MessagePort): Promise<void> {
  const { loadPdfJs } = await import('./pdf');
  await loadPdfJs();
  port.on('message', (ask: Ask) => {
    void answerTo(ask).then((answer) => port.postMessage(answer));
  });
  port.postMessage('ready');
}

// There is no port in the main thread, where importing this does nothing.
if (parentPort) void serve(parentPort);
