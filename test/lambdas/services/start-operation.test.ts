import type { Assignee } from '../../../lambdas/domain/arm';
import { parseBatchRequestSchema } from '../../../lambdas/domain/operation';
import { parseResumeRequestSchema } from '../../../lambdas/domain/requests';
import type { WorkQueue } from '../../../lambdas/ports';
import { startBatch, startParse } from '../../../lambdas/services/start-operation';
import { memoryUploads } from '../../support/fake-stores';
import { memoryOperations } from '../../support/memory-operations';
import { aContext, clock } from '../../support/request-context';

type Message = { operationId: string; index: number };

function ports(queue: Partial<WorkQueue> = {}) {
  const sent: Message[] = [];
  const files: Record<string, Uint8Array> = {};
  const made = {
    operations: memoryOperations(clock),
    uploads: memoryUploads(files),
    queue: { send: async (messages: readonly Message[]) => void sent.push(...messages), ...queue },
    clock,
  } satisfies Parameters<typeof startParse>[0];
  return { ...made, sent, files };
}
const parse = (body: object) => parseResumeRequestSchema.parse(body);
const batch = (count: number) =>
  parseBatchRequestSchema.parse({ items: Array.from({ length: count }, (_, i) => ({ uploadId: `upl_${i}` })) });
const down = { send: () => Promise.reject(new Error('the queue is down')) };

describe('start-operation', () => {
  it('writes one item for each upload and sends a message for each, which names it and nothing else', async () => {
    const at = ports();

    const operation = await startBatch(at, batch(3), aContext());

    expect(operation).toMatchObject({ kind: 'parse-resumes', state: 'queued', progress: { total: 3, done: 0 } });
    expect(operation.id).toMatch(/^op_[\w-]{22}$/);
    expect(at.sent).toEqual([0, 1, 2].map((index) => ({ operationId: operation.id, index })));
  });

  it('keeps text and bytes that came with the request as an upload of the operation', async () => {
    const at = ports();

    const text = await startParse(at, parse({ text: 'Ines' }), aContext());
    const sent = { contentBase64: 'SW5lcw==', fileName: 'cv.pdf' };
    const document = await startParse(at, parse({ document: sent }), aContext());

    for (const [operation, isText] of [
      [text, true],
      [document, false],
    ] as const) {
      const kept = await at.operations.item(operation.id, 0);
      expect(kept).toMatchObject({ item: { uploadId: null }, work: { isText, uploadId: `upl_${operation.id}` } });
      expect(kept?.work.fileName).toBe(isText ? undefined : 'cv.pdf');
      expect(Buffer.from(at.files[kept?.work.uploadId ?? ''] ?? []).toString()).toBe('Ines');
    }
  });

  it('hands on what the caller wants of the parse', async () => {
    const at = ports();
    const options = {
      uploadId: 'upl_1',
      documentDate: '2026-03',
      language: 'de',
      store: true,
      include: ['provenance'],
    };

    const { id } = await startParse(at, parse(options), aContext({ fresh: true }));

    expect(await at.operations.item(id, 0)).toMatchObject({
      item: { uploadId: 'upl_1' },
      work: { ...options, isText: false, fresh: true, noStore: false },
    });
  });

  it('hands on by what the arm was decided, where that is not by the owner alone', async () => {
    const at = ports();
    const { owner } = aContext();
    const workFor = async (assignee: Partial<Assignee>) => {
      const context = aContext({ assignee: { owner, subject: owner, ...assignee } });
      const { id } = await startParse(at, parse({ uploadId: 'upl_1' }), context);
      return (await at.operations.item(id, 0))?.work;
    };

    expect(await workFor({})).not.toHaveProperty('assignee');
    expect(await workFor({ subject: '5f0c' })).toMatchObject({ assignee: { subject: '5f0c' } });
    expect(await workFor({ override: 'aws' })).toMatchObject({ assignee: { subject: owner, override: 'aws' } });
  });

  it('goes on with the same operation when a request with a key comes again after a failure', async () => {
    const at = ports();
    const context = aContext({ idempotencyKey: 'key-1' });
    await expect(startBatch({ ...at, queue: down }, batch(2), context)).rejects.toThrow('the queue is down');

    const second = await startBatch(at, batch(2), context);
    const third = await startBatch(at, batch(2), context);

    expect(third.id).toBe(second.id);
    expect(at.sent).toHaveLength(4);
  });

  it('takes another key, another body, another owner and a request without a key as new work', async () => {
    const at = ports();
    const keyed = aContext({ idempotencyKey: 'key-1' });
    const started = [
      await startBatch(at, batch(2), keyed),
      await startBatch(at, batch(3), keyed),
      await startBatch(at, batch(2), aContext({ idempotencyKey: 'key-2' })),
      await startBatch(at, batch(2), { ...keyed, owner: 'tenant-b/user-1' }),
      await startBatch(at, batch(2), aContext()),
      await startBatch(at, batch(2), aContext()),
    ];

    expect(new Set(started.map(({ id }) => id)).size).toBe(6);
  });

  it('sends nothing before everything is written', async () => {
    const at = ports({
      async send([message]) {
        const kept = await at.operations.get(message?.operationId ?? '');
        expect(kept?.items).toHaveLength(4);
      },
    });

    await startBatch(at, batch(4), aContext());

    expect.assertions(1);
  });

  it('takes on nothing where there is no queue', async () => {
    const refusal = startBatch({ ...ports(), queue: null }, batch(1), aContext());

    await expect(refusal).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });
});
