/** A handler as Lambda gets it: ES modules in a folder, with the reference files that its code reads, and nothing else. */
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';

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

/** The thread that reads documents: started by the name of its file, so no import leads to it. */
const WORKER = 'document-worker';

const options = {
  absWorkingDir: root,
  entryPoints: {
    ...Object.fromEntries(handlerSlugs.map((slug) => [slug, `lambdas/handlers/${slug}.ts`])),
    [WORKER]: `lambdas/documents/${WORKER}.ts`,
  },
  outdir: 'nowhere',
  // Packages that are linked from elsewhere keep their place in the clone, which the order of the code follows.
  preserveSymlinks: true,
  write: false,
  bundle: true,
  splitting: true,
  minify: true,
  metafile: true,
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

interface Module {
  contents: Uint8Array;
  text: string;
  imports: Metafile['outputs'][string]['imports'];
  exports: readonly string[];
  inputs: Metafile['outputs'][string]['inputs'];
}

let modules: ReadonlyMap<string, Module> | undefined;

/**
 * Writes the bundle of `slug` into `folder`: `index.mjs` with the chunks that it loads at once or on first use,
 * `document-worker.mjs` with its own when it reads documents, and the files of lambdas/reference that its code names.
 * The same sources give the same bytes, wherever they lie.
 * @throws Error when there is no such handler, or the handlers do not build
 */
export function bundleHandler(slug: string, folder: string): void {
  const reached = reachedBy(slug);
  const code = [...reached.values()];
  mkdirSync(folder, { recursive: true });
  for (const [name, { contents }] of reached) {
    writeFileSync(join(folder, name === `${slug}.mjs` ? 'index.mjs' : name), contents);
  }
  for (const file of readdirSync(referenceFolder).filter((name) => /\.(?:json|bin)$/.test(name))) {
    if (names(code, file)) copyFileSync(join(referenceFolder, file), join(folder, file));
  }
}

/** The source files that the bundle of `slug` is made of, relative to the project → bytes that each takes in it. */
export function sourcesOf(slug: string): Map<string, number> {
  const sources = new Map<string, number>();
  for (const { inputs } of reachedBy(slug).values()) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      if (bytesInOutput > 0) sources.set(path, (sources.get(path) ?? 0) + bytesInOutput);
    }
  }
  return sources;
}

/** Every handler, the document worker, and the chunks that they share, by file name. */
function buildModules(): Map<string, Module> {
  const { outputFiles, metafile } = buildSync(options);
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]));
  return new Map(
    outputFiles.map(({ path, contents, text }) => {
      const { imports = [], exports = [], inputs = {} } = outputs.get(basename(path)) ?? {};
      return [basename(path), { contents, text, imports, exports, inputs }];
    }),
  );
}

/**
 * The modules that a handler leads to by any import or, the document worker, by name.
 * @throws Error when there is no such handler
 */
function reachedBy(slug: string): Map<string, Module> {
  if (!handlerSlugs.includes(slug)) throw new Error(`There is no handler ${slug} in lambdas/handlers.`);
  // One build for all, once in a process: reading and parsing two thousand files is nearly all of its time.
  modules ??= buildModules();
  const all = modules;
  const reached = new Map<string, Module>();
  const waiting = [`${slug}.mjs`];
  for (const name of waiting) {
    const module = all.get(name);
    if (module === undefined || reached.has(name)) continue;
    reached.set(name, module);
    for (const { path, kind, external } of module.imports) {
      if (external) continue;
      if (kind === 'dynamic-import') refuseLostNames(path, all);
      waiting.push(basename(path));
    }
    if (names([module], `${WORKER}.mjs`)) waiting.push(`${WORKER}.mjs`);
  }
  return reached;
}

/** A package in CommonJS gives `import()` nothing but `default` once it is bundled. */
function refuseLostNames(path: string, all: ReadonlyMap<string, Module>): void {
  const module = all.get(basename(path));
  if (module?.exports.join() !== 'default') return;
  const start = module.text.slice(options.banner.js.length, options.banner.js.length + 200);
  throw new Error(`import() of a package in CommonJS loses its named exports in a bundle; it begins with ${start}`);
}

/** Whether the code holds the name of a file, as it must to open it. */
function names(code: readonly Module[], file: string): boolean {
  return code.some(({ text }) => text.includes(file));
}
