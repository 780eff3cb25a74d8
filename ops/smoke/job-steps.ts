/** One job all the way through: API, table, stream, embedder, index, and out again. */
import { jobResponseSchema, matchResponseSchema } from '../../lambdas/domain/requests';
import { routes } from '../../lambdas/http/routes';
import { expectAnswer, expectProblem, expectStatus, Wrong } from './expect';
import type { Step } from './step';

/** A market of its own, so that no user's search ever finds the job. */
const MARKET = 'smoke-test';
/** Until a new job can be found: the stream's batching window, the embedders and the index. */
const FINDABLE_WITHIN_MS = 60_000;
const ASK_AGAIN_MS = { first: 1_000, most: 8_000 };

export const jobSteps: readonly Step[] = [
  {
    name: 'put a job',
    slug: routes.putJob.slug,
    needs: ['signature'],
    async run({ call, job: { id, title } }) {
      const description = 'You build and repair bassoons, turn the joints from maple and fit the keywork.';
      const body = { id, title, description, market: MARKET };
      const answer = await call({ method: 'PUT', path: `/v1/jobs/${id}`, as: 'machine', body });
      expectAnswer(answer, 201, jobResponseSchema);
      return { answer, says: id };
    },
  },
  {
    name: 'get the job',
    slug: routes.getJob.slug,
    needs: ['signature'],
    async run({ call, job: { id, title } }) {
      const answer = await call({ method: 'GET', path: `/v1/jobs/${id}`, as: 'machine' });
      const { job } = expectAnswer(answer, 200, jobResponseSchema);
      if (job.title !== title) throw new Wrong('Another job came back than was put in.', answer);
      return { answer, says: 'as it was put in' };
    },
  },
  {
    name: 'match finds it',
    slug: routes.matchJobs.slug,
    needs: ['signature', 'token'],
    async run({ call, job, pause, stop }) {
      const body = { query: job.title, filters: { market: MARKET }, limit: 100 };
      for (let waitedMs = 0, waitMs = ASK_AGAIN_MS.first; ; waitMs = Math.min(waitMs * 2, ASK_AGAIN_MS.most)) {
        const answer = await call({ method: 'POST', path: routes.matchJobs.path, as: 'user', body });
        const isOver = waitedMs >= FINDABLE_WITHIN_MS || stop?.aborted === true;
        if (answer.status !== 429 || isOver) {
          const { matches, meta } = expectAnswer(answer, 200, matchResponseSchema);
          const found = matches.find(({ jobId }) => jobId === job.id);
          const by = `${meta.provider ?? 'terms'}${meta.degraded ? ', degraded' : ''}`;
          if (found !== undefined) {
            const after = waitedMs === 0 ? '' : `, findable within ${waitedMs / 1_000} s`;
            return { answer, says: `score ${found.score} (${by})${after}`, isDegraded: meta.degraded };
          }
        }
        if (isOver) {
          const late = `The job is not found ${waitedMs / 1_000} s after it was put in: the stream may not reach embed-changes.`;
          throw new Wrong(late, answer);
        }
        await pause(waitMs);
        waitedMs += waitMs;
      }
    },
  },
  {
    name: 'delete the job',
    slug: routes.deleteJob.slug,
    needs: ['signature'],
    async run({ call, job: { id } }) {
      expectStatus(await call({ method: 'DELETE', path: `/v1/jobs/${id}`, as: 'machine' }), 204);
      const answer = await call({ method: 'GET', path: `/v1/jobs/${id}`, as: 'machine' });
      expectProblem(answer, 404, 'JOB_NOT_FOUND');
      return { answer, says: 'gone' };
    },
  },
];
