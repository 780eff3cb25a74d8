/** One request through the dev server: HTTP, the gateway's event, checks, idempotency and the answer, with no model in it. */
import { startLaptopCloud } from '../dev/laptop-cloud';
import type { Measure } from './run';

export const title = 'request: through the dev server, without model time';

const job = { id: 'bench-1', title: 'Carpenter', description: 'You build timber frames and read drawings.' };

export async function run(bench: Measure): Promise<void> {
  const cloud = await startLaptopCloud({ environment: { TEXT_CHAIN: 'rules', EMBED_CHAIN: 'embedded' } });
  try {
    const call = async (method: string, target: string, body?: unknown, headers: Record<string, string> = {}) => {
      const response = await fetch(cloud.url + target, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (response.status >= 400 && response.status !== 404) throw new Error(`${response.status} ${text}`);
    };
    let key = 0;
    await call('PUT', '/v1/jobs/bench-1', job);
    await bench.measure('GET /v1/health', () => call('GET', '/v1/health'));
    await bench.measure('an unknown route (404)', () => call('GET', '/v1/nothing'));
    await bench.measure('GET /v1/jobs/{id}', () => call('GET', '/v1/jobs/bench-1'));
    await bench.measure('PUT /v1/jobs/{id}, unchanged', () => call('PUT', '/v1/jobs/bench-1', job));
    await bench.measure('POST /v1/embeddings, word table', () => call('POST', '/v1/embeddings', { input: 'oak' }));
    await bench.measure('the same with an Idempotency-Key', () =>
      call('POST', '/v1/embeddings', { input: 'oak' }, { 'idempotency-key': `bench-${key++}` }),
    );
  } finally {
    await cloud.close();
  }
}
