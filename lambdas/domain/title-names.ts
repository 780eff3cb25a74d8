/** Job titles in other languages said in English: "Krankenpfleger*in Intensivstation" is "nurse intensive care". */

/** As stored in `reference/title-names.json`. */
export interface TitleNameData {
  version: string;
  /** The English title, then its names as keys of `foreignKey`, joined by `|`. `=key`: only as a whole title; `-key`: the end of a compound. */
  titles: string[];
}

export interface TitleNames {
  readonly version: string;
  /**
   * The text with every foreign title in it in English; the same text where there is none. Linear in its length.
   * `whole`: only when nothing but known words and words such as "of" would be left, else the same text: a surname
   * ("Richter") is no title.
   */
  inEnglish(text: string, options?: { whole?: boolean }): string;
}

const WORD = /[\p{L}\p{N}]+/gu;
const JOINT = /^(?:[ \u00a0]{1,2}|[ ]?-[ ]?|['’])$/;
/** "Verkäufer/in", "infirmier·ère", "enfermero(a)", "VerkäuferIn", "(m/w/d)": the ending names the other gender. */
const TERMS = /[([]?\b(?:[mwfhdxv] ?[/|,] ?[mwfhdxv](?: ?[/|,] ?[mwfhdxv])?|all genders)\b[)\]]?/gi;
const ENDING =
  /(?<=\p{L}{3})(?:[/*:_·•∙.]-?|\(-?)(?:in|innen|r|er|e|ne|le|se|te|ve|ce|a|o|os|as|ra|ère|iere|ière|trice|rice|euse|esse|ive|teuse)\)?(?!\p{L})/gu;
const CAPITAL_IN = /(?<=\p{Ll}{3})In(?:nen)?(?!\p{L})/gu;
const SMALL = new Set(
  'of the and in for de del de la las los du des d l le les el y e et und der die das den im am für fur zur zum di da dei della do dos das em van het een voor en à a au aux con para per su sur'.split(
    ' ',
  ),
);
/** Shorter words are no compounds. */
const COMPOUND_CHARACTERS = 8;

/** Lower case without accents, gender endings gone, one blank between the words. */
export function foreignKey(name: string): string {
  return (plain(name).match(WORD) ?? []).join(' ');
}

const plain = (text: string) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/ß/g, 'ss');
const withoutGender = (text: string) => text.replace(TERMS, ' ').replace(ENDING, '').replace(CAPITAL_IN, '');

export function createTitleNames(data: TitleNameData): TitleNames {
  const anywhere = new Map<string, string>();
  const alone = new Map<string, string>();
  const endings: [string, string][] = [];
  const longest = new Map<string, number>();
  for (const row of data.titles) {
    const [english = '', ...keys] = row.split('|');
    for (const key of keys) {
      if (key.startsWith('-')) endings.push([key.slice(1), english]);
      else if (key.startsWith('=')) alone.set(key.slice(1), english);
      else {
        anywhere.set(key, english);
        const words = key.split(' ');
        const first = words[0] ?? '';
        longest.set(first, Math.max(words.length, longest.get(first) ?? 0));
      }
    }
  }

  /** "Softwareingenieur", "Vertriebsmitarbeiter": what stands before the ending is a field, perhaps with a joining s. */
  const compound = (word: string): string | undefined => {
    if (word.length < COMPOUND_CHARACTERS) return undefined;
    const ending = endings.find(([end]) => word.endsWith(end) && word.length > end.length + 1);
    if (!ending) return undefined;
    const field = word.slice(0, -ending[0].length);
    return `${anywhere.get(field) ?? anywhere.get(field.replace(/s$/, '')) ?? field} ${ending[1]}`;
  };

  const inEnglish = (original: string, { whole = false } = {}): string => {
    const text = withoutGender(original);
    const words = [...text.matchAll(WORD)].map(({ 0: word, index }) => ({
      key: plain(word),
      start: index,
      end: index + word.length,
    }));
    const only = alone.get(words.map(({ key }) => key).join(' '));
    if (only !== undefined) return only;
    let result = '';
    let from = 0;
    let known = 0;
    for (let i = 0; i < words.length; ) {
      const first = words[i] as (typeof words)[number];
      let key = first.key;
      let english = anywhere.get(key) ?? compound(key);
      let used = 1;
      for (let next = 1; next < (longest.get(first.key) ?? 1); next++) {
        const before = words[i + next - 1];
        const word = words[i + next];
        if (!before || !word || !JOINT.test(text.slice(before.end, word.start))) break;
        key += ` ${word.key}`;
        const found = anywhere.get(key);
        if (found === undefined) continue;
        english = found;
        used = next + 1;
      }
      if (english !== undefined) {
        result += text.slice(from, first.start) + english;
        from = (words[i + used - 1] as typeof first).end;
      } else if (!SMALL.has(first.key)) known = -words.length;
      if (english !== undefined) known++;
      i += used;
    }
    if (known === 0 || from === 0 || (whole && known < 0)) return original;
    return result + text.slice(from);
  };

  return { version: data.version, inEnglish };
}
