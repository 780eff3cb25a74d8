/** Fills the catalogue with the sample jobs, through the API like any other caller. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { MAX_JOBS_PER_REQUEST } from '../lambdas/domain/limits';
import type { JobsBatchResponse } from '../lambdas/domain/requests';

/** A laptop that may do one thing at a time turns us away while its user asks. */
const MAX_SENDINGS = 10;

/**
 * Sends the samples in batches; jobs that are there already stay as they are.
 * @returns how many jobs were accepted
 * @throws Error when the API refuses a sample
 */
export async function seedJobs(url: string, signal: AbortSignal): Promise<number> {
  const jobs = JSON.parse(await readFile(path.join(__dirname, 'samples', 'jobs.json'), 'utf8')) as unknown[];
  let accepted = 0;
  for (let at = 0; at < jobs.length; at += MAX_JOBS_PER_REQUEST) {
    const response = await send(`${url}/v1/jobs/batch`, { jobs: jobs.slice(at, at + MAX_JOBS_PER_REQUEST) }, signal);
    if (!response.ok) throw new Error(`the sample jobs were refused: ${response.status} ${await response.text()}`);
    const outcome = (await response.json()) as JobsBatchResponse;
    const [rejected] = outcome.rejected;
    if (rejected !== undefined) {
      throw new Error(`sample job ${at + rejected.index} was refused: ${rejected.problem.detail}`);
    }
    accepted += outcome.accepted.length;
  }
  return accepted;
}

async function send(url: string, body: object, signal: AbortSignal): Promise<Response> {
  for (let sending = 1; ; sending++) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    });
    const after = response.headers.get('retry-after');
    if (response.status !== 503 || after === null || sending === MAX_SENDINGS) return response;
    await response.body?.cancel();
    await setTimeout(Number(after) * 1000, undefined, { signal });
  }
}
