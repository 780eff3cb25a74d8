/** The vector spaces a stage writes and searches: one native vector index each, at most five. */
import type { VectorSpace } from '../lambdas/domain/vector-space';
import { TITAN_EMBED_MODEL } from './models';
import type { StageConfig } from './stages';

/** The table that ships with the code; its version is the checksum of its contents. */
const WORD_TABLE: VectorSpace = {
  provider: 'embedded',
  model: 'word-table',
  dimensions: 256,
  version: 'c58e2901.606d2fca.ea0f07ea',
};
/** The model of the SageMaker endpoint and of Hugging Face: one model, but a space for each who serves it. */
export const MINI_LM = { model: 'sentence-transformers/all-MiniLM-L6-v2', dimensions: 384, version: 'v1' };

/** In the order of the embedders that fill them; a test compares with what the functions would make of their environment. */
export function vectorSpaces(config: StageConfig): VectorSpace[] {
  const lengths = new Set([config.embedDimensions, config.embedDimensionsNext].filter((each) => each !== 'none'));
  const titans = [...lengths].map((length) => ({
    provider: 'bedrock',
    model: TITAN_EMBED_MODEL,
    dimensions: Number(length),
    version: 'v1',
  }));
  return [
    ...(config.useBedrock ? titans : []),
    ...(config.sageMaker === 'none' ? [] : [{ provider: 'sagemaker', ...MINI_LM }]),
    ...(config.openAi === 'none'
      ? []
      : [{ provider: 'openai', model: 'text-embedding-3-small', dimensions: 1536, version: 'v2' }]),
    ...(config.huggingFace === 'none' ? [] : [{ provider: 'huggingface', ...MINI_LM, version: 'v2' }]),
    WORD_TABLE,
  ];
}
