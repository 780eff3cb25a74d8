/** From the outside, as nobody: the service is there, in the right version, and turns away who and what it should. */
import * as z from 'zod';
import contract from '../../docs/openapi.json';
import { healthResponseSchema } from '../../lambdas/domain/requests';
import { routes } from '../../lambdas/http/routes';
import type { ApiAnswer } from './caller';
import { expectAnswer, expectProblem, Wrong } from './expect';
import type { Around, Step } from './step';

export const outsideSteps: readonly Step[] = [
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
