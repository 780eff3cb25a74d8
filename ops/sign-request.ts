/** Signs an HTTP request for AWS (SigV4), for what no client of the SDK is at hand. */
import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';

export interface SigningScope {
  /** As in the credential scope: `execute-api`, `acm`. */
  service: string;
  region: string;
  credentials: AwsCredentialIdentity | AwsCredentialIdentityProvider;
}

/**
 * The headers to send with the request, the given ones among them.
 * @param body as it goes out, byte for byte
 */
export async function signedHeaders(
  request: { method: string; url: URL; headers: Readonly<Record<string, string>>; body?: string },
  scope: SigningScope,
): Promise<Record<string, string>> {
  const { method, url, body } = request;
  const signer = new SignatureV4({ ...scope, sha256: NodeSha256 });
  const query: Record<string, string[]> = {};
  for (const [name, value] of url.searchParams) query[name] = [...(query[name] ?? []), value];
  const signed = await signer.sign({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query,
    headers: { ...request.headers, host: url.host },
    ...(body !== undefined && { body }),
  });
  return signed.headers;
}

/** What the signer asks of a hash, on Node's own. */
class NodeSha256 {
  private readonly hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(bytesOf(data));
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest());
  }
  reset(): void {
    throw new Error('a hash is used once');
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
