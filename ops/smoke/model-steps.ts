/** The models behind the service: who of them answers, and whether the answers make sense. */
import {
  embedResponseSchema,
  parseResumeResponseSchema,
  providersHealthResponseSchema,
} from '../../lambdas/domain/requests';
import { requestExamples } from '../../lambdas/http/examples';
import { routes } from '../../lambdas/http/routes';
import { expectAnswer, Wrong } from './expect';
import type { Step } from './step';

export const modelSteps: readonly Step[] = [
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
];
