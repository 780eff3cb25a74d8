/** Cold starts: each handler's bundle loaded in a fresh process and asked once, beside a bare Node. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleHandlers, events, invokeBundle, node, slugs } from './bundled-handlers';
import type { Measure } from './run';

export const title = 'cold start: a fresh process for each, import and first request (the rows time the whole process)';

const ROUNDS = 7;

export async function run(bench: Measure): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'talent-match-bench-'));
  try {
    await bundleHandlers(folder);
    await bench.measure('bare node', () => node(['--eval', '0']), { rounds: ROUNDS });
    const parts: string[] = [];
    for (const slug of slugs) {
      const taken: { importMs: number; requestMs: number }[] = [];
      await bench.measure(slug, async () => taken.push(await invokeBundle(folder, slug, events[slug])), {
        rounds: ROUNDS,
      });
      const kilobytes = Math.round(statSync(join(folder, `${slug}.js`)).size / 1024);
      const [imported, asked] = (['importMs', 'requestMs'] as const).map((part) =>
        median(taken.map((one) => one[part])),
      );
      parts.push(`${cell(imported)} ${cell(asked)} ${String(kilobytes).padStart(6)}  ${slug}`);
    }
    console.log(`\n${'import'.padStart(8)} ${'request'.padStart(8)} ${'KB'.padStart(6)}  medians in ms`);
    for (const line of parts) console.log(line);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function cell(milliseconds: number | undefined): string {
  return (milliseconds ?? Number.NaN).toFixed(1).padStart(8);
}
