/** Leaves out of an explanation what its facts do not bear out: code decides, whatever the model says. */
import { contactSigns } from './contact-signs';
import type { ExplanationDraft, Statement } from './explanation';
import { injectionPlaces } from './injection';
import { isAmong, numbersIn } from './numbers-in-words';
import type { SkillKind } from './resume';
import type { SkillMention, SkillTaxonomy } from './skills';
import { isGap, type ToldFact } from './told-fact';
import { TOKENS } from './told-names';

export interface Verified extends ExplanationDraft {
  /** Sentences that were left out. */
  dropped: number;
}

/** Characters of one sentence. */
const LONGEST = 500;
/** Sentences of each list; what is beyond is not wrong, only too much. */
const MOST = 6;
/** A question may use the words of working life: "a time when you led a team" states nothing of the candidate. */
const LOOSE: ReadonlySet<SkillKind> = new Set(['soft']);

type Named = Pick<SkillMention, 'skill' | 'text'>;

export interface VerifyOptions {
  facts: readonly ToldFact[];
  taxonomy: Pick<SkillTaxonomy, 'find' | 'normalise'>;
  /** ISO 639-1 of the explanation. */
  language: string;
}

/**
 * Each sentence that is kept cites facts that exist, and states no number, no skill and no name that is not in them.
 * What is kept is kept word for word, save for ids of facts in brackets. Pure; verified twice is verified once.
 */
export function verifyExplanation(draft: ExplanationDraft, options: VerifyOptions): Verified {
  const { taxonomy } = options;
  const facts = new Map(options.facts.map((fact) => [fact.id, fact]));
  let dropped = 0;

  const kept = <T>(all: readonly T[], check: (one: T) => T | null): T[] => {
    const good = all.map(check).filter((one) => one !== null);
    dropped += all.length - good.length;
    return good.slice(0, MOST);
  };
  const statements = (
    all: readonly Statement[],
    suits: (cited: readonly ToldFact[]) => boolean = () => true,
    free?: ReadonlySet<SkillKind>,
  ) =>
    kept(all, ({ text, facts: ids }) => {
      const cited = citedOf(ids);
      const words = cited && suits(cited) ? borneOut(text, cited, free) : null;
      return words === null || cited === null ? null : { text: words, facts: cited.map(({ id }) => id) };
    });

  const summary = statements(draft.summary);
  const strengths = statements(draft.strengths, (cited) => cited.some(({ polarity }) => polarity !== 'negative'));
  const concerns = statements(draft.concerns, (cited) => cited.some(({ polarity }) => polarity !== 'positive'));
  const gaps = draft.gaps.flatMap(({ why, facts: ids }) => {
    const cited = citedOf(ids);
    const words = cited?.some(isGap) ? borneOut(why, cited) : null;
    if (words !== null && cited !== null) return [{ why: words, facts: cited.map(({ id }) => id) }];
    dropped++;
    return [];
  });
  const questions = statements(draft.questions, undefined, LOOSE);
  return { summary, strengths, concerns, gaps, questions, dropped };

  /** Each once; null where one is none of ours, or there is none. */
  function citedOf(ids: readonly string[]): ToldFact[] | null {
    const cited = [...new Set(ids.map((id) => id.trim().toLowerCase()))].map((id) => facts.get(id));
    const known = cited.filter((fact) => fact !== undefined);
    return known.length > 0 && known.length === cited.length ? known : null;
  }

  /** The sentence, or null when it says more than its facts. */
  function borneOut(said: string, cited: readonly ToldFact[], free?: ReadonlySet<SkillKind>): string | null {
    const text = said
      .replace(/\s*[([]\s*f\d{1,3}(?:\s*[,;]\s*f\d{1,3})*\s*[)\]]/gi, '')
      .replace(/\s+/g, ' ')
      .trim();
    if (text === '' || text.length > LONGEST || !/\p{L}/u.test(text)) return null;
    const told = cited.map((fact) => fact.text).join('\n');
    const tokens = new Set(told.match(TOKENS));
    if (text.match(TOKENS)?.some((token) => !tokens.has(token))) return null;

    const words = text.replace(TOKENS, ' ');
    if (/[<>{}[\]`]|https?:/i.test(words)) return null;
    const ofFacts = numbersIn(told.replace(TOKENS, ' '));
    for (const number of numbersIn(words, options.language)) if (!isAmong(number, ofFacts)) return null;

    const toldSkills = new Set(skillsIn(told).map(({ skill }) => skill.id));
    const toldWords = ` ${folded(told)} `;
    const isTold = ({ skill, text: name }: Named) =>
      toldSkills.has(skill.id) || toldWords.includes(` ${folded(name)} `) || free?.has(skill.kind);
    if (!skillsIn(words).every(isTold)) return null;
    const isTerm = (term: string) => taxonomy.normalise(term) !== undefined;
    return contactSigns(words, isTerm).length > 0 || injectionPlaces(words).length > 0 ? null : text;
  }

  /** Also words that could be something else, where they are written like the skill: "Rust", "Go", and not "It" for IT. */
  function skillsIn(text: string): Named[] {
    const capitals = (text.match(/\p{Lu}[\p{L}\p{N}+#]*/gu) ?? []).flatMap((word) => {
      const skill = taxonomy.normalise(word);
      return skill?.name === word ? [{ skill, text: word }] : [];
    });
    return [...taxonomy.find(text), ...capitals];
  }
}

/** Words in small letters with one blank between them. */
const folded = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+#]+/gu, ' ')
    .trim();
