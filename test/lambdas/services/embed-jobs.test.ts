import { DomainError } from '../../../lambdas/domain/errors';
import { readJob } from '../../../lambdas/domain/read-job';
import type { VectorSpace } from '../../../lambdas/domain/vector-space';
import type { EmbedderChain, ScannedJob, VectorIndex } from '../../../lambdas/ports';
import { embedJobs } from '../../../lambdas/services/embed-jobs';
import { lengthEmbedders, memoryIndexes } from '../../support/fake-stores';
import { wordlessKnowledge } from '../../support/knowledge';
import { aContext } from '../../support/request-context';

const titan: VectorSpace = { provider: 'bedrock', model: 'titan', dimensions: 2, version: 'v1' };
const knowledge = wordlessKnowledge();
const telemetry = { count() {}, measure() {}, event() {} };

function aJob(number: number): ScannedJob {
  const job = { id: `job-${number}`, title: `Engineer ${number}`, description: 'Builds pipelines in Python.' };
  const stored = { job, facts: readJob(job, knowledge), contentHash: `${number}`, updatedAt: '2026-03-01T12:00:00Z' };
  return { stored, hasVector: () => false };
}

describe('embed-jobs', () => {
  it('writes the jobs whose texts were embedded although others failed', async () => {
    const jobs = Array.from({ length: 80 }, (_, number) => aJob(number));
    const spoilt = jobs[40]?.stored.facts.embeddingText ?? '';
    const { vectors } = memoryIndexes();
    const chain = lengthEmbedders([titan]);
    const embedders: EmbedderChain = {
      ...chain,
      async embed(texts, ask) {
        if (texts.includes(spoilt)) throw new DomainError('PROVIDER_UNAVAILABLE', 'down');
        return chain.embed(texts, ask);
      },
    };

    const ports = { embedders, vectors: vectors as VectorIndex, telemetry };
    const outcomes = await embedJobs(ports, jobs, [titan], aContext());

    const states = jobs.map(({ stored }) => outcomes.get(stored.job.id)?.state);
    expect(states).toEqual(jobs.map((_, number) => (number >= 32 && number < 64 ? 'failed' : 'embedded')));
    expect(vectors.rows.size).toBe(48);
    // Each vector is of its own text.
    for (const { stored } of jobs.filter((_, number) => number < 32 || number >= 64)) {
      expect(vectors.rows.get(`bedrock/titan/2/v1 ${stored.job.id}`)).toEqual([stored.facts.embeddingText.length, 1]);
    }
  });
});
