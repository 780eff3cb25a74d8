/** `npm run eval -- parse|match`: runs the services over labelled data and prints the scorers' tables. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { evaluateMatch } from './match';
import { evaluateParse } from './parse';

const EVALUATIONS = { parse: evaluateParse, match: evaluateMatch } as const;

/** The folder of labelled data; undefined where there is none, and the project's own small cases are used. */
function dataFolder(): string | undefined {
  const folder = process.env.TALENT_EVAL_DATA ?? join(__dirname, '..', '..', 'shared', 'data');
  return existsSync(folder) ? folder : undefined;
}

async function main(name: string | undefined): Promise<number> {
  if (name !== 'parse' && name !== 'match') {
    console.error(
      'Usage: npm run eval -- parse|match\nTALENT_EVAL_DATA names the folder of labelled data; without it the cases in evals/cases are used.',
    );
    return 2;
  }
  const dataDir = dataFolder();
  console.log(
    dataDir === undefined
      ? 'Data: evals/cases (small, written by the project)'
      : 'Data: the labelled sets, development half',
  );
  await EVALUATIONS[name]({ dataDir });
  return 0;
}

void main(process.argv[2]).then((code) => {
  process.exitCode = code;
});
