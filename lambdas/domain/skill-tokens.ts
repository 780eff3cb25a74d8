/** Text to comparable words: what makes "Node.JS", "node js" and "NODE-JS" one skill name. */

export interface Token {
  /** Lower case without accents; `c++`, `c#` and `dotnet` keep what makes them different. */
  raw: string;
  /** `raw` without a plural ending. */
  folded: string;
  start: number;
  end: number;
  /** Nothing but a blank, a line break, `-`, `/`, `.`, `&`, `'` or `_` stands between this word and the one before. */
  joined: boolean;
}

const WORD = /[\p{L}\p{N}\p{M}]+(?:[+#]+(?![\p{L}\p{N}]))?/gu;
const PLAIN = /^[a-z0-9+#]+$/;
const JOIN = /^(?:[ \u00a0]{1,2}|[ \t]*\r?\n[ \t]*|[-/._'’&–+]| ?[&/] ?|['’]-?|-\n)$/;

/** The plural ending taken off: `technologies` and `technology`, `sales` and `sale` are one word inside a phrase. */
export function fold(word: string): string {
  if (word.length < 4 || word.charCodeAt(word.length - 1) !== 115) return word;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  const before = word[word.length - 2];
  return before === 's' || before === 'u' || before === 'i' ? word : word.slice(0, -1);
}

/** Words of a text in order; linear in its length. Offsets are UTF-16 units. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  let previousEnd = 0;
  for (const match of text.matchAll(WORD)) {
    const start = match.index;
    const surface = match[0];
    let raw = surface.toLowerCase();
    if (!PLAIN.test(raw)) raw = raw.normalize('NFD').replace(/\p{M}/gu, '');
    const dot = raw === 'net' && text[start - 1] === '.' && (start < 2 || /[\s,;:(/|•*-]/.test(text[start - 2] ?? ''));
    if (dot) raw = 'dotnet';
    if (raw === 'mgmt') raw = 'management';
    const gap = start - previousEnd;
    tokens.push({
      raw,
      folded: fold(raw),
      start: dot ? start - 1 : start,
      end: start + surface.length,
      joined: tokens.length > 0 && !dot && (gap === 0 || (gap < 12 && JOIN.test(text.slice(previousEnd, start)))),
    });
    previousEnd = start + surface.length;
  }
  return tokens;
}

/** The key under which a name is indexed: one word as it is, several words without plural endings. */
export function nameKey(name: string): string {
  const tokens = tokenise(name);
  if (tokens.length === 1) return tokens[0]?.raw ?? '';
  return tokens.map((token) => token.folded).join(' ');
}
