/** A handler as Lambda gets it: ES modules in a folder, with the reference files that its code reads, and nothing else. */
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildOptions, buildSync, type Metafile, type OutputFile } from 'esbuild';

const root = join(__dirname, '../..');
const referenceFolder = join(root, 'lambdas/reference');

/** Where the handlers are, one file each. */
export const handlersFolder = join(root, 'lambdas/handlers');

/** The name of every handler, which is that of its file; sorted. */
export const handlerSlugs: readonly string[] = readdirSync(handlersFolder)
  .map((file) => basename(file, '.ts'))
  .sort();

/** What the runtime is told to call in the folder that `bundleHandler` writes. */
export const HANDLER = 'index.handler';

/** The thread that reads documents: started by its name, so no import leads to it. */
const WORKER = 'document-worker';

const options = {
  absWorkingDir: root,
  bundle: true,
  splitting: true,
  minify: true,
  metafile: true,
  write: false,
  platform: 'node',
  // The SDK ships both. Of ES modules what nobody imports is left out, and `import()` keeps their named exports.
  mainFields: ['module', 'main'],
  // The oldest Node that the tests run on; Lambda's is newer.
  target: 'node20',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  chunkNames: '[hash]',
  // Packages in CommonJS ask for Node's own modules by `require`, which ES modules do not have.
  banner: { js: "import{createRequire as __require}from'node:module';const require=__require(import.meta.url);" },
  define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
  logLevel: 'error',
} as const satisfies BuildOptions;

interface Build {
  outputFiles: OutputFile[];
  metafile: Metafile;
}

/**
 * Writes the bundle of `slug` into `folder`: `index.mjs` with the chunks that it loads on first use, `document-worker.mjs`
 * when it reads documents, and the files of lambdas/reference that its code names. The same sources give the same bytes,
 * wherever they lie.
 * @throws Error when there is no such handler, or its code does not build
 */
export function bundleHandler(slug: string, folder: string): void {
  if (!handlerSlugs.includes(slug)) throw new Error(`There is no handler ${slug} in lambdas/handlers.`);
  const entry = { index: `lambdas/handlers/${slug}.ts` };
  let code = reached(buildSync({ ...options, entryPoints: entry, outdir: folder }), ['index']);
  if (names(code, `${WORKER}.mjs`)) {
    const entryPoints = { ...entry, [WORKER]: `lambdas/documents/${WORKER}.ts` };
    code = reached(buildSync({ ...options, entryPoints, outdir: folder }), ['index', WORKER]);
  }
  mkdirSync(folder, { recursive: true });
  for (const file of code) writeFileSync(join(folder, basename(file.path)), file.contents);
  for (const file of readdirSync(referenceFolder).filter((name) => /\.(?:json|bin)$/.test(name))) {
    if (names(code, file)) copyFileSync(join(referenceFolder, file), join(folder, file));
  }
}

/** The files that the entries lead to. Chunks of imports that were found to be unused are built too, and left out. */
function reached({ outputFiles, metafile }: Build, entries: readonly string[]): OutputFile[] {
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]));
  const found = new Set(entries.map((entry) => `${entry}.mjs`));
  for (const file of found) {
    for (const { path, kind, external } of outputs.get(file)?.imports ?? []) {
      if (external) continue;
      found.add(basename(path));
      if (kind === 'dynamic-import') refuseLostNames(outputs.get(basename(path)));
    }
  }
  return outputFiles.filter((file) => found.has(basename(file.path)));
}

/** A package in CommonJS gives `import()` nothing but `default` once it is bundled: `require` it where it is used. */
function refuseLostNames(output: Metafile['outputs'][string] | undefined): void {
  if (output?.exports.join() !== 'default') return;
  throw new Error(`import() of ${output.entryPoint ?? 'a package'} gives only its default export in a bundle.`);
}

/** Whether the code holds the name of a file, as it must to open it. */
function names(code: readonly OutputFile[], file: string): boolean {
  return code.some(({ text }) => text.includes(file));
}
