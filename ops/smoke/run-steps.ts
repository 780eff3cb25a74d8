/** Runs the steps one after the other, stops at the first that is wrong, and always takes out what was put in. */
import { NoAnswer } from './caller';
import { Wrong } from './expect';
import type { Around, Need, Step } from './step';

export interface StepResult {
  name: string;
  slug: string;
  outcome: 'ok' | 'degraded' | 'failed' | 'not tried';
  says: string;
  status?: number;
  latencyMs?: number;
  requestId?: string | undefined;
}

/**
 * @param missing the needs that cannot be met, and why
 * @param onResult told of each step as it ends
 */
export async function runSteps(
  steps: readonly Step[],
  around: Around,
  missing: ReadonlyMap<Need, string>,
  onResult: (result: StepResult) => void = () => undefined,
): Promise<StepResult[]> {
  const results: StepResult[] = [];
  try {
    for (const step of steps) {
      if (around.stop?.aborted) break;
      const result = await outcomeOf(step, around, missing);
      results.push(result);
      onResult(result);
      if (result.outcome === 'failed') break;
    }
  } finally {
    if (isLeft(results)) await takeOut(around);
  }
  return results;
}

/** Whether the job may still be there. */
function isLeft(results: readonly StepResult[]): boolean {
  const outcome = (name: string) => results.find((result) => result.name === name)?.outcome;
  const put = outcome('put a job');
  return put !== undefined && put !== 'not tried' && outcome('delete the job') !== 'ok';
}

async function outcomeOf(step: Step, around: Around, missing: ReadonlyMap<Need, string>): Promise<StepResult> {
  const { name, slug } = step;
  const lacks = step.needs.map((need) => missing.get(need)).find((reason) => reason !== undefined);
  if (lacks !== undefined) return { name, slug, outcome: 'not tried', says: lacks };
  try {
    const { answer, says, isDegraded } = await step.run(around);
    const { status, latencyMs } = answer;
    return { name, slug, outcome: isDegraded ? 'degraded' : 'ok', says, status, latencyMs };
  } catch (error) {
    if (!(error instanceof Wrong || error instanceof NoAnswer)) throw error;
    const answer = error instanceof Wrong ? error.answer : undefined;
    const requestId = answer?.headers.get('x-request-id') ?? answer?.headers.get('x-amzn-requestid') ?? undefined;
    return {
      name,
      slug,
      outcome: 'failed',
      says: error.message,
      requestId,
      ...(answer && { status: answer.status, latencyMs: answer.latencyMs }),
    };
  }
}

/** The job may or may not be there; either is fine. */
async function takeOut({ call, job }: Around): Promise<void> {
  await call({ method: 'DELETE', path: `/v1/jobs/${job.id}`, as: 'machine' }).catch(() => undefined);
}
