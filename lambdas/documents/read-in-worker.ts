/** Has a document read in a thread, so that one built to run for ever can be stopped. */
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DomainError } from '../domain/errors';
import type { Call } from '../ports';
import type { Budget } from './budget';
import type { Answer } from './document-worker';
import type { Found } from './read-kind';
import { refusals } from './refusals';
import type { Kind } from './sniff';

/**
 * Megabytes the process may grow by while a document is read; buffers count, which the limits of V8 do not see. Fifty
 * dense pages take 60.
 */
const MAX_GROWTH_MB = 130;
/** Milliseconds between two looks at the memory: time for about 5 MB at the rate at which pdf.js takes it. */
const WATCH_EVERY_MS = 10;
/** A worker that has nothing to do waits for the next document, as pdf.js takes a while to load. */
let idle: Worker | undefined;
let program: ReturnType<typeof workerProgram> | undefined;

/**
 * What the worker runs: the file beside this one in the bundle, or, where the sources run uncompiled (laptop, tests), the
 * same made on the spot, with the esbuild that makes the deployed one.
 */
function workerProgram(): { code: string; eval: boolean } {
  if (!__filename.endsWith('.ts')) return { code: join(__dirname, 'document-worker.mjs'), eval: false };
  const esbuild = createRequire(__filename)('esbuild') as typeof import('esbuild');
  const built = esbuild.buildSync({
    entryPoints: [join(__dirname, 'document-worker.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
  });
  return { code: built.outputFiles[0]?.text ?? '', eval: true };
}

/**
 * Reads in a worker, which is ended when the budget is spent, the request is given up, or memory grows too fast.
 * Throws what `readKind` throws, and `DOCUMENT_TOO_COMPLEX` or `DEADLINE_EXCEEDED` when the worker had to be ended.
 */
export async function readInWorker(kind: Kind, bytes: Uint8Array, call: Call, budget: Budget): Promise<Found> {
  const worker = idle ?? (await startWorker());
  idle = undefined;
  worker.ref();
  budget.restart();
  const growthStart = process.memoryUsage.rss();
  let watch: NodeJS.Timeout | undefined;
  let stop = () => {};
  let failed: (error: Error & { code?: string }) => void = () => {};
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      const giveUp = () => {
        try {
          budget.check();
          reject(refusals.tooComplex());
        } catch (error) {
          reject(error);
        }
      };
      stop = giveUp;
      failed = (error) => (error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? giveUp() : reject(error));
      watch = setInterval(() => {
        const grown = (process.memoryUsage.rss() - growthStart) / 1e6;
        if (grown > MAX_GROWTH_MB || budget.remainingMs() === 0) giveUp();
      }, WATCH_EVERY_MS);
      call.signal.addEventListener('abort', stop, { once: true });
      worker.once('message', resolve);
      worker.once('error', failed);
      worker.once('exit', stop);
      budget.check();
      worker.postMessage({ kind, bytes, timeoutMs: budget.remainingMs() });
    });
    worker.unref();
    if (idle) await worker.terminate();
    else idle = worker;
    if ('found' in answer) return answer.found;
    if ('refusal' in answer) throw new DomainError(answer.refusal.code, answer.refusal.message);
    throw new Error(answer.bug);
  } catch (error) {
    if (idle !== worker) await worker.terminate();
    throw error;
  } finally {
    clearInterval(watch);
    worker.off('error', failed).off('exit', stop);
    call.signal.removeEventListener('abort', stop);
  }
}

/** A worker that has loaded its code. */
async function startWorker(): Promise<Worker> {
  program ??= workerProgram();
  const worker = new Worker(program.code, {
    eval: program.eval,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 },
  });
  // A program that cannot start ends without a message, and nobody must wait for one.
  const ended = once(worker, 'exit').then(() => {
    throw new Error('the document worker ended before it was ready');
  });
  await Promise.race([once(worker, 'message'), ended]);
  return worker;
}
