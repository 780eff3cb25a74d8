/** Job titles: which occupation a title names, how near two titles are, and what looks like a title at all. */
import type { NearTitle, Titles } from './knowledge';
import { leadsPeople, seniorityOf } from './seniority';
import type { TitleNames } from './title-names';
import { readings } from './title-short-forms';
import { titleKey, titleParts, titleWeight, titleWords } from './title-words';

/** Code, label, ISCO-08 unit group of the same work (empty where unknown), and `titleKey`s joined by `|`. */
export type OccupationRow = [code: string, label: string, isco: string, keys: string];

export interface OccupationData {
  version: string;
  notices: string[];
  /** O*NET-SOC occupations. */
  onet: OccupationRow[];
  /** ESCO occupations; the code is the last part of the URI. */
  esco: OccupationRow[];
  /** Last words of titles ("engineer", "nurse") joined by blanks, most used first. */
  headNouns: string;
}

export interface Occupation {
  /** O*NET-SOC code, e.g. `29-1141.00`. */
  onet: string | null;
  /** ISCO-08 unit group, e.g. `2221`. */
  isco: string | null;
  /** Last part of the ESCO URI. */
  esco: string | null;
  label: string;
  /** 1 for a title listed as such, less the more of its words had to be left out. */
  confidence: number;
}

export interface Occupations extends Titles {
  readonly version: string;
  find(title: string): Occupation | undefined;
  /** As `similarity`, with what makes the two near: `same title`, `same occupation`, `shared words`, … */
  nearness(titleA: string, titleB: string): { similarity: number; relation: string };
  /** How much a line looks like a job title, 0 to 1. */
  isTitleLike(text: string): number;
  /** `engineer`, `nurse`: words a title ends with, in the singular or the plural. */
  isHeadNoun(word: string): boolean;
}

/** From this nearness on, an occupation's name is offered for a title; below `SURE` only if the two share a word. */
const NEAR = 0.6;
const SURE = 0.85;

/** Words looked at in one title; longer ones are sentences. */
const MOST_WORDS = 8;
const CACHE_TITLES = 2000;
/** Characters of a title that are looked at, and of a line that may be one. */
const LONGEST_TITLE = 200;
const LONGEST_LINE = 110;
const SENTENCE =
  /^(?:led|\p{L}{2,}ed)\s(?:an?|the|and|with|in|for|to|of|as|by|over|all|\d)|(?<=\p{L}{4})[.!?;](?:\s|$)|\b(?:was|were|is|are|have|has|had|my|our|their|i|we|responsible|including|worked|using|years?)\b/iu;

/** "Head of Training", "Director - Sales": the person comes first. */
const OF = /^(?:\p{L}+ ){0,2}\p{L}{3,}(?: of | for |, | - |: ?)/u;
/** "Authors: …", "Databases: …": what follows is a list of something else. */
const LABEL = /^(?!(?:job )?(?:role|title|position|designation|head)\b)[\p{L} /&]{3,30}:/iu;

/** Builds the index; 60,000 titles, so make it once and only when it is needed. `names` say foreign titles in English. */
export function createOccupations(data: OccupationData, names: Pick<TitleNames, 'inEnglish'>): Occupations {
  const index = (rows: OccupationRow[]) => {
    const keys = new Map<string, number>();
    rows.forEach((row, position) => {
      for (const key of row[3].split('|')) keys.set(key, position);
    });
    return keys;
  };
  const onet = index(data.onet);
  const esco = index(data.esco);
  const heads = new Set(data.headNouns.split(' '));

  /** The heaviest choice of words that is a listed title and keeps the last word that names a job. */
  const best = (words: string[], keys: Map<string, number>) => {
    const head = words.findLast((word) => heads.has(word));
    const whole = keys.get(titleKey(words));
    if (whole !== undefined) return { position: whole, share: 1 };
    const free = words.filter((word) => word !== head).slice(-(MOST_WORDS - 1));
    const weight = (list: readonly string[]) => list.reduce((sum, word) => sum + titleWeight(word), 0);
    const all = weight(free) + 1;
    let found: { position: number; share: number } | undefined;
    for (let mask = (1 << free.length) - 1; head !== undefined && mask >= 0; mask--) {
      const kept = free.filter((_, i) => mask & (1 << i));
      const share = (weight(kept) + 1) / all;
      if (share <= (found?.share ?? 0)) continue;
      const position = keys.get(titleKey([...kept, head]));
      if (position !== undefined) found = { position, share };
    }
    return found;
  };

  const search = (title: string): Occupation | undefined => {
    let found: Occupation | undefined;
    titleParts(title).forEach((part, order) => {
      const words = titleWords(part);
      if (words.length === 0 || words.length > 14) return;
      const o = best(words, onet);
      const e = best(words, esco);
      const share = Math.max(o?.share ?? 0, e?.share ?? 0);
      const confidence = Math.round((order === 0 ? share : share * 0.95) * 100) / 100;
      if (share === 0 || confidence <= (found?.confidence ?? 0)) return;
      const onetRow = o && o.share >= share - 0.25 ? data.onet[o.position] : undefined;
      const escoRow = e && e.share >= share - 0.25 ? data.esco[e.position] : undefined;
      found = {
        onet: onetRow?.[0] ?? null,
        isco: escoRow?.[2] || onetRow?.[2] || null,
        esco: escoRow?.[0] ?? null,
        label: (o && o.share === share ? onetRow : escoRow)?.[1] ?? part,
        confidence,
      };
    });
    return found;
  };

  const cache = new Map<string, Occupation | undefined>();
  /** Of one reading. */
  const lookUp = (title: string): Occupation | undefined => {
    const text = title.slice(0, LONGEST_TITLE);
    if (cache.has(text)) return cache.get(text);
    const found = search(text);
    if (cache.size >= CACHE_TITLES) cache.clear();
    cache.set(text, found);
    return found;
  };
  const readingsOf = (title: string) => readings(names.inEnglish(title.slice(0, LONGEST_TITLE)));
  const find = (title: string) => lookUp(readingsOf(title)[0] ?? '');

  const wordCache = new Map<string, { words: string[]; key: string }>();
  const telling = (title: string) => {
    const known = wordCache.get(title);
    if (known) return known;
    const words = titleWords(titleParts(title.slice(0, LONGEST_TITLE))[0] ?? '').filter(
      (word) => titleWeight(word) > 0.5,
    );
    const entry = { words, key: titleKey(words) };
    if (wordCache.size >= CACHE_TITLES) wordCache.clear();
    wordCache.set(title, entry);
    return entry;
  };

  const sharesWord = (titleA: string, titleB: string) => {
    const words = readingsOf(titleA).flatMap((reading) => telling(reading).words);
    return telling(titleB).words.some((word) => words.includes(word));
  };

  const nearnessOf = (titleA: string, titleB: string) => {
    const { words: a, key: keyA } = telling(titleA);
    const { words: b, key: keyB } = telling(titleB);
    if (a.length > 0 && keyA === keyB) return { similarity: 1, relation: 'same title' };
    const shared = overlap(a, b, heads);
    const found = byCode(lookUp(titleA), lookUp(titleB));
    if (found.similarity >= shared) return found;
    return { similarity: shared, relation: 'shared words' };
  };
  /** A title of several readings is as near as the nearest of them. */
  const nearness = (titleA: string, titleB: string) => {
    let best = { similarity: 0, relation: 'none' };
    const others = readingsOf(titleB);
    for (const a of readingsOf(titleA)) {
      for (const b of others) {
        const one = nearnessOf(a, b);
        if (one.similarity > best.similarity) best = one;
      }
    }
    return best;
  };

  return {
    version: data.version,
    find,
    nearness,
    near: (title) => {
      const isco = readingsOf(title).flatMap((reading) => lookUp(reading)?.isco ?? []);
      return data.esco
        .flatMap(([code, label, group]): NearTitle[] => {
          if (!isco.includes(group)) return [];
          const { similarity, relation } = nearness(title, label);
          const named = lookUp(label);
          const occupation = { onet: named?.onet ?? null, isco: group, esco: code };
          const isNear = similarity >= (sharesWord(title, label) ? NEAR : SURE);
          return !isNear ? [] : [{ title: label, occupation, similarity, relation }];
        })
        .sort((a, b) => b.similarity - a.similarity || (a.title < b.title ? -1 : 1));
    },
    similarity: (titleA, titleB) => nearness(titleA, titleB).similarity,
    seniority: (title) => seniorityOf(names.inEnglish(title.slice(0, LONGEST_TITLE))),
    isManagement: (title) => leadsPeople(names.inEnglish(title.slice(0, LONGEST_TITLE))),
    isHeadNoun: (word) => heads.has(titleWords(word)[0] ?? ''),
    isTitleLike: (line) => {
      if (line.length > LONGEST_LINE) return 0;
      const text = names.inEnglish(line, { whole: true });
      const words = titleWords(text);
      if (words.length === 0 || words.length > 12) return 0;
      const found = lookUp(text);
      const head = words.findLastIndex((word) => heads.has(word));
      if (head < 0 && !(found && found.confidence > 0.9)) return 0;
      const place = head === words.length - 1 || OF.test(text) ? 0.2 : 0.1;
      const digits = /\d{2,}/.test(text) ? 0.3 : 0;
      const sentence = SENTENCE.test(text) ? 0.4 : 0;
      const plural = /(?:er|or|st|an|ian|nt|ive|se)s$/i.test(text.trim()) ? 0.2 : 0;
      const lower = /^\p{Ll}/u.test(line.trim()) ? 0.15 : 0;
      const list = Math.max(0, text.split(/[,;]/).length - 2) * 0.15 + (LABEL.test(text) ? 0.3 : 0);
      const length = Math.max(0, words.length - 5) * 0.06;
      const score = 0.3 + place + 0.5 * (found?.confidence ?? 0) - digits - sentence - plural - lower - list - length;
      return Math.round(Math.min(1, Math.max(0, score)) * 100) / 100;
    },
  };
}

/** Dice of the words, the last word that names a job counting twice; at most .8, as words alone are not the work. */
function overlap(a: readonly string[], b: readonly string[], heads: ReadonlySet<string>): number {
  const weigh = (words: readonly string[]) => {
    const head = words.findLast((word) => heads.has(word));
    return new Map(words.map((word) => [word, word === head ? 1.2 : 1]));
  };
  const left = weigh(a);
  const right = weigh(b);
  let both = 0;
  let all = 0;
  for (const [word, weight] of left) {
    all += weight;
    const other = right.get(word);
    if (other !== undefined) both += (weight + other) / 2;
  }
  for (const weight of right.values()) all += weight;
  return all === 0 ? 0 : Math.round(((2 * both) / all) * 0.8 * 100) / 100;
}

/** SOC codes read `major-minor,broad,detail`: 29-1141 and 29-1171 share the minor group 29-1. ISCO narrows digit by digit. */
function byCode(a: Occupation | undefined, b: Occupation | undefined): { similarity: number; relation: string } {
  if (!a || !b) return { similarity: 0, relation: 'none' };
  const sure = Math.min(a.confidence, b.confidence);
  const answer = (similarity: number, relation: string) => ({
    similarity: Math.round(similarity * (0.4 + 0.6 * sure) * 100) / 100,
    relation,
  });
  if ((a.esco && a.esco === b.esco) || (a.onet && a.onet === b.onet)) return answer(0.95, 'same occupation');
  const soc = (length: number) =>
    a.onet !== null && b.onet !== null && a.onet.slice(0, length) === b.onet.slice(0, length);
  const isco = (length: number) =>
    a.isco !== null && b.isco !== null && a.isco.slice(0, length) === b.isco.slice(0, length);
  if (soc(7)) return answer(0.85, 'same occupation');
  if (soc(6) || isco(4)) return answer(0.75, 'same occupation group');
  if (soc(5) || isco(3)) return answer(0.6, 'near occupation');
  if (soc(4)) return answer(0.4, 'same field');
  if (soc(2)) return answer(0.25, 'same field');
  return { similarity: 0, relation: 'none' };
}
