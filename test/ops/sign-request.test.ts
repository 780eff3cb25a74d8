/** SigV4 by the book: computed a second time, without the library. */
import { createHash, createHmac } from 'node:crypto';
import { signedHeaders } from '../../ops/sign-request';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

/** AWS General Reference, "Create a signed AWS API request", written out once more. */
function signature(headers: Record<string, string>, method: string, path: string, query: string, body: string): string {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const names = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1] ?? '';
  const lines = names.split(';').map((name) => `${name}:${headers[name]}\n`);
  const canonical = [method, path, query, lines.join(''), names, sha256(body)].join('\n');
  const date = headers['x-amz-date'] ?? '';
  const parts = [date.slice(0, 8), 'eu-west-1', 'execute-api', 'aws4_request'];
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const key = parts.reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
  return hmac(key, ['AWS4-HMAC-SHA256', date, parts.join('/'), sha256(canonical)].join('\n')).toString('hex');
}

describe('signedHeaders', () => {
  const scope = { service: 'execute-api', region: 'eu-west-1', credentials };

  it.each([
    ['GET', 'https://api.example.com/prod/v1/jobs/a', '', undefined],
    ['POST', 'https://api.example.com:8443/v1/matches', '', '{"query": "Pflegekräfte"}'],
    ['GET', 'https://api.example.com/v1/jobs?z=1&a=two%20words&a=b', 'a=b&a=two%20words&z=1', undefined],
  ])('signs %s %s as AWS computes it', async (method, address, query, body) => {
    const url = new URL(address);
    const headers = await signedHeaders({ method, url, headers: {}, ...(body !== undefined && { body }) }, scope);
    expect(headers.host).toBe(url.host);
    expect(headers.authorization?.split('Signature=')[1]).toBe(
      signature(headers, method, url.pathname, query, body ?? ''),
    );
  });

  it('carries the token of a session', async () => {
    const session = { ...scope, credentials: { ...credentials, sessionToken: 'the-session' } };
    const headers = await signedHeaders(
      { method: 'GET', url: new URL('https://api.example.com/'), headers: {} },
      session,
    );
    expect(headers['x-amz-security-token']).toBe('the-session');
  });
});
