/** The command line of `npm run preflight`. */
import { parseArgs } from 'node:util';
import { contextOfPairs } from '../context';

export interface PreflightOptions {
  /** Keys of `stageConfig`. */
  context: Readonly<Record<string, unknown>>;
  json: boolean;
  policy: boolean;
}

export const HELP = `npm run preflight -- [--stage NAME] [--region REGION] [-c KEY=VALUE]…

Checks, without changing anything, whether the account is ready for
npx cdk deploy --all with the same -c options.

  --stage NAME    dev, staging or prod (default: dev); short for -c stage=NAME
  --region REGION default: that of your AWS profile; short for -c region=REGION
  -c KEY=VALUE    a context key of docs/deploy.md; may be repeated
  --json          findings as JSON
  --policy        print the IAM policy that these checks need, and stop
  --help          this text

Exit code: 0 ready, 1 a deployment would fail, 2 the command line is wrong.`;

/** @throws Error with a sentence for the user; undefined when help was asked for */
export function readCommandLine(
  args: readonly string[],
  fileContext: Readonly<Record<string, unknown>>,
): PreflightOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      stage: { type: 'string' },
      region: { type: 'string' },
      context: { type: 'string', short: 'c', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
      policy: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    context: {
      ...fileContext,
      ...contextOfPairs(values.context),
      ...(values.stage !== undefined && { stage: values.stage }),
      ...(values.region !== undefined && { region: values.region }),
    },
    json: values.json,
    policy: values.policy,
  };
}
