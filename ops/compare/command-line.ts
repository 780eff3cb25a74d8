/** The command line of `npm run compare`. */
import { parseArgs } from 'node:util';
import { type ContenderName, contenderNames } from '../../lambdas/domain/compare';
import { stageConfigSchema } from '../../lib/stage-config';

export interface CompareOptions {
  /** Files and folders. */
  paths: string[];
  arms: ContenderName[];
  at: { url: string } | { outputsFile: string } | { stage: string };
  region?: string | undefined;
  apiKey?: string | undefined;
  /** Folder of the report. */
  out: string;
  /** Resumes that are asked for at the same time. */
  atOnce: number;
  json: boolean;
  yes: boolean;
}

const LAPTOP = 'http://127.0.0.1:3000';
const MOST_AT_ONCE = 8;

export const HELP = `npm run compare -- FILES… [--arms aws,current] [OPTIONS]

Reads each resume by several sides at the same time and writes what they make of
it side by side: fields, time, tokens and cost, and whether that is enough to
decide. Nothing is stored by the service.

  FILES             PDF, DOCX, DOC, RTF, HTML or TXT; folders too
  --arms A,B        2 to 4 of ${contenderNames.join(', ')}
                    (default: aws,current); the first is what others are
                    compared with
  --url URL         of the API (default: ${LAPTOP}, a laptop cloud)
  --stage NAME      look the address up in the stage's service stack; laptop:
                    the same as --url
  --outputs FILE    take it from what cdk deploy --outputs-file wrote
  --region REGION   of the API, when neither URL nor stage says it
  --api-key KEY     for a stage with machineApiKeys (or variable SMOKE_API_KEY)
  --out DIR         where comparison.json and comparison.html go
                    (default: comparison)
  --at-once N       resumes at the same time, 1 to ${MOST_AT_ONCE} (default: 2)
  --yes             do not ask before money is spent
  --json            print the summary as JSON
  --help            this text

Requests are signed with your AWS credentials; their role needs the route
POST /v1/compare. Ctrl-C keeps what is done. The report holds personal data.
Exit code: 0 done, 1 something failed, 2 the command line is wrong, 130 Ctrl-C.`;

/** @throws Error with a sentence for the user; undefined when help was asked for */
export function readCommandLine(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): CompareOptions | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      arms: { type: 'string', default: 'aws,current' },
      url: { type: 'string' },
      stage: { type: 'string' },
      outputs: { type: 'string' },
      region: { type: 'string' },
      'api-key': { type: 'string' },
      out: { type: 'string', default: 'comparison' },
      'at-once': { type: 'string', default: '2' },
      yes: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  if (positionals.length === 0) throw new Error('Name the resumes to compare: files, or folders of them.');
  return {
    paths: positionals,
    arms: armsOf(values.arms),
    at: whereOf(values),
    region: values.region,
    apiKey: values['api-key'] ?? (environment.SMOKE_API_KEY || undefined),
    out: values.out,
    atOnce: atOnceOf(values['at-once']),
    json: values.json,
    yes: values.yes,
  };
}

function armsOf(words: string): ContenderName[] {
  const names = words.split(',').map((word) => {
    const name = contenderNames.find((known) => known === word.trim());
    if (name === undefined)
      throw new Error(`--arms: ${word} was given; allowed are 2 to 4 of ${contenderNames.join(', ')}`);
    return name;
  });
  if (names.length < 2 || names.length > 4 || new Set(names).size < names.length) {
    throw new Error('--arms: give 2 to 4 different names, such as aws,current.');
  }
  return names;
}

function atOnceOf(word: string): number {
  const count = Number(word);
  if (Number.isInteger(count) && count >= 1 && count <= MOST_AT_ONCE) return count;
  throw new Error(`--at-once: ${word} was given; allowed are 1 to ${MOST_AT_ONCE}.`);
}

function whereOf({ url, stage, outputs }: { url?: string; stage?: string; outputs?: string }): CompareOptions['at'] {
  const given = [url, stage, outputs].filter((value) => value !== undefined);
  if (stage === 'laptop' && outputs === undefined) return whereOf({ url });
  if (given.length > 1) throw new Error('Say where the API is with one of --url, --stage and --outputs.');
  if (stage !== undefined) {
    const { error } = stageConfigSchema.shape.stage.safeParse(stage);
    if (error) throw new Error(`--stage: ${stage} was given; allowed: ${error.issues[0]?.message}`);
    return { stage };
  }
  if (outputs !== undefined) return { outputsFile: outputs };
  const address = url ?? LAPTOP;
  if (!URL.canParse(address) || !/^https?:/.test(address)) {
    throw new Error(`--url must start with https:// or http://, not "${address}".`);
  }
  return { url: address.replace(/\/+$/, '') };
}
