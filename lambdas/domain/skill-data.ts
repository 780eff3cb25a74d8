/** The taxonomy as stored in `reference/skills.json`, and the rules its ids and flags follow. */

/**
 * One skill as stored: name, kind (position in `skillKinds`), aliases joined by `|`, the `nameKey` of the name and of
 * each alias joined by `|` (empty where it is the name itself), glossary words joined by blanks, groups joined by `|`,
 * scheme and id of its source, and the id where it is not the slug of the name.
 * A name or alias that begins with `=` counts only as written, and one with `?` only among other skills.
 */
export type SkillRow = [
  name: string,
  kind: number,
  aliases: string,
  keys: string,
  glossary: string,
  groups: string,
  source: string,
  id?: string,
];

export interface SkillData {
  version: string;
  notices: string[];
  skills: SkillRow[];
  /** Positions of two skills, how near in hundredths, and the relation's position in `relations`. */
  related: [a: number, b: number, hundredths: number, relation: number][];
  relations: string[];
  /** How near two members of a group are, in hundredths; 30 where a group is not listed. */
  groups: Record<string, number>;
  /** Forms of verbs that skill names begin with: `managing` and `managed` to `manage`. */
  verbs: Record<string, string>;
}

/** A name or alias without its `=` or `?`. */
export function unflag(name: string): string {
  return name.replace(/^[=?]/, '');
}

/** `Node.js` to `node-js`, `C++` to `c-plus-plus`; stable, as ids are stored. */
export function skillSlug(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/^\.net\b/, 'dotnet')
    .replace(/\+/g, '-plus')
    .replace(/#/g, '-sharp')
    .replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
