/** AWS AppConfig Data: sessions whose tokens are good for one use, and an empty answer when nothing has changed. */
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { deployedFlags, type SimFlags } from './account/flag-history';
import { requestId, requireSignature, restError } from './aws-errors';
import { json, Refusal, type SimReply, type SimService } from './exchange';

/** Where the laptop is, and whose flags a test deploys. */
export const FLAGS_REGION = 'us-east-1';

const CODES: Readonly<Record<number, string>> = {
  400: 'BadRequestException',
  404: 'ResourceNotFoundException',
  429: 'ThrottlingException',
  500: 'InternalServerException',
};

/** @param flags what is deployed in a Region */
export function appConfigSimulator(flags: (region: string) => SimFlags): SimService {
  /** Number of the deployment that the holder of a token has seen. */
  const tokens = new Map<string, number>();
  const issue = (seen: number) => {
    const token = randomUUID();
    tokens.set(token, seen);
    return token;
  };
  return {
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
          return latest(query.get('configuration_token') ?? '', flags(regionOf(headers)));
        },
      };
    },
  };

  function latest(token: string, deployed: SimFlags): SimReply {
    const seen = tokens.get(token);
    if (seen === undefined) throw new Refusal(400, 'BadRequestException', 'Token not valid.');
    tokens.delete(token);
    const held = deployedFlags(deployed);
    if (held === undefined) throw new Refusal(404, 'ResourceNotFoundException', 'No deployment was found.');
    return {
      status: 200,
      headers: {
        'content-type': 'application/json',
        'next-poll-configuration-token': issue(held.number),
        'next-poll-interval-in-seconds': '15',
        'version-label': `v${held.number}`,
        ...requestId(),
      },
      body: seen === held.number ? '' : held.document,
    };
  }
}

function regionOf({ authorization }: IncomingHttpHeaders): string {
  return /Credential=[^/]+\/\d{8}\/([^/]+)\//.exec(authorization ?? '')?.[1] ?? FLAGS_REGION;
}
