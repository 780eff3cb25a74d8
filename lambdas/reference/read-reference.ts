/** The reference data that lies beside the code, read once and only when it is asked for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EmbeddedWords, embeddedWords } from '../domain/embedded-words';
import { createOccupations, type OccupationData, type Occupations } from '../domain/occupations';
import type { SkillData } from '../domain/skill-data';
import { createSkillTaxonomy } from '../domain/skill-taxonomy';
import type { SkillTaxonomy } from '../domain/skills';
import { createTitleNames, type TitleNameData, type TitleNames } from '../domain/title-names';
import { createWordTable } from '../domain/word-table';

/** Bundles are one file with the data files copied beside it, so the folder is the module's own in both cases. */
const read = (file: string) => readFileSync(join(__dirname, file));
const json = <T>(file: string) => JSON.parse(read(file).toString('utf8')) as T;

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The skills of O*NET, ESCO and our own list. */
export const readSkillTaxonomy: () => SkillTaxonomy = once(() => createSkillTaxonomy(json<SkillData>('skills.json')));

/** The names of job titles in other languages. */
export const readTitleNames: () => TitleNames = once(() => createTitleNames(json<TitleNameData>('title-names.json')));

/** The occupations and job titles of O*NET and ESCO. */
export const readOccupations: () => Occupations = once(() =>
  createOccupations(json<OccupationData>('occupations.json'), readTitleNames()),
);

/** The word table with the glossary of the taxonomy. */
export const readWordTable: () => EmbeddedWords = once(() =>
  embeddedWords(createWordTable(read('word-table.bin')), readSkillTaxonomy(), readTitleNames()),
);
