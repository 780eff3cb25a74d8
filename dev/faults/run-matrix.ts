/** Runs the fault matrix, some rows at a time, and says of each place where it does not hold. */
import { isDeepStrictEqual } from 'node:util';
import { expected, type Seen } from './expected';
import { runFault } from './fault-rig';
import { type FaultRow, type Place, places, type Vendor } from './fault-row';

export interface Verdict {
  vendor: Vendor;
  row: FaultRow;
  /** One sentence for each fact that is not as it must be; empty when the row holds. */
  wrong: string[];
}

/** Stalls wait and do not work, so more rows than there are cores are under way. */
const AT_ONCE = 4;

/** @param done told of each row as it ends */
export async function runMatrix(
  vendors: readonly Vendor[],
  { atOnce = AT_ONCE, signal, done }: { atOnce?: number; signal?: AbortSignal; done?: (verdict: Verdict) => void } = {},
): Promise<Verdict[]> {
  const verdicts = vendors.flatMap((vendor) => vendor.rows.map((row): Verdict => ({ vendor, row, wrong: [] })));
  const queue = verdicts.values();
  const worker = async () => {
    for (const verdict of queue) {
      if (signal?.aborted) return;
      for (const place of places) verdict.wrong.push(...(await wrongIn(verdict.vendor, verdict.row, place)));
      done?.(verdict);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return verdicts;
}

async function wrongIn(vendor: Vendor, row: FaultRow, place: Place): Promise<string[]> {
  try {
    const { breaker, ...seen } = await runFault(vendor, row, place);
    const wrong = differences(seen, expected(vendor, row, place)).map((text) => `${place}: ${text}`);
    if (place === 'first' && breaker !== row.breaker) wrong.push(`breaker: ${breaker}, not ${row.breaker}`);
    return wrong;
  } catch (error) {
    return [`${place}: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function differences(seen: Seen, wanted: Seen): string[] {
  const keys = Object.keys(wanted) as (keyof Seen)[];
  return keys
    .filter((key) => !isDeepStrictEqual(seen[key], wanted[key]))
    .map((key) => `${key} is ${JSON.stringify(seen[key])}, not ${JSON.stringify(wanted[key])}`);
}
