import { type Simulators, startSimulators } from '../../dev/simulators/start';
import { cosine, spaceId, vectorIn } from '../../lambdas/domain/vector-space';
import { embeddedEmbedder } from '../../lambdas/providers/embedded';
import { readWordTable } from '../../lambdas/reference/read-reference';
import { sampleAnswers } from '../dev/simulators/sample-answers';
import { callOf, wiredHuggingFace, wiredOpenAiEmbedder, wiredSageMaker, wiredTitan } from '../lambdas/providers/wired';
import { describeEmbedder } from './embedder.contract';

let simulators: Simulators;
beforeAll(async () => {
  simulators = await startSimulators({ answers: sampleAnswers });
});
afterAll(() => simulators.close());

describeEmbedder('Titan', () => wiredTitan(simulators), true);
describeEmbedder('SageMaker, a vector a token', () => wiredSageMaker(simulators, 'job-embed-hf'), true);
describeEmbedder('SageMaker, pooled', () => wiredSageMaker(simulators, 'job-embed-tei'), true);
describeEmbedder('SageMaker, as OpenAI', () => wiredSageMaker(simulators, 'job-embed-openai'), true);
describeEmbedder('OpenAI', () => wiredOpenAiEmbedder(simulators), true);
describeEmbedder('Hugging Face', () => wiredHuggingFace(simulators), true);
describeEmbedder('The word table', () => embeddedEmbedder(readWordTable()), false);

describe('embedders of different models', () => {
  it('have different spaces, whose vectors do not compare', async () => {
    const ask = { ...callOf(), purpose: 'query' as const };
    const [one, other] = [wiredSageMaker(simulators, 'job-embed-hf'), wiredHuggingFace(simulators)];
    const [a, b] = await Promise.all([one.embed(['nurse'], ask), other.embed(['nurse'], ask)]);
    expect(one.space.dimensions).toBe(other.space.dimensions);
    expect(spaceId(one.space)).not.toBe(spaceId(other.space));
    expect(() => cosine(vectorIn(one.space, a.vectors[0] ?? []), vectorIn(other.space, b.vectors[0] ?? []))).toThrow(
      RangeError,
    );
  });
});
