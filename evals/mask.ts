/** The mask evaluation: labelled resumes as a vendor outside AWS would get them, and what of their gold is left in them. */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { documentReader } from '../lambdas/documents/document-reader';
import type { DocumentText } from '../lambdas/domain/document-text';
import { DomainError } from '../lambdas/domain/errors';
import { resumeMask } from '../lambdas/providers/mask';
import { readOccupations, readSkillTaxonomy } from '../lambdas/reference/read-reference';

interface MaskCase {
  id: string;
  text?: string;
  file?: string;
  gold: { name?: string | null; email?: string | null; phone?: string | null; contact?: MaskCase['gold'] };
}

const CASES = join(__dirname, 'cases', 'parse.jsonl');

const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ');
const digits = (text: string) => text.replace(/\D/g, '');

/** Kinds of gold values of which the text still holds the whole, and words of the name that it still holds. */
function left(text: string, { name, email, phone }: MaskCase['gold']): string[] {
  const plain = folded(text);
  const words = folded(name ?? '')
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length > 3);
  const hasWord = (word: string) => new RegExp(`(?<!\\p{L})${word}(?!\\p{L})`, 'u').test(plain);
  return [
    ...(name && plain.includes(folded(name)) ? ['name'] : words.some(hasWord) ? ['part of the name'] : []),
    ...(email && plain.includes(folded(email)) ? ['email'] : []),
    ...(phone && digits(phone).length > 6 && digits(text).includes(digits(phone)) ? ['phone'] : []),
  ];
}

async function read({ text, file }: MaskCase, folder: string): Promise<DocumentText | undefined> {
  const reader = documentReader({ timeoutMs: 60_000 });
  const call = { signal: new AbortController().signal, deadline: Date.now() + 60_000 };
  try {
    return file === undefined
      ? reader.readText(text ?? '')
      : await reader.read(readFileSync(resolve(folder, file)), call);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

async function evaluateSet(name: string, file: string): Promise<string> {
  const mask = resumeMask({ taxonomy: readSkillTaxonomy(), occupations: readOccupations() });
  const cases = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as MaskCase);
  const counts = new Map<string, number>();
  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
  for (const one of cases) {
    const document = await read(one, dirname(file));
    if (document === undefined) {
      count('not readable');
      continue;
    }
    const gold = one.gold.contact ?? one.gold;
    try {
      const { task } = mask({ kind: 'parse-resume', document, language: null });
      const leaks = left(task.document.lines.map((line) => line.text).join('\n'), gold);
      count(leaks.length === 0 ? 'sent, with nothing left' : 'sent, with something left');
      for (const what of leaks) count(`  ${what} left`);
    } catch {
      count('withheld');
      if (gold.name) count('  withheld, though the name is labelled');
    }
  }
  const rows = [...counts].sort(([a], [b]) => (a.trim() < b.trim() ? -1 : 1));
  return [
    `\n== ${name}, ${cases.length} resumes ==`,
    ...rows.map(([what, times]) => `${String(times).padStart(5)}  ${what}`),
  ].join('\n');
}

/** Prints and returns the counts: over the labelled sets of `dataDir`, or without it over the project's own cases. */
export async function evaluateMask(options: { dataDir: string | undefined; half?: string }): Promise<string> {
  const { dataDir, half = 'dev' } = options;
  const sets: [string, string][] =
    dataDir === undefined
      ? [['own cases', CASES]]
      : ['parse-gold', 'layouts'].map((set) => [set, join(dataDir, set, `${half}.jsonl`)]);
  const reports: string[] = [];
  for (const [name, file] of sets) reports.push(await evaluateSet(name, file));
  const report = reports.join('\n');
  console.log(report);
  return report;
}
