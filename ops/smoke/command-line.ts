/** The command line of `npm run smoke`. */
import { parseArgs } from 'node:util';
import { stageConfigSchema } from '../../lib/stage-config';

export interface SmokeOptions {
  /** Where the API is: its address, the outputs of a deployment, or the stage whose stacks know it. */
  at: { url: string } | { outputsFile: string } | { stage: string };
  token?: string | undefined;
  /** A client of the user pool that may ask for tokens by itself. */
  client?: { id: string; secretId: string; tokenUrl: string };
  apiKey?: string | undefined;
  region?: string | undefined;
  origin?: string | undefined;
  strict: boolean;
  json: boolean;
}

export const HELP = `npm run smoke -- --url URL | --stage NAME | --outputs FILE [OPTIONS]

Tries a deployed API, or the laptop cloud, from the outside: health, contract,
refusals, headers, and one job put in, matched and taken out again.

  --url URL         such as http://127.0.0.1:3000, or the output ApiUrl
  --stage NAME      look the address up in the stage's service stack
  --outputs FILE    take it from what cdk deploy --outputs-file wrote
  --token TOKEN     token of a user, for users' routes (or variable
                    SMOKE_TOKEN); without one, the smoke client of the stage
                    signs in, if it has one
  --client-id ID --secret-id SECRET --token-url URL
                    or another client, with its secret in Secrets Manager
  --api-key KEY     for a stage with machineApiKeys (or variable SMOKE_API_KEY)
  --region REGION   of the API, when neither URL nor stage says it
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
      stage: { type: 'string' },
      outputs: { type: 'string' },
      token: { type: 'string' },
      'client-id': { type: 'string' },
      'secret-id': { type: 'string' },
      'token-url': { type: 'string' },
      'api-key': { type: 'string' },
      region: { type: 'string' },
      origin: { type: 'string' },
      strict: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const [id, secretId, tokenUrl] = [values['client-id'], values['secret-id'], values['token-url']];
  const client = id !== undefined && secretId !== undefined && tokenUrl !== undefined && { id, secretId, tokenUrl };
  if (!client && [id, secretId, tokenUrl].some((part) => part !== undefined)) {
    throw new Error('--client-id, --secret-id and --token-url go together.');
  }
  return {
    at: whereOf(values),
    token: values.token ?? (environment.SMOKE_TOKEN || undefined),
    ...(client && { client }),
    apiKey: values['api-key'] ?? (environment.SMOKE_API_KEY || undefined),
    region: values.region,
    origin: values.origin,
    strict: values.strict,
    json: values.json,
  };
}

function deployedStage(stage: string): string {
  const { error } = stageConfigSchema.shape.stage.safeParse(stage);
  if (error) throw new Error(`--stage: ${stage} was given; allowed: ${error.issues[0]?.message}`);
  return stage;
}

function whereOf({ url, stage, outputs }: { url?: string; stage?: string; outputs?: string }): SmokeOptions['at'] {
  const given = [url, stage, outputs].filter((value) => value !== undefined);
  if (given.length !== 1) throw new Error('Say where the API is with one of --url, --stage and --outputs.');
  if (stage !== undefined) return { stage: deployedStage(stage) };
  if (outputs !== undefined) return { outputsFile: outputs };
  if (!URL.canParse(url ?? '') || !/^https?:/.test(url ?? '')) {
    throw new Error(`--url must start with https:// or http://, not "${url}".`);
  }
  return { url: (url ?? '').replace(/\/+$/, '') };
}
