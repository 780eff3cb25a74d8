import type { Meta } from '../../../lambdas/domain/meta';
import { measureAnswer } from '../../../lambdas/http/measure-answer';
import type { Telemetry } from '../../../lambdas/ports';
import { anEdge } from './fakes';

const meta: Meta = {
  requestId: 'request-1',
  provider: 'bedrock',
  model: 'titan',
  attempts: [],
  fallbackUsed: false,
  degraded: false,
  cached: false,
  simulated: false,
  promptVersion: null,
  arm: null,
  latencyMs: 1,
  usage: null,
  costUsd: 0.002,
  costEstimated: false,
  warnings: [],
};

function measured(answer: unknown): Record<string, number> {
  const { edge, recorded } = anEdge();
  measureAnswer(edge().telemetry as Telemetry, 'matchJobs', answer);
  return Object.assign({}, ...recorded.measured.map(({ values }) => values));
}

describe('measureAnswer', () => {
  it('counts who answered, at what cost, and that it was the first choice', () => {
    expect(measured({ meta })).toEqual({
      AnswersDegraded: 0,
      AnswersFromFallback: 0,
      AnswersOnAws: 1,
      AnswersServed: 1,
      CacheHits: 0,
      RequestCostUsd: 0.002,
    });
  });

  it('counts an answer of another vendor as not on AWS', () => {
    const answer = { meta: { ...meta, provider: 'openai', fallbackUsed: true } };

    expect(measured(answer)).toMatchObject({ AnswersOnAws: 0, AnswersFromFallback: 1 });
  });

  it('counts an answer that was kept', () => {
    expect(measured({ meta: { ...meta, cached: true, costUsd: 0 } })).toMatchObject({
      CacheHits: 1,
      RequestCostUsd: 0,
    });
  });

  it('leaves a cost out that nobody knows, instead of counting it as nothing', () => {
    expect(measured({ meta: { ...meta, costUsd: null } })).not.toHaveProperty('RequestCostUsd');
  });

  it('counts the sentences of an explanation that were left out', () => {
    expect(measured({ meta, explanation: { claimsDropped: 2 } })).toMatchObject({ ClaimsDropped: 2 });
    expect(measured({ meta, explanation: 'a text' })).not.toHaveProperty('ClaimsDropped');
  });

  it('counts no adoption where no model was asked', () => {
    const numbers = measured({ meta: { ...meta, provider: null, model: null }, matches: [] });

    expect(numbers).not.toHaveProperty('AnswersOnAws');
    expect(numbers).not.toHaveProperty('AnswersServed');
  });

  it('counts matches, the best score, and those that found nothing', () => {
    expect(measured({ meta, matches: [{ score: 81 }, { score: 60 }] })).toMatchObject({
      MatchResults: 2,
      MatchesWithoutResult: 0,
      BestMatchScore: 81,
    });
    const empty = measured({ meta, matches: [] });
    expect(empty).toMatchObject({ MatchResults: 0, MatchesWithoutResult: 1 });
    expect(empty).not.toHaveProperty('BestMatchScore');
  });

  it('counts what code found wrong with a resume', () => {
    const resume = {
      quality: { score: 70, findings: [{ code: 'NOT_IN_DOCUMENT' }, { code: 'GAP' }, { code: 'NOT_IN_DOCUMENT' }] },
      security: { hiddenTextRemoved: true, injectionSuspected: false },
    };

    expect(measured({ meta, resume })).toMatchObject({
      ResumeQuality: 70,
      ValuesDropped: 2,
      HiddenTextFound: 1,
      InjectionSuspected: 0,
    });
  });

  it('measures a resume in the JSON Resume format by its meta alone', () => {
    const numbers = measured({ meta, resume: { basics: { name: 'Maren Vogt' } } });

    expect(numbers).toMatchObject({ AnswersServed: 1 });
    expect(numbers).not.toHaveProperty('ResumeQuality');
  });

  it('measures nothing of an answer that says nothing of models', () => {
    for (const answer of [undefined, { status: 'ok' }, { resume: {} }]) expect(measured(answer)).toEqual({});
  });
});
