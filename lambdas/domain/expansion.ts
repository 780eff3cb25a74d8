/** A search phrase in other words: what callers send and get, and what of a model's suggestions is taken. */
import * as z from 'zod';
import { contactSigns } from './contact-signs';
import { injectionPlaces } from './injection';
import type { Knowledge } from './knowledge';
import { metaSchema } from './meta';
import { phraseParts } from './profile-from-query';
import { type RelatedWork, relatedWork } from './related-work';
import { titleKey, titleWords } from './title-words';

/** Titles in one answer, and skills. */
export const MAX_SUGGESTIONS = 25;
const MAX_QUERY_CHARACTERS = 1000;

export const expandQueryRequestSchema = z
  .strictObject({
    query: z.string().trim().min(1).max(MAX_QUERY_CHARACTERS),
    language: z
      .string()
      .regex(/^[a-z]{2}$/, 'an ISO 639-1 code such as de')
      .optional()
      .describe('Of the phrase'),
    limit: z.int().min(1).max(MAX_SUGGESTIONS).default(10).describe('Titles, and skills, at most'),
  })
  .meta({ id: 'ExpandQueryRequest' });
export type ExpandQueryRequest = z.infer<typeof expandQueryRequestSchema>;

const source = z.enum(['model', 'taxonomy']).describe('Who suggested it');

export const expansionSchema = z.strictObject({
  titles: z.array(
    z.strictObject({
      title: z.string(),
      source,
      occupation: z
        .strictObject({
          onet: z.string().nullable().describe('O*NET-SOC code'),
          isco: z.string().nullable().describe('ISCO-08 unit group'),
          esco: z.string().nullable().describe('Last part of the ESCO URI'),
        })
        .nullable()
        .describe('Null for a title that the service does not know'),
    }),
  ),
  skills: z.array(
    z.strictObject({
      name: z.string(),
      id: z.string().nullable().describe('Null for a skill that the taxonomy does not know'),
      relation: z
        .string()
        .describe(
          '`named` in the phrase, the `work of the title`, how the taxonomy relates it to such a skill, or `suggested`',
        ),
      source,
    }),
  ),
  expanded: z.string().describe('The phrase with the nearest title: a `query` for /v1/matches that finds more'),
});
export type Expansion = z.infer<typeof expansionSchema>;

export const expandQueryResponseSchema = z.strictObject({
  query: z.string().describe('As it was sent'),
  ...expansionSchema.shape,
  meta: metaSchema,
});
export type ExpandQueryResponse = z.infer<typeof expandQueryResponseSchema>;

/** What a model answers: names, nearest first. */
export const suggestionsSchema = z.strictObject({ titles: z.array(z.string()), skills: z.array(z.string()) });
export type Suggestions = z.infer<typeof suggestionsSchema>;

/** Of a longer list no more is looked at. */
const MAX_LOOKED_AT = 100;
/** Skills that go into the phrase where it names no title that is known. */
const SKILLS_FOR_TITLE = 2;

/** The related work as names: the answer of those that have no model. */
export function suggestionsOf({ titles, skills }: RelatedWork): Suggestions {
  return {
    titles: titles.slice(0, MAX_SUGGESTIONS).map(({ title }) => title),
    skills: skills.slice(0, MAX_SUGGESTIONS).map(({ skill }) => skill.name),
  };
}

/**
 * Skills that the phrase names come first, then what was suggested, then what the taxonomy adds; each thing once.
 * @param query with nothing in it that speaks to a model
 * @param said names, whoever suggested them; what is no plain name of a title or skill is dropped
 * @param how.byModel whether a model did
 */
export function expansionOf(
  query: string,
  said: Suggestions,
  how: { knowledge: Knowledge; limit: number; byModel: boolean },
): Expansion {
  const { knowledge, limit, byModel } = how;
  const related = relatedWork(query, knowledge);
  const titles = expandedTitles(query, said.titles, related, { knowledge, byModel }).slice(0, limit);
  const skills = expandedSkills(said.skills, related, { knowledge, byModel }).slice(0, limit);
  const others = skills.filter(({ relation }) => relation !== 'named').slice(0, SKILLS_FOR_TITLE);
  const more = titles[0] === undefined ? others.map(({ name }) => name) : [titles[0].title];
  return { titles, skills, expanded: [query, ...more].join(', ').slice(0, MAX_QUERY_CHARACTERS) };
}

interface How {
  knowledge: Knowledge;
  byModel: boolean;
}

function expandedTitles(
  query: string,
  said: readonly string[],
  { titles: related }: RelatedWork,
  { knowledge: { occupations }, byModel }: How,
): Expansion['titles'] {
  const known = new Map(related.map((near) => [keyOf(near.title), near]));
  const suggested = said.slice(0, MAX_LOOKED_AT).flatMap((text): Expansion['titles'] => {
    const title = plainName(text);
    if (title === undefined) return [];
    const near = known.get(keyOf(title));
    const found = near?.occupation ?? occupations.find(title);
    const occupation = found ? { onet: found.onet, isco: found.isco, esco: found.esco } : null;
    return [{ title, source: byModel ? 'model' : 'taxonomy', occupation }];
  });
  const added = related.map(({ title, occupation }) => ({ title, source: 'taxonomy' as const, occupation }));
  const own = keyOf(phraseParts(query).title);
  return unique([...suggested, ...added], ({ title }) => keyOf(title)).filter(({ title }) => keyOf(title) !== own);
}

function expandedSkills(
  said: readonly string[],
  { skills: related }: RelatedWork,
  { knowledge: { taxonomy }, byModel }: How,
): Expansion['skills'] {
  const known = new Map(related.map((each) => [each.skill.id, each]));
  const named = related.filter(({ relation }) => relation === 'named');
  const suggested = said.slice(0, MAX_LOOKED_AT).flatMap((text): Expansion['skills'] => {
    const skill = taxonomy.normalise(text.slice(0, LONGEST_NAME));
    const name = skill?.name ?? plainName(text);
    if (name === undefined || skill?.kind === 'soft' || skill?.kind === 'language') return [];
    const relation = (skill && known.get(skill.id)?.relation) ?? 'suggested';
    return [{ name, id: skill?.id ?? null, relation, source: byModel ? 'model' : 'taxonomy' }];
  });
  const asAdded = ({ skill, relation }: RelatedWork['skills'][number]) => ({
    name: skill.name,
    id: skill.id,
    relation,
    source: 'taxonomy' as const,
  });
  return unique([...named.map(asAdded), ...suggested, ...related.map(asAdded)], ({ id, name }) => id ?? keyOf(name));
}

const LONGEST_NAME = 80;
const MOST_WORDS = 8;
/** Letters first and last; within a name also figures and the signs of "C++", "R&D", "24/7 care" and "nurse (ICU)". */
const NAME = /^\p{L}[\p{L}\p{M}\p{N} .&/+#'’(),-]*[\p{L}\p{M}\p{N}+#)]$/u;
/** A sign of a sentence: its end within the text, or who it speaks to. */
const SENTENCE = /[.!?]\s|\b(?:you|your|i|we|please|must|should|ignore|assistant)\b/i;

/** The text as a name of a few words; undefined for sentences, links, contact details and what speaks to a model. */
function plainName(text: string): string | undefined {
  if (text.length > 2 * LONGEST_NAME) return undefined;
  const name = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  const isName = name.length <= LONGEST_NAME && name.split(' ').length <= MOST_WORDS && NAME.test(name);
  if (!isName || SENTENCE.test(name) || /\d{4}/.test(name) || /\p{L}\.\p{L}{2}/u.test(name)) return undefined;
  return contactSigns(name).length > 0 || injectionPlaces(name).length > 0 ? undefined : name;
}

/** The same for "Director of Sales" and "sales directors"; of a text without a word that is known, the text itself. */
function keyOf(name: string): string {
  return titleKey(titleWords(name)) || name.toLowerCase();
}

/** Each thing once, where it came first. */
function unique<T>(items: readonly T[], key: (item: T) => string): T[] {
  const seen = new Set<string>();
  return items.filter((item) => !seen.has(key(item)) && seen.add(key(item)));
}

/**
 * Whether a phrase is made of names of skills or of a known title, places and words of asking, and of nothing else:
 * then it says nothing of who asks, and what is kept for one caller may be kept for all.
 */
export function isCommonPhrase(query: string, { taxonomy, occupations }: Pick<Knowledge, 'taxonomy' | 'occupations'>) {
  const { title } = phraseParts(query);
  const mentions = taxonomy.find(title);
  const rest = mentions.reduceRight((text, { start, end }) => `${text.slice(0, start)} ${text.slice(end)}`, title);
  return (
    title !== '' && (!/[\p{L}\p{N}]/u.test(rest) || (occupations.find(title)?.confidence ?? 0) >= SURE_OF_EVERY_WORD)
  );
}

/** Words of level alone were left out. */
const SURE_OF_EVERY_WORD = 0.95;
