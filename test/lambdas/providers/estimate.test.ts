import * as fc from 'fast-check';
import type { Usage } from '../../../lambdas/domain/meta';
import { bedrockTextModel } from '../../../lambdas/providers/bedrock';
import { bedrockEmbedder } from '../../../lambdas/providers/bedrock-embedder';
import { mostForPrompt, mostForTexts } from '../../../lambdas/providers/estimate';
import { openAiEmbedder, openAiTextModel } from '../../../lambdas/providers/openai';
import { aws, HAIKU, LUNA, openAiKey, resumeTask } from './wired';

/** Nobody is there, and nobody is asked. */
const nowhere = 'http://127.0.0.1:9';
const models = [
  bedrockTextModel({ ...aws(nowhere), modelId: HAIKU }),
  bedrockTextModel({ ...aws(nowhere), modelId: 'us.anthropic.claude-haiku-5-5' }),
  bedrockTextModel({ ...aws(nowhere), modelId: 'a-model-that-nobody-tried' }),
  openAiTextModel({ key: openAiKey, baseUrl: nowhere, modelId: LUNA }),
];
const embedders = [bedrockEmbedder(aws(nowhere)), openAiEmbedder({ key: openAiKey, baseUrl: nowhere })];

/** Any Unicode, letters of one script at a time, and what is made to be cut finely. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 2_000 }),
  fc.string({ unit: 'binary', maxLength: 2_000 }),
  ...['abcdefg ', 'αβγδε ', 'абвгд ', 'אבגדה ', 'कखगघङ ', '漢字仮名', '👩‍💻🧑🏽‍🔬', '{}[]":,\\'].map((letters) =>
    fc.string({ unit: fc.constantFrom(...letters), maxLength: 2_000 }),
  ),
);

/** As many tokens as any tokenizer that works on bytes can make of a text. */
const bytes = (words: string) => Buffer.byteLength(words);

describe('the worst case of a call', () => {
  it.each(models)('holds a token for each byte of the resume, whatever it is written in ($modelId)', (model) => {
    void fc.assert(
      fc.property(text, (words) => {
        const most = model.estimate(resumeTask(words)) as Usage;
        expect(most.inputTokens).toBeGreaterThanOrEqual(bytes(words));
        expect(most.outputTokens).toBeGreaterThan(0);
      }),
    );
  });

  it.each(models)('grows with the resume and with what is to be repaired ($modelId)', (model) => {
    void fc.assert(
      fc.property(text, text, (one, more) => {
        const [short, long] = [model.estimate(resumeTask(one)), model.estimate(resumeTask(one + more))];
        expect(long?.inputTokens).toBeGreaterThanOrEqual(short?.inputTokens ?? 0);
        expect(long?.outputTokens).toBeGreaterThanOrEqual(short?.outputTokens ?? 0);
        const repair = model.estimate(resumeTask(one), ['/work/0/from: too_big']);
        expect(repair?.inputTokens).toBeGreaterThan(short?.inputTokens ?? 0);
      }),
    );
  });

  it.each(embedders)(
    'holds a token for each byte of all texts, as far as the model reads one ($modelId)',
    (embedder) => {
      void fc.assert(
        fc.property(fc.array(text, { maxLength: 20 }), (texts) => {
          const most = embedder.estimate(texts) as Usage;
          const tokens = texts.reduce((sum, words) => sum + Math.min(bytes(words), 8_192), 0);
          expect(most.inputTokens).toBeGreaterThanOrEqual(tokens);
          expect(most.outputTokens).toBe(0);
        }),
      );
    },
  );

  it('counts what the vendor puts around the words', () => {
    expect(mostForPrompt(['ab', 'é'], 7)).toMatchObject({ inputTokens: 1_004, outputTokens: 7 });
    expect(mostForTexts(['ab', 'x'.repeat(100)], 50)).toMatchObject({ inputTokens: 4 + 50, outputTokens: 0 });
  });
});
