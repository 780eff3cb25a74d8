/** Amazon S3 with paths for buckets: presigned forms, and writing, reading, looking at and deleting objects. */
import { createHash, randomUUID } from 'node:crypto';
import { requireSignature } from './aws-errors';
import { Refusal, type SimReply, type SimRequest, type SimService } from './exchange';
import { readForm } from './multipart';
import { objectStore } from './object-store';
import { checkPolicy, type DemoCredentials } from './s3-policy';

const CODES: Readonly<Record<number, string>> = {
  403: 'AccessDenied',
  404: 'NoSuchKey',
  500: 'InternalError',
  503: 'SlowDown',
};

/** How S3 words a refusal by policy, to a caller of its own account. */
function notAllowed(action: string, resource: string): string {
  return `User: arn:aws:sts::111111111111:assumed-role/laptop/handler is not authorized to perform: ${action} on resource: "arn:aws:s3:::${resource}" because no identity-based policy allows the ${action} action`;
}

/** @param folder keeps the objects in between runs; in memory without it */
export function s3Simulator(credentials: DemoCredentials, now: () => number, folder?: string): SimService {
  const objects = objectStore(folder);
  return {
    refuse(status, code, message) {
      const denied = status === 403 && code === undefined ? notAllowed('s3:GetObject', 'uploads/*') : undefined;
      return xmlError(status, code ?? CODES[status] ?? 'InternalError', message ?? denied);
    },
    route(request) {
      const [, bucket, key] = /^\/([^/]+)\/?(.*)$/.exec(request.path) ?? [];
      if (bucket === undefined) return undefined;
      const name = `${bucket}/${decodeURIComponent(key ?? '')}`;
      const work = { GET: get, HEAD: get, DELETE: remove, PUT: (to: string) => put(to, request) }[request.method];
      if (request.method === 'POST' && key === '') {
        return { operation: 'PostObject', model: bucket, answer: () => post(bucket, request) };
      }
      if (work === undefined || key === '') return undefined;
      const operation = { GET: 'GetObject', HEAD: 'HeadObject', DELETE: 'DeleteObject', PUT: 'PutObject' }[
        request.method
      ];
      return {
        operation: operation ?? '',
        model: bucket,
        answer() {
          requireSignature(request.headers);
          return work(name);
        },
      };
    },
  };

  function post(bucket: string, { headers, body }: SimRequest): SimReply {
    const form = readForm(headers['content-type'] ?? '', body);
    if (form === undefined)
      throw new Refusal(
        400,
        'MalformedPOSTRequest',
        'The body of your POST request is not well-formed multipart/form-data.',
      );
    checkPolicy(form, bucket, credentials, now());
    const key = form.fields.get('key') ?? '';
    objects.set(`${bucket}/${key}`, {
      bytes: form.file,
      type: form.fields.get('content-type') ?? 'binary/octet-stream',
    });
    return reply(204, { etag: etagOf(form.file), 'access-control-allow-origin': '*' });
  }

  function put(name: string, { headers, body }: SimRequest): SimReply {
    // Sent by clients that do not know the length of what they send; no client here does.
    if (headers['content-encoding']?.includes('aws-chunked')) {
      throw new Refusal(501, 'NotImplemented', 'A header you provided implies functionality that is not implemented.');
    }
    objects.set(name, { bytes: body, type: headers['content-type'] ?? 'binary/octet-stream' });
    return reply(200, { etag: etagOf(body) });
  }

  /** Who may not list a bucket is not told that a key is not there: S3 refuses the listing. Our functions may not. */
  function get(name: string): SimReply {
    const object = objects.get(name);
    if (object === undefined) {
      throw new Refusal(403, 'AccessDenied', notAllowed('s3:ListBucket', name.slice(0, name.indexOf('/'))));
    }
    return reply(200, { 'content-type': object.type, etag: etagOf(object.bytes) }, object.bytes);
  }

  function remove(name: string): SimReply {
    objects.delete(name);
    return reply(204, {});
  }
}

function reply(status: number, headers: Record<string, string>, body: Buffer | string = ''): SimReply {
  return { status, headers: { 'x-amz-request-id': randomUUID(), ...headers }, body };
}

function etagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

function xmlError(status: number, code: string, message = `Simulated ${code}.`): SimReply {
  const id = randomUUID();
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': id },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${text}</Message><RequestId>${id}</RequestId></Error>`,
  };
}
