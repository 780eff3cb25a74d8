/** What is tried after a deployment, in order. */
import { randomUUID } from 'node:crypto';
import { jobSteps } from './job-steps';
import { modelSteps } from './model-steps';
import { outsideSteps } from './outside-steps';
import type { Around, Step } from './step';

export const steps: readonly Step[] = [...outsideSteps, ...modelSteps, ...jobSteps];

export function newJob(): Around['job'] {
  const id = `smoke-${randomUUID()}`;
  return { id, title: 'Bassoon maker and repairer' };
}
