/** How an operator's command reaches AWS: whose credentials, where, and with how much patience. */
import { STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { signedHeaders } from './sign-request';

export interface AwsAccessOptions {
  /** One address for every service. Default: AWS, or what `AWS_ENDPOINT_URL` says. */
  endpoint?: string;
  /** Default: the SDK's own chain: environment, profile, single sign-on, role. */
  credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider;
  /** No call takes longer. Default 8 s. */
  timeoutMs?: number;
}

/** A call of the JSON protocols, for a service without a client here. */
export interface JsonCall {
  /** Signing name. */
  service: string;
  host: string;
  region: string;
  /** `x-amz-target`: the API's prefix and the operation. */
  target: string;
  version: '1.0' | '1.1';
  body: object;
}

export interface AwsAccess {
  /** The settings of a client of the SDK. */
  client(region: string): {
    region: string;
    credentials: AwsCredentialIdentity | AwsCredentialIdentityProvider;
    endpoint?: string;
    maxAttempts: number;
    requestHandler: NodeHttpHandler;
  };
  /** @throws Error whose name is the service's code */
  callJson(call: JsonCall): Promise<unknown>;
  /** Ends what is still under way. */
  close(): void;
}

export function awsAccess(options: AwsAccessOptions = {}): AwsAccess {
  const { timeoutMs = 8_000, credentials = fromNodeProviderChain() } = options;
  // An explicit HTTP/1.1 handler: Bedrock's default is HTTP/2, which is deaf to these limits.
  const requestHandler = new NodeHttpHandler({
    connectionTimeout: timeoutMs,
    requestTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    throwOnRequestTimeout: true,
  });
  const closing = new AbortController();
  return {
    client: (region) => ({
      region,
      credentials,
      ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
      maxAttempts: 2,
      requestHandler,
    }),
    async callJson({ service, host, region, target, version, body }) {
      const url = new URL(options.endpoint ?? process.env.AWS_ENDPOINT_URL ?? `https://${host}`);
      if (!url.pathname.endsWith('/')) url.pathname += '/';
      const text = JSON.stringify(body);
      const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': target };
      const response = await fetch(url, {
        method: 'POST',
        headers: await signedHeaders({ method: 'POST', url, headers, body: text }, { service, region, credentials }),
        body: text,
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(timeoutMs)]),
      });
      const answer = await response.text();
      if (response.ok) return JSON.parse(answer) as unknown;
      throw serviceError(answer, response.status);
    },
    close() {
      closing.abort();
      requestHandler.destroy();
    },
  };
}

function serviceError(body: string, status: number): Error {
  let said: { __type?: string; message?: string; Message?: string } = {};
  try {
    said = JSON.parse(body) as typeof said;
  } catch {
    // Not the service itself, but something on the way.
  }
  const error = new Error(said.message ?? said.Message ?? `HTTP ${status}`);
  error.name = said.__type?.split('#').at(-1) ?? `Http${status}`;
  return error;
}

/** The Region that the CDK would take: of the environment, else of the profile; undefined when neither says one. */
export async function defaultRegion(environment: Record<string, string | undefined>): Promise<string | undefined> {
  const said = environment.AWS_REGION || environment.AWS_DEFAULT_REGION;
  if (said) return said;
  try {
    return await new STSClient({}).config.region();
  } catch {
    return undefined;
  }
}
