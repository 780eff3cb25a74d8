/** The reference data that reading and scoring look things up in; read-only, the same for every request. */
import type { Seniority } from './resume';
import type { SkillTaxonomy } from './skills';

/** The name of an occupation that a title stands near to. */
export interface NearTitle {
  title: string;
  /** O*NET-SOC code, ISCO-08 unit group and the last part of the ESCO URI. */
  occupation: { onet: string | null; isco: string | null; esco: string | null };
  /** 0 to 1. */
  similarity: number;
  relation: string;
}

/** What matching asks of the occupations. */
export interface Titles {
  /** 0 to 1, symmetric: 1 for one title in other words, 0 for strangers. */
  similarity(a: string, b: string): number;
  /** What the title says of the level, or null when it says nothing. */
  seniority(title: string): Seniority | null;
  /** The occupation a title stands for, if it is known. */
  find(
    title: string,
  ): { onet: string | null; isco: string | null; esco: string | null; label: string; confidence: number } | undefined;
  isManagement(title: string): boolean;
  /** Names of occupations of the same kind of work, nearest first; none for what is no known title. */
  near(title: string): NearTitle[];
}

/** The embedded word table: the only vectors a score may use, as they are the same whatever provider is up. */
export interface WordTable {
  /** Part of every score's reproducibility record. */
  readonly space: string;
  /** A unit vector, or all zeroes for a text without known words. */
  embed(text: string): readonly number[];
}

export interface Knowledge {
  taxonomy: SkillTaxonomy;
  occupations: Titles;
  words: WordTable;
}

/** E.164 form and country of a phone number as written, or null; `countryCode` is the country to assume, if any. */
export type PhoneReader = (
  raw: string,
  countryCode: string | null,
) => { e164: string; countryCode: string | null } | null;
