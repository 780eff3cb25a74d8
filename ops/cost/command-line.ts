/** The command line of `npm run cost`. */
import { parseArgs } from 'node:util';
import { contextOfPairs } from '../context';

export interface CostOptions {
  /** Keys of `stageConfig`. */
  context: Readonly<Record<string, unknown>>;
  /** A month. */
  requests: number;
  /** In the catalogue. */
  jobs: number;
  json: boolean;
}

export const HELP = `npm run cost -- [--requests N] [--jobs N] [--stage NAME] [-c KEY=VALUE]…

Prices the templates that npx cdk deploy --all would deploy with the same -c
options, and the models, for one month. Needs no account and no network.

  --requests N    requests to the API in the month (default: 100000)
  --jobs N        jobs in the catalogue (default: 10000)
  --stage NAME    dev, staging or prod (default: dev); short for -c stage=NAME
  --region REGION default: us-east-1; short for -c region=REGION
  -c KEY=VALUE    a context key of docs/deploy.md; may be repeated
  --json          the estimate as JSON
  --help          this text

Exit code: 0, 1 a resource has no price or the configuration is not valid,
2 the command line is wrong.`;

/** Whom a prod stage tells does not change what it costs, so that `--stage prod` alone is enough. */
const NOBODY = 'nobody@example.com';

/** @throws Error with a sentence for the user; undefined when help was asked for */
export function readCommandLine(
  args: readonly string[],
  fileContext: Readonly<Record<string, unknown>>,
): CostOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      requests: { type: 'string', default: '100000' },
      jobs: { type: 'string', default: '10000' },
      stage: { type: 'string' },
      region: { type: 'string' },
      context: { type: 'string', short: 'c', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    context: {
      alarmEmail: NOBODY,
      ...fileContext,
      ...contextOfPairs(values.context),
      ...(values.stage !== undefined && { stage: values.stage }),
      ...(values.region !== undefined && { region: values.region }),
    },
    requests: count('--requests', values.requests),
    jobs: count('--jobs', values.jobs),
    json: values.json,
  };
}

function count(option: string, text: string): number {
  const number = Number(text.replaceAll(/[,_]/g, ''));
  if (!Number.isInteger(number) || number < 0) throw new Error(`${option} takes a whole number, not "${text}".`);
  return number;
}
