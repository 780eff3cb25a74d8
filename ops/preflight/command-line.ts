/** The command line of `npm run preflight`, and the context that goes with it, as the CDK would read it. */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

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
  const given = values.context.map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw new Error(`-c takes KEY=VALUE, not "${pair}".`);
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  return {
    context: {
      ...fileContext,
      ...Object.fromEntries(given),
      ...(values.stage !== undefined && { stage: values.stage }),
      ...(values.region !== undefined && { region: values.region }),
    },
    json: values.json,
    policy: values.policy,
  };
}

/** Our keys in the files that the CDK takes context from; keys of CDK's own have a colon, a slash or a hyphen. */
export function contextOfFiles(root: string, home = homedir()): Record<string, unknown> {
  const context = (file: string, key?: string) => {
    if (!existsSync(file)) return {};
    const content = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    return (key === undefined ? content : content[key]) ?? {};
  };
  const all = {
    ...context(path.join(home, '.cdk.json'), 'context'),
    ...context(path.join(root, 'cdk.json'), 'context'),
    ...context(path.join(root, 'cdk.context.json')),
  };
  return Object.fromEntries(Object.entries(all).filter(([key]) => /^[A-Za-z]+$/.test(key)));
}
