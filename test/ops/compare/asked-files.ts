/** Comparisons as the API gives them, however little a test says of them. */
import { agreementOf } from '../../../lambdas/domain/agreement';
import type { CompareResponse, ContenderName } from '../../../lambdas/domain/compare';
import { NO_TOKENS } from '../../../lambdas/domain/meta';
import { type ParsedResume, parsedResumeSchema } from '../../../lambdas/domain/resume';
import type { AskedFile } from '../../../ops/compare/ask-all';

export interface Said {
  name?: string;
  skills?: string[];
  latencyMs?: number;
  costUsd?: number | null;
  /** How its model failed, in place of an answer. */
  failed?: string;
}

export function resume({ name, skills = [] }: Pick<Said, 'name' | 'skills'>): ParsedResume {
  return parsedResumeSchema.parse({
    basics: { name: name ?? null },
    skills: skills.map((skill, at) => ({ id: `x-${at}`, name: skill, canonical: skill })),
  });
}

function contender(name: ContenderName, said: Said): CompareResponse['contenders'][number] {
  const provider = name === 'aws' ? 'bedrock' : 'openai';
  const known = {
    name,
    latencyMs: said.latencyMs ?? 1_000,
    costUsd: said.costUsd === undefined ? 0.001 : said.costUsd,
    costEstimated: false,
    simulated: false,
    warnings: [],
  };
  if (said.failed !== undefined) {
    return {
      ...known,
      provider: null,
      model: null,
      promptVersion: null,
      result: null,
      problem: {
        type: 'urn:talent-match:problem:provider-unavailable',
        title: 'No model provider answered',
        status: 503,
        detail: 'The fault is on our side.',
        code: 'PROVIDER_UNAVAILABLE',
        retryable: true,
        errors: [],
      },
      degraded: true,
      attempts: [{ provider, model: 'a-model', outcome: said.failed, latencyMs: 10 }],
      usage: null,
    };
  }
  return {
    ...known,
    provider,
    model: 'a-model',
    promptVersion: 'parse-resume@1',
    result: { resume: resume(said) },
    problem: null,
    degraded: false,
    attempts: [{ provider, model: 'a-model', outcome: 'ok', latencyMs: 10 }],
    usage: { ...NO_TOKENS, inputTokens: 1_600, outputTokens: 500 },
  };
}

/** What `aws` and `current` said of a file. */
export function compared(file: string, aws: Said, current: Said): AskedFile {
  const bothAnswered = aws.failed === undefined && current.failed === undefined;
  const agreement = agreementOf('parse', { resume: resume(aws) }, { resume: resume(current) });
  return {
    file,
    comparison: {
      contenders: [contender('aws', aws), contender('current', current)],
      agreement: bothAnswered ? [{ between: ['aws', 'current'], ...agreement }] : [],
    },
    problem: null,
  };
}

export const notCompared = (file: string, code: string): AskedFile => ({
  file,
  comparison: null,
  problem: { code, detail: 'There is no text in it.' },
});
