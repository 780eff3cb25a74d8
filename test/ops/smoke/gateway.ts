/**
 * API Gateway's own part in front of the laptop cloud: who may call what, in the words that the stacks give it. The
 * signature is checked by the book (AWS General Reference, "Signature Version 4"), not by the library that made it.
 */
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { matchResource } from '../../../dev/gateway-event';
import { allRoutes } from '../../../lambdas/http/routes';
import { type GatewayAnswerType, gatewayAnswer } from '../../../lib/gateway-answers';

export const TOKEN = 'the-token-of-a-user';
export const SIGNER = { accessKeyId: 'AKIASMOKESMOKESMOKE1', secretAccessKey: 'the-secret-of-a-machine' };
const REGION = 'eu-west-1';

interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Spoils an answer; undefined leaves it as it is. */
export type Spoil = (method: string, path: string, reply: Reply) => Reply | undefined;

export interface Gateway {
  /** With the stage in the path, as API Gateway has it. */
  url: string;
  spoil: Spoil;
  close(): Promise<void>;
}

export async function startGateway(upstream: string): Promise<Gateway> {
  const server = createServer((request, response) => {
    void answer(request).then(({ status, headers, body }) => response.writeHead(status, headers).end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const gateway: Gateway = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/prod`,
    spoil: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return gateway;

  async function answer(request: IncomingMessage): Promise<Reply> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const { method = 'GET', url = '/', headers } = request;
    if (url === '/oauth2/token') return token(headers, body);
    const path = url.replace(/^\/prod/, '');
    const refusal = refusalOf(method, path, url, headers, body);
    const reply = refusal === undefined ? await forward(method, path, headers, body) : own(refusal);
    return gateway.spoil(method, path, reply) ?? reply;
  }

  async function forward(method: string, path: string, headers: IncomingHttpHeaders, body: string): Promise<Reply> {
    const kept = ['content-type', 'origin', 'access-control-request-method'] as const;
    const sent = Object.fromEntries(kept.flatMap((name) => (headers[name] ? [[name, String(headers[name])]] : [])));
    const response = await fetch(upstream + path, { method, headers: sent, ...(body !== '' && { body }) });
    const text = await response.text();
    // A spoilt body has another length.
    const ours = [...response.headers].filter(
      ([name]) => !['connection', 'content-length', 'keep-alive'].includes(name),
    );
    return { status: response.status, headers: Object.fromEntries(ours), body: text };
  }
}

function refusalOf(
  method: string,
  path: string,
  url: string,
  headers: IncomingHttpHeaders,
  body: string,
): GatewayAnswerType | undefined {
  const resource = matchResource(path)?.resource;
  const route = allRoutes.find((row) => row.path === resource && row.method === method);
  if (route === undefined || route.auth === 'public') return undefined;
  const { authorization = '' } = headers;
  if (route.auth === 'user') return authorization === `Bearer ${TOKEN}` ? undefined : 'UNAUTHORIZED';
  if (!authorization.startsWith('AWS4-HMAC-SHA256 ')) return 'MISSING_AUTHENTICATION_TOKEN';
  return isSigned(method, url, headers, body) ? undefined : 'INVALID_SIGNATURE';
}

function isSigned(method: string, url: string, headers: IncomingHttpHeaders, body: string): boolean {
  const [, day = '', names = '', signature] =
    /Credential=AKIASMOKESMOKESMOKE1\/(\d{8})\/eu-west-1\/execute-api\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)$/.exec(
      headers.authorization ?? '',
    ) ?? [];
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const lines = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const canonical = [method, url, '', lines.join(''), names, sha256(body)].join('\n');
  const scope = `${day}/${REGION}/execute-api/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const key = [day, REGION, 'execute-api', 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${SIGNER.secretAccessKey}`,
  );
  return hmac(key, toSign).toString('hex') === signature;
}

/** What the gateway response of this type says, with its variables filled in. */
function own(type: GatewayAnswerType): Reply {
  const { status, headers, body } = gatewayAnswer(type, []);
  const filled = (text: string) =>
    text.replaceAll('$context.requestId', 'c6af9ac6-7b61-11e6').replaceAll('$context.path', '/prod/v1');
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, filled(value)])),
    body: filled(body),
  };
}

function token({ authorization }: IncomingHttpHeaders, body: string): Reply {
  const knows = authorization === `Basic ${Buffer.from('smoke:the-client-secret').toString('base64')}`;
  const granted = knows && body === 'grant_type=client_credentials';
  return {
    status: granted ? 200 : 400,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(granted ? { access_token: TOKEN, expires_in: 900 } : { error: 'invalid_client' }),
  };
}
