/** Small questions about a piece of text: its words, its case, whether it reads like a sentence. */

/** Lower case, without accents and dots: `Univ.` and `univ` are one word. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}

/** Words in lower case; a full stop at the end is taken off. */
export function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}.&'’+#-]*/gu) ?? []).map((word) =>
    word.replace(/[.'’-]+$/, ''),
  );
}

/** Takes punctuation and blanks off both ends; brackets stay when both are there. */
export function trimSigns(text: string): string {
  let trimmed = text.replace(/^[\s,;:|·•–—\-_/\\*&.~]+|[\s,;:|·•–—\-_/\\*&~]+$/g, '');
  if (trimmed.startsWith('(') && trimmed.endsWith(')') && trimmed.indexOf(')') === trimmed.length - 1)
    trimmed = trimmed.slice(1, -1);
  else if (trimmed.endsWith(')') && !trimmed.includes('(')) trimmed = trimmed.slice(0, -1);
  else if (trimmed.startsWith('(') && !trimmed.includes(')')) trimmed = trimmed.slice(1);
  else if (trimmed.endsWith('(')) trimmed = trimmed.slice(0, -1);
  return trimmed.trim();
}

const SMALL = new Set(
  'of and the in for a an to at on with by de la le les des du et y e del der die das und van von di da do dos & or'.split(
    ' ',
  ),
);

/** Share, 0 to 1, of the words (small ones aside) that begin with a capital; 1 for scripts without case. */
export function capitalShare(text: string): number {
  let capital = 0;
  let all = 0;
  for (const word of text.match(/[\p{L}][\p{L}\p{M}'’.-]*/gu) ?? []) {
    if (SMALL.has(word.toLowerCase())) continue;
    all++;
    const first = word[0] ?? '';
    if (first !== first.toLowerCase() || first.toUpperCase() === first.toLowerCase()) capital++;
  }
  return all === 0 ? 0 : capital / all;
}

const VERBS = new Set(
  `achieved acted adapted addressed administered advised analyzed analysed applied arranged assembled assessed assigned assisted assist attended audited authored automated awarded balanced began brought built calculated carried championed clarified cleaned coached collaborated collected communicated compiled completed composed conceived conducted configured consolidated constructed consulted contributed controlled converted coordinated co-ordinated created cultivated cut dealt debugged decreased defined delegated delivered demonstrated deployed designed determined developed devised did diagnosed directed documented drafted drove earned edited educated eliminated enabled encouraged engaged engineered enhanced ensured ensure ensuring established evaluated examined exceeded executed expanded facilitated familiarized filed fixed focused followed formed formulated fostered founded gained gathered gave generated grew guided handled helped helping hired identified implemented improved including increased influenced initiated inspected installed instituted instructed integrated interacted interfaced interviewed introduced investigated involved interacting issued joined kept launched led leveraged liaised maintain maintained made managed marketed mastered maximized measured mentored met migrated modeled modified monitored motivated moved negotiated obtained offered operated orchestrated ordered organized organised oversaw participated partnered performed persuaded pioneered placed planned played prepared presented prevented processed produced programmed promoted proposed proved provided providing published purchased received recognized recommended reconciled recorded recruited redesigned reduced refined reported represented researched resolved responded responsible restored restructured retrieved reviewed revised saved scheduled secured selected served set setup shaped sold solved spearheaded standardized started streamlined strengthened studied suggested supervised supplied supported supporting surpassed taught tested tracked trained transformed translated troubleshot turned tutored understood undertook updated upgraded used using utilized utilised validated verified visited won worked working wrote developing managing designing creating leading preparing conducting maintaining planning coordinating performing handling writing monitoring reporting assisting implementing analyzing building responsibilities duties achievements accomplishments key role`.split(
    /\s+/,
  ),
);

/** How much a line reads like running text, 0 to 1: long, a verb first, a full stop at its end, small first letter. */
export function sentenceLikeness(text: string): number {
  const words = wordsOf(text);
  const first = words[0] ?? '';
  let score = 0;
  if (VERBS.has(first)) score += 0.6;
  if (/[a-z0-9)]{3}[.;]$/.test(text) && !/\b(?:inc|ltd|corp|co|llc|jr|sr|dept|univ|govt|pvt|no|st)\.$/i.test(text))
    score += 0.5;
  if (/\s(?:in|of|and|the|for|with|to|at|by|as|an?|or|&)$/i.test(text)) score += 0.5;
  if (words.length > 14) score += 0.6;
  else if (words.length > 10) score += 0.25;
  const letter = text[0] ?? '';
  if (letter !== letter.toUpperCase()) score += 0.4;
  if (words.length >= 4 && capitalShare(text) < 0.4) score += 0.3;
  return Math.min(1, score);
}
