/** Takes who someone is out of a sentence: names, ways to reach them, and words that tell a man from a woman. */
import { contactSigns } from './contact-signs';
import { isTelling, partsOf } from './mask-contacts';

export const REDACTED = '[redacted]';
const REDACTED_RUN = /\[redacted\](?:[\s,.&'’-]{0,3}\[redacted\])+/g;

/** Names that are words as well: alone they are left, as a baker may be called Baker, and some will start in May. */
const WORDS = new Set(
  `abbey amber angel april archer art august autumn bailey baker banks barber barista basil bass bay bell berry best bill bird bishop bishop
black blue bond bonus brown bush butcher butler carpenter carter case cash chance chandler chapel chase chef chip christian church clay
clerk close cloud coach cole cook cooper crane crystal cross dale dawn day dean diamond drew driver drum duke early earl east elder engineer
english faith farmer field fields fisher fish flower ford forest forester fox frank free french frost gale gardener gem german glass
glen gold golden good grace grant gray green grey grove guard hall hand harbor harbour hardy harmony harper hart hazel head heath
hill hope house hunter in india iris irish iron ivy jack jade jasmine jewel joiner jordan journey joy judge june justice key king knight
lake lance land lane law lead lee light lily link little long lord love major man manager mann march mark marina marine market marks
marsh marshal marshall mason master max may mercer mercy miles mill miller mills min miner mission moon moore moss newman news night
noble north nurse ocean office olive page painter palm parish park parks parson paris park patience pearl pen penny person pharaoh piper
pitt place plumber pole pool pope porter post potter power price prince prior proctor quick rain ray read reed rice rich river rivers
rob robin rock rod rose royal rush sage sailor salt sandy scott script sea sharp shepherd short silver singer skills skinner sky
slater small smart smith smithy son song south spark sparks spring star steel steele sterling stone storm strand strong student summer
summers sun sunny swift tailor tanner tate taylor teacher temple terry thatcher tiller trip trinity turner van violet virginia waiter
walker wall wallace ward waters weaver webb well wells west wheeler white wild will win wind winter wise wolf wood woods wright young`.split(
    /\s+/,
  ),
);

/** English only: other languages say it in the endings of words. */
const GENDERED: readonly (readonly [RegExp, string])[] = [
  [/(?<![\p{L}])s?he\s?\/\s?(?:him|her|they)(?:\s?\/\s?(?:his|hers|theirs|them))?(?![\p{L}])/giu, REDACTED],
  [/(?<![\p{L}])s?he(?![\p{L}])/giu, 'they'],
  [/(?<![\p{L}])(?:him|his|hers?)(?![\p{L}])/giu, 'their'],
  [/(?<![\p{L}])(?:himself|herself)(?![\p{L}])/giu, 'themself'],
  [/(?<![\p{L}])(?:mr|mrs|ms|miss|mx|herr|frau|monsieur|madame|señora?|sr|sra)\.?\s+(?=\[redacted\])/giu, ''],
];

export interface Person {
  /** As written, and its parts. */
  names: readonly (string | null)[];
  /** As written, with streets and numbers. */
  addresses?: readonly (string | null)[];
  /** Words that the resume uses for skills and titles, in lower case: a part of a name that is one of them is left. */
  terms?: ReadonlySet<string>;
  /** A word with a dot in it that is no address on the web. */
  isTerm?: (text: string) => boolean;
}

/** Puts `[redacted]` in their place. The same text of two people who differ in these only becomes the same text. */
export function textRedactor({ names, addresses = [], terms, isTerm }: Person): (text: string) => string {
  const own = ownNames(names, terms);
  const homes = addresses.filter((address): address is string => address !== null && /\d/.test(address));
  return (given) => {
    const text = homes.reduce((rest, home) => rest.replaceAll(home, REDACTED), given);
    let out = '';
    let from = 0;
    for (const { start, end } of contactSigns(text, isTerm)) {
      out += text.slice(from, start) + REDACTED;
      from = end;
    }
    out += text.slice(from);
    if (own) out = out.replace(own, (name) => (isShort(name) ? name : REDACTED)).replace(REDACTED_RUN, REDACTED);
    return GENDERED.reduce((sentence, [pattern, by]) => sentence.replace(pattern, by), out);
  };
}

/** A name of two or three letters in lower case is a word. */
const isShort = (name: string) => name.length <= 3 && name === name.toLowerCase() && /\p{Ll}/u.test(name);

function ownNames(names: readonly (string | null)[], terms: ReadonlySet<string> | undefined): RegExp | undefined {
  const whole = names.filter((name): name is string => name !== null && name.trim().length > 1);
  const isWord = (name: string) => WORDS.has(name.toLowerCase()) || terms?.has(name.toLowerCase());
  const all = new Set(
    [...whole, ...whole.flatMap(partsOf).filter((part) => isTelling(part) || /^\p{Script=Han}$/u.test(part))].filter(
      (name) => !isWord(name),
    ),
  );
  if (all.size === 0) return undefined;
  const sources = [...all]
    .sort((a, b) => b.length - a.length)
    .map((name) =>
      name
        .trim()
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replace(/\s+/g, '\\s+'),
    );
  return new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])(?:${sources.join('|')})(?![\\p{L}\\p{M}\\p{N}])`, 'giu');
}
