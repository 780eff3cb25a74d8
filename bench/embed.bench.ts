/** The embedded reference data: cold load in a fresh process, finding skills and embedding per kB. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** 1,000 characters as a profile has them; the same text every time. */
const SENTENCE =
  'Senior nurse with ten years in intensive care, CPR and ACLS, Epic and Cerner charting; led a team of eight, taught students, and keeps budgets in MS Excel. ';
const KILOBYTE = SENTENCE.repeat(7).slice(0, 1000);

export async function run({ measure }: Bench): Promise<void> {
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
