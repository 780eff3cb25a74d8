/** `npm run sizes`: what each handler weighs as Lambda gets it, against its budget in bundle-budget.json. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Budgets, budgetsFor, contentsTable, measureBundles, sizeFaults, sizeTable } from './bundle-sizes';
import { goOnWithoutReader } from './closed-pipe';

const HELP = `npm run sizes               the size of every handler's bundle; ends with 1
                            when one is above its budget
npm run sizes -- --write    sets the budgets to today's sizes with some room
npm run sizes -- --in SLUG  what the code of one handler is made of`;

const budgetFile = join(__dirname, 'bundle-budget.json');

/** Exit codes: 0 all within budget, 1 something is not, 2 the command line is wrong. */
function main(): number {
  let options: { write?: boolean; in?: string; help?: boolean };
  try {
    const known = { write: { type: 'boolean' }, in: { type: 'string' }, help: { type: 'boolean' } } as const;
    options = parseArgs({ options: known }).values;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
  try {
    if (options.help) console.log(HELP);
    else if (options.in !== undefined) console.log(contentsTable(options.in).join('\n'));
    else return sizes(options.write === true);
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

function sizes(write: boolean): number {
  const measured = measureBundles();
  if (write) writeFileSync(budgetFile, `${JSON.stringify(budgetsFor(measured), null, 2)}\n`);
  const budgets = JSON.parse(readFileSync(budgetFile, 'utf8')) as Budgets;
  console.log(sizeTable(measured, budgets).join('\n'));
  const faults = sizeFaults(measured, budgets);
  for (const fault of faults) console.error(`\n${fault}`);
  return faults.length === 0 ? 0 : 1;
}

goOnWithoutReader();
process.exitCode = main();
