import { parseResumeResponseSchema } from '../../../lambdas/domain/requests';
import { parsedResumeSchema } from '../../../lambdas/domain/resume';
import type { ItemClaim, ItemOutcome } from '../../../lambdas/ports';
import { getOperation, getOperationResult } from '../../../lambdas/services/operations';
import { testClock } from '../../contract/laptop-tables';
import { workOn } from '../../contract/operation-store';
import { memoryResumes } from '../../support/fake-stores';
import { memoryOperations } from '../../support/memory-operations';

const HOUR_MS = 3_600_000;
const ines = { owner: 'ines' };
const resume = parsedResumeSchema.parse({ basics: { name: 'Ines Example' } });
const { meta } = parseResumeResponseSchema.parse({ resume, meta: { requestId: 'r', latencyMs: 1 } });

async function started(work: Partial<ReturnType<typeof workOn>> = {}) {
  const clock = testClock();
  const operations = memoryOperations(clock);
  const items = ['upl_1', 'upl_2'].map((uploadId) => ({ uploadId, work: { ...workOn(uploadId), ...work } }));
  await operations.create({ id: 'op_1', owner: 'ines', kind: 'parse-resumes', items });
  const finish = async (index: number, outcome: ItemOutcome) =>
    operations.finish((await operations.claim('op_1', index, clock.now() + 1000)) as ItemClaim, outcome);
  return { operations, resumes: memoryResumes(), clock, finish };
}
const place = {
  '/basics/name': { quote: 'Ines', page: 1, line: 1, span: [0, 4], confidence: 1, method: 'rule', verified: true },
};
const fault = { code: 'DOCUMENT_ENCRYPTED' as const, detail: 'It has a password.', errors: [] };

describe('operations', () => {
  it('shows an operation to its owner, and to nobody else that it exists', async () => {
    const at = await started();

    expect(await getOperation(at, { id: 'op_1' }, ines)).toMatchObject({ state: 'queued', progress: { total: 2 } });
    for (const [id, owner] of [
      ['op_1', 'tom'],
      ['op_2', 'ines'],
    ] as const) {
      await expect(getOperation(at, { id }, { owner })).rejects.toMatchObject({ code: 'OPERATION_NOT_FOUND' });
      const result = getOperationResult(at, { id, index: 0 }, { owner });
      await expect(result).rejects.toMatchObject({ code: 'OPERATION_NOT_FOUND' });
    }
  });

  it('gives the result of an item, the problem of another, and asks to wait for what has neither', async () => {
    const at = await started();
    const early = getOperationResult(at, { id: 'op_1', index: 0 }, ines);
    await expect(early).rejects.toMatchObject({ code: 'OPERATION_NOT_FINISHED', retryAfterSeconds: 2 });

    await at.finish(0, { state: 'succeeded', resumeId: null, result: JSON.stringify({ resume, meta }) });
    await at.finish(1, { state: 'failed', fault });

    expect(await getOperationResult(at, { id: 'op_1', index: 0 }, ines)).toEqual({ answer: { resume, meta } });
    expect(await getOperationResult(at, { id: 'op_1', index: 1 }, ines)).toEqual({ fault });
    expect((await getOperation(at, { id: 'op_1' }, ines)).state).toBe('partial');
  });

  it('reads a stored resume from where it is stored, so that it is gone once it is deleted', async () => {
    const at = await started({ store: true });
    const { id } = await at.resumes.put('ines', parsedResumeSchema.parse({ ...resume, provenance: place }));
    await at.finish(0, { state: 'succeeded', resumeId: id, result: JSON.stringify({ resume: null, meta }) });
    const result = () => getOperationResult(at, { id: 'op_1', index: 0 }, ines);

    expect(await result()).toEqual({ answer: { resume: { ...resume, id }, meta } });
    await at.resumes.delete('ines', id);

    await expect(result()).rejects.toMatchObject({ code: 'RESUME_NOT_FOUND' });
  });

  it('tells where each value of a stored resume stands only when that was asked', async () => {
    const at = await started({ store: true, include: ['provenance'] });
    const { id } = await at.resumes.put('ines', parsedResumeSchema.parse({ ...resume, provenance: place }));
    await at.finish(0, { state: 'succeeded', resumeId: id, result: JSON.stringify({ resume: null, meta }) });

    const result = await getOperationResult(at, { id: 'op_1', index: 0 }, ines);

    expect(result).toMatchObject({ answer: { resume: { provenance: place } } });
  });

  it('says that an item has failed which nobody has finished in twelve hours', async () => {
    const at = await started();
    await at.finish(0, { state: 'succeeded', resumeId: null, result: JSON.stringify({ resume, meta }) });
    at.clock.advance(12 * HOUR_MS - 1);
    expect((await getOperation(at, { id: 'op_1' }, ines)).state).toBe('running');

    at.clock.advance(1);

    const operation = await getOperation(at, { id: 'op_1' }, ines);
    expect(operation).toMatchObject({ state: 'partial', finishedAt: at.clock.now() });
    expect(operation.items[1]).toMatchObject({ state: 'failed', fault: { code: 'DEADLINE_EXCEEDED' } });
    expect(await getOperationResult(at, { id: 'op_1', index: 1 }, ines)).toMatchObject({
      fault: { code: 'DEADLINE_EXCEEDED' },
    });
  });
});
