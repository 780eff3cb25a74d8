/** What is tried after a deployment, in order: from the outside in, and then one job all the way through. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import contract from '../../docs/openapi.json';
import {
  embedResponseSchema,
  healthResponseSchema,
  jobResponseSchema,
  matchResponseSchema,
  parseResumeResponseSchema,
  providersHealthResponseSchema,
} from '../../lambdas/domain/requests';
import { requestExamples } from '../../lambdas/http/examples';
import { routes } from '../../lambdas/http/routes';
import type { ApiAnswer, ApiRequest } from './caller';
import { expectAnswer, expectProblem, expectStatus, Wrong } from './expect';

/** `cloud`: what only API Gateway does; the laptop lets everyone in. */
export type Need = 'token' | 'signature' | 'origin' | 'cloud';

export interface Around {
  call(request: ApiRequest): Promise<ApiAnswer>;
  origin: string;
  /** The job that is put in and taken out again; new for each run. */
  job: { id: string; title: string };
  /** Waits before something is asked again. */
  pause(ms: number): Promise<void>;
  /** No step starts after it fires; what was put in is still taken out. */
  stop?: AbortSignal;
}

export interface Seen {
  /** The last answer, for the table. */
  answer: ApiAnswer;
  says: string;
  /** It works, but not as well as it should. */
  isDegraded?: boolean;
}

export interface Step {
  name: string;
  /** Whose logs tell more. */
  slug: string;
  needs: readonly Need[];
  /** @throws Wrong */
  run(around: Around): Promise<Seen>;
}

/** A market of its own, so that no user's search ever finds the job. */
const MARKET = 'smoke-test';
/** Until a new job can be found: the stream's batching window, the embedders and the index. */
const FINDABLE_WITHIN_MS = 60_000;
const ASK_AGAIN_MS = { first: 1_000, most: 8_000 };

export function newJob(): Around['job'] {
  const id = `smoke-${randomUUID()}`;
  return { id, title: 'Bassoon maker and repairer' };
}

export const steps: readonly Step[] = [
  {
    name: 'health',
    slug: routes.health.slug,
    needs: [],
    async run({ call }) {
      const answer = await call({ method: 'GET', path: routes.health.path, as: 'nobody' });
      const { version } = expectAnswer(answer, 200, healthResponseSchema);
      return { answer, says: `version ${version}` };
    },
  },
  {
    name: 'contract',
    slug: routes.openApi.slug,
    needs: [],
    async run({ call }) {
      const answer = await call({ method: 'GET', path: routes.openApi.path, as: 'nobody' });
      const deployed = expectAnswer(answer, 200, contractSchema);
      const here = contractSchema.parse(contract);
      const [there, mine] = [operationsOf(deployed), operationsOf(here)];
      const different = [...there, ...mine].filter((operation) => !there.has(operation) || !mine.has(operation));
      if (deployed.info.version !== here.info.version || different.length > 0) {
        throw new Wrong(
          `Version ${deployed.info.version} is deployed, this checkout is ${here.info.version}${different.length > 0 ? `; they differ in ${different.join(', ')}` : ''}.`,
          answer,
        );
      }
      return { answer, says: `version ${deployed.info.version}, ${there.size} operations` };
    },
  },
  {
    name: 'no such route',
    slug: routes.openApi.slug,
    needs: [],
    async run({ call }) {
      const answer = await call({ method: 'GET', path: '/v1/no-such-route', as: 'nobody' });
      expectProblem(answer, 404, 'ROUTE_NOT_FOUND');
      return { answer, says: 'a problem of ours' };
    },
  },
  {
    name: 'no such method',
    slug: routes.openApi.slug,
    needs: [],
    async run({ call }) {
      const answer = await call({ method: 'DELETE', path: routes.health.path, as: 'nobody' });
      expectProblem(answer, 405, 'METHOD_NOT_ALLOWED');
      return { answer, says: `allow: ${answer.headers.get('allow')}` };
    },
  },
  {
    name: 'no token',
    slug: routes.matchJobs.slug,
    needs: ['cloud'],
    async run({ call }) {
      const answer = await call({
        method: 'POST',
        path: routes.matchJobs.path,
        as: 'nobody',
        body: { query: 'nurse' },
      });
      expectProblem(answer, 401, 'UNAUTHENTICATED');
      return { answer, says: 'turned away' };
    },
  },
  {
    name: 'forged token',
    slug: routes.matchJobs.slug,
    needs: ['cloud'],
    async run({ call }) {
      const headers = { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ.' };
      const body = { query: 'nurse' };
      const answer = await call({ method: 'POST', path: routes.matchJobs.path, as: 'nobody', headers, body });
      expectProblem(answer, 401, 'UNAUTHENTICATED');
      return { answer, says: 'turned away' };
    },
  },
  {
    name: 'no signature',
    slug: routes.putJob.slug,
    needs: ['cloud'],
    async run({ call, job }) {
      const answer = await call({ method: 'GET', path: `/v1/jobs/${job.id}`, as: 'nobody' });
      expectProblem(answer, 401, 'UNAUTHENTICATED');
      return { answer, says: 'turned away' };
    },
  },
  {
    name: 'CORS',
    slug: routes.matchJobs.slug,
    needs: ['origin'],
    async run({ call, origin }) {
      const answer = await preflight(call, origin);
      const { headers } = answer;
      if (answer.status >= 300 || headers.get('access-control-allow-origin') !== origin) {
        throw new Wrong(`Pages of ${origin} may not call: corsOrigins does not name it.`, answer);
      }
      const lacks = [
        ...lacking(headers.get('access-control-allow-methods'), ['POST']),
        ...lacking(headers.get('access-control-allow-headers'), ['authorization', 'content-type', 'idempotency-key']),
      ];
      if (lacks.length > 0) throw new Wrong(`Pages of ${origin} may not send ${lacks.join(', ')}.`, answer);
      return { answer, says: `pages of ${origin} may call` };
    },
  },
  {
    name: 'CORS, others',
    slug: routes.matchJobs.slug,
    needs: [],
    async run({ call }) {
      const answer = await preflight(call, 'https://elsewhere.example.com');
      const allowed = answer.headers.get('access-control-allow-origin');
      if (allowed === '*' || allowed === 'https://elsewhere.example.com') {
        throw new Wrong('Pages of any origin may call.', answer);
      }
      return { answer, says: 'pages of other origins may not' };
    },
  },
  {
    name: 'providers',
    slug: routes.providersHealth.slug,
    needs: ['signature'],
    async run({ call }) {
      const answer = await call({ method: 'GET', path: routes.providersHealth.path, as: 'machine' });
      const { providers } = expectAnswer(answer, 200, providersHealthResponseSchema);
      const failing = providers.filter(({ status }) => status === 'failing');
      const named = failing.map(({ provider, model, detail }) => `${provider} ${model ?? ''}: ${detail}`).join('; ');
      if (failing.some(({ capability }) => capability === 'store')) throw new Wrong(`A store fails: ${named}.`, answer);
      if (failing.length > 0) return { answer, says: `failing: ${named}`, isDegraded: true };
      return { answer, says: providers.map(({ provider, status }) => `${provider} ${status}`).join(', ') };
    },
  },
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
    name: 'embed',
    slug: routes.embed.slug,
    needs: ['token'],
    async run({ call }) {
      const body = { input: 'wound care and triage' };
      const answer = await call({ method: 'POST', path: routes.embed.path, as: 'user', body });
      const { data, space, meta } = expectAnswer(answer, 200, embedResponseSchema);
      const length = data[0]?.embedding.length;
      if (length !== space.dimensions) throw new Wrong(`A vector of ${length} instead of ${space.dimensions}.`, answer);
      return { answer, says: `${space.provider} ${space.model}, ${length} numbers`, isDegraded: meta.degraded };
    },
  },
  {
    name: 'parse a resume',
    slug: routes.parseResume.slug,
    needs: ['token'],
    async run({ call }) {
      const body = requestExamples.parseResume?.text?.value;
      const answer = await call({ method: 'POST', path: routes.parseResume.path, as: 'user', body });
      const { resume, meta } = expectAnswer(answer, 200, parseResumeResponseSchema);
      if (resume.basics.name !== 'Maren Vogt' || resume.work.length !== 2) {
        throw new Wrong('The sample resume is not read right: its name or its jobs are missing.', answer);
      }
      const by = [meta.provider, meta.model].filter(Boolean).join(' ');
      return { answer, says: `read by ${by}${meta.degraded ? ', degraded' : ''}`, isDegraded: meta.degraded };
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

const contractSchema = z.looseObject({
  info: z.looseObject({ version: z.string() }),
  paths: z.record(z.string(), z.looseObject({})),
});

function operationsOf({ paths }: z.infer<typeof contractSchema>): Set<string> {
  return new Set(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    ),
  );
}

function preflight(call: Around['call'], origin: string): Promise<ApiAnswer> {
  const headers = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type',
  };
  return call({ method: 'OPTIONS', path: routes.matchJobs.path, as: 'nobody', headers });
}

function lacking(list: string | null, wanted: readonly string[]): string[] {
  const given = (list ?? '').toLowerCase().split(/\s*,\s*/);
  return wanted.filter((word) => !given.includes(word.toLowerCase()));
}
