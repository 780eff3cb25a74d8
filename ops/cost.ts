/** `npm run cost`: what a month of a deployment costs, from its templates. */
import { goOnWithoutReader } from './closed-pipe';
import { contextOfFiles } from './context';
import { type CostOptions, HELP, readCommandLine } from './cost/command-line';
import { estimate } from './cost/estimate';
import { report } from './cost/report';
import { synthesise } from './synthesise';

/** Exit codes: 0 done, 1 not priced or not valid, 2 the command line is wrong. */
function main(): number {
  let options: CostOptions | undefined;
  try {
    options = readCommandLine(process.argv.slice(2), contextOfFiles(process.cwd()));
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
  if (options === undefined) {
    console.log(HELP);
    return 0;
  }
  try {
    const bill = estimate(synthesise(options.context), { requests: options.requests, jobs: options.jobs });
    console.log(options.json ? JSON.stringify(bill, null, 2) : report(bill));
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

goOnWithoutReader();
process.exitCode = main();
