/** Sends requests at times that do not depend on the answers, and notes what became of each. */
import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from './chance';
import type { SoakRequest } from './mix';

export interface Outcome {
  kind: string;
  /** Null: no answer. */
  status: number | null;
  /** The code of the problem, for an answer that is one; for no answer, what the socket said. */
  code?: string;
  degraded: boolean;
  /** Milliseconds from the time at which it was due, so that a server that is slow does not hide what waits. */
  latencyMs: number;
  /** Milliseconds by which it was sent late. */
  lateMs: number;
}

export interface LoadOptions {
  url: string;
  rps: number;
  seconds: number;
  chance: Chance;
  next(): SoakRequest;
  signal: AbortSignal;
  done: (outcome: Outcome) => void;
}

/** Longer than API Gateway waits for a Lambda: who has no answer by then gets none. */
const HANG_MS = 40_000;
/** What is loaded and compiled at the first request of a kind takes its time on a slow machine. */
const WARM_UP_MS = 300_000;

/** Sends each once, one after the other. */
export async function sendEach(url: string, requests: readonly SoakRequest[]): Promise<Outcome[]> {
  const agent = new Agent({ keepAlive: true });
  const outcomes: Outcome[] = [];
  for (const request of requests) outcomes.push(await send(agent, url, request, performance.now(), WARM_UP_MS));
  agent.destroy();
  return outcomes;
}

/** Resolves when every request has ended. After `signal` no new one is sent. @returns the seconds in which they were sent */
export async function sendLoad({ url, rps, seconds, chance, next, signal, done }: LoadOptions): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  const underWay = new Set<Promise<void>>();
  const started = performance.now();
  let due = started;
  while (!signal.aborted) {
    due += (-Math.log(1 - chance.next()) / rps) * 1_000;
    if (due - started > seconds * 1_000) break;
    const waitMs = due - performance.now();
    if (waitMs > 0) await pause(waitMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    const sending = send(agent, url, next(), due).then(done);
    underWay.add(sending);
    void sending.finally(() => underWay.delete(sending));
  }
  const sentIn = (performance.now() - started) / 1_000;
  await Promise.all(underWay);
  agent.destroy();
  return sentIn;
}

function send(agent: Agent, url: string, asked: SoakRequest, due: number, mostMs = HANG_MS): Promise<Outcome> {
  const lateMs = Math.max(0, performance.now() - due);
  const { kind, method, contentType, body } = asked;
  return new Promise((resolve) => {
    const over = (found: Pick<Outcome, 'status' | 'degraded'> & { code?: string }) =>
      resolve({ kind, lateMs, latencyMs: performance.now() - due, ...found });
    const headers = contentType === undefined ? {} : { 'content-type': contentType };
    const request = httpRequest(url + asked.path, { agent, method, headers, signal: AbortSignal.timeout(mostMs) });
    const failed = (error: Error & { code?: string }) =>
      over({ status: null, degraded: false, code: error.code ?? error.name });
    request.once('error', failed);
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', failed);
      response.once('end', () => over(read(response.statusCode ?? 0, Buffer.concat(chunks).toString('utf8'))));
    });
    request.end(body);
  });
}

function read(status: number, body: string): Pick<Outcome, 'status' | 'degraded'> & { code?: string } {
  if (status < 400) return { status, degraded: /"degraded":\s*true/.test(body) };
  const code = /"code":\s*"([A-Z_]+)"/.exec(body)?.[1];
  return { status, degraded: false, ...(code !== undefined && { code }) };
}
