/** The embedded embedding: the words of a text and the plain words for its skills, looked up in the word table. */
import type { WordTable } from './knowledge';
import type { SkillTaxonomy } from './skills';
import { spaceId, type VectorSpace } from './vector-space';
import type { WordVectors } from './word-table';

export interface EmbeddedWords extends WordTable {
  readonly vectorSpace: VectorSpace;
}

/**
 * "Kubernetes" is no word of 2014: it counts as "container cluster orchestration servers", the glossary words of the
 * skill. So the space's version holds the version of both the table and the taxonomy.
 */
export function embeddedWords(table: WordVectors, taxonomy: SkillTaxonomy): EmbeddedWords {
  const vectorSpace: VectorSpace = {
    provider: 'embedded',
    model: 'word-table',
    dimensions: table.dimensions,
    version: `${table.version.slice(0, 8)}.${taxonomy.version.slice(0, 8)}`,
  };
  return {
    vectorSpace,
    space: spaceId(vectorSpace),
    embed: (text) =>
      table.embed(
        text,
        taxonomy.find(text).flatMap((mention) => mention.skill.glossary),
      ),
  };
}
