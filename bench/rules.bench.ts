/** The rules parser on resumes of a few sizes, and on one huge line. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentFromText } from '../lambdas/documents/document-reader';
import { extractResume } from '../lambdas/providers/rules/extract-resume';
import { readOccupations, readSkillTaxonomy } from '../lambdas/reference/read-reference';
import type { Measure } from './run';

export const title = 'Rules parser';

const SAMPLES = join(__dirname, '..', 'dev', 'samples', 'resumes');

export async function run(bench: Measure): Promise<void> {
  const knowledge = { taxonomy: readSkillTaxonomy(), occupations: readOccupations() };
  const documents = readdirSync(SAMPLES)
    .filter((file) => file.endsWith('.txt'))
    .map((file) => readFileSync(join(SAMPLES, file), 'utf8'))
    .sort((a, b) => a.length - b.length)
    .map((text) => ({ kilobytes: text.length / 1000, document: documentFromText(text) }));
  let next = 0;
  await bench.measure(`one resume (${documents.length} samples in turn)`, () =>
    extractResume((documents[next++ % documents.length] ?? { document: { lines: [] } }).document, knowledge),
  );
  for (const at of [0, documents.length - 1]) {
    const sample = documents[at];
    if (sample === undefined) continue;
    await bench.measure(`${sample.kilobytes.toFixed(1)} kB`, () => extractResume(sample.document, knowledge));
  }
  for (const [name, line] of [
    ['degrees', 'BSc Mathematics, University of Emona, 2014'],
    ['dates', 'May 2012 - June 2016'],
  ] as const) {
    const lines = Array.from({ length: Math.floor(500_000 / (line.length + 1)) }, () => ({ text: line, page: 1 }));
    await bench.measure(`500 kB of ${name} only`, () => extractResume({ lines }, knowledge), { rounds: 5 });
  }
  const words = documents.map(({ document }) => document.lines.map(({ text }) => text).join(' ')).join(' ');
  const line = words.repeat(Math.ceil(500_000 / words.length)).slice(0, 500_000);
  await bench.measure('500 kB on one line', () => extractResume({ lines: [{ text: line, page: 1 }] }, knowledge), {
    rounds: 5,
  });
}
