/** What one caller stores does not exist for any other, and nothing tells that it is there. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { laptopQueueName } from '../../dev/laptop-queues';
import { allRoutes } from '../../lambdas/http/routes';
import { queueNames } from '../../lib/work-queues';
import { type Api, startApi } from './api';
import { type Caller, type CallerAnswer, role, user } from './callers';

const RESUME =
  'Ida Lund\nida.lund@example.com\n\nExperience\nGlazier, Sund Glas\n2019 - 2024\n- Fitted shop windows\n\nEducation\nDiploma in Glazing, Lund College, 2018\n\nSkills\nGlazing';
const owner = user('ida', 'one');
const arn = (name: string) => `arn:aws:sts::111111111111:assumed-role/${name}/session`;
const strangers: [string, Caller][] = [
  ['another user of the tenant', user('tove', 'one')],
  ['a user of the same name in another tenant', user('ida', 'two')],
  ['a user whose tenant and name say the same together', user('one/ida', '')],
  ['a role', role(arn('ida'))],
];
/** Ids of nothing, of the same form. */
const nowhere: Record<string, string> = {
  '/v1/resumes/': 'res_AAAAAAAAAAAAAAAAAAAAAAAA',
  '/v1/operations/': 'op_AAAAAAAAAAAAAAAAAAAAAA',
  '/v1/webhooks/': 'wh_AAAAAAAAAAAAAAAAAAAAAA0',
};
const prefixOf = (path: string) => path.slice(0, path.indexOf('{'));
/** The catalogue is everybody's: whose candidates are ranked for a job is in match-candidates.test.ts. */
const withIds = allRoutes.filter(
  ({ path, auth, slug }) => path.includes('{id}') && auth === 'user' && slug !== 'match-candidates',
);

describe('ownership', () => {
  let api: Api;
  let receiver: Server;
  const owned: Record<string, string> = {};
  let uploadId: string;
  let answerId: string;
  let calls: string[] = [];

  beforeAll(async () => {
    api = await startApi({
      environment: { TEXT_CHAIN: 'bedrock,rules', EMBED_CHAIN: 'bedrock,embedded', PARSE_CACHE_SECONDS: '3600' },
      intercept: (operation, { TableName }) => {
        calls.push(`${operation} ${String(TableName)}`);
        return undefined;
      },
    });
    receiver = createServer((_, response) => response.writeHead(204).end());
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;

    const form = (await owner('POST', '/v1/uploads', { mediaType: 'text/plain', bytes: 10_000 })).body;
    const fields = new FormData();
    for (const [name, value] of Object.entries<string>(form.fields)) fields.set(name, value);
    fields.set('file', new Blob([RESUME], { type: 'text/plain' }));
    expect((await fetch(form.url, { method: 'POST', body: fields })).status).toBe(204);
    uploadId = form.uploadId;

    const parsed = await owner('POST', '/v1/resumes/parse', { uploadId, store: true });
    owned['/v1/resumes/'] = parsed.body.resume.id;
    answerId = parsed.body.meta.requestId;
    const batch = await owner('POST', '/v1/resumes/batch', { items: [{ uploadId }] });
    owned['/v1/operations/'] = batch.body.operation.id;
    await idle();
    expect((await owner('GET', batch.headers.location ?? '')).body.operation.state).toBe('succeeded');
    owned['/v1/webhooks/'] = (await owner('POST', '/v1/webhooks', { url })).body.webhook.id;
  });
  afterAll(async () => {
    await api.close();
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  });

  /** What goes on behind an answer is no part of the next one. */
  async function idle(): Promise<void> {
    const { queues } = api.cloud.simulators;
    const isBusy = () =>
      queueNames.some((name) => {
        const { visible = 0, inFlight = 0 } = queues.get(laptopQueueName(name))?.counts() ?? {};
        return visible + inFlight > 0;
      });
    while (isBusy()) await new Promise(setImmediate);
    await api.cloud.settled();
  }

  /** The answer without what names the request, and what was asked of the stores for it. */
  async function seen(answer: () => Promise<CallerAnswer>) {
    const { faults } = api.cloud.simulators;
    calls = [];
    faults.clearCalls();
    const { status, body, headers } = await answer();
    const { instance: _i, traceId: _t, ...told } = body;
    const { s3 = {}, sqs = {}, bedrock = {} } = faults.calls();
    const { 'x-request-id': _r, ...sent } = headers;
    return { status, told, sent, asked: { tables: calls, s3, sqs, bedrock } };
  }

  it('has an id of each kind to try', () => {
    expect(withIds.map(({ path }) => path).filter((path) => !owned[prefixOf(path)])).toEqual([]);
  });

  it.each(strangers)(
    '%s finds nothing under an id of the owner, on any route, just as under an id of nothing',
    async (_, stranger) => {
      for (const { method, path } of withIds) {
        const at = (ids: Record<string, string>) =>
          path.replace('{id}', ids[prefixOf(path)] ?? '').replace('{index}', '0');
        const real = await seen(() => stranger(method, at(owned)));
        const none = await seen(() => stranger(method, at(nowhere)));

        expect({ path, method, ...real }).toEqual({ path, method, ...none });
        expect(real.status).toBe(404);
      }
    },
  );

  it.each(strangers)('%s cannot use a resume, an upload or an answer of the owner in a body', async (_, stranger) => {
    const uses = async (resumeId: string, upload: string, requestId: string) => [
      await seen(() => stranger('POST', '/v1/matches', { resumeId })),
      await seen(() => stranger('POST', '/v1/resumes/parse', { uploadId: upload })),
      await seen(() => stranger('POST', '/v1/feedback', { requestId, rating: 1 })),
    ];
    const real = await uses(owned['/v1/resumes/'] ?? '', uploadId, answerId);
    const none = await uses(nowhere['/v1/resumes/'] ?? '', `upl_${'A'.repeat(uploadId.length - 4)}`, 'none');

    expect(real).toEqual(none);
    expect(real.map(({ status, told }) => [status, told.code])).toEqual([
      [404, 'RESUME_NOT_FOUND'],
      [404, 'UPLOAD_NOT_FOUND'],
      [404, 'ANSWER_NOT_FOUND'],
    ]);
  });

  it.each(strangers)('%s has no upload of the owner read in a batch', async (_, stranger) => {
    const batch = await stranger('POST', '/v1/resumes/batch', { items: [{ uploadId }] });
    await idle();

    const { body } = await stranger('GET', batch.headers.location ?? '');
    expect(body.operation.items[0].problem.code).toBe('UPLOAD_NOT_FOUND');
  });

  it.each(strangers)('%s sees no webhook of the owner in the list', async (_, stranger) => {
    expect((await stranger('GET', '/v1/webhooks')).body).toEqual({ webhooks: [] });
  });

  it.each(strangers)('%s is given no answer that was kept for the owner', async (_, stranger) => {
    const headers = { 'idempotency-key': 'the-same-key' };
    const mine = await owner('POST', '/v1/resumes/parse', { text: RESUME }, headers);
    const theirs = await stranger('POST', '/v1/resumes/parse', { text: RESUME }, headers);
    const again = await owner('POST', '/v1/resumes/parse', { text: RESUME });

    expect([mine.status, theirs.status]).toEqual([200, 200]);
    expect(theirs.headers['idempotent-replayed']).toBeUndefined();
    expect(theirs.body.meta.cached).toBe(false);
    expect(again.body.meta.cached).toBe(true);
  });

  it('leaves the owner all of it', async () => {
    for (const { path, method } of withIds.filter((route) => route.method === 'GET')) {
      const target = path.replace('{id}', owned[prefixOf(path)] ?? '').replace('{index}', '0');
      expect({ target, status: (await owner(method, target)).status }).toEqual({ target, status: 200 });
    }
    expect((await owner('GET', '/v1/webhooks')).body.webhooks).toHaveLength(1);
  });
});
