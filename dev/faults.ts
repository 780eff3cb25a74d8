/** `npm run faults`: makes each vendor fail in every way it is known to, and prints what came of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { goOnWithoutReader } from '../ops/closed-pipe';
import { faultMatrix } from './faults/fault-matrix';
import { runMatrix, type Verdict } from './faults/run-matrix';
import { aligned, COLUMNS, cellsOf, pageWith } from './faults/table';

const PAGE = path.join(__dirname, '../docs/faults.md');

const HELP = `npm run faults [-- VENDOR] [-- --write]

Makes each vendor fail in every way it is known to, first in the order, second
in it, and together with the other one; asks once each time through the real
clients on the wire, and prints what came of it. Takes about a minute.

  VENDOR     those whose title has this word, e.g. OpenAI, embeddings
  --write    writes the table to docs/faults.md, when every row holds
  --help     this text

attempts   how the calls of the vendor end, in order
billed     no · as said by the vendor · at most: nobody knows, so the dearest
breaker    how it stands after six such requests, or as soon as it is not closed
first …    who answers, and the requests at the vendor + at the other one

Exit codes: 0 every row holds, 1 one does not, 2 the command line is wrong.`;

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return 2;
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const started = performance.now();
  const verdicts = await runMatrix(options.vendors);
  for (const vendor of options.vendors) print(verdicts.filter((verdict) => verdict.vendor === vendor));
  const bad = verdicts.filter(({ wrong }) => wrong.length > 0).length;
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(
    `\n${verdicts.length} faults in three places each: ${bad === 0 ? 'all hold' : `${bad} do not hold`} (${seconds} s)`,
  );
  if (bad > 0) return 1;
  if (options.write) writeFileSync(PAGE, pageWith(readFileSync(PAGE, 'utf8'), faultMatrix));
  return 0;
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { write: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
    });
    const words = positionals.map((word) => word.toLowerCase());
    const vendors = faultMatrix.filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)));
    if (vendors.length === 0) {
      throw new RangeError(`No such vendor. There are: ${faultMatrix.map(({ title }) => title).join('; ')}.`);
    }
    return { ...values, vendors };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`);
    return undefined;
  }
}

function print(verdicts: readonly Verdict[]): void {
  const [first] = verdicts;
  if (first === undefined) return;
  const { vendor } = first;
  const lines = aligned([COLUMNS, ...verdicts.map(({ row }) => cellsOf(vendor, row))]);
  console.log(`\n${vendor.title}; the other one is ${vendor.other}\n     ${lines[0]}`);
  for (const [at, { wrong }] of verdicts.entries()) {
    console.log(`${wrong.length === 0 ? 'ok ' : 'NOT'}  ${lines[at + 1]}`);
    for (const text of wrong) console.log(`       ${text}`);
  }
}

// The SDK's note on Node 20 is for us, not for the user of a terminal.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
goOnWithoutReader();
void main().then((code) => {
  process.exitCode = code;
});
