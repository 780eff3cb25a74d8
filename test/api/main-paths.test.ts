import { requestExamples } from '../../lambdas/http/examples';
import { allRoutes } from '../../lambdas/http/routes';
import { type Api, problemOf, startApi } from './api';

const example = (operation: string, name: string) => requestExamples[operation]?.[name]?.value as never;
const text: string = (example('parseResume', 'text') as { text: string }).text;

describe('the API over the laptop cloud', () => {
  let api: Api;
  beforeAll(async () => {
    api = await startApi();
    await api.send('POST', '/v1/jobs/batch', example('putJobsBatch', 'jobs'));
    await api.cloud.settled();
  }, 300_000);
  afterAll(() => api.close());

  it('answers every documented example of a request', async () => {
    for (const route of allRoutes) {
      for (const { value } of Object.values(requestExamples[route.operationId] ?? {})) {
        const target = route.path.replace('{id}', String((value as { id?: string }).id ?? 'ward-nurse-hamburg'));
        const answer = await api.send(route.method, target, value);

        // The answer that the example rates was given to nobody.
        const expected = route.operationId === 'giveFeedback' ? ['404'] : Object.keys(route.statuses);
        expect({ target, isExpected: expected.includes(String(answer.status)) }).toEqual({ target, isExpected: true });
      }
    }
  });

  it('parses a resume sent as text, as a document and as bytes into the same resume', async () => {
    const asText = await api.send('POST', '/v1/resumes/parse', { text });
    const asDocument = await api.send('POST', '/v1/resumes/parse', example('parseResume', 'document'));
    const asBytes = await api.send('POST', '/v1/resumes/parse', Buffer.from(text), { 'content-type': 'text/plain' });

    const { resume, meta } = asText.body;
    expect(resume.basics).toMatchObject({ name: 'Maren Vogt', email: 'maren.vogt@example.com' });
    expect(resume.work).toHaveLength(2);
    expect(resume).not.toHaveProperty('provenance');
    expect(meta).toMatchObject({ provider: 'bedrock', simulated: true, fallbackUsed: false });
    for (const other of [asDocument, asBytes]) {
      expect(other.body.resume).toMatchObject({ basics: resume.basics, work: resume.work, skills: resume.skills });
    }
  });

  it('says where each field stands when asked', async () => {
    const { body } = await api.send('POST', '/v1/resumes/parse', { text, include: ['provenance'] });

    expect(body.resume.provenance['/basics/name']).toMatchObject({ quote: 'Maren Vogt', line: 1, verified: true });
  });

  it('stores a resume only if asked, shows it with and without identity, and deletes it', async () => {
    const unstored = await api.send('POST', '/v1/resumes/parse', { text });
    const stored = await api.send('POST', '/v1/resumes/parse', { text, store: true });
    const { id } = stored.body.resume;

    const read = await api.get(`/v1/resumes/${id}`);
    const redacted = await api.get(`/v1/resumes/${id}/redacted`);
    const matched = await api.send('POST', '/v1/matches', { resumeId: id });
    const deleted = await api.send('DELETE', `/v1/resumes/${id}`);
    const gone = await api.get(`/v1/resumes/${id}`);

    expect(unstored.body.resume.id).toBeNull();
    expect(read.body.resume.basics.name).toBe('Maren Vogt');
    expect(redacted.text).not.toMatch(/Maren|Vogt|example\.com|23125/);
    expect(matched.body.matches[0].resumeId).toBe(id);
    expect(deleted.status).toBe(204);
    expect(problemOf(gone, 404).code).toBe('RESUME_NOT_FOUND');
  });

  it('gives a resume as JSON Resume when asked, freshly parsed or stored, whatever the body was', async () => {
    const asJson = await api.send('POST', '/v1/resumes/parse?format=jsonresume', { text, store: true });
    const asBytes = await api.send('POST', '/v1/resumes/parse?format=jsonresume', Buffer.from(text), {
      'content-type': 'text/plain',
    });
    const read = await api.get(`/v1/resumes/${asJson.body.id}?format=jsonresume`);
    const native = await api.get(`/v1/resumes/${asJson.body.id}?format=native`);
    const unknown = await api.get(`/v1/resumes/${asJson.body.id}?format=europass`);

    expect(asJson.body.resume.$schema).toContain('jsonresume');
    expect(asJson.body.resume.basics).toMatchObject({ name: 'Maren Vogt', location: { countryCode: 'DE' } });
    expect(asJson.body.resume.work[1]).toMatchObject({ position: 'Nurse', startDate: '2017-08', endDate: '2021-02' });
    expect(asJson.text).not.toContain('null,"resume"');
    expect(asJson.body.meta).toMatchObject({ provider: 'bedrock' });
    expect(asBytes.body).toMatchObject({ id: null, resume: asJson.body.resume });
    expect(read.body).toEqual({ id: asJson.body.id, resume: asJson.body.resume });
    expect(native.body.resume).toMatchObject({ id: asJson.body.id, derived: expect.any(Object) });
    expect(problemOf(unknown, 400).errors[0]?.detail).toContain('format');
  });

  it('ranks the catalogue by resume text, profile and phrase, the same each time', async () => {
    for (const name of ['resumeText', 'profile', 'query']) {
      const first = await api.send('POST', '/v1/matches', example('matchJobs', name));
      const second = await api.send('POST', '/v1/matches', example('matchJobs', name));

      expect(first.body.matches[0]).toMatchObject({ jobId: 'ward-nurse-hamburg', score: expect.any(Number) });
      expect(JSON.stringify(second.body.matches)).toBe(JSON.stringify(first.body.matches));
    }
  });

  it('ranks inline jobs without keeping them, and scores them as if they were in the catalogue', async () => {
    const request = example('matchJobs', 'inlineJobs') as { jobs: { id: string }[]; resumeText: string };
    const jobs = request.jobs.map((job) => ({ ...job, id: `inline-${job.id}` }));

    const inline = await api.send('POST', '/v1/matches', { ...request, jobs });
    const catalogue = await api.send('POST', '/v1/matches', { resumeText: request.resumeText });

    expect(inline.body.matches.map((match: { jobId: string }) => match.jobId)).toEqual([
      'inline-ward-nurse-hamburg',
      'inline-production-planner-lyon',
    ]);
    expect(inline.body.matches[0].score).toBe(catalogue.body.matches[0].score);
    problemOf(await api.get('/v1/jobs/inline-ward-nurse-hamburg'), 404);
  });

  it('adds, replaces, reads and removes a job', async () => {
    const job = { id: 'baker-1', title: 'Baker', description: 'You bake bread and rolls at night.' };

    const created = await api.send('PUT', '/v1/jobs/baker-1', job);
    const replaced = await api.send('PUT', '/v1/jobs/baker-1', { ...job, title: 'Night Baker' });
    const read = await api.get('/v1/jobs/baker-1');
    await api.cloud.settled();
    const found = await api.send('POST', '/v1/matches', { query: 'night baker', limit: 1 });
    const removed = await api.send('DELETE', '/v1/jobs/baker-1');
    await api.cloud.settled();
    const after = await api.send('POST', '/v1/matches', { query: 'night baker' });

    expect([created.status, replaced.status, removed.status]).toEqual([201, 200, 204]);
    expect(read.body.job.title).toBe('Night Baker');
    expect(found.body.matches[0].jobId).toBe('baker-1');
    expect(after.text).not.toContain('baker-1');
    problemOf(await api.send('DELETE', '/v1/jobs/baker-1'), 404);
  });

  it('takes the good jobs of a batch and says why the others were not taken', async () => {
    const good = { id: 'batch-1', title: 'Roofer', description: 'You lay roof tiles.' };
    const jobs = [good, { ...good, id: 'no spaces allowed' }, { ...good, salary: 'much' }, 7, good];

    const { body } = await api.send('POST', '/v1/jobs/batch', { jobs });

    expect(body.accepted).toEqual([{ id: 'batch-1' }]);
    expect(body.rejected.map((item: { index: number }) => item.index)).toEqual([1, 2, 3, 4]);
    expect(body.rejected[0].problem).toMatchObject({ code: 'INVALID_REQUEST', errors: [{ pointer: '/id' }] });
  });

  it('embeds several texts into one space, in order', async () => {
    const { body } = await api.send('POST', '/v1/embeddings', { input: ['triage', 'wound care', 'triage'] });

    expect(body.data.map((item: { index: number }) => item.index)).toEqual([0, 1, 2]);
    expect(body.data[2].embedding).toEqual(body.data[0].embedding);
    expect(body.data[1].embedding).not.toEqual(body.data[0].embedding);
    expect(body.data[0].embedding).toHaveLength(body.space.dimensions);
  });

  it('takes a file too large for a body by upload', async () => {
    const pdf = Buffer.from(text);
    const { body: form } = await api.send('POST', '/v1/uploads', { mediaType: 'text/plain', bytes: pdf.length });
    const fields = new FormData();
    for (const [name, value] of Object.entries(form.fields as Record<string, string>)) fields.append(name, value);
    fields.append('file', new Blob([pdf], { type: 'text/plain' }));
    const uploaded = await fetch(form.url, { method: 'POST', body: fields });

    const parsed = await api.send('POST', '/v1/resumes/parse', { uploadId: form.uploadId });
    const unknown = await api.send('POST', '/v1/resumes/parse', { uploadId: 'upl_aaaaaaaaaaaaaaaaaaaaaaaa' });

    expect(uploaded.ok).toBe(true);
    expect(parsed.body.resume.basics.name).toBe('Maren Vogt');
    expect(problemOf(unknown, 404).code).toBe('UPLOAD_NOT_FOUND');
  });

  it('says how it and its providers are, and what its contract is', async () => {
    const health = await api.get('/v1/health');
    const providers = await api.get('/v1/health/providers');
    const contract = await api.get('/v1/openapi.json');

    expect(health.body.status).toBe('ok');
    expect(providers.body).toMatchObject({ status: 'ok' });
    expect(providers.body.providers.map((one: { provider: string }) => one.provider)).toContain('dynamodb');
    expect(contract.body.paths).toHaveProperty(['/v1/matches', 'post']);
  });

  it('calls a provider that stalls failing, within seconds', async () => {
    await fetch(`${api.cloud.url}/__sim/faults`, {
      method: 'PUT',
      body: JSON.stringify({ service: 'bedrock', kind: 'stall-headers' }),
    });
    try {
      const { body } = await api.get('/v1/health/providers');

      expect(body.status).toBe('degraded');
      expect(body.providers).toContainEqual(
        expect.objectContaining({ capability: 'embeddings', provider: 'bedrock', status: 'failing' }),
      );
    } finally {
      await fetch(`${api.cloud.url}/__sim/faults`, { method: 'DELETE' });
    }
  });

  it('answers, marked degraded, while every provider fails', async () => {
    for (const service of ['bedrock', 'openai', 'sagemaker', 'huggingface']) {
      await fetch(`${api.cloud.url}/__sim/faults`, {
        method: 'PUT',
        body: JSON.stringify({ service, kind: 'error', status: 503 }),
      });
    }
    try {
      const parsed = await api.send('POST', '/v1/resumes/parse', { text });
      const matched = await api.send('POST', '/v1/matches', { query: 'surgical nurse' });

      expect(parsed.body.meta).toMatchObject({ provider: 'rules', degraded: true, fallbackUsed: true });
      expect(parsed.body.resume.basics.name).toBe('Maren Vogt');
      expect(matched.body.meta).toMatchObject({ provider: 'embedded', fallbackUsed: true });
      expect(matched.body.matches[0].jobId).toBe('ward-nurse-hamburg');
    } finally {
      await fetch(`${api.cloud.url}/__sim/faults`, { method: 'DELETE' });
    }
  });
});
