import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  bundleHandlers,
  documentEvent,
  entryFile,
  events,
  invokeBundle,
  modulesLoadedBy,
  node,
} from '../bench/bundled-handlers';
import { handlerSlugs } from '../lib/constructs/handler-bundle';
import { pdfFile, put } from './support/documents/pdf-files';

const lines = [
  'Maren Vogt',
  'maren.vogt@example.com',
  'Experience',
  'Staff Nurse, Elbe Clinic',
  'Mar 2021 - present',
  'Cares for 18 patients a shift',
  'Skills',
  'Wound care, triage',
];

describe('the handlers, bundled as for Lambda', () => {
  jest.setTimeout(300_000);
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'talent-match-bundles-'));
    bundleHandlers(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const invoke = (slug: string, event = events[slug]) => invokeBundle(entryFile(folder, slug), event);

  it.each(handlerSlugs)('%s: importing it does nothing, with no environment at all', async (slug) => {
    const { stdout, stderr, code } = await node(['--import', entryFile(folder, slug), '--eval', ''], {});

    expect({ stdout, stderr, code }).toEqual({ stdout: '', stderr: '', code: 0 });
  });

  it.each([
    ['health', 200, '"status":"ok"'],
    ['meta', 200, '"openapi":"3.1.0"'],
    ['embed', 200, '"model":"word-table"'],
    ['parse-resume', 200, '"name":"Maren Vogt"'],
    ['match-jobs', 200, '"jobId":"ward-nurse"'],
    ['match-candidates', 503, '"code":"STORE_UNAVAILABLE"'],
    ['explain-match', 200, '"provider":"rules"'],
    ['expand-query', 200, '"name":"Nursing"'],
    ['compare', 400, '"pointer":"/contenders/1"'],
    ['create-upload', 201, '"uploadId":'],
    ['jobs', 503, '"code":"STORE_UNAVAILABLE"'],
    ['resumes', 503, '"code":"STORE_UNAVAILABLE"'],
    ['operations', 503, '"code":"STORE_UNAVAILABLE"'],
    ['webhooks', 400, '"pointer":"/url"'],
  ])('%s answers its first event with %i', async (slug, status, part) => {
    const { answer } = await invoke(slug);

    expect(answer.statusCode).toBe(status);
    expect(answer.body).toContain(part);
  });

  it('embed-changes asks for the record again whose terms cannot be written', async () => {
    const job = { id: 'baker-1', title: 'Baker', description: 'Bakes bread.' };
    const image = {
      job: { S: JSON.stringify(job) },
      facts: { S: '{}' },
      contentHash: { S: 'hash' },
      updatedAt: { S: '2026-11-21T09:30:00.000Z' },
    };
    const Keys = { pk: { S: 'JOB#baker-1' }, sk: { S: 'JOB' } };

    const { answer } = await invoke('embed-changes', {
      Records: [{ dynamodb: { Keys, NewImage: image, SequenceNumber: '7' } }],
    });

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '7' }] });
  });

  it('run-operations asks for the message again whose item cannot be claimed, or that it cannot read', async () => {
    const record = (messageId: string, body: string) => ({
      messageId,
      receiptHandle: messageId,
      body,
      attributes: { ApproximateReceiveCount: '1' },
    });

    const { answer } = await invoke('run-operations', {
      Records: [record('m-1', '{"operationId":"op_1","index":0}'), record('m-2', 'not of ours')],
    });

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-1' }, { itemIdentifier: 'm-2' }] });
  });

  it('deliver-webhooks asks for the message again whose endpoint cannot be read, or that it cannot read', async () => {
    const payload = { type: 'webhook.test', timestamp: '2026-11-22T06:30:00.000Z', data: {} };
    const delivery = { endpoint: { owner: 'o', id: `wh_${'A'.repeat(22)}0` }, eventId: 'evt_1', payload };
    const record = (messageId: string, body: string) => ({
      messageId,
      receiptHandle: messageId,
      body,
      attributes: { ApproximateReceiveCount: '1' },
    });

    const { answer } = await invoke('deliver-webhooks', {
      Records: [record('m-1', JSON.stringify(delivery)), record('m-2', 'not of ours')],
    });

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-1' }, { itemIdentifier: 'm-2' }] });
  });

  it('parse-resume reads a document in the worker that is in its bundle', async () => {
    const bytes = await pdfFile((pdf) => {
      for (const [at, line] of lines.entries()) put(pdf, line, 60, 60 + 16 * at);
    });

    const { answer } = await invoke('parse-resume', documentEvent(bytes, 'application/pdf'));

    expect(answer.statusCode).toBe(200);
    expect(JSON.parse(answer.body).resume.work.length).toBeGreaterThan(0);
  });

  it.each(handlerSlugs)('%s runs no code of an SDK client when it is loaded', async (slug) => {
    const loaded = await modulesLoadedBy(entryFile(folder, slug));

    expect(loaded.length).toBeGreaterThan(0);
    // Every client of the SDK takes Node's HTTP modules as soon as its code runs.
    expect(loaded.filter((name) => /^NativeModule (?:node:)?(?:https?|http2|tls)$/.test(name))).toEqual([]);
  });
});
