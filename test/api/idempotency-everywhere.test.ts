/** Every route that takes an Idempotency-Key keeps it: fifty at once have one effect, and the key is of one request. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { requestExamples } from '../../lambdas/http/examples';
import { allRoutes } from '../../lambdas/http/routes';
import { type Api, problemOf, startApi } from './api';

const idempotent = allRoutes.filter((route) => route.idempotent);

describe('Idempotency-Key, on every route that takes one', () => {
  jest.setTimeout(120_000);
  let api: Api;
  let receiver: Server;
  let webhookId: string;
  let answerId: string;
  beforeAll(async () => {
    api = await startApi({ environment: { TEXT_CHAIN: 'bedrock,rules', EMBED_CHAIN: 'bedrock,embedded' } });
    receiver = createServer((_, response) => response.writeHead(204).end());
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    const job = { id: 'a-job', title: 'Nurse', description: 'You care for patients.' };
    await api.send('PUT', '/v1/jobs/a-job', job);
    webhookId = (await api.send('POST', '/v1/webhooks', { url })).body.webhook.id;
    answerId = await anAnswer();
  });
  afterAll(async () => {
    await api.close();
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  });

  /** A busy machine may not note an answer in the moment that there is for it: then another one is asked for. */
  async function anAnswer(): Promise<string> {
    for (let round = 0; round < 100; round++) {
      const { body } = await api.send('POST', '/v1/matches', { query: 'nurse' });
      const { requestId } = body.meta;
      if ((await api.send('POST', '/v1/feedback', { requestId, rating: 3 })).status < 300) return requestId;
    }
    throw new Error('no answer could be rated');
  }

  const bodyOf = (operationId: string) =>
    operationId === 'giveFeedback'
      ? { comment: 'Just right', requestId: answerId, rating: 5 }
      : Object.values(requestExamples[operationId] ?? {})[0]?.value;

  it.each(idempotent.map((route) => [route.operationId, route] as const))('%s', async (operationId, route) => {
    const target = route.path.replace('{id}', operationId === 'matchCandidates' ? 'a-job' : webhookId);
    const body = bodyOf(operationId);
    const send = (sent: unknown) => api.send(route.method, target, sent, { 'idempotency-key': `key-${operationId}` });

    // What the first request has to load would hold up all fifty.
    await api.send(route.method, target, body);

    const answers = await Promise.all(Array.from({ length: 50 }, () => send(body)));
    // The answer is kept after it is given: what comes in between is told to come again.
    let later = await send(body);
    while (later.status === 409) later = await send(body);

    const done = answers.filter(({ status }) => status < 300);
    const first = done.filter(({ headers }) => headers.get('idempotent-replayed') === null);
    expect(first).toHaveLength(1);
    expect(new Set([...done, later].map(({ text }) => text)).size).toBe(1);
    expect(later.headers.get('idempotent-replayed')).toBe('true');
    for (const answer of answers.filter(({ status }) => status >= 300)) {
      // A busy machine may keep one waiting for the table for so long that it is told to come again.
      expect(['IDEMPOTENCY_IN_PROGRESS', 'STORE_UNAVAILABLE']).toContain(problemOf(answer, answer.status).code);
    }
    if (route.request === null) return;
    const other = await send({ ...(body as object), ...differently(body as object) });
    expect(problemOf(other, 422).code).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});

/** A field with another value that is taken: texts get a blank more, lists lose what is behind the first. */
function differently(body: object): object {
  const [name, value] = Object.entries(body)[0] as [string, unknown];
  if (typeof value === 'string') return { [name]: `${value} ` };
  if (Array.isArray(value)) return { [name]: value.slice(0, 1) };
  throw new TypeError(`${name} is neither a text nor a list`);
}
