import { type Simulators, startSimulators } from '../../../dev/simulators/start';
import { openAiTextModel } from '../../../lambdas/providers/openai';
import { sampleAnswers } from '../../dev/simulators/sample-answers';
import { callOf, failureOf, LUNA, RESUME, resumeTask, wiredOpenAi } from './wired';

let simulators: Simulators;
beforeEach(async () => {
  simulators = await startSimulators({ answers: sampleAnswers });
});
afterEach(() => simulators.close());

describe('openAiTextModel', () => {
  it.each(['gpt-5.6-luna', 'gpt-5-nano', 'gpt-4.1-mini'])('asks %s in a form that it accepts', async (modelId) => {
    const { output, usage } = await wiredOpenAi(simulators, modelId).complete(resumeTask(RESUME), callOf());
    expect(output).toMatchObject({ name: 'Ada Example' });
    expect(usage?.inputTokens).toBeGreaterThan(100);
  });

  it.each([
    ['no-tool', 'invalid-output'],
    ['empty', 'invalid-output'],
    ['max-tokens', 'truncated'],
    ['filtered', 'filtered'],
  ] as const)('reads an answer with %s as %s', async (answer, kind) => {
    simulators.faults.set({ service: 'openai', kind: 'answer', answer });
    const error = await failureOf(wiredOpenAi(simulators).complete(resumeTask(RESUME), callOf()));
    expect(error.kind).toBe(kind);
    expect(error.usage).not.toBeNull();
  });

  it('says that a model is not there', async () => {
    const error = await failureOf(wiredOpenAi(simulators, 'gpt-none').complete(resumeTask(RESUME), callOf()));
    expect(error.kind).toBe('not-found');
  });

  it('reads its key anew when the vendor refuses it, and goes on', async () => {
    simulators.putSecret('talent-match/openai', 'sk-rotated');
    const asked: boolean[] = [];
    const key = async ({ refresh } = { refresh: false }) => {
      asked.push(refresh);
      return refresh ? 'sk-rotated' : 'sk-demo-openai';
    };
    const model = openAiTextModel({ key, baseUrl: simulators.endpoints.openai, modelId: LUNA });
    const { output } = await model.complete(resumeTask(RESUME), callOf());
    expect(output).toMatchObject({ name: 'Ada Example' });
    expect(asked).toEqual([false, true]);
  });

  it('asks once when the store has no other key', async () => {
    const key = async () => 'sk-wrong';
    const model = openAiTextModel({ key, baseUrl: simulators.endpoints.openai, modelId: LUNA });
    const error = await failureOf(model.complete(resumeTask(RESUME), callOf()));
    expect(error.kind).toBe('refused');
    expect(`${error.message}${JSON.stringify(error)}`).not.toContain('sk-wrong');
    expect(simulators.faults.calls().openai).toEqual({ ChatCompletions: 1 });
  });

  it('is refused when its key cannot be read', async () => {
    const key = () => Promise.reject(new Error('no store'));
    const model = openAiTextModel({ key, baseUrl: simulators.endpoints.openai, modelId: LUNA });
    expect((await failureOf(model.complete(resumeTask(RESUME), callOf()))).kind).toBe('refused');
  });
});
