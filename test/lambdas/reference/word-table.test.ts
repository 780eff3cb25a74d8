import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bm25, cosineOf, evaluateEmbedding } from '../../../evals/embedding';
import type { SkillData } from '../../../lambdas/domain/skill-data';
import { createWordTable } from '../../../lambdas/domain/word-table';
import { readWordTable } from '../../../lambdas/reference/read-reference';

const reference = (file: string) => readFileSync(join(__dirname, '../../../lambdas/reference', file));
const bytes = reference('word-table.bin');
const skills = JSON.parse(reference('skills.json').toString('utf8')) as SkillData;
/** Printed by scripts/build-word-table.ts; a new table is a new vector space. */
const SHA256 = '8798d55259a31b5143dca7cffc9e5271e4aacca5a589218b18be869868dd4ca2';

const table = readWordTable();
const near = (a: string, b: string) => {
  const other = table.embed(b);
  return table.embed(a).reduce((sum, value, i) => sum + value * (other[i] ?? 0), 0);
};

describe('word-table.bin', () => {
  it('is the recorded file and at most 10 MB', () => {
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(SHA256);
    expect(bytes.length).toBeLessThanOrEqual(10_000_000);
  });

  it('says in its version what follows the header', () => {
    const body = bytes.subarray(bytes.indexOf(10) + 1);

    expect(createHash('sha256').update(body).digest('hex').slice(0, 12)).toBe(createWordTable(bytes).version);
  });

  it('knows what to say of every skill that has a glossary', () => {
    const vectors = createWordTable(bytes);
    const explained = skills.skills.filter((row) => row[4] !== '');
    const mute = explained.filter((row) => row[4].split(' ').filter((word) => vectors.has(word)).length < 2);

    expect(explained.length).toBeGreaterThan(1000);
    expect(mute.map((row) => row[0])).toEqual([]);
  });

  it.each([
    ['nurse', 'hospital patients', 'truck driver'],
    ['welding steel', 'metal fabrication', 'payroll accounting'],
    ['kubernetes', 'container servers', 'pastry baking'],
    ['lawyer', 'court litigation', 'plumbing pipes'],
    ['primary school teacher', 'lessons for pupils', 'forklift warehouse'],
    ['k8s', 'kubernetes', 'graphql'],
  ])('puts %s nearer to %s than to %s', (word, friend, stranger) => {
    expect(near(word, friend)).toBeGreaterThan(near(word, stranger) + 0.15);
  });

  it('ranks paraphrases of jobs far better than their words do', () => {
    const a = evaluateEmbedding('a', cosineOf(table.embed));
    const b = evaluateEmbedding('b', cosineOf(table.embed));

    expect(a.ndcg).toBeGreaterThan(0.95);
    expect(b.ndcg).toBeGreaterThan(0.9);
    expect(a.ndcg - evaluateEmbedding('a', bm25).ndcg).toBeGreaterThan(0.3);
    expect(b.ndcg - evaluateEmbedding('b', bm25).ndcg).toBeGreaterThan(0.3);
  });
});
