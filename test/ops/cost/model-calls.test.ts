/** What the models of a month cost. */
import { documentFromText } from '../../../lambdas/documents/document-reader';
import { parseResumePrompt } from '../../../lambdas/providers/prompts/parse-resume';
import { stageConfig } from '../../../lib/stages';
import { COUNTED_CHARACTERS, modelCalls, resumeUsage } from '../../../ops/cost/model-calls';
import { traffic } from '../../../ops/cost/traffic';

const month = (settings: Readonly<Record<string, unknown>>) => {
  const config = stageConfig({ alarmEmail: 'oncall@example.com', ...settings });
  return modelCalls(config, traffic(config, 100_000, 10_000));
};

describe('model calls', () => {
  test('are counted with a prompt that has not changed by more than a tenth since', () => {
    const { system, answer } = parseResumePrompt({
      kind: 'parse-resume',
      language: null,
      document: documentFromText('Ada Example'),
    });
    expect(system.length / COUNTED_CHARACTERS.system).toBeCloseTo(1, 1);
    expect(JSON.stringify(answer).length / COUNTED_CHARACTERS.schema).toBeCloseTo(1, 1);
  });

  test('need three tenths more tokens on newer Claude models', () => {
    expect(resumeUsage('us.anthropic.claude-haiku-5-5', 'bedrock').outputTokens).toBe(Math.round(1_271 * 1.3));
    expect(resumeUsage('us.amazon.nova-2-lite-v1:0', 'bedrock').outputTokens).toBe(1_271);
  });

  test('are priced as the service prices them', () => {
    const [reading] = month({ textModel: 'global.amazon.nova-2-lite-v1:0' });
    // As much as 33,000 resumes cost, explanations and phrases among them, and 2 % again; 2,652 tokens in at 0.3 and 1,271 out at 2.5 USD a million, rounded up to a millionth.
    expect(reading).toMatchObject({ model: 'global.amazon.nova-2-lite-v1:0', what: 'reads resumes' });
    expect(reading?.calls).toBeCloseTo(33_660, 6);
    expect(reading?.usd).toBeCloseTo(33_660 * 0.003_974, 4);
  });

  test('go to OpenAI for the share of users that is not on AWS yet', () => {
    const lines = month({ openAi: 'create', migrationPercentage: 25 });
    const calls = (model: RegExp) =>
      lines.find((line) => line.what === 'reads resumes' && model.test(line.model))?.calls;
    expect((calls(/gpt/) ?? 0) / (calls(/nova/) ?? 1)).toBeCloseTo(3, 6);
  });

  test('all stay on AWS when there is nobody else', () => {
    expect(month({ migrationPercentage: 25 }).map(({ model }) => model)).not.toContain('gpt-5.6-luna');
  });

  test('embed each job once in each space that is paid by the token', () => {
    const embedded = month({ stage: 'prod' }).filter(({ what }) => what === 'embeds jobs');
    expect(embedded.map(({ model }) => model)).toEqual(['amazon.titan-embed-text-v2:0', 'text-embedding-3-small']);
    expect(embedded.map(({ calls }) => calls)).toEqual([40_000, 40_000]);
  });
});
