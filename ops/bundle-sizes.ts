/** What each handler weighs as Lambda gets it, and what is said when that is more than its budget. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { bundleHandler, handlerSlugs, sourcesOf } from '../lib/constructs/handler-bundle';

export interface BundleSize {
  slug: string;
  files: number;
  unzippedBytes: number;
  zipBytes: number;
}

/** Slug → most that its zip may have, in kB of 1,000 bytes. */
export type Budgets = Readonly<Record<string, number>>;

/** Bytes that a zip adds for a file besides its name, twice, and for itself (APPNOTE 6.3: 4.3.7, 4.3.12, 4.3.16). */
const ZIP_FILE_BYTES = 30 + 46;
const ZIP_END_BYTES = 22;

/** Bundles the handlers and measures them. */
export function measureBundles(slugs: readonly string[] = handlerSlugs): BundleSize[] {
  const folder = mkdtempSync(join(tmpdir(), 'talent-match-sizes-'));
  // The reference files are in several bundles, and are the slowest to pack.
  const packed = new Map<string, number>();
  try {
    return slugs.map((slug) => {
      const target = join(folder, slug);
      bundleHandler(slug, target);
      const size = { slug, files: 0, unzippedBytes: 0, zipBytes: ZIP_END_BYTES };
      for (const file of readdirSync(target)) {
        const bytes = readFileSync(join(target, file));
        const key = `${file} ${bytes.length}`;
        const deflated = packed.get(key) ?? deflateRawSync(bytes).length;
        if (!file.endsWith('.mjs')) packed.set(key, deflated);
        size.files++;
        size.unzippedBytes += bytes.length;
        size.zipBytes += deflated + ZIP_FILE_BYTES + 2 * Buffer.byteLength(file);
      }
      return size;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One sentence for each handler that is above its budget, and each budget that does not fit the handlers. */
export function sizeFaults(sizes: readonly BundleSize[], budgets: Budgets): string[] {
  const overOrNew = sizes.flatMap(({ slug, zipBytes }) => {
    const budgetKb = budgets[slug];
    if (budgetKb === undefined)
      return [`${slug} has no budget: npm run sizes -- --write gives it one, to be committed.`];
    if (zipBytes <= budgetKb * 1000) return [];
    return [
      `${slug}: its zip has ${kilobytes(zipBytes)} kB, and its budget is ${kilobytes(budgetKb * 1000)} kB. ` +
        `See what is in it with npm run sizes -- --in ${slug}, and load less, or on first use, or only where it is needed. ` +
        'If it must be so, npm run sizes -- --write sets the budget anew, and the commit says why.',
    ];
  });
  const gone = Object.keys(budgets).filter((slug) => !sizes.some((size) => size.slug === slug));
  return [
    ...overOrNew,
    ...gone.map((slug) => `There is a budget for ${slug}, and no such handler: npm run sizes -- --write takes it out.`),
  ];
}

/** Budgets with some room, of 10 kB and 3%, in steps of 10 kB: a library more is seen also where the word table is. */
export function budgetsFor(sizes: readonly BundleSize[]): Record<string, number> {
  const withRoom = (bytes: number) => Math.ceil((bytes * 1.03 + 10_000) / 10_000) * 10;
  return Object.fromEntries(sizes.map(({ slug, zipBytes }) => [slug, withRoom(zipBytes)]));
}

export function sizeTable(sizes: readonly BundleSize[], budgets: Budgets): string[] {
  const row = (slug: string, ...cells: string[]) =>
    [slug.padEnd(18), ...cells.map((cell) => cell.padStart(12))].join('');
  return [
    row('handler', 'files', 'unzipped kB', 'zip kB', 'budget kB'),
    ...sizes.map(({ slug, files, unzippedBytes, zipBytes }) => {
      const budgetKb = budgets[slug];
      const budget = budgetKb === undefined ? '-' : kilobytes(budgetKb * 1000);
      return row(slug, String(files), kilobytes(unzippedBytes), kilobytes(zipBytes), budget);
    }),
  ];
}

/** What the code of a handler is made of, largest first: a package or a room of ours, and its minified size. */
export function contentsTable(slug: string): string[] {
  const groups = new Map<string, number>();
  for (const [path, bytes] of sourcesOf(slug)) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split('/').slice(0, 2).join('/');
    groups.set(name, (groups.get(name) ?? 0) + bytes);
  }
  return [...groups]
    .sort(([, a], [, b]) => b - a)
    .map(([name, bytes]) => `${kilobytes(bytes).padStart(8)} kB  ${name}`);
}

function kilobytes(bytes: number): string {
  return Math.ceil(bytes / 1000).toLocaleString('en');
}
