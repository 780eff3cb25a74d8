/** `npm run fuzz`: requests of every kind to every route of a laptop cloud of its own, and what came of it. */
import { parseArgs } from 'node:util';
import { goOnWithoutReader } from '../ops/closed-pipe';
import { reportOf } from './fuzz/report';
import { runFuzz } from './fuzz/run-fuzz';

const HELP = `npm run fuzz [-- OPTIONS]

Makes requests of the contract (as it says, with one thing wrong, or nothing like
it), sends them to a laptop cloud, and looks at each answer: no 5xx, none that
hangs, each as documented, and a refusal changes nothing.

  --requests N  how many (default 20000)
  --seed N      the same seed makes the same requests (default: a new one)
  --help        this text

Exit codes: 0 well · 1 something was found · 2 the command line is wrong.`;

async function main(): Promise<number> {
  let options: { requests: number; seed: number };
  try {
    const { values } = parseArgs({
      options: {
        requests: { type: 'string', default: '20000' },
        seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      return 0;
    }
    options = { requests: whole('--requests', values.requests, 1), seed: whole('--seed', values.seed, 0) };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
  const run = await runFuzz({ ...options, say: (line) => console.log(line) });
  console.log(reportOf(run).join('\n'));
  return run.findings.length === 0 ? 0 : 1;
}

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least) throw new RangeError(`${name} must be a number from ${least}.`);
  return value;
}

// The SDK's note on Node 20 is not for the user of a terminal.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
goOnWithoutReader();
void main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error((error as Error).message);
    process.exitCode = 1;
  },
);
