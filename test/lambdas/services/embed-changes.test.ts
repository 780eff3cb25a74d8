import { DomainError, OverBudget } from '../../../lambdas/domain/errors';
import type { Job } from '../../../lambdas/domain/job';
import { readJob } from '../../../lambdas/domain/read-job';
import type { VectorSpace } from '../../../lambdas/domain/vector-space';
import type { EmbedderChain, StoredJob } from '../../../lambdas/ports';
import { embedChanges } from '../../../lambdas/services/embed-changes';
import { lengthEmbedders, memoryIndexes } from '../../support/fake-stores';
import { wordlessKnowledge } from '../../support/knowledge';
import { aContext } from '../../support/request-context';

const titan: VectorSpace = { provider: 'bedrock', model: 'titan', dimensions: 2, version: 'v1' };
const table: VectorSpace = { provider: 'embedded', model: 'words', dimensions: 2, version: 'v1' };
const knowledge = wordlessKnowledge();

function aStoredJob(job: Partial<Job> = {}): StoredJob {
  const whole: Job = {
    id: 'job_1',
    title: 'Data Engineer',
    description: 'Builds pipelines in Python and SQL.',
    ...job,
  };
  return {
    job: whole,
    facts: readJob(whole, knowledge),
    contentHash: JSON.stringify(whole),
    updatedAt: '2026-03-01T12:00:00.000Z',
  };
}
/** No vector is there yet. */
const unembedded = { hasVector: () => false };
const quiet = { count() {}, measure() {}, event() {} };

describe('embed-changes', () => {
  it('writes the terms and one vector a space for a new job', async () => {
    const { terms, vectors } = memoryIndexes();
    const embedders = lengthEmbedders([titan, table]);

    const outcome = await embedChanges(
      { embedders, terms, vectors, telemetry: quiet },
      [{ ...unembedded, sequenceNumber: '1', before: undefined, after: aStoredJob() }],
      aContext(),
    );

    expect(outcome).toEqual({ failed: [], embedded: 1, deferred: 0 });
    expect(terms.rows.get('default job_1')).toContain('skill:python');
    expect([...vectors.rows.keys()]).toEqual(['bedrock/titan/2/v1 job_1', 'embedded/words/2/v1 job_1']);
  });

  it('does nothing for a record that changed no text, such as its own write of a vector', async () => {
    const { terms, vectors } = memoryIndexes();
    const embedders = lengthEmbedders([titan]);

    await embedChanges(
      { embedders, terms, vectors, telemetry: quiet },
      [{ ...unembedded, sequenceNumber: '1', before: aStoredJob(), after: aStoredJob() }],
      aContext(),
    );

    expect(embedders.asked).toEqual([]);
    expect(terms.rows.size).toBe(0);
  });

  it('embeds only the newest of several changes of one job', async () => {
    const { terms, vectors } = memoryIndexes();
    const embedders = lengthEmbedders([titan]);
    const [first, second] = [aStoredJob(), aStoredJob({ title: 'Principal Data Engineer' })];

    await embedChanges(
      { embedders, terms, vectors, telemetry: quiet },
      [
        { ...unembedded, sequenceNumber: '1', before: undefined, after: first },
        { ...unembedded, sequenceNumber: '2', before: first, after: second },
      ],
      aContext(),
    );

    expect(embedders.asked).toEqual([[second.facts.embeddingText]]);
  });

  it('removes the terms of a deleted job, and those of the old market of a moved one', async () => {
    const { terms, vectors } = memoryIndexes();
    const embedders = lengthEmbedders([titan]);
    const there = aStoredJob({ market: 'pt' });
    const ports = { embedders, terms, vectors, telemetry: quiet };

    await embedChanges(
      ports,
      [{ ...unembedded, sequenceNumber: '1', before: undefined, after: aStoredJob() }],
      aContext(),
    );
    await embedChanges(ports, [{ ...unembedded, sequenceNumber: '2', before: aStoredJob(), after: there }], aContext());
    expect([...terms.rows.keys()]).toEqual(['pt job_1']);

    await embedChanges(ports, [{ ...unembedded, sequenceNumber: '3', before: there, after: undefined }], aContext());
    expect(terms.rows.size).toBe(0);
  });

  it('asks no model again for a text whose vector is still there, and writes the terms all the same', async () => {
    const { terms, vectors } = memoryIndexes();
    const embedders = lengthEmbedders([titan, table]);
    const after = aStoredJob({ salary: { min: 50_000, currency: 'EUR', period: 'year' } });

    const outcome = await embedChanges(
      { embedders, terms, vectors, telemetry: quiet },
      [{ sequenceNumber: '1', before: aStoredJob(), after, hasVector: (space) => space === titan }],
      aContext(),
    );

    expect(outcome.failed).toEqual([]);
    expect(embedders.asked).toEqual([[after.facts.embeddingText]]);
    expect([...vectors.rows.keys()]).toEqual(['embedded/words/2/v1 job_1']);
  });

  it('applies two changes of one job one after the other', async () => {
    const { terms, vectors } = memoryIndexes();
    const embedders = lengthEmbedders([]);
    const [first, second] = [aStoredJob(), aStoredJob({ market: 'pt' })];

    await embedChanges(
      { embedders, terms, vectors, telemetry: quiet },
      [
        { ...unembedded, sequenceNumber: '1', before: undefined, after: first },
        { ...unembedded, sequenceNumber: '2', before: first, after: second },
      ],
      aContext(),
    );

    expect([...terms.rows.keys()]).toEqual(['pt job_1']);
  });

  it('reports every record whose terms were not written, and embeds none of them', async () => {
    const { terms, vectors } = memoryIndexes();
    const embedders = lengthEmbedders([titan]);
    const failing = { ...terms, set: async () => Promise.reject(new Error('throttled')) };

    const outcome = await embedChanges(
      { embedders, terms: failing, vectors, telemetry: quiet },
      [
        { ...unembedded, sequenceNumber: '1', before: undefined, after: aStoredJob() },
        { ...unembedded, sequenceNumber: '2', before: undefined, after: aStoredJob({ id: 'job_2' }) },
      ],
      aContext(),
    );

    expect(outcome.failed).toEqual(['1', '2']);
    expect(embedders.asked).toEqual([]);
  });

  it('reports the record of a job whose space could not be embedded, and still writes the other space', async () => {
    const { terms, vectors } = memoryIndexes();
    const embedders = lengthEmbedders([titan, table], [titan]);

    const outcome = await embedChanges(
      { embedders, terms, vectors, telemetry: quiet },
      [{ ...unembedded, sequenceNumber: '7', before: undefined, after: aStoredJob() }],
      aContext(),
    );

    expect(outcome.failed).toEqual(['7']);
    expect([...vectors.rows.keys()]).toEqual(['embedded/words/2/v1 job_1']);
  });

  it('leaves the vectors that the budget of the day does not pay to a rebuild, and is done with the record', async () => {
    const { terms, vectors } = memoryIndexes();
    const working = lengthEmbedders([titan, table]);
    const embedders: EmbedderChain = {
      ...working,
      async embed(texts, ask) {
        if (ask.space !== titan) return working.embed(texts, ask);
        throw new DomainError('PROVIDER_UNAVAILABLE', 'nobody can answer', { cause: new OverBudget() });
      },
    };

    const outcome = await embedChanges(
      { embedders, terms, vectors, telemetry: quiet },
      [{ ...unembedded, sequenceNumber: '7', before: undefined, after: aStoredJob() }],
      aContext(),
    );

    expect(outcome).toEqual({ failed: [], embedded: 1, deferred: 1 });
    expect([...vectors.rows.keys()]).toEqual(['embedded/words/2/v1 job_1']);
    expect(terms.rows.get('default job_1')).toContain('skill:python');
  });

  it('has a record delivered again when one space lacks its budget and another its embedder', async () => {
    const { terms, vectors } = memoryIndexes();
    const embedders: EmbedderChain = {
      ...lengthEmbedders([titan, table]),
      embed: async (_texts, { space }) =>
        Promise.reject(space === titan ? new OverBudget() : new DomainError('PROVIDER_UNAVAILABLE', 'down')),
    };

    const outcome = await embedChanges(
      { embedders, terms, vectors, telemetry: quiet },
      [{ ...unembedded, sequenceNumber: '7', before: undefined, after: aStoredJob() }],
      aContext(),
    );

    expect(outcome).toMatchObject({ failed: ['7'], deferred: 0 });
  });
});
