/** The three protocols of AWS's control planes: which operation a request asks for, and how answers and errors look. */
import { randomUUID } from 'node:crypto';
import { json11Error, requestId, restError } from '../aws-errors';
import { json, Refusal, type SimReply, type SimRequest } from '../exchange';
import type { ControlApi } from './api';
import { readForm, toXml } from './query';

export interface Protocol {
  /** The name of the operation in the API's table, and its input; undefined when there is none. */
  find(request: SimRequest, api: ControlApi): { name: string; input: unknown } | undefined;
  write(name: string, output: object): SimReply;
  refuse(status: number, code: string, message?: string): SimReply;
  /** Status and code of a call without permission. */
  accessDenied: readonly [number, string];
}

const query: Protocol = {
  accessDenied: [403, 'AccessDenied'],
  find({ body }, { operations }) {
    const { Action: name, ...input } = readForm(body.toString('utf8'));
    return typeof name === 'string' && operations[name] ? { name, input } : undefined;
  },
  write: (name, output) =>
    xml(
      200,
      `<${name}Response><${name}Result>${toXml(output)}</${name}Result><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${name}Response>`,
    ),
  refuse: (status, code, message) =>
    xml(
      status,
      `<ErrorResponse><Error>${toXml({ Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message ?? `Simulated ${code}.` })}</Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
    ),
};

const jsonTarget: Protocol = {
  accessDenied: [400, 'AccessDeniedException'],
  find({ headers, body }, { operations }) {
    const name = String(headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1);
    return name && operations[name] ? { name, input: parsed(body) } : undefined;
  },
  write: (_name, output) => json(200, output, { 'content-type': 'application/x-amz-json-1.1', ...requestId() }),
  refuse: json11Error,
};

const rest: Protocol = {
  accessDenied: [403, 'AccessDeniedException'],
  find({ method, path, query: search, body }, { operations }) {
    for (const name of Object.keys(operations)) {
      const [verb, template = ''] = name.split(' ');
      const parameters = verb === method ? pathParameters(template, path) : undefined;
      if (parameters === undefined) continue;
      const content = body.length > 0 ? parsed(body) : {};
      return { name, input: { ...Object.fromEntries(search), ...(content as object), ...parameters } };
    }
    return undefined;
  },
  write: (_name, output) => json(200, output, requestId()),
  refuse: restError,
};

export const protocols: Readonly<Record<ControlApi['protocol'], Protocol>> = { query, json: jsonTarget, rest };

/** `{id}` takes one segment, percent-encoded as it came. */
function pathParameters(template: string, path: string): Record<string, string> | undefined {
  const parts = template.split('/');
  const segments = path.replace(/(?<=.)\/$/, '').split('/');
  if (parts.length !== segments.length) return undefined;
  const found: Record<string, string> = {};
  for (const [i, part] of parts.entries()) {
    const segment = segments[i] ?? '';
    if (part.startsWith('{')) found[part.slice(1, -1)] = decodeURIComponent(segment);
    else if (part !== segment) return undefined;
  }
  return found;
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8') || '{}');
  } catch {
    throw new Refusal(400, 'SerializationException', 'The body is not JSON.');
  }
}

function xml(status: number, body: string): SimReply {
  return { status, headers: { 'content-type': 'text/xml', ...requestId() }, body };
}
