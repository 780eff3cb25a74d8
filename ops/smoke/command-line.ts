/** The command line of `npm run smoke`. */
import { parseArgs } from 'node:util';

export interface SmokeOptions {
  url: string;
  token?: string | undefined;
  /** A client of the user pool that may ask for tokens by itself. */
  client?: { id: string; secretId: string; tokenUrl: string };
  region?: string | undefined;
  origin?: string | undefined;
  strict: boolean;
  json: boolean;
}

export const HELP = `npm run smoke -- --url URL [OPTIONS]

Tries a deployed API, or the laptop cloud, from the outside: health, contract,
refusals, headers, and one job put in, matched and taken out again.

  --url URL         the output ApiUrl of the service stack, or http://127.0.0.1:3000
  --token TOKEN     token of a user (or the variable SMOKE_TOKEN), for users' routes
  --client-id ID --secret-id SECRET --token-url URL
                    or: a client of the user pool, its secret in Secrets Manager
  --region REGION   of the API, when URL does not say it (a host name of your own)
  --origin ORIGIN   a page origin that corsOrigins names
  --strict          what cannot be tried is a failure
  --json            results as JSON
  --help            this text

Routes for machines are signed with your AWS credentials.
Exit code: 0 it works, 1 something is wrong, 2 the command line is wrong.`;

/** @throws Error with a sentence for the user; undefined when help was asked for */
export function readCommandLine(
  args: readonly string[],
  environment: Record<string, string | undefined>,
): SmokeOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      url: { type: 'string' },
      token: { type: 'string' },
      'client-id': { type: 'string' },
      'secret-id': { type: 'string' },
      'token-url': { type: 'string' },
      region: { type: 'string' },
      origin: { type: 'string' },
      strict: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  if (values.url === undefined) throw new Error('--url is missing.');
  if (!/^https?:\/\/[^/]/.test(values.url))
    throw new Error(`--url must start with https:// or http://, not "${values.url}".`);
  const parts = [values['client-id'], values['secret-id'], values['token-url']] as const;
  const [id, secretId, tokenUrl] = parts;
  const client = id !== undefined && secretId !== undefined && tokenUrl !== undefined && { id, secretId, tokenUrl };
  if (!client && parts.some((part) => part !== undefined)) {
    throw new Error('--client-id, --secret-id and --token-url go together.');
  }
  return {
    url: values.url.replace(/\/+$/, ''),
    token: values.token ?? (environment.SMOKE_TOKEN || undefined),
    ...(client && { client }),
    region: values.region,
    origin: values.origin,
    strict: values.strict,
    json: values.json,
  };
}
