/** What the models of a month cost, by the prices that the service itself counts with. */
import { NO_TOKENS } from '../../lambdas/domain/meta';
import { capabilitiesOf } from '../../lambdas/providers/capabilities';
import { costMicroUsd, PRICES_VERSION } from '../../lambdas/providers/pricing';
import { TITAN_EMBED_MODEL } from '../../lib/models';
import type { StageConfig } from '../../lib/stages';
import { vectorSpaces } from '../../lib/vector-spaces';
import type { Traffic } from './traffic';

/**
 * Tokens of one reading of a resume: means over 168 labelled plain-text resumes (4,826 characters on average, median
 * 3,290), counted on 2026-11-22 with the prompt and the answer's schema of lambdas/providers/prompts; the answer is what
 * the rules give, written as the model must write it. Claude's figures were counted with @anthropic-ai/tokenizer 0.0.4
 * (of an older Claude; `tokenFactor` of capabilities.ts is on top), OpenAI's with gpt-tokenizer 2, o200k_base.
 * Claude adds about 300 tokens of its own when tools are offered. A test fails when the prompt grows or shrinks by a tenth.
 */
export const RESUME_TOKENS = {
  bedrock: { system: 228, schema: 970, tools: 300, resume: 1_154, answer: 1_271 },
  openai: { system: 218, schema: 986, tools: 0, resume: 1_087, answer: 1_241 },
} as const;

/** Characters that the fixed part of the prompt had when it was counted. */
export const COUNTED_CHARACTERS = { system: 963, schema: 4_262 } as const;

/** Share of the calls that are made again: an answer mended, or a second vendor asked. */
const CALLS_AGAIN = 0.02;
/** Of a query or profile, and of a job. The embedded text is cut to a few hundred words. */
const QUERY_TOKENS = 300;
const JOB_TOKENS = 350;

export interface ModelLine {
  model: string;
  what: string;
  calls: number;
  usd: number;
}

/** One line per model and use; endpoints and what runs in the function itself cost no tokens. */
export function modelCalls(config: StageConfig, month: Traffic): ModelLine[] {
  const onAws = config.useBedrock ? (config.openAi === 'none' ? 1 : config.migrationPercentage / 100) : 0;
  const elsewhere = config.openAi === 'none' ? 0 : 1 - onAws;
  const reads = month.textCalls * (1 + CALLS_AGAIN);
  const spaces = vectorSpaces(config);
  const openAiSpace = spaces.find(({ provider }) => provider === 'openai');
  return [
    line(config.textModel, 'reads resumes', reads * onAws, resumeUsage(config.textModel, 'bedrock')),
    line(config.openAiModel, 'reads resumes', reads * elsewhere, resumeUsage(config.openAiModel, 'openai')),
    ...(config.useBedrock
      ? [
          line(TITAN_EMBED_MODEL, 'embeds queries', month.queryEmbeddings * onAws, tokens(QUERY_TOKENS, 0)),
          line(TITAN_EMBED_MODEL, 'embeds jobs', month.jobChanges, tokens(JOB_TOKENS, 0)),
        ]
      : []),
    ...(openAiSpace === undefined
      ? []
      : [
          line(openAiSpace.model, 'embeds queries', month.queryEmbeddings * elsewhere, tokens(QUERY_TOKENS, 0)),
          line(openAiSpace.model, 'embeds jobs', month.jobChanges, tokens(JOB_TOKENS, 0)),
        ]),
  ].filter(({ calls }) => calls > 0);
}

/** Tokens of one reading by this model. */
export function resumeUsage(modelId: string, vendor: keyof typeof RESUME_TOKENS) {
  const { system, schema, tools, resume, answer } = RESUME_TOKENS[vendor];
  const factor = vendor === 'bedrock' ? capabilitiesOf(modelId).tokenFactor : 1;
  return tokens(Math.round((system + schema + tools + resume) * factor), Math.round(answer * factor));
}

function tokens(inputTokens: number, outputTokens: number) {
  return { ...NO_TOKENS, inputTokens, outputTokens };
}

/** Each call is rounded up to a millionth, as in the service's own ledger. */
function line(model: string, what: string, calls: number, usage: ReturnType<typeof tokens>): ModelLine {
  const at = Date.parse(PRICES_VERSION);
  const one = costMicroUsd(model, usage, at);
  if (one === null) throw new Error(`${model} has no price; add it to lambdas/providers/pricing.ts.`);
  return { model, what, calls, usd: (calls * one) / 1_000_000 };
}
