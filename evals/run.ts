/** `npm run eval -- parse|match|mask`: runs the services over labelled data and prints the scorers' tables. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { evaluateMask } from './mask';
import { evaluateMatch } from './match';
import { evaluateParse } from './parse';

const EVALUATIONS = { parse: evaluateParse, match: evaluateMatch, mask: evaluateMask } as const;

const HELP = `npm run eval -- parse|match|mask [OPTIONS]

  --data DIR    folder of labelled sets (default: TALENT_EVAL_DATA, else ../shared/data if it is there)
  --half NAME   half of each set, as its files name it (default: dev)
  --own         the project's own small cases in evals/cases; also used when there is no folder`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      half: { type: 'string', default: 'dev' },
      own: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [name] = positionals;
  if (values.help || (name !== 'parse' && name !== 'match' && name !== 'mask')) {
    console.log(HELP);
    return values.help ? 0 : 2;
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

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    process.exitCode = 2;
  },
);
