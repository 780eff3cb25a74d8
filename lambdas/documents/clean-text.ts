/** The characters of a line: compatibility forms folded, unseen characters taken out and counted, bullet signs told. */
import type { HiddenTally } from './hidden-text';

/** Runs of characters that have no sign of their own. */
const UNSEEN =
  /(?:\u00ad|\u034f|\u061c|[\u115f\u1160]|[\u17b4\u17b5]|[\u180b-\u180f]|[\u200b-\u200f\u202a-\u202e\u2060-\u206f]|\u3164|[\ufe00-\ufe0f]|[\ufeff\uffa0]|[\ufff9-\ufffb]|[\u{1d173}-\u{1d17a}]|[\u{e0000}-\u{e0fff}])+/gu;
/** Tags spell ASCII that nobody sees, and the second block of variation selectors carries any byte. */
const TAGS = /[\u{e0000}-\u{e007f}]|[\u{e0100}-\u{e01ef}]/gu;
/** Honest tags: the region of a black flag (England, Scotland, Wales), and the form of a Chinese sign in a name. */
const HONEST_TAGS =
  /(?<=\u{1f3f4})[\u{e0061}-\u{e007a}]{4,6}\u{e007f}|(?<=\p{Script=Han})[\u{e0100}-\u{e01ef}](?![\u{e0100}-\u{e01ef}])/gu;
/** Turns what follows around, so that it is seen in another order than it is read in. */
const REVERSALS = /\u202e/g;
/** Unseen characters in a row from which they can spell something; two in a row stand in emoji, three in some scripts. */
const MIN_RUN = 4;
/** Private-use code points: what icon fonts are made of. */
const ICONS = /[\ue000-\uf8ff\u{f0000}-\u{ffffd}\u{100000}-\u{10fffd}]/gu;
/** Runs to fold; spacing accents stay, as their compatibility form is a blank and a loose accent. */
const FOLDABLE = /[^\x00-\x7f\u00a8\u00af\u00b4\u00b8\u02d8-\u02dd\u2017\u203e]+/g;
/** More marks on one letter than any language writes; folding a run of a million would take hours. */
const MARK_HEAPS = /(\p{M}{6})\p{M}+/gu;
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/g;
const LONE_SURROGATES = /\p{Surrogate}/gu;

/**
 * Well-formed NFKC text without control, icon and unseen characters. Blanks of every kind become one space, a run that
 * holds a tab becomes `\t`. Of what was unseen only that is added to `hidden` which can carry a message or change what
 * is read: joiners, soft hyphens, single blanks without width and marks of direction belong to honest text.
 */
export function cleanLine(raw: string, page: number, hidden: HiddenTally): string {
  let text = joinSpacedLetters(raw);
  if (/[^\t\x20-\x7e]/.test(text)) {
    text = text
      .replace(HONEST_TAGS, '')
      .replace(UNSEEN, (run) => {
        tellUnseen(run, page, hidden);
        return '';
      })
      .replace(ICONS, ' ')
      .replace(CONTROLS, ' ')
      .replace(LONE_SURROGATES, '\ufffd')
      .replace(MARK_HEAPS, '$1')
      .replace(/\u00b4/g, "'")
      // Word for Mac writes some hyphens twice, in two forms.
      .replace(/-?[\u2010\u2011]-?/g, '-')
      .replace(FOLDABLE, (run) => run.normalize('NFKC'))
      .normalize('NFC');
  }
  return collapseBlanks(text);
}

/** "S K I L L S  &  T O O L S": single letters parted by one blank each are words set wide, two blanks part the words. */
export function joinSpacedLetters(text: string): string {
  if (!/^\s*\S \S \S/.test(text)) return text;
  const words = text.trim().split(/\t| {2,}/);
  const spaced = words.every((word) => /^\S(?: \S)*$/u.test(word));
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return spaced && letters >= 4 && /^(?:\S )+\S$/u.test(words[0] ?? '')
    ? words.map((word) => word.replaceAll(' ', '')).join(' ')
    : text;
}

/** A blank run is one space, or one tab where it holds a tab; none at the ends. */
export function collapseBlanks(text: string): string {
  return text.replace(/[\s\u00a0]+/g, (run) => (run.includes('\t') ? '\t' : ' ')).trim();
}

function tellUnseen(run: string, page: number, hidden: HiddenTally): void {
  const characters = [...run].length;
  const tags = run.match(TAGS)?.length ?? 0;
  const reversals = run.match(REVERSALS)?.length ?? 0;
  hidden.add('unicode-tag', page, tags);
  hidden.add('bidi-control', page, reversals);
  if (characters - tags - reversals >= MIN_RUN) hidden.add('zero-width', page, characters - tags - reversals);
}

const BULLET = /^(?:[•‣⁃⁌⁍∙◦●○◯◉◘◙■□▪▫◆◇◈❖⬥⬦▶►▸▹➢➤➔➜❯✓✔✦✧★☆⦿⦾⚫⚪·・*»›]|[-–—+]|o(?=[\t ]+\p{Lu}))[\t ]+(?=\S)/u;
const BULLET_ALONE = /^[•‣⁃∙◦●○■□▪▫◆◇❖▶►▸➢➤·*]$/u;
/** A sign that is never anything but a bullet may touch its text. */
const BULLET_TIGHT = /^[•‣⁃◦●■▪❖►▸➢➤](?=[\p{L}\p{N}])/u;

/** The line without its leading bullet sign. Private-use bullets (Symbol, Wingdings) must be mapped before cleaning. */
export function takeBullet(text: string): { text: string; bullet: boolean } {
  const sign = BULLET.exec(text) ?? BULLET_TIGHT.exec(text) ?? BULLET_ALONE.exec(text);
  return sign ? { text: text.slice(sign[0].length).trimStart(), bullet: true } : { text, bullet: false };
}

/** What Word and old PDFs draw with Symbol and Wingdings as bullets. */
export function mapSymbolBullets(text: string): string {
  return text.replace(/[\uf0b7\uf0a7\uf06c\uf06e\uf0d8\uf0fc\uf076\uf075\uf0a8\uf071\uf0e0\uf02d]/g, '•');
}

const PAGE_NUMBER =
  /^(?:[-–—|]\s?)?(?:(?:page|p\.|pg\.?|seite|página|pagina|strona|sida|side|стр\.?)\s?)?\d{1,3}(?:\s?(?:\/|of|de|di|von|sur|van|av|af|из|\|)\s?\d{1,3})?(?:\s?[-–—|])?$|^第?\s?\d{1,3}\s?(?:\/\s?\d{1,3}\s?)?[页頁ページ]{1,3}$/i;

/** "Page 2 of 3", "- 2 -", "2/3", "2". Only to be asked of a line at the top or bottom of a page. */
export function isPageNumber(text: string): boolean {
  return text.length <= 24 && PAGE_NUMBER.test(text);
}
