/** Fills the catalogue with the sample jobs, through the API like any other caller. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { MAX_JOBS_PER_REQUEST } from '../lambdas/domain/limits';
import type { JobsBatchResponse } from '../lambdas/domain/requests';

/**
 * Sends the samples in batches; jobs that are there already stay as they are.
 * @returns how many jobs were accepted
 * @throws Error when the API refuses a sample
 */
export async function seedJobs(url: string, signal: AbortSignal): Promise<number> {
  const jobs = JSON.parse(await readFile(path.join(__dirname, 'samples', 'jobs.json'), 'utf8')) as unknown[];
  let accepted = 0;
  for (let at = 0; at < jobs.length; at += MAX_JOBS_PER_REQUEST) {
    const response = await fetch(`${url}/v1/jobs/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jobs: jobs.slice(at, at + MAX_JOBS_PER_REQUEST) }),
      signal,
    });
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
