/** The embedded reference data: cold load in a fresh process, finding skills and embedding per kB. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { createOccupations, type OccupationData } from '../lambdas/domain/occupations';
import type { SkillData } from '../lambdas/domain/skill-data';
import { createSkillTaxonomy } from '../lambdas/domain/skill-taxonomy';
import { createWordTable } from '../lambdas/domain/word-table';
import { readOccupations, readSkillTaxonomy, readTitleNames, readWordTable } from '../lambdas/reference/read-reference';

export const title = 'Embedded reference data (targets: load 40 and 60 ms, find .3 ms a kB, embed 1 ms a kB)';

interface Bench {
  measure(name: string, work: () => unknown | Promise<unknown>, options?: { rounds?: number }): Promise<void>;
}

const file = (name: string) => readFileSync(join(__dirname, '../lambdas/reference', name));
const json = <T>(name: string) => JSON.parse(file(name).toString('utf8')) as T;

const COLD_RUNS = 15;
/** What a fresh process asks first; the module's own start is measured apart, as a Lambda has it loaded anyway. */
const FIRST_QUESTIONS = [
  ['taxonomy, first find', "r.readSkillTaxonomy().find('Python and Excel')"],
  ['title names, first title', "r.readTitleNames().inEnglish('Koch')"],
  ['word table, first embed (with taxonomy and names)', "r.readWordTable().embed('nurse')"],
  ['occupations, first find (with names)', "r.readOccupations().find('nurse')"],
] as const;

/** Bundles the reference data as a Lambda has it and asks it once in each of 15 fresh processes; prints the medians. */
function coldStarts(): void {
  const folder = mkdtempSync(join(tmpdir(), 'embed-bench-'));
  try {
    const bundle = join(folder, 'reference.js');
    const entry = join(__dirname, '../lambdas/reference/read-reference.ts');
    buildSync({ entryPoints: [entry], bundle: true, platform: 'node', outfile: bundle, logLevel: 'error' });
    for (const name of ['skills.json', 'occupations.json', 'title-names.json', 'word-table.bin']) {
      copyFileSync(join(__dirname, '../lambdas/reference', name), join(folder, name));
    }
    for (const [name, question] of FIRST_QUESTIONS) {
      const script = `const r = require(${JSON.stringify(bundle)}); const t = performance.now(); ${question}; console.log(performance.now() - t)`;
      const times = Array.from({ length: COLD_RUNS }, () => Number(execFileSync(process.execPath, ['-e', script])));
      const median = times.sort((a, b) => a - b)[Math.floor(COLD_RUNS / 2)] ?? Number.NaN;
      console.log(`${median.toFixed(1).padStart(8)} ms, median of ${COLD_RUNS} fresh processes: ${name}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** 1,000 characters as a profile has them; the same text every time. */
const SENTENCE =
  'Senior nurse with ten years in intensive care, CPR and ACLS, Epic and Cerner charting; led a team of eight, taught students, and keeps budgets in MS Excel. ';
const KILOBYTE = SENTENCE.repeat(7).slice(0, 1000);

export async function run({ measure }: Bench): Promise<void> {
  coldStarts();
  // The first rounds come first, as later ones find warm code; each reads its file anew.
  await measure('read and index skills.json', () => createSkillTaxonomy(json<SkillData>('skills.json')), { rounds: 5 });
  await measure('read and index word-table.bin', () => createWordTable(file('word-table.bin')), { rounds: 5 });
  await measure(
    'read and index occupations.json',
    () => createOccupations(json<OccupationData>('occupations.json'), readTitleNames()),
    {
      rounds: 5,
    },
  );

  const taxonomy = readSkillTaxonomy();
  const words = readWordTable();
  const occupations = readOccupations();
  await measure('find skills in 1 kB', () => taxonomy.find(KILOBYTE));
  await measure('find skills in 100 kB', () => taxonomy.find(KILOBYTE.repeat(100)));
  await measure('embed 1 kB', () => words.embed(KILOBYTE));
  await measure('embed 24 kB', () => words.embed(KILOBYTE.repeat(24)));
  let n = 0;
  await measure('find the occupation of a title not seen before', () =>
    occupations.find(`Senior Embedded Software Engineer, team ${n++}`),
  );
}
