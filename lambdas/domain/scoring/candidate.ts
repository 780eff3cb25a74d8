/** A profile made ready to be compared with many jobs: skills by id, words by line, titles folded once. */
import { packVector, unpackVector } from '../compact-vector';
import type { Knowledge } from '../knowledge';
import { meaningOf } from '../meaning';
import type { Pointer, Profile } from '../profile';
import { tokenise } from '../skill-tokens';

type ProfileSkill = Profile['skills'][number];

/** The candidate's skill that comes nearest to one that a job asks for. */
export interface Nearest {
  skill: ProfileSkill;
  /** 0 to 1, exclusive of 1. */
  similarity: number;
  relation: string;
}

export interface Candidate {
  readonly profile: Profile;
  readonly skills: ReadonlyMap<string, ProfileSkill>;
  /** Undefined when no skill of the candidate is related. */
  nearest(skillId: string): Nearest | undefined;
  /** How well the lines say a name that the taxonomy does not know: 1 word for word, less for its words apart. */
  said(name: string): { share: number; pointers: Pointer[] };
  /** Titles held, most recent first, each with its vector in the word table's space. */
  readonly titles: readonly (Profile['titles'][number] & { vector: Int8Array | null })[];
  /** Similarity of two titles by occupation, remembered for the length of a request. */
  sameWork(held: string, asked: string): number;
  /** What the profile is about. */
  readonly meaning: Int8Array | null;
}

/** Titles held that are compared; older ones say little of what comes next. */
const MAX_TITLES = 6;

/** A name whose words stand far apart says less than the name itself. */
const WORDS_APART = 0.5;

export function prepareCandidate(profile: Profile, knowledge: Knowledge): Candidate {
  const skills = new Map(profile.skills.map((skill) => [skill.id, skill]));
  const nearest = new Map<string, Nearest | undefined>();
  const titles = new Map<string, number>();
  const lines = [
    ...profile.titles,
    ...profile.skills.map(({ name, pointers }) => ({ text: name, pointers })),
    ...profile.lines,
  ].map(({ text, pointers }) => ({ words: ` ${stems(text).join(' ')} `, pointers }));
  const words = new Set(lines.flatMap((line) => line.words.split(' ')));
  const said = new Map<string, { share: number; pointers: Pointer[] }>();

  const findNearest = (id: string): Nearest | undefined => {
    let best: Nearest | undefined;
    if (knowledge.taxonomy.get(id) === undefined) return undefined;
    for (const skill of profile.skills) {
      const { similarity, relation } = knowledge.taxonomy.similarity(id, skill.id);
      if (similarity > (best?.similarity ?? 0)) best = { skill, similarity, relation };
    }
    return best;
  };
  const findSaid = (name: string) => {
    const asked = [...new Set(stems(name))];
    if (asked.length === 0) return { share: 0, pointers: [] };
    const phrase = ` ${stems(name).join(' ')} `;
    const literal = lines.find((line) => line.words.includes(phrase));
    if (literal) return { share: 1, pointers: literal.pointers };
    const known = asked.filter((word) => words.has(word));
    if (known.length === 0) return { share: 0, pointers: [] };
    const line = lines.find(({ words: text }) => known.every((word) => text.includes(` ${word} `)));
    return { share: (known.length / asked.length) * WORDS_APART, pointers: line?.pointers ?? [] };
  };

  return {
    profile,
    skills,
    nearest: (id) => remember(nearest, id, findNearest),
    said: (name) => remember(said, name, findSaid),
    titles: profile.titles
      .slice(0, MAX_TITLES)
      .map((title) => ({ ...title, vector: unpacked(packVector(knowledge.words.embed(title.text))) })),
    sameWork: (held, asked) =>
      remember(titles, `${held}\n${asked}`, () => knowledge.occupations.similarity(held, asked)),
    meaning: unpacked(meaningOf(profile.embeddingText, knowledge.words)),
  };
}

function unpacked(vector: string | null): Int8Array | null {
  return vector === null ? null : unpackVector(vector);
}

function remember<K, V>(known: Map<K, V>, key: K, find: (key: K) => V): V {
  if (!known.has(key)) known.set(key, find(key));
  return known.get(key) as V;
}

/** Words without plural and verb endings: "purchasing plans" and "purchase planning" meet. */
export function stems(text: string): string[] {
  return tokenise(text).map(({ folded }) => stem(folded));
}

function stem(word: string): string {
  const bare = word.replace(/(?<=\w{3})(?:ing|ed|er|es|e)$/, '');
  // "planning" and "plan": the doubled letter belongs to the ending.
  return bare.length > 3 && bare !== word && bare.at(-1) === bare.at(-2) && !/[ls]$/.test(bare)
    ? bare.slice(0, -1)
    : bare;
}
