/** The skill taxonomy: names and aliases to one id, skills found in text, and how near two skills are. */
import type { SkillKind } from './resume';

/** One skill of `reference/skills.json`. */
export interface Skill {
  /** Stable slug, e.g. `python`, `ms-excel`, `patient-care`. */
  id: string;
  name: string;
  kind: SkillKind;
  /** Other spellings, as written in resumes and job ads. */
  aliases: string[];
  /** 3 to 6 plain words that say what it is, for the word table: "container cluster orchestration servers". */
  glossary: string[];
  /** Ids of near skills and how near, 0 to 1; listed once, valid both ways. */
  related: { id: string; similarity: number; relation: string }[];
  /** Where it comes from: `onet`, `esco` or `own`, with the scheme's id where it has one. */
  taxonomy: { scheme: string; id: string | null; label: string }[];
}

export interface SkillMention {
  skill: Skill;
  /** As written. */
  text: string;
  /** UTF-16 offsets in the searched text. */
  start: number;
  end: number;
}

/** What the rest of the service may ask of the taxonomy. */
export interface SkillTaxonomy {
  /** Changes whenever the data changes; part of every score's reproducibility record. */
  readonly version: string;
  get(id: string): Skill | undefined;
  /** The skill that a name or alias stands for, whatever its case, blanks and punctuation. */
  normalise(name: string): Skill | undefined;
  /** Every skill named in a text, longest match first, in order of position; linear in the text's length. */
  find(text: string): SkillMention[];
  /** 1 for the same skill, 0 to 1 for related ones, 0 for strangers; symmetric. */
  similarity(a: string, b: string): { similarity: number; relation: string };
}
