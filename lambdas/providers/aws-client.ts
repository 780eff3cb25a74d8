/** How clients of AWS are built here: lazily, over HTTP/1.1, with limits that bite and no retry of their own. */
import type { Readable } from 'node:stream';
import type { NodeHttpHandler as HttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { streamWithin, TEXT_ANSWER_BYTES } from './answer-limit';

export interface AwsClientOptions {
  region: string;
  /** Another address of the service: the simulators, a VPC endpoint. */
  endpoint?: string;
  /** Default: the SDK's own chain, which is the role of the Lambda. */
  credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider;
  /** Until a connection stands. Default 800. */
  connectionTimeoutMs?: number;
  /** No socket stays silent for longer than this. The call's own signal is usually shorter. Default 15 s. */
  idleTimeoutMs?: number;
  /** Bytes of one answer, at most. Default: what no text model's answer has. */
  maxAnswerBytes?: number;
}

const CONNECTION_TIMEOUT_MS = 800;
const IDLE_TIMEOUT_MS = 15_000;

/**
 * The settings every client gets. The explicit HTTP/1.1 handler matters for Bedrock, whose default is HTTP/2 with one
 * connection for each request, deaf to the timeouts. `throwOnRequestTimeout`, because the SDK only warns otherwise;
 * `socketTimeout`, because the request timeout ends with the headers and a stalled body would hang.
 */
export async function awsClientSettings(options: AwsClientOptions) {
  const { NodeHttpHandler } = await import('@smithy/node-http-handler');
  const {
    connectionTimeoutMs = CONNECTION_TIMEOUT_MS,
    idleTimeoutMs = IDLE_TIMEOUT_MS,
    maxAnswerBytes = TEXT_ANSWER_BYTES,
  } = options;
  class BoundedHandler extends NodeHttpHandler {
    override async handle(...request: Parameters<HttpHandler['handle']>) {
      const { response } = await super.handle(...request);
      response.body = streamWithin(response.body as Readable, response.headers, maxAnswerBytes);
      return { response };
    }
  }
  return {
    region: options.region,
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
    ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
    maxAttempts: 1,
    requestHandler: new BoundedHandler({
      connectionTimeout: connectionTimeoutMs,
      requestTimeout: idleTimeoutMs,
      throwOnRequestTimeout: true,
      socketTimeout: idleTimeoutMs,
      httpsAgent: { keepAlive: true, maxSockets: 50 },
      httpAgent: { keepAlive: true, maxSockets: 50 },
    }),
  };
}
