/** Adapters of every remote model, wired to simulators on this machine. */
import { DEMO_CREDENTIALS, type Simulators } from '../../../dev/simulators/start';
import type { ParseResumeTask } from '../../../lambdas/domain/text-task';
import type { Call, Embedder, TextModel } from '../../../lambdas/ports';
import { bedrockTextModel } from '../../../lambdas/providers/bedrock';
import { bedrockEmbedder } from '../../../lambdas/providers/bedrock-embedder';
import { huggingFaceEmbedder } from '../../../lambdas/providers/huggingface';
import { openAiEmbedder, openAiTextModel } from '../../../lambdas/providers/openai';
import { isProviderError, type ProviderError } from '../../../lambdas/providers/provider-error';
import { sageMakerEmbedder } from '../../../lambdas/providers/sagemaker';

export const HAIKU = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';
export const LUNA = 'gpt-5.6-luna';
export const MINILM = 'sentence-transformers/all-MiniLM-L6-v2';

export const openAiKey = async () => 'sk-demo-openai';
export const huggingFaceKey = async () => 'hf_demo';

/** Patient: the simulators share a process with their client, and while that is busy nobody takes a connection. */
export function aws(endpoint: string) {
  return { region: 'us-east-1', endpoint, credentials: DEMO_CREDENTIALS, connectionTimeoutMs: 30_000 };
}

export function wiredBedrock({ endpoints }: Simulators, modelId = HAIKU): TextModel {
  return bedrockTextModel({ ...aws(endpoints.bedrock), modelId });
}

export function wiredOpenAi({ endpoints }: Simulators, modelId = LUNA): TextModel {
  return openAiTextModel({ key: openAiKey, baseUrl: endpoints.openai, modelId });
}

export function wiredTitan({ endpoints }: Simulators): Embedder {
  return bedrockEmbedder(aws(endpoints.bedrock));
}

export function wiredSageMaker({ endpoints }: Simulators, endpointName: string): Embedder {
  const dimensions = { 'job-embed-hf': 384, 'job-embed-tei': 768, 'job-embed-openai': 1024 }[endpointName] ?? 384;
  const request = endpointName === 'job-embed-openai' ? 'input' : 'inputs';
  return sageMakerEmbedder({ ...aws(endpoints.sagemaker), endpointName, model: endpointName, dimensions, request });
}

export function wiredOpenAiEmbedder({ endpoints }: Simulators): Embedder {
  return openAiEmbedder({ key: openAiKey, baseUrl: endpoints.openai });
}

export function wiredHuggingFace({ endpoints }: Simulators): Embedder {
  return huggingFaceEmbedder({ key: huggingFaceKey, modelId: MINILM, dimensions: 384, baseUrl: endpoints.huggingface });
}

/** A call that may take this long. The default is more than a slow machine needs, and less than a test may take. */
export function callOf(milliseconds = 50_000): Call {
  return { signal: AbortSignal.timeout(milliseconds), deadline: Date.now() + milliseconds };
}

export function resumeTask(text: string): ParseResumeTask {
  const lines = text.split('\n').map((line) => ({ text: line, page: 1 }));
  const document = {
    mediaType: 'text/plain' as const,
    sha256: '',
    bytes: text.length,
    pages: 1,
    lines,
    hidden: [],
    warnings: [],
  };
  return { kind: 'parse-resume', document, language: null };
}

export const RESUME = 'Ada Example\nada@example.com\nEngineer at Example Ltd\n- TypeScript\n- SQL';

/** The ProviderError that the work ends in; fails the test when it ends otherwise. */
export async function failureOf(work: Promise<unknown>): Promise<ProviderError> {
  const outcome = await work.then(
    () => 'an answer',
    (error: unknown) => error,
  );
  if (!isProviderError(outcome))
    throw new Error(`expected a ProviderError, got ${String(outcome)}`, { cause: outcome });
  return outcome;
}
