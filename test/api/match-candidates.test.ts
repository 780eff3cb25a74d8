import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { simServices } from '../../dev/simulators/fault';
import { dynamoDbClient } from '../../lambdas/storage/dynamodb-client';
import { type Api, problemOf, startApi } from './api';
import { type Caller, user } from './callers';

const job = {
  id: 'ward-nurse',
  title: 'Ward Nurse',
  description: 'You care for patients on a surgical ward. Wound care and triage are required.',
  mustHaveSkills: ['wound care', 'triage'],
  location: 'Hamburg, Germany',
};
const nurse = (name: string, skills: string) =>
  `${name}\nWard Nurse\n${name.toLowerCase().replace(' ', '.')}@example.com\n\nExperience\nWard Nurse, Elbe Clinic\nMar 2019 - present\n- Cares for 18 patients a shift\n\nEducation\nDiploma in Nursing, Northsea College, 2018\n\nSkills\n${skills}`;
const RESUMES = {
  fit: nurse('Ines Quillfeather', 'Wound care, triage, medication administration'),
  near: nurse('Tove Quillfeather', 'Triage'),
  far: 'Ida Lund\nida.lund@example.com\n\nExperience\nGlazier, Sund Glas\n2019 - 2024\n- Fitted shop windows\n\nEducation\nDiploma in Glazing, Lund College, 2018\n\nSkills\nGlazing',
};

describe('POST /v1/jobs/{id}/candidates', () => {
  let api: Api;
  const owner = user('ines', 'one');
  const stranger = user('tove', 'one');
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    api = await startApi();
    await api.send('PUT', '/v1/jobs/ward-nurse', job);
    for (const [name, text] of Object.entries(RESUMES)) ids[name] = await store(owner, text);
  });
  afterAll(() => api.close());

  async function store(by: Caller, text: string): Promise<string> {
    const { body } = await by('POST', '/v1/resumes/parse', { text, store: true });
    return body.resume.id;
  }
  const rank = (by: Caller, body: object = {}) => by('POST', '/v1/jobs/ward-nurse/candidates', body);
  const named = (body: { candidates: { resumeId: string }[] }) =>
    body.candidates.map(({ resumeId }) => Object.keys(ids).find((name) => ids[name] === resumeId));

  it('ranks what the caller has stored, best first, and asks no model', async () => {
    const { simulators } = api.cloud;
    simulators.faults.clearCalls();
    const { status, body } = await rank(owner);

    expect(status).toBe(200);
    expect(named(body)).toEqual(['fit', 'near', 'far']);
    expect(body).toMatchObject({ jobId: 'ward-nurse', searched: 3, meta: { provider: null, arm: null, costUsd: 0 } });
    const { bedrock = {}, openai = {}, huggingface = {}, sagemaker = {} } = simulators.faults.calls();
    expect([bedrock, openai, huggingface, sagemaker]).toEqual([{}, {}, {}, {}]);
  });

  it('gives a pair the score that /v1/matches gives it', async () => {
    const { body } = await rank(owner, { weights: { skills: 2 } });

    for (const { resumeId, score, id } of body.candidates) {
      const match = await owner('POST', '/v1/matches', { resumeId, jobs: [job], weights: { skills: 2 } });
      expect(match.body.matches[0]).toMatchObject({ score, id });
    }
  });

  it('answers no word of who someone is', async () => {
    const { text, body } = await rank(owner);

    expect(text).not.toMatch(/Quillfeather|Lund\b|example\.com/i);
    expect(body.candidates[0].skills.matched).not.toHaveLength(0);
  });

  it('shows one caller nothing of another, whatever is named', async () => {
    const all = await rank(stranger);
    const known = await rank(stranger, { resumeIds: Object.values(ids) });
    const unknown = await rank(stranger, { resumeIds: ['res_a', 'res_b', 'res_c'] });
    const told = ({ body: { meta, ...rest } }: typeof known) => ({ ...rest, warnings: meta.warnings });

    expect(all.body).toMatchObject({ candidates: [], searched: 0 });
    expect(told(known)).toEqual(told(unknown));
    expect(known.body.candidates).toEqual([]);
  });

  it('ranks resumes sent with the request, and stores none', async () => {
    const { body: parsed } = await stranger('POST', '/v1/resumes/parse', { text: RESUMES.fit });
    const { body } = await rank(stranger, { resumes: [parsed.resume] });
    const { body: after } = await rank(stranger);

    expect(body.candidates).toMatchObject([{ resumeId: null, index: 0 }]);
    expect(after.searched).toBe(0);
  });

  it('keeps the document: over the server the answer is what it says', async () => {
    const { body } = await api.send('POST', '/v1/resumes/parse', { text: RESUMES.fit, store: true });
    const answer = await api.send('POST', '/v1/jobs/ward-nurse/candidates', { limit: 1, minScore: 1 });

    expect(answer.body.candidates).toMatchObject([{ resumeId: body.resume.id }]);
    await api.send('DELETE', `/v1/resumes/${body.resume.id}`);
  });

  it.each([
    ['maintenance', { maintenance: { until: '2099-01-01T00:00:00Z' } }],
    ['the current arm', { arm: 'current' }],
  ])('answers the same in %s', async (_, flags) => {
    const before = (await rank(owner)).body.candidates;
    api.cloud.simulators.deployFlags(flags);

    expect((await rank(owner)).body.candidates).toEqual(before);
    api.cloud.simulators.deployFlags({});
  });

  it('answers while every model is down', async () => {
    for (const service of simServices) {
      if (/bedrock|openai|sagemaker|huggingface/.test(service)) {
        api.cloud.simulators.faults.set({ service, kind: 'error', status: 503 });
      }
    }
    const { body } = await rank(owner);
    api.cloud.simulators.faults.clear();

    expect(body.meta.degraded).toBe(false);
    expect(named(body)).toEqual(['fit', 'near', 'far']);
  });

  it('no longer ranks a resume that was deleted, of which nothing is left', async () => {
    const id = await store(stranger, RESUMES.near);
    expect((await rank(stranger)).body.candidates).toMatchObject([{ resumeId: id }]);
    await stranger('DELETE', `/v1/resumes/${id}`);

    expect((await rank(stranger)).body.candidates).toEqual([]);
    expect((await rank(stranger, { resumeIds: [id] })).body.candidates).toEqual([]);
    const { config } = api.cloud;
    const client = dynamoDbClient({
      region: config.AWS_REGION,
      endpoint: config.endpoints.dynamodb ?? '',
      credentials: { accessKeyId: 'laptop', secretAccessKey: 'laptop' },
      timeouts: { connectMs: 5_000, requestMs: 10_000 },
    });
    const { Items = [] } = await client.send(new ScanCommand({ TableName: config.CANDIDATES_TABLE }));
    client.destroy();
    expect(Items.filter((item) => JSON.stringify(item).includes(id))).toEqual([]);
  });

  it('knows no job that is not there', async () => {
    const answer = await api.send('POST', '/v1/jobs/none/candidates', {});

    expect(problemOf(answer, 404).code).toBe('JOB_NOT_FOUND');
  });

  it.each([
    ['too many ids', { resumeIds: Array.from({ length: 101 }, (_, i) => `res_${i}`) }],
    ['no id at all', { resumeIds: [] }],
    ['what is no id', { resumeIds: ['a b'] }],
    ['what is no resume', { resumes: [{ basics: 'Ines' }] }],
    ['an unknown field', { query: 'nurse' }],
  ])('refuses %s', async (_, body) => {
    const answer = await api.send('POST', '/v1/jobs/ward-nurse/candidates', body);

    expect(problemOf(answer, 400).code).toBe('INVALID_REQUEST');
  });
});
