import { DeleteObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { DEMO_CREDENTIALS, type Simulators, startSimulators } from '../../../dev/simulators/start';
import { MAX_DOCUMENT_BYTES } from '../../../lambdas/domain/limits';
import { s3UploadStore } from '../../../lambdas/storage/s3-upload-store';
import { sampleAnswers } from '../../dev/simulators/sample-answers';
import { callOf } from '../providers/wired';

const PDF = { mediaType: 'application/pdf', bytes: 1_000 };
let now = Date.now();
let simulators: Simulators;
beforeAll(async () => {
  simulators = await startSimulators({ answers: sampleAnswers, clock: { now: () => now } });
});
afterAll(() => simulators.close());
beforeEach(() => {
  now = Date.now();
  simulators.faults.clear();
});

let made = 0;
function store(
  credentials: typeof DEMO_CREDENTIALS & { sessionToken?: string } = DEMO_CREDENTIALS,
  options: { readMs?: number } = {},
) {
  return s3UploadStore({
    aws: { region: 'us-east-1', endpoint: simulators.endpoints.s3, credentials, forcePathStyle: true },
    bucket: 'uploads-test',
    clock: { now: () => now },
    newId: () => `id${String(++made).padStart(18, '0')}`,
    ...options,
  });
}

/** Posts the form as a browser does: the fields in order, the file last. */
async function post(
  form: { url: string; fields: Record<string, string> },
  file: string,
  changed: Record<string, string> = {},
) {
  const body = new FormData();
  for (const [name, value] of Object.entries({ ...form.fields, ...changed })) body.append(name, value);
  body.append('file', new Blob([file]), 'resume.pdf');
  const response = await fetch(form.url, { method: 'POST', body });
  return { status: response.status, code: /<Code>(\w+)/.exec(await response.text())?.[1] };
}

describe('s3UploadStore', () => {
  it('takes a file and reads it back, for its owner only', async () => {
    const form = await store().create('owner-a', PDF);
    expect(await post(form, '%PDF-1.7 bytes')).toEqual({ status: 204, code: undefined });
    const bytes = await store().read('owner-a', form.uploadId, callOf());
    expect(Buffer.from(bytes ?? []).toString()).toBe('%PDF-1.7 bytes');
    expect(await store().read('owner-b', form.uploadId, callOf())).toBeUndefined();
  });

  it('keeps bytes that came with a request where they are read, for their owner only, and replaces them', async () => {
    const id = 'upl_op_0123456789abcdef';
    await store().keep('owner-a', id, Buffer.from('first'), callOf());
    await store().keep('owner-a', id, Buffer.from('second \u00e9'), callOf());

    expect(Buffer.from((await store().read('owner-a', id, callOf())) ?? []).toString()).toBe('second \u00e9');
    expect(await store().read('owner-b', id, callOf())).toBeUndefined();
  });

  it('says that bytes are not kept when the bucket is down, or does not answer by the deadline', async () => {
    const keeping = (ms?: number) => store().keep('owner', 'upl_op_0123456789abcdef', Buffer.from('x'), callOf(ms));
    simulators.faults.set({ service: 's3', kind: 'error', status: 503 });
    await expect(keeping()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    simulators.faults.clear();
    simulators.faults.set({ service: 's3', kind: 'stall-headers' });
    await expect(keeping(150)).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  });

  it('names no owner in a key', async () => {
    const { fields, expiresAt } = await store().create('ada@example.com', PDF);
    expect(fields.key).toMatch(/^uploads\/[0-9a-f]{32}\/upl_id\d{18}$/);
    expect(Date.parse(expiresAt) - now).toBe(600_000);
  });

  it.each([
    ['a larger file', 'x'.repeat(1_001), {}, 'EntityTooLarge'],
    ['an empty file', '', {}, 'EntityTooSmall'],
    ['another type', 'x', { 'Content-Type': 'text/html' }, 'AccessDenied'],
    ['another key', 'x', { key: 'uploads/other' }, 'AccessDenied'],
    ['a field that was not signed', 'x', { acl: 'public-read' }, 'AccessDenied'],
    ['a policy of its own', 'x', { Policy: Buffer.from('{}').toString('base64') }, 'SignatureDoesNotMatch'],
  ])('lets S3 refuse %s', async (_sentence, file, changed, code) => {
    const form = await store().create('owner', PDF);
    expect((await post(form, file, changed)).code).toBe(code);
    expect(await store().read('owner', form.uploadId, callOf())).toBeUndefined();
  });

  it('lets S3 refuse a form that is too old, and one that another key signed', async () => {
    const form = await store().create('owner', PDF);
    const forged = await store({ ...DEMO_CREDENTIALS, secretAccessKey: 'guess' }).create('owner', PDF);
    expect((await post(forged, 'x')).code).toBe('SignatureDoesNotMatch');
    now += 601_000;
    expect((await post(form, 'x')).code).toBe('AccessDenied');
  });

  it('makes no form for more than a document may have', async () => {
    const form = store().create('owner', { ...PDF, bytes: MAX_DOCUMENT_BYTES + 1 });
    await expect(form).rejects.toMatchObject({ code: 'DOCUMENT_TOO_LARGE' });
  });

  it.each(['', 'upl_short', '../../etc/passwd', 'upl_0123456789abcdef/../x'])('has nothing under %j', async (id) => {
    simulators.faults.clearCalls();
    expect(await store().read('owner', id, callOf())).toBeUndefined();
    expect(simulators.faults.calls().s3).toBeUndefined();
  });

  it('reads no object that is too large, however it came there', async () => {
    const form = await store().create('owner', PDF);
    const client = new S3Client({
      region: 'us-east-1',
      endpoint: simulators.endpoints.s3,
      credentials: DEMO_CREDENTIALS,
      forcePathStyle: true,
    });
    const larger = await createPresignedPost(client, { Bucket: 'uploads-test', Key: form.fields.key ?? '' });
    expect((await post(larger, 'x'.repeat(MAX_DOCUMENT_BYTES + 1))).status).toBe(204);
    const reading = store().read('owner', form.uploadId, callOf());
    await expect(reading).rejects.toMatchObject({ code: 'DOCUMENT_TOO_LARGE' });
    const object = { Bucket: 'uploads-test', Key: form.fields.key };
    expect((await client.send(new HeadObjectCommand(object))).ContentLength).toBe(MAX_DOCUMENT_BYTES + 1);
    await client.send(new DeleteObjectCommand(object));
    expect(await store().read('owner', form.uploadId, callOf())).toBeUndefined();
    client.destroy();
  });

  it('tells a file that is not there, which S3 will not say, from one that may not be read', async () => {
    expect(await store().read('owner', 'upl_0123456789abcdef', callOf())).toBeUndefined();
    for (const message of [
      'User: arn:aws:sts::111111111111:assumed-role/a/b is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::b/uploads/x" because no identity-based policy allows the s3:GetObject action',
      'User: arn:aws:sts::111111111111:assumed-role/a/b is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because no identity-based policy allows the kms:Decrypt action',
    ]) {
      simulators.faults.set({ service: 's3', kind: 'error', status: 403, message });
      const reading = store().read('owner', 'upl_0123456789abcdef', callOf());
      await expect(reading).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    }
    simulators.faults.set({ service: 's3', kind: 'error', status: 403, message: 'Access Denied' });
    expect(await store().read('owner', 'upl_0123456789abcdef', callOf())).toBeUndefined();
  });

  it('makes a form that S3 takes from a role, whose credentials have a token', async () => {
    const form = await store({ ...DEMO_CREDENTIALS, sessionToken: 'of-the-role' }).create('owner', PDF);
    expect(form.fields['X-Amz-Security-Token']).toBe('of-the-role');
    expect((await post(form, 'x')).status).toBe(204);
    expect((await post(form, 'x', { 'X-Amz-Security-Token': 'another' })).code).toBe('AccessDenied');
  });

  it('says nothing of encryption in a form, so that the bucket encrypts with its own key', async () => {
    const { fields } = await store().create('owner', PDF);
    expect(Object.keys(fields).filter((name) => /server-side|sse|acl/i.test(name))).toEqual([]);
  });

  it('says that the store is down when it is', async () => {
    simulators.faults.set({ service: 's3', kind: 'error', status: 403 });
    const reading = store().read('owner', 'upl_0123456789abcdef', callOf());
    await expect(reading).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it('leaves time for the models when reading takes too long', async () => {
    simulators.faults.set({ service: 's3', kind: 'stall-headers' });
    const reading = store(DEMO_CREDENTIALS, { readMs: 100 }).read('owner', 'upl_0123456789abcdef', callOf());
    await expect(reading).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it('stops at the deadline', async () => {
    simulators.faults.set({ service: 's3', kind: 'stall-headers' });
    // A stall has no end of its own: that the answer comes is what is shown.
    const reading = store().read('owner', 'upl_0123456789abcdef', callOf(150));
    await expect(reading).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  });
});
