/** What a resume or an ad is about, as a small vector: its words, less what every resume and every ad says. */
import { packVector } from './compact-vector';
import type { WordTable } from './knowledge';

/**
 * Ordinary words of working life, our own text. The direction they point in is taken out of every vector: without that
 * any two texts about work look alike (median cosine .84 instead of .5 on the development data of docs/quality.md).
 */
const COMMON_GROUND = `You will work with a small team and report to the manager. We are looking for someone with
experience, good communication and attention to detail. Plan and organise daily work, keep records, prepare reports, meet
deadlines and work safely. Support customers, train new staff, solve problems and improve how things are done. Responsible
for quality, safety, budgets, schedules and documentation. Ability to work alone and with others, use standard software,
and manage several projects at once. A degree or certificate in a related field. Coordinate with suppliers, clients and
other departments. Developed, maintained, managed, assisted, led, delivered, supervised.`;

/** Read-only once made, one for each word table. */
const commonGround = new WeakMap<WordTable, readonly number[]>();

/** The packed vector of a text's meaning; null for a text without known words, or with none but the common ones. */
export function meaningOf(text: string, words: WordTable): string | null {
  let common = commonGround.get(words);
  if (!common) {
    common = words.embed(COMMON_GROUND);
    commonGround.set(words, common);
  }
  const vector = words.embed(text);
  const along = dot(vector, common) / (dot(common, common) || 1);
  return packVector(vector.map((value, i) => value - along * (common[i] ?? 0)));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}
