import { type Api, problemOf, startApi } from './api';

const batch = (id: string) => ({ jobs: [{ id, title: 'Glazier', description: 'You fit windows.' }] });

describe('Idempotency-Key', () => {
  let api: Api;
  beforeAll(async () => {
    api = await startApi({ environment: { TEXT_CHAIN: 'bedrock,rules', EMBED_CHAIN: 'embedded' } });
  }, 300_000);
  afterAll(() => api.close());

  const send = (key: string, body: unknown) => api.send('POST', '/v1/jobs/batch', body, { 'idempotency-key': key });

  it('gives the same bytes for the same request, and says that they are the stored ones', async () => {
    const first = await send('key-1', batch('glazier-1'));
    const second = await send('key-1', batch('glazier-1'));

    expect(second.text).toBe(first.text);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(second.headers.get('idempotent-replayed')).toBe('true');
  });

  it('refuses a key that belongs to another body, and does not do the work', async () => {
    await send('key-2', batch('glazier-2'));

    const other = await send('key-2', batch('glazier-3'));

    expect(problemOf(other, 422).code).toBe('IDEMPOTENCY_KEY_REUSED');
    problemOf(await api.get('/v1/jobs/glazier-3'), 404);
  });

  it('calls the model once for ten requests with one key at the same time', async () => {
    const text =
      'Ida Lund\nida.lund@example.com\n\nExperience\nGlazier, Sund Glas\n2019 - 2024\n\nEducation\nDiploma, 2018';
    const calls = () => api.cloud.simulators.faults.calls().bedrock?.Converse ?? 0;
    const before = calls();

    const answers = await Promise.all(
      Array.from({ length: 10 }, () => api.send('POST', '/v1/resumes/parse', { text }, { 'idempotency-key': 'key-3' })),
    );

    const statuses = answers.map((answer) => answer.status);
    expect(calls() - before).toBe(1);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(1);
    expect(statuses.every((status) => status === 200 || status === 409)).toBe(true);
    for (const answer of answers.filter(({ status }) => status === 409)) {
      expect(problemOf(answer, 409)).toMatchObject({ code: 'IDEMPOTENCY_IN_PROGRESS', retryable: true });
      expect(answer.headers.get('retry-after')).toBe('2');
    }
    const again = await api.send('POST', '/v1/resumes/parse', { text }, { 'idempotency-key': 'key-3' });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(calls() - before).toBe(1);
  });

  it('keeps a refusal', async () => {
    const first = await api.send('POST', '/v1/resumes/parse', { text: '' }, { 'idempotency-key': 'key-4' });
    const second = await api.send('POST', '/v1/resumes/parse', { text: '' }, { 'idempotency-key': 'key-4' });

    expect(problemOf(first, 422).traceId).toBe(problemOf(second, 422).traceId);
  });

  it.each([['k'.repeat(256)], ['two words'], ['caf\u00e9']])('refuses the key %s', async (key) => {
    const answer = await send(key, batch('glazier-9'));

    expect(problemOf(answer, 400).errors[0]).toMatchObject({ code: 'invalid_header' });
    problemOf(await api.get('/v1/jobs/glazier-9'), 404);
  });
});
