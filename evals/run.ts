/** `npm run eval -- parse|match|mask`: runs the services over labelled data and prints the scorers' tables. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { awsAccess, defaultRegion } from '../ops/aws-access';
import { evaluateArm, providersOf, terminalQuestion } from './arm';
import { EVALUATED } from './arm-run';
import { CaseFault } from './labelled-cases';
import { evaluateMask } from './mask';
import { evaluateMatch } from './match';
import { evaluateParse } from './parse';
import { recordEvaluation } from './record';

const EVALUATIONS = { parse: evaluateParse, match: evaluateMatch, mask: evaluateMask } as const;

const HELP = `npm run eval -- parse|match|mask [OPTIONS]

  --data DIR    folder of labelled sets (default: TALENT_EVAL_DATA, else ../shared/data if it is there)
  --half NAME   half of each set, as its files name it (default: dev)
  --own         the project's own small cases in evals/cases; also used when there is no folder

npm run eval -- parse --arm aws|current|rules [OPTIONS]    (docs/evaluate.md)

  --live            ask the providers of your environment; without it the simulators
  --cases PATH      your own labelled resumes: a folder with cases.jsonl, or such a file
  --limit N         only the first N
  --max-usd USD     spend no more than about this (default: 1)
  --yes             spend it without being asked
  --fresh           ask again for what is kept from before
  --gate            exit code 1 when it is not good enough
  --write-baseline  what later runs are compared with
  --record STAGE    tell the guard of that stage's rollout (--region or your profile)`;

/** Answers of models are kept here; they hold what is in the resumes. */
const KEPT_ANSWERS = path.join(__dirname, '..', '.eval-cache');

async function main(): Promise<number> {
  // The SDK's note on Node 20 is for us, not for the user of a terminal.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      half: { type: 'string', default: 'dev' },
      own: { type: 'boolean', default: false },
      arm: { type: 'string' },
      live: { type: 'boolean', default: false },
      cases: { type: 'string' },
      limit: { type: 'string' },
      'max-usd': { type: 'string', default: '1' },
      yes: { type: 'boolean', default: false },
      fresh: { type: 'boolean', default: false },
      gate: { type: 'boolean', default: false },
      'write-baseline': { type: 'boolean', default: false },
      record: { type: 'string' },
      region: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [name] = positionals;
  if (values.help || (name !== 'parse' && name !== 'match' && name !== 'mask')) {
    console.log(HELP);
    return values.help ? 0 : 2;
  }
  if (values.arm !== undefined) {
    if (name !== 'parse') throw new CaseFault('--arm goes with parse: the other evaluations ask no model.');
    return armEvaluation({ ...values, arm: values.arm });
  }
  const named = values.data ?? process.env.TALENT_EVAL_DATA;
  const folder = path.resolve(named ?? path.join(__dirname, '..', '..', 'shared', 'data'));
  if (named !== undefined && !existsSync(folder)) throw new Error(`There is no folder ${named}.`);
  const dataDir = values.own || !existsSync(folder) ? undefined : folder;
  console.log(
    dataDir === undefined ? 'Data: evals/cases, written by the project' : `Data: labelled sets, half ${values.half}`,
  );
  await EVALUATIONS[name]({ dataDir, half: values.half });
  return 0;
}

async function armEvaluation(values: {
  arm: string;
  live: boolean;
  cases?: string | undefined;
  limit?: string | undefined;
  'max-usd': string;
  yes: boolean;
  fresh: boolean;
  gate: boolean;
  'write-baseline': boolean;
  record?: string | undefined;
  region?: string | undefined;
}): Promise<number> {
  const arm = EVALUATED.find((one) => one === values.arm);
  if (arm === undefined) throw new CaseFault(`--arm: ${values.arm} was given; allowed: ${EVALUATED.join(', ')}`);
  const stop = new AbortController();
  process.once('SIGINT', () =>
    stop.abort(new CaseFault('Stopped. What was answered is kept: the same command goes on.')),
  );
  return evaluateArm(
    {
      ...values,
      arm,
      limit: values.limit === undefined ? undefined : atLeast(1, '--limit', values.limit),
      maxUsd: atLeast(0, '--max-usd', values['max-usd']),
      writeBaseline: values['write-baseline'],
    },
    {
      say: (line) => console.log(line),
      ask: terminalQuestion(),
      providers: () => providersOf(process.env),
      now: () => Date.now(),
      signal: stop.signal,
      folder: KEPT_ANSWERS,
      record: async (stage, evaluation) => {
        const region = values.region ?? (await defaultRegion(process.env));
        if (region === undefined)
          throw new CaseFault('--region: nothing was given, nor by AWS_REGION or your AWS profile');
        const aws = awsAccess();
        await recordEvaluation(aws, { stage, region }, evaluation).finally(() => aws.close());
      },
    },
  );
}

function atLeast(least: number, option: string, given: string): number {
  const number = Number(given);
  if (given.trim() === '' || !(number >= least))
    throw new CaseFault(`${option}: ${given} was given; allowed: a number from ${least}`);
  return number;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    console.error(error instanceof CaseFault ? message : `${message}\n\n${HELP}`);
    process.exitCode = 2;
  },
);
