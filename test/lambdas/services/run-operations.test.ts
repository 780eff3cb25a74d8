import { DomainError } from '../../../lambdas/domain/errors';
import { parseResumeResponseSchema } from '../../../lambdas/domain/requests';
import type { Call, ServiceEvent } from '../../../lambdas/ports';
import { type Delivery, type RunPorts, runItem } from '../../../lambdas/services/run-operations';
import { testClock } from '../../contract/laptop-tables';
import { workOn } from '../../contract/operation-store';
import { memoryUploads } from '../../support/fake-stores';
import { memoryOperations } from '../../support/memory-operations';

const { resume, meta } = parseResumeResponseSchema.parse({ resume: {}, meta: { requestId: 'r', latencyMs: 1 } });

async function started(parse: RunPorts['parse'] = async () => ({ resume, meta }), work = {}) {
  const clock = testClock();
  const told: [string, ServiceEvent][] = [];
  const measured: object[] = [];
  const putOff: [string, number][] = [];
  const ports = {
    operations: memoryOperations(clock),
    uploads: memoryUploads({ upl_1: Buffer.from('Ines') }),
    parse: jest.fn(parse),
    inTime: <T>(call: Call, work: (call: Call) => Promise<T>) => work(call),
    outlet: { publish: async (owner: string, event: ServiceEvent) => void told.push([owner, event]) },
    queue: { putOff: async (receipt: string, seconds: number) => void putOff.push([receipt, seconds]) },
    telemetry: { count() {}, measure: (values: object) => void measured.push(values), event() {} },
    clock,
    random: () => 1,
  };
  const items = ['upl_1', 'upl_2'].map((uploadId) => ({ uploadId, work: { ...workOn(uploadId), ...work } }));
  await ports.operations.create({ id: 'op_1', owner: 'ines', kind: 'parse-resumes', items });
  const run = (delivery: Partial<Delivery> = {}) =>
    runItem(
      ports,
      { operationId: 'op_1', index: 0, receives: 1, receipt: 'receipt-1', ...delivery },
      { signal: new AbortController().signal, deadline: clock.now() + 30_000 },
    );
  const item = async (index = 0) => (await ports.operations.item('op_1', index))?.item;
  return { ...ports, ports, told, measured, putOff, run, item };
}
const failing = (code: ConstructorParameters<typeof DomainError>[0]) => async () => {
  throw new DomainError(code, 'a sentence for the caller');
};

describe('run-operations', () => {
  it('parses the upload for its owner and keeps the answer', async () => {
    const at = await started();

    expect(await at.run()).toBe(true);

    const [request, context] = at.parse.mock.calls[0] ?? [];
    expect(request).toEqual({ uploadId: 'upl_1', store: false, include: [] });
    const assignee = { owner: 'ines', subject: 'ines' };
    expect(context).toMatchObject({ owner: 'ines', requestId: 'op_1/0', assignee });
    expect(await at.item()).toMatchObject({ state: 'succeeded', resumeId: null });
    expect(JSON.parse((await at.operations.item('op_1', 0))?.result ?? '')).toEqual({ resume, meta });
  });

  it('reads text as text, whatever it looks like, with what the caller asked for', async () => {
    const assignee = { subject: '5f0c', override: 'aws' } as const;
    const at = await started(undefined, { isText: true, language: 'de', documentDate: '2026', fresh: true, assignee });

    await at.run();

    const [request, context] = at.parse.mock.calls[0] ?? [];
    expect(request).toEqual({ text: 'Ines', language: 'de', documentDate: '2026', store: false, include: [] });
    expect(context).toMatchObject({ fresh: true, assignee: { owner: 'ines', ...assignee } });
  });

  it('reads a document with the name that it came with', async () => {
    const at = await started(undefined, { fileName: 'cv.pdf' });

    await at.run();

    const document = { contentBase64: Buffer.from('Ines').toString('base64'), fileName: 'cv.pdf' };
    expect(at.parse.mock.calls[0]?.[0]).toEqual({ document, store: false, include: [] });
  });

  it('keeps no second copy of a resume that is stored, and stores it under the same id each time', async () => {
    const at = await started(undefined, { store: true });
    at.operations.finish = () => Promise.reject(new DomainError('STORE_UNAVAILABLE', 'down'));
    expect(await at.run()).toBe(false);
    at.operations.finish = (await started()).operations.finish;
    at.clock.advance(60_000);
    await at.run({ receives: 2 });

    const ids = at.parse.mock.calls.map(([, , storeAs]) => storeAs);
    expect(ids[0]).toMatch(/^res_[\w-]{22}$/);
    expect(ids[1]).toBe(ids[0]);
  });

  it('takes a refusal as the outcome: it would be the same next time', async () => {
    const at = await started(failing('DOCUMENT_ENCRYPTED'));

    expect(await at.run()).toBe(true);

    const fault = { code: 'DOCUMENT_ENCRYPTED', detail: 'a sentence for the caller', errors: [] };
    expect(await at.item()).toMatchObject({ state: 'failed', fault });
    expect(at.measured).toEqual([{ OperationItemsGivenUp: 0 }]);
  });

  it.each(['STORE_UNAVAILABLE', 'PROVIDER_UNAVAILABLE', 'DEADLINE_EXCEEDED'] as const)(
    'tries again after %s, at once when it is delivered again',
    async (code) => {
      const at = await started(failing(code));

      expect(await at.run()).toBe(false);

      expect(await at.item()).toMatchObject({ state: 'running' });
      at.parse.mockResolvedValue({ resume, meta });
      expect(await at.run({ receives: 2 })).toBe(true);
      expect(await at.item()).toMatchObject({ state: 'succeeded' });
    },
  );

  it('waits longer each time, and is none the worse when the queue does not hear of it', async () => {
    const at = await started(failing('STORE_UNAVAILABLE'));
    for (const receives of [1, 2, 3, 4]) await at.run({ receives, receipt: `receipt-${receives}` });
    expect(at.putOff).toEqual([
      ['receipt-1', 15],
      ['receipt-2', 45],
      ['receipt-3', 135],
      ['receipt-4', 405],
    ]);
    at.queue.putOff = () => Promise.reject(new Error('down'));

    expect(await at.run()).toBe(false);
  });

  it('gives up at the last delivery, so that no operation runs for ever, and says nothing of a bug', async () => {
    const at = await started(async () => {
      throw new TypeError('Ines Example is not a function');
    });
    expect(await at.run({ receives: 4 })).toBe(false);

    expect(await at.run({ receives: 5 })).toBe(true);

    expect(await at.item()).toMatchObject({ state: 'failed', fault: { code: 'INTERNAL' } });
    expect(JSON.stringify(await at.item())).not.toContain('Ines');
    expect(at.measured).toEqual([{ OperationItemsGivenUp: 1 }]);
  });

  it('gives up at the last delivery what never ends in time', async () => {
    const at = await started(() => new Promise(() => undefined));
    at.ports.inTime = failing('DEADLINE_EXCEEDED');

    expect(await at.run({ receives: 5 })).toBe(true);

    expect(await at.item()).toMatchObject({ state: 'failed', fault: { code: 'DEADLINE_EXCEEDED' } });
  });

  it('leaves an item alone that another worker is at', async () => {
    const at = await started();
    await at.operations.claim('op_1', 0, at.clock.now() + 1000);

    expect(await at.run()).toBe(false);

    expect(at.parse).not.toHaveBeenCalled();
  });

  it('does nothing again for an item that has its outcome, or that is not there', async () => {
    const at = await started();
    await at.run();

    expect(await at.run({ receives: 2 })).toBe(true);
    expect(await at.run({ operationId: 'op_2' })).toBe(true);

    expect(at.parse).toHaveBeenCalledTimes(1);
  });

  it('tells the owner when the last item is done, once', async () => {
    const at = await started();
    await at.run();
    expect(at.told).toEqual([]);

    await at.run({ index: 1 });
    await at.run({ index: 1, receives: 2 });

    const progress = { total: 2, done: 2, succeeded: 2, failed: 0 };
    const data = { operationId: 'op_1', kind: 'parse-resumes', state: 'succeeded', progress };
    expect(at.told).toEqual([['ines', { type: 'operation.finished', data }]]);
  });

  it('tells it again when the telling failed', async () => {
    const at = await started();
    await at.run();
    const { publish } = at.outlet;
    at.outlet.publish = () => Promise.reject(new Error('down'));
    expect(await at.run({ index: 1 })).toBe(false);
    at.outlet.publish = publish;

    expect(await at.run({ index: 1, receives: 2 })).toBe(true);

    expect(at.told).toHaveLength(1);
  });

  it('keeps a problem for a result that is too large to be kept', async () => {
    const at = await started();
    const { finish } = at.operations;
    at.operations.finish = async (claim, outcome) => {
      if (outcome.state === 'succeeded') throw new DomainError('PAYLOAD_TOO_LARGE', 'too large');
      return finish(claim, outcome);
    };

    expect(await at.run()).toBe(true);

    expect(await at.item()).toMatchObject({ state: 'failed', fault: { code: 'PAYLOAD_TOO_LARGE' } });
  });
});
