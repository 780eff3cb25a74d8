/** Skill names found in running text: longest match first, ordinary words only where the company they keep says so. */
import { type Token, tokenise } from './skill-tokens';

/** Names by key, with the most words of any name that begins with a word where that is more than one. */
export interface NameIndex {
  names: Map<string, number>;
  longest: Map<string, number>;
  verbs: Map<string, string>;
}

/** A name that is also an ordinary word: `always` takes it wherever it is written so, else it needs skills around it. */
export interface Ambiguous {
  surface: string;
  always: boolean;
}

export interface Mention {
  position: number;
  start: number;
  end: number;
}

/** Characters between a doubtful name and the sure one that vouches for it. */
const NEAR_CHARACTERS = 40;
const LIST_BEFORE =
  /(?:^|[,;/|•·●▪■*:()\n\t\u2022–-]|\b(?:and|or|in|on|with|using|including|particularly|e\.g\.))[ \t]*$/i;
const LIST_AFTER = /^(?: ?v?\d[\d.x]{0,5})?[ \t]*(?:$|[,;/|•·●▪■*()\n\t.&–-]|(?:and|or)\b)/i;
const CUE_AFTER = /^ (?:programming|language|scripting|developer|development|framework|script|code|studio|shiny)\b/i;
const CUE_BEFORE = /(?:programming in|coding in|written in|ms|microsoft|languages?:?) $/i;
/** In lower case, only the signs of a list count: "python, word, excel", not "by phone or word". */
const STRICT_BEFORE = /(?:^|[,;/|•·●▪■:\n\t&]|\b(?:and|in))[ \t]*$/i;
const STRICT_AFTER = /^[ \t]*(?:$|[,;/|•·●▪■\n\t.&]|and\b)/i;
/** What is said to be known, or to be expected of a person, is a skill whatever the word. */
const STATED_BEFORE =
  /(?:\b(?:experienced?|knowledge|proficien\w{1,4}|expertise|background|familiar(?:ity)?|skilled|fluent|competen\w{1,3}|trained|certified|understanding|skills?|training|degree) (?:in|with|of|at|using)|\b(?:you are|you're|must be|are you|i am)(?: an?)?(?: very| highly)?) $/i;
/** "Excel in a fast-paced team", "Excel at …": a capital at the start of a sentence says nothing. */
const VERB_AFTER = /^ (?:in|at|on|to|the|with|your|our|for|into|up|out|towards?|off|as|beyond|through)\b/;
const SENTENCE_START = /(?:^|[.!?:\n•●▪*-])\s*$/;

const ADDRESS_SIGNS = /@|:\/\/|www\./g;
const ADDRESS_CHARACTERS = 300;

/** The text with web and mail addresses blanked out, as they name companies and hosts, not skills. */
function withoutAddresses(text: string): string {
  let kept = '';
  let from = 0;
  ADDRESS_SIGNS.lastIndex = 0;
  for (let sign = ADDRESS_SIGNS.exec(text); sign; sign = ADDRESS_SIGNS.exec(text)) {
    let start = sign.index;
    let end = sign.index;
    while (start > from && sign.index - start < ADDRESS_CHARACTERS && !/[\s<>(),;|]/.test(text[start - 1] ?? ' '))
      start--;
    while (end < text.length && end - sign.index < ADDRESS_CHARACTERS && !/[\s<>(),;|]/.test(text[end] ?? ' ')) end++;
    kept += text.slice(from, start) + '\u0000'.repeat(end - start);
    from = end;
    ADDRESS_SIGNS.lastIndex = Math.max(end, sign.index + 1);
  }
  return kept + text.slice(from);
}

/** Every name in the text, in order, never overlapping. Linear: each word is looked at once per length of name. */
export function findMentions(text: string, index: NameIndex, ambiguous: Map<string, Ambiguous>): Mention[] {
  const tokens = tokenise(withoutAddresses(text));
  const found: (Mention & { sure: boolean })[] = [];
  for (let i = 0; i < tokens.length; ) {
    const match = longestAt(tokens, i, index);
    const first = tokens[i] as Token;
    if (!match) {
      i++;
      continue;
    }
    const end = (tokens[i + match.words - 1] as Token).end;
    const follows = first.joined && found.at(-1)?.end === first.start - 1;
    const verdict = judge(text, first.start, end, ambiguous.get(match.key), follows);
    if (verdict !== 'no') found.push({ position: match.position, start: first.start, end, sure: verdict === 'yes' });
    i += verdict === 'no' ? 1 : match.words;
  }
  return settle(found, text);
}

interface Match {
  position: number;
  words: number;
  key: string;
}

/** The longest name that begins at a word; its first word may be in the plural or, in a phrase, an inflected verb. */
function longestAt(tokens: Token[], at: number, index: NameIndex): Match | undefined {
  const { raw, folded } = tokens[at] as Token;
  let best = longestFrom(raw, tokens, at, index, undefined);
  if (folded !== raw) best = longestFrom(folded, tokens, at, index, best);
  const lemma = index.verbs.get(raw);
  return lemma === undefined ? best : longestFrom(lemma, tokens, at, index, best, 2);
}

function longestFrom(
  start: string,
  tokens: Token[],
  at: number,
  index: NameIndex,
  best: Match | undefined,
  fewest = 1,
): Match | undefined {
  const most = index.longest.get(start) ?? 1;
  let found = best;
  let key = start;
  for (let words = 1; words <= most; words++) {
    if (words > 1) {
      const token = tokens[at + words - 1];
      if (!token?.joined) break;
      key = `${key} ${token.folded}`;
    }
    if (words < fewest || words <= (found?.words ?? 0)) continue;
    const position = index.names.get(key);
    if (position !== undefined) found = { position, words, key };
  }
  return found;
}

/** `follows`: nothing but a blank stands between this and the mention before, as in "Databases Oracle, DB2". */
function judge(
  text: string,
  start: number,
  end: number,
  doubt: Ambiguous | undefined,
  follows: boolean,
): 'yes' | 'maybe' | 'no' {
  if (!doubt) return 'yes';
  const written = text.slice(start, end) === doubt.surface;
  if (!written && doubt.surface.length < 3) return 'no';
  const before = text.slice(Math.max(0, start - 32), start);
  const after = text.slice(end, end + 16);
  if (written && (CUE_AFTER.test(after) || CUE_BEFORE.test(before) || STATED_BEFORE.test(before))) return 'yes';
  if (written && doubt.always) return VERB_AFTER.test(after) && SENTENCE_START.test(before) ? 'no' : 'yes';
  if (!written) return STRICT_BEFORE.test(before) && STRICT_AFTER.test(after) ? 'maybe' : 'no';
  return (follows || LIST_BEFORE.test(before)) && LIST_AFTER.test(after) ? 'maybe' : 'no';
}

/** Doubtful names stay where a sure one stands near; one that stays vouches for the next, in both directions. */
function settle(found: (Mention & { sure: boolean })[], text: string): Mention[] {
  const sweep = (order: readonly number[], gap: (a: Mention, b: Mention) => string) => {
    let last: Mention | undefined;
    for (const i of order) {
      const mention = found[i] as Mention & { sure: boolean };
      if (!mention.sure && last) {
        const between = gap(last, mention);
        mention.sure = between.length <= NEAR_CHARACTERS && !/[.!?]\s|\n\s*\n/.test(between);
      }
      if (mention.sure) last = mention;
    }
  };
  const forward = found.map((_, i) => i);
  sweep(forward, (a, b) => text.slice(a.end, b.start));
  sweep([...forward].reverse(), (a, b) => text.slice(b.end, a.start));
  return found.filter((mention) => mention.sure).map(({ position, start, end }) => ({ position, start, end }));
}
