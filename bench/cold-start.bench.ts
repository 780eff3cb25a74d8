/** Cold starts: each handler loaded in a fresh process and asked once, as Lambda gets it and as one CommonJS file. */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { handlerSlugs, handlersFolder } from '../lib/constructs/handler-bundle';
import { bundleHandlers, entryFile, events, type Invocation, invokeBundle, node } from './bundled-handlers';
import type { Measure } from './run';

export const title = 'cold start: a fresh process for each, import and first request (the rows time the whole process)';

const ROUNDS = 7;
const parts = ['importMs', 'importCpuMs', 'requestMs', 'requestCpuMs'] as const;

export async function run(bench: Measure): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'talent-match-bench-'));
  try {
    bundleHandlers(folder);
    const oneFile = join(folder, 'one-file');
    bundleAsOneFile(oneFile);
    const table: string[] = [];
    await bench.measure('bare node', () => node(['--eval', '0']), { rounds: ROUNDS });
    for (const slug of handlerSlugs) {
      const shapes = { modules: entryFile(folder, slug), 'one file': join(oneFile, `${slug}.js`) };
      for (const [shape, file] of Object.entries(shapes)) {
        const taken: Invocation[] = [];
        const once = async () => taken.push(await invokeBundle(file, events[slug]));
        await bench.measure(`${slug}, ${shape}`, once, { rounds: ROUNDS });
        table.push(`${parts.map((part) => cell(median(taken.map((one) => one[part])))).join(' ')}  ${slug}, ${shape}`);
      }
    }
    console.log(
      `\n${['import', '(cpu)', 'request', '(cpu)'].map((word) => word.padStart(8)).join(' ')}  medians in ms`,
    );
    for (const line of table) console.log(line);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the modules are measured against: CommonJS cannot be split, so all that a handler might load is in one file. */
function bundleAsOneFile(folder: string): void {
  buildSync({
    entryPoints: handlerSlugs.map((slug) => join(handlersFolder, `${slug}.ts`)),
    outdir: folder,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
  });
  const reference = join(handlersFolder, '../reference');
  for (const file of readdirSync(reference)) cpSync(join(reference, file), join(folder, file));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function cell(milliseconds: number): string {
  return milliseconds.toFixed(0).padStart(8);
}
