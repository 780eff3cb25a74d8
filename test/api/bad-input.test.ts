import { type Api, problemOf, startApi } from './api';

const job = { id: 'kept', title: 'Joiner', description: 'You build kitchens from oak.' };
const jsonHeaders = { 'content-type': 'application/json' };
/** `{"title":"` and so on with one byte that is not UTF-8. */
const notUtf8 = Buffer.concat([
  Buffer.from('{"id":"no-utf8","description":"x","title":"'),
  Buffer.from([0xff]),
  Buffer.from(' nurse"}'),
]);

describe('bad input', () => {
  let api: Api;
  beforeAll(async () => {
    api = await startApi();
    await api.send('PUT', '/v1/jobs/kept', job);
    await api.cloud.settled();
  }, 300_000);
  afterAll(() => api.close());
  // Whatever was refused has changed nothing.
  afterEach(async () => {
    const { body } = await api.get('/v1/jobs/kept');
    expect(body.job).toEqual(job);
  });

  it.each<[string, string, string, unknown, number, string]>([
    ['a wrong type', 'PUT', '/v1/jobs/kept', { ...job, title: 7 }, 400, '/title'],
    [
      'a wrong type inside',
      'PUT',
      '/v1/jobs/kept',
      { ...job, mustHaveSkills: ['oak', null] },
      400,
      '/mustHaveSkills/1',
    ],
    ['null for the body', 'PUT', '/v1/jobs/kept', 'null', 400, ''],
    ['a list for the body', 'PUT', '/v1/jobs/kept', [job], 400, ''],
    ['an unknown field', 'PUT', '/v1/jobs/kept', { ...job, tilte: 'x' }, 400, '/tilte'],
    ['a missing field', 'PUT', '/v1/jobs/kept', { id: 'kept', title: 'x' }, 400, '/description'],
    ['an empty text', 'PUT', '/v1/jobs/kept', { ...job, title: ' ' }, 400, '/title'],
    ['an id that is not the one of the path', 'PUT', '/v1/jobs/kept', { ...job, id: 'other' }, 400, '/id'],
    [
      'min above max',
      'PUT',
      '/v1/jobs/kept',
      { ...job, salary: { min: 9, max: 1, currency: 'EUR' } },
      400,
      '/salary/min',
    ],
    ['a lone surrogate', 'PUT', '/v1/jobs/kept', '{"id":"kept","title":"a\\udc00","description":"x"}', 400, '/title'],
    ['a lone surrogate in a key', 'PUT', '/v1/jobs/kept', '{"id":"kept","a\\ud800":1}', 400, ''],
    [
      '__proto__',
      'PUT',
      '/v1/jobs/kept',
      `{"__proto__":{"title":"x"},${JSON.stringify(job).slice(1)}`,
      400,
      '/__proto__',
    ],
    ['constructor', 'PUT', '/v1/jobs/kept', { ...job, constructor: { prototype: {} } }, 400, '/constructor'],
    ['neither text nor document', 'POST', '/v1/resumes/parse', {}, 400, ''],
    ['text and document', 'POST', '/v1/resumes/parse', { text: 'a', uploadId: 'b' }, 400, ''],
    [
      'a document that is not base64',
      'POST',
      '/v1/resumes/parse',
      { document: { contentBase64: '%%' } },
      400,
      '/document/contentBase64',
    ],
    [
      'a day that is not in the calendar',
      'POST',
      '/v1/resumes/parse',
      { text: 'a', documentDate: '2026-13' },
      400,
      '/documentDate',
    ],
    ['no text to embed', 'POST', '/v1/embeddings', { input: [] }, 400, '/input'],
    ['97 texts to embed', 'POST', '/v1/embeddings', { input: new Array(97).fill('a') }, 400, '/input'],
    ['a text too long to embed', 'POST', '/v1/embeddings', { input: ['a', 'b'.repeat(24_001)] }, 400, '/input/1'],
    ['a limit of 0', 'POST', '/v1/matches', { query: 'x', limit: 0 }, 400, '/limit'],
    ['half a match', 'POST', '/v1/matches', { query: 'x', limit: 1.5 }, 400, '/limit'],
    ['a negative weight', 'POST', '/v1/matches', { query: 'x', weights: { skills: -1 } }, 400, '/weights/skills'],
    ['an unknown weight', 'POST', '/v1/matches', { query: 'x', weights: { charm: 1 } }, 400, '/weights/charm'],
    ['two candidates', 'POST', '/v1/matches', { query: 'x', resumeText: 'y' }, 400, ''],
    ['101 inline jobs', 'POST', '/v1/matches', { query: 'x', jobs: new Array(101).fill(job) }, 400, '/jobs'],
    ['a bad inline job', 'POST', '/v1/matches', { query: 'x', jobs: [job, { id: 'a' }] }, 400, '/jobs/1/title'],
    [
      '1,000 jobs in a batch',
      'POST',
      '/v1/jobs/batch',
      { jobs: new Array(1000).fill({ ...job, title: 'x' }) },
      400,
      '/jobs',
    ],
    ['no jobs in a batch', 'POST', '/v1/jobs/batch', { jobs: [] }, 400, '/jobs'],
    ['an upload of no bytes', 'POST', '/v1/uploads', { mediaType: 'application/pdf', bytes: 0 }, 400, '/bytes'],
  ])('refuses %s and points at it', async (_name, method, target, body, status, pointer) => {
    const problem = problemOf(await api.send(method, target, body), status);

    expect(problem.errors[0]?.pointer ?? '').toBe(pointer);
    expect(problem.detail).toMatch(/^.{10,300}$/s);
    expect(problem.retryable).toBe(false);
  });

  it('reads U+FFFD where a JSON body is no UTF-8, as API Gateway hands it on', async () => {
    const answer = await api.send('PUT', '/v1/jobs/no-utf8', notUtf8, jsonHeaders);

    expect(answer.status).toBe(201);
    expect(answer.body.job.title).toBe('\u{fffd} nurse');
  });

  it.each<[string, string, string, unknown, Record<string, string>, number, string]>([
    ['malformed JSON', 'PUT', '/v1/jobs/kept', '{"id": "kept", ', jsonHeaders, 400, 'INVALID_JSON'],
    ['an empty body', 'PUT', '/v1/jobs/kept', '', jsonHeaders, 400, 'INVALID_JSON'],
    [
      'a body 40 levels deep',
      'PUT',
      '/v1/jobs/kept',
      '['.repeat(40) + ']'.repeat(40),
      jsonHeaders,
      400,
      'INVALID_JSON',
    ],
    ['a million open brackets', 'PUT', '/v1/jobs/kept', '['.repeat(1_000_000), jsonHeaders, 400, 'INVALID_JSON'],
    [
      'a form',
      'PUT',
      '/v1/jobs/kept',
      'title=x',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'JSON called text',
      'PUT',
      '/v1/jobs/kept',
      JSON.stringify(job),
      { 'content-type': 'text/plain' },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'JSON in UTF-16',
      'PUT',
      '/v1/jobs/kept',
      JSON.stringify(job),
      { 'content-type': 'application/json; charset=utf-16' },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a body above the limit of Lambda',
      'PUT',
      '/v1/jobs/kept',
      { ...job, description: 'x'.repeat(6_000_000) },
      {},
      413,
      'PAYLOAD_TOO_LARGE',
    ],
    [
      'a body above the limit of API Gateway',
      'POST',
      '/v1/resumes/parse',
      { text: 'x'.repeat(10_500_000) },
      {},
      413,
      'PAYLOAD_TOO_LARGE',
    ],
    ['a text above the limit', 'POST', '/v1/resumes/parse', { text: 'x'.repeat(500_001) }, {}, 400, 'INVALID_REQUEST'],
    ['an empty resume', 'POST', '/v1/resumes/parse', { text: '' }, {}, 422, 'DOCUMENT_EMPTY'],
    ['a resume of blanks', 'POST', '/v1/matches', { resumeText: ' \n\t ' }, {}, 422, 'DOCUMENT_EMPTY'],
    [
      'an empty document',
      'POST',
      '/v1/resumes/parse',
      '',
      { 'content-type': 'application/pdf' },
      422,
      'DOCUMENT_EMPTY',
    ],
    [
      'a PDF that is none',
      'POST',
      '/v1/resumes/parse',
      '%PDF-1.7 and then nothing of the kind',
      { 'content-type': 'application/pdf' },
      422,
      'DOCUMENT_CORRUPTED',
    ],
    [
      'a picture',
      'POST',
      '/v1/resumes/parse',
      Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
      { 'content-type': 'application/pdf' },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a text that is no resume',
      'POST',
      '/v1/resumes/parse',
      { text: 'Take two eggs and half a pint of milk. Stir until smooth.' },
      {},
      422,
      'DOCUMENT_NOT_A_RESUME',
    ],
    [
      'a candidate that is none',
      'POST',
      '/v1/matches',
      { resumeText: 'Take two eggs and half a pint of milk. Stir until smooth.' },
      {},
      422,
      'DOCUMENT_NOT_A_RESUME',
    ],
    ['two slashes', 'GET', '//', undefined, {}, 404, 'ROUTE_NOT_FOUND'],
    ['a resume id of nobody', 'POST', '/v1/matches', { resumeId: 'res_nobody' }, {}, 404, 'RESUME_NOT_FOUND'],
    [
      'an upload of another type',
      'POST',
      '/v1/uploads',
      { mediaType: 'image/png', bytes: 9 },
      {},
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'an upload too large',
      'POST',
      '/v1/uploads',
      { mediaType: 'application/pdf', bytes: 11_000_000 },
      {},
      413,
      'DOCUMENT_TOO_LARGE',
    ],
    ['a job id that cannot be', 'GET', '/v1/jobs/%2e%2e%2fkept', undefined, {}, 400, 'INVALID_REQUEST'],
    ['an unknown query parameter', 'GET', '/v1/jobs/kept?verbose=1', undefined, {}, 400, 'INVALID_REQUEST'],
    ['options beside a JSON body', 'POST', '/v1/resumes/parse?store=true', { text: 'x' }, {}, 400, 'INVALID_REQUEST'],
    [
      'an option that is none',
      'POST',
      '/v1/resumes/parse?store=maybe',
      'x',
      { 'content-type': 'text/plain' },
      400,
      'INVALID_REQUEST',
    ],
    [
      'an option said twice',
      'POST',
      '/v1/resumes/parse?store=true&store=true',
      'x',
      { 'content-type': 'text/plain' },
      400,
      'INVALID_REQUEST',
    ],
    ['a body for a route without one', 'DELETE', '/v1/jobs/kept', { sure: true }, {}, 400, 'INVALID_REQUEST'],
    ['a method that the route does not take', 'PATCH', '/v1/jobs/kept', {}, {}, 405, 'METHOD_NOT_ALLOWED'],
    ['a method that the fixed route does not take', 'PUT', '/v1/jobs/batch', job, {}, 405, 'METHOD_NOT_ALLOWED'],
    ['an unknown route', 'GET', '/v1/candidates', undefined, {}, 404, 'ROUTE_NOT_FOUND'],
    ['a route with a slash too many', 'GET', '/v1/jobs/kept/', undefined, {}, 404, 'ROUTE_NOT_FOUND'],
    ['a path that is not UTF-8', 'GET', '/v1/jobs/%ff', undefined, {}, 404, 'ROUTE_NOT_FOUND'],
  ])('refuses %s', async (_name, method, target, body, headers, status, code) => {
    const problem = problemOf(await api.send(method, target, body, headers), status);

    expect(problem.code).toBe(code);
    expect(problem.detail.length).toBeGreaterThan(10);
  });

  it('names the methods that a route takes', async () => {
    const answer = await api.send('PATCH', '/v1/jobs/kept', {});

    expect(answer.headers.get('allow')).toBe('PUT, GET, DELETE');
  });

  it('repeats nothing of a refused body', async () => {
    const answer = await api.send('POST', '/v1/resumes/parse', { text: ['Maren Vogt'], language: 'Maren Vogt' });

    expect(problemOf(answer, 400).errors).toHaveLength(2);
    expect(answer.text).not.toContain('Maren');
  });

  it('answers to localhost only, so that no other site can reach it by a name of its own', async () => {
    const { request } = await import('node:http');
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const url = new URL('/v1/jobs/kept', api.cloud.url);
      request(url, { headers: { host: 'evil.example.com' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });

    expect(status).toBe(403);
  });
});
