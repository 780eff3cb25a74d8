/** AWS AppConfig Data: sessions whose tokens are good for one use, and an empty answer when nothing has changed. */
import { randomUUID } from 'node:crypto';
import { requestId, requireSignature, restError } from './aws-errors';
import { json, Refusal, type SimReply, type SimService } from './exchange';

const CODES: Readonly<Record<number, string>> = {
  400: 'BadRequestException',
  404: 'ResourceNotFoundException',
  429: 'ThrottlingException',
  500: 'InternalServerException',
};

export interface SimConfiguration {
  /** Deploys a document, whatever it is: the simulator has no validators. */
  deploy(document: string): void;
}

/** @param initial the document that is deployed at the start; undefined for a profile without a deployment */
export function appConfigSimulator(initial: string | undefined): SimService & SimConfiguration {
  let deployed = { version: 1, document: initial };
  /** The version that the holder of a token has seen. */
  const tokens = new Map<string, number>();
  const issue = (seen: number) => {
    const token = randomUUID();
    tokens.set(token, seen);
    return token;
  };
  return {
    deploy(document) {
      deployed = { version: deployed.version + 1, document };
    },
    refuse: (status, code, message) => restError(status, code ?? CODES[status] ?? 'InternalServerException', message),
    route({ method, path, query, headers }) {
      if (method === 'POST' && path === '/configurationsessions') {
        return {
          operation: 'StartConfigurationSession',
          answer() {
            requireSignature(headers);
            return json(201, { InitialConfigurationToken: issue(0) }, requestId());
          },
        };
      }
      if (method !== 'GET' || path !== '/configuration') return undefined;
      return {
        operation: 'GetLatestConfiguration',
        answer() {
          requireSignature(headers);
          return latest(query.get('configuration_token') ?? '');
        },
      };
    },
  };

  function latest(token: string): SimReply {
    const seen = tokens.get(token);
    if (seen === undefined) throw new Refusal(400, 'BadRequestException', 'Token not valid.');
    tokens.delete(token);
    const { version, document } = deployed;
    if (document === undefined) throw new Refusal(404, 'ResourceNotFoundException', 'No deployment was found.');
    return {
      status: 200,
      headers: {
        'content-type': 'application/json',
        'next-poll-configuration-token': issue(version),
        'next-poll-interval-in-seconds': '15',
        'version-label': `v${version}`,
        ...requestId(),
      },
      body: seen === version ? '' : document,
    };
  }
}
