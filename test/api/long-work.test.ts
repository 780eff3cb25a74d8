import type { Operation } from '../../lambdas/domain/operation';
import { type Api, problemOf, startApi } from './api';

const resume = (name: string) =>
  `${name}\n${name.toLowerCase().replace(' ', '.')}@example.com\n\nExperience\nGlazier, Sund Glas\n2019 - 2024\n- Fitted shop windows\n\nEducation\nDiploma in Glazing, Lund College, 2018\n\nSkills\nGlazing`;
const later = { prefer: 'respond-async' };

describe('long work', () => {
  jest.setTimeout(120_000);
  let api: Api;
  beforeAll(async () => {
    api = await startApi({ environment: { TEXT_CHAIN: 'bedrock,rules', EMBED_CHAIN: 'embedded' } });
  });
  afterAll(() => api.close());

  async function uploaded(file: string): Promise<string> {
    const { body } = await api.send('POST', '/v1/uploads', { mediaType: 'text/plain', bytes: Buffer.byteLength(file) });
    const form = new FormData();
    for (const [name, value] of Object.entries(body.fields as Record<string, string>)) form.append(name, value);
    form.append('file', new Blob([file], { type: 'text/plain' }));
    expect((await fetch(body.url, { method: 'POST', body: form })).status).toBe(204);
    return body.uploadId;
  }

  /** Asks until it is done, as a page would. */
  async function finished(location: string): Promise<Operation> {
    for (;;) {
      const answer = await api.get(location);
      const { operation } = answer.body as { operation: Operation };
      const isDone = operation.finishedAt !== null;
      expect(answer.headers.get('retry-after')).toBe(isDone ? null : '2');
      if (isDone) return operation;
    }
  }
  const locationOf = ({ headers }: { headers: Headers }) => headers.get('location') ?? '';

  it('takes on ten uploads of which two are bad, and has eight results and two problems', async () => {
    const names = Array.from({ length: 8 }, (_, i) => `Ida ${'ABCDEFGH'[i]}lund`);
    const uploads = await Promise.all(names.map((name) => uploaded(resume(name))));
    uploads.splice(
      3,
      0,
      await uploaded('Shopping list: eggs, flour, sugar, a bag of apples and some milk for the cake'),
    );
    uploads.splice(7, 0, 'upl_0123456789abcdefghij');

    const answer = await api.send('POST', '/v1/resumes/batch', { items: uploads.map((uploadId) => ({ uploadId })) });
    expect(answer.status).toBe(202);
    expect(answer.body.operation).toMatchObject({ kind: 'parse-resumes', progress: { total: 10 } });
    expect(answer.headers.get('preference-applied')).toBeNull();
    const operation = await finished(locationOf(answer));

    expect(operation).toMatchObject({ state: 'partial', progress: { total: 10, done: 10, succeeded: 8, failed: 2 } });
    expect(operation.items.map(({ uploadId }) => uploadId)).toEqual(uploads);
    const results = await Promise.all(uploads.map((_, at) => api.get(`${locationOf(answer)}/results/${at}`)));
    const outcomes = results.map(({ body }) => body.problem?.code ?? body.resume.basics.name);
    expect(outcomes).toEqual([
      ...names.slice(0, 3),
      'DOCUMENT_NOT_A_RESUME',
      ...names.slice(3, 6),
      'UPLOAD_NOT_FOUND',
      ...names.slice(6),
    ]);
    expect(operation.items[3]?.problem?.code).toBe('DOCUMENT_NOT_A_RESUME');
  });

  it('parses later what it would have parsed at once, into the same resume', async () => {
    const text = resume('Maren Vogt');
    const atOnce = await api.send('POST', '/v1/resumes/parse', { text });
    for (const [body, headers] of [
      [{ text }, later],
      [{ document: { contentBase64: Buffer.from(text).toString('base64') } }, later],
      [Buffer.from(text), { ...later, 'content-type': 'text/plain' }],
    ] as const) {
      const answer = await api.send('POST', '/v1/resumes/parse', body, headers);
      expect(answer.status).toBe(202);
      expect(answer.headers.get('preference-applied')).toBe('respond-async');

      const operation = await finished(locationOf(answer));

      expect(operation).toMatchObject({ kind: 'parse-resume', state: 'succeeded', items: [{ uploadId: null }] });
      const result = await api.get(`${locationOf(answer)}/results/0`);
      const asJson = await api.get(`${locationOf(answer)}/results/0?format=jsonresume`);
      expect(result.body.resume.work).toEqual(atOnce.body.resume.work);
      expect(result.body.meta).toMatchObject({ simulated: true, degraded: false });
      expect(asJson.body.resume.basics.name).toBe('Maren Vogt');
    }
  });

  it('stores a resume where that is asked, and has nothing of it any more once it is deleted', async () => {
    const body = { text: resume('Tove Dahl'), store: true, include: ['provenance'] };
    const answer = await api.send('POST', '/v1/resumes/parse', body, later);
    const operation = await finished(locationOf(answer));
    const { resumeId } = operation.items[0] ?? {};

    const stored = await api.get(`/v1/resumes/${resumeId}`);
    const result = await api.get(`${locationOf(answer)}/results/0`);
    expect(stored.body.resume.basics.name).toBe('Tove Dahl');
    expect(result.body.resume).toEqual(stored.body.resume);
    await api.send('DELETE', `/v1/resumes/${resumeId}`);

    expect(problemOf(await api.get(`${locationOf(answer)}/results/0`), 404).code).toBe('RESUME_NOT_FOUND');
  });

  it('starts one operation for requests with one key', async () => {
    const headers = { ...later, 'idempotency-key': 'key-1' };
    const first = await api.send('POST', '/v1/resumes/parse', { text: resume('Ida Lund') }, headers);
    const second = await api.send('POST', '/v1/resumes/parse', { text: resume('Ida Lund') }, headers);

    expect(second.text).toBe(first.text);
    expect(locationOf(second)).toBe(locationOf(first));
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect((await finished(locationOf(first))).progress.total).toBe(1);
  });

  it('takes on nothing while the queue is down, and the same request takes it on afterwards', async () => {
    const headers = { 'idempotency-key': 'key-2' };
    const batch = { items: [{ uploadId: await uploaded(resume('Ida Lund')) }] };
    api.cloud.simulators.faults.set({ service: 'sqs', kind: 'error', status: 503, operation: 'SendMessageBatch' });
    const refused = await api.send('POST', '/v1/resumes/batch', batch, headers);
    api.cloud.simulators.faults.clear();

    const taken = await api.send('POST', '/v1/resumes/batch', batch, headers);

    expect(problemOf(refused, 503)).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
    expect((await finished(locationOf(taken))).state).toBe('succeeded');
  });

  it.each([
    [{ items: [] }, '/items'],
    [{ items: Array.from({ length: 101 }, (_, i) => ({ uploadId: `upl_${i}` })) }, '/items'],
    [{ items: [{ uploadId: 'upl_1', text: 'Ida' }] }, '/items/0/text'],
    [{ items: [{ uploadId: 'upl_1', language: 'german' }] }, '/items/0/language'],
  ])('refuses a batch that does not fit', async (body, pointer) => {
    const answer = await api.send('POST', '/v1/resumes/batch', body);

    expect(problemOf(answer, 400).errors[0]?.pointer).toBe(pointer);
  });

  it('knows no operation and no item that is not there', async () => {
    const answer = await api.send('POST', '/v1/resumes/parse', { text: resume('Ida Lund') }, later);

    await finished(locationOf(answer));
    for (const target of [
      '/v1/operations/op_AAAAAAAAAAAAAAAAAAAAAA',
      '/v1/operations/op_AAAAAAAAAAAAAAAAAAAAAA/results/0',
      `${locationOf(answer)}/results/1`,
    ]) {
      expect(problemOf(await api.get(target), 404).code).toBe('OPERATION_NOT_FOUND');
    }
  });
});
