/** Puts an answer on the wire, whole or spoilt by a fault. */
import type { ServerResponse } from 'node:http';
import type { SimReply } from './exchange';
import type { Fault } from './fault';

/** Ends when the answer is out, the client has gone, or `closing` fires: nothing waits beyond that. */
export async function deliver(
  response: ServerResponse,
  reply: SimReply,
  fault: Fault | undefined,
  closing: AbortSignal,
): Promise<void> {
  const ended = endOf(response, closing);
  const body = Buffer.from(reply.body);
  const half = body.subarray(0, Math.ceil(body.length / 2));
  const head = (length: number, status = reply.status) =>
    response.writeHead(status, { ...reply.headers, 'content-length': String(length) });

  if (fault?.delayMs !== undefined && fault.kind !== 'drip') await pause(fault.delayMs, ended.signal);
  if (ended.signal.aborted) return ended.destroy();
  switch (fault?.kind) {
    case 'stall-headers':
      return ended.whenOver();
    case 'stall-body':
      head(body.length).write(half);
      return ended.whenOver();
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'truncate':
      head(body.length).write(half, () => response.destroy());
      return;
    case 'malformed': {
      const broken = Buffer.concat([half, Buffer.from('<html>')]);
      head(broken.length, 200).end(broken);
      return;
    }
    case 'drip':
      head(body.length);
      for (const byte of body) {
        response.write(Buffer.of(byte));
        await pause(fault.delayMs ?? 50, ended.signal);
        if (ended.signal.aborted) return ended.destroy();
      }
      response.end();
      return;
    default:
      head(body.length).end(body);
  }
}

/** Fires when the client leaves or the server closes. */
function endOf(response: ServerResponse, closing: AbortSignal) {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, closing]);
  const destroy = () => void response.destroy();
  return {
    signal,
    destroy,
    whenOver: () =>
      new Promise<void>((resolve) => {
        const over = () => {
          destroy();
          resolve();
        };
        if (signal.aborted) over();
        else signal.addEventListener('abort', over, { once: true });
      }),
  };
}

function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const over = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', over);
      resolve();
    }, delayMs);
    signal.addEventListener('abort', over, { once: true });
  });
}
