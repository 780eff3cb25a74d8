/** The embedded embedding: the words of a text and the plain words for its skills, looked up in the word table. */
import type { WordTable } from './knowledge';
import type { SkillMention, SkillTaxonomy } from './skills';
import type { TitleNames } from './title-names';
import { plainWords, readings, spellWords } from './title-short-forms';
import { spaceId, type VectorSpace } from './vector-space';
import type { WordVectors } from './word-table';

export interface EmbeddedWords extends WordTable {
  readonly vectorSpace: VectorSpace;
}

/** Glossary words of a skill whose own words the table knows: they add to the meaning, they need not replace it. */
const GLOSSARY_WORDS_OF_KNOWN = 2;
/** Names this short are acronyms, which as words mean something else. */
const ACRONYM_CHARACTERS = 3;

/**
 * "Kubernetes" is no word of 2014: it counts as "container cluster orchestration servers", the glossary words of the
 * skill. Foreign titles are read in English, and a text as short as a title with its short forms spelled out. So the
 * space's version holds the versions of the table, the taxonomy and the names. Soft skills add nothing: every resume has
 * them.
 */
export function embeddedWords(table: WordVectors, taxonomy: SkillTaxonomy, names: TitleNames): EmbeddedWords {
  const vectorSpace: VectorSpace = {
    provider: 'embedded',
    model: 'word-table',
    dimensions: table.dimensions,
    version: [table, taxonomy, names].map(({ version }) => version.slice(0, 8)).join('.'),
  };
  return {
    vectorSpace,
    space: spaceId(vectorSpace),
    embed: (text) =>
      table.embed(
        spelledOut(names.inEnglish(text)),
        taxonomy.find(text).flatMap((mention) => glossaryOf(mention, table)),
      ),
  };
}

/** Longer texts are no titles; in them "or" and "it" are words. */
const TITLE_CHARACTERS = 100;

/** Every reading of a title, as a vector can be near to two things. */
function spelledOut(text: string): string {
  if (text.length > TITLE_CHARACTERS) return text;
  return readings(text)
    .map((reading) => spellWords(plainWords(reading)).join(' '))
    .join(' ');
}

function glossaryOf({ skill, text }: SkillMention, table: WordVectors): string[] {
  if (skill.kind === 'soft') return [];
  const words = text.toLowerCase().match(/[a-z]{2,}/g) ?? [];
  const known = text.length > ACRONYM_CHARACTERS && words.every((word) => table.has(word));
  return known ? skill.glossary.slice(0, GLOSSARY_WORDS_OF_KNOWN) : skill.glossary;
}
