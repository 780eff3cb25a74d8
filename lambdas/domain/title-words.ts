/** The words of a job title that say what the work is, without level, employer, place and terms of employment. */
import { fold } from './skill-tokens';

const FILLERS = new Set('of the and a an for in to at on with by or de en y der die und la le du des'.split(' '));

const LEVELS = new Set(
  'senior sr snr junior jr jnr lead principal entry level mid ii iii iv i v 1 2 3 4 trainee intern internship apprentice graduate certified licensed registered experienced contract contractor temporary temp permanent full part time freelance remote volunteer interim acting former current seasonal casual global regional national international'.split(
    ' ',
  ),
);
const RANKS = new Set('assistant associate staff head chief deputy executive'.split(' '));

/** How much a word says of the work: words of level and terms hardly any, words of rank some. */
export function titleWeight(word: string): number {
  return LEVELS.has(word) ? 0.1 : RANKS.has(word) ? 0.6 : 1;
}

/** A map, as a title may be "constructor". */
const SHORT = new Map(
  Object.entries({
    sr: 'senior',
    snr: 'senior',
    jr: 'junior',
    jnr: 'junior',
    mgr: 'manager',
    mngr: 'manager',
    asst: 'assistant',
    assoc: 'associate',
    admin: 'administrator',
    dev: 'developer',
    eng: 'engineer',
    engr: 'engineer',
    exec: 'executive',
    vp: 'vice president',
    svp: 'senior vice president',
    evp: 'executive vice president',
    ceo: 'chief executive officer',
    cfo: 'chief financial officer',
    cto: 'chief technology officer',
    coo: 'chief operating officer',
    cio: 'chief information officer',
    rep: 'representative',
    tech: 'technician',
    coord: 'coordinator',
    supv: 'supervisor',
    dir: 'director',
    acct: 'account',
    rn: 'registered nurse',
    lpn: 'licensed practical nurse',
    cna: 'certified nursing assistant',
    hr: 'human resources',
    qa: 'quality assurance',
    pm: 'project manager',
    programme: 'program',
    centre: 'center',
    labour: 'labor',
    fullstack: 'full stack',
    frontend: 'front end',
    backend: 'back end',
  }),
);

/** Words in order, abbreviations spelled out, plurals and fillers gone. */
export function titleWords(title: string): string[] {
  const words = title
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/['’]s?\b|(?<=\b\p{L})\.(?=\p{L}\b)/gu, '')
    .match(/[\p{L}\p{N}]+[+#]*/gu);
  return (words ?? [])
    .flatMap((word) => (SHORT.get(word) ?? word).split(' '))
    .filter((word) => !FILLERS.has(word))
    .map(fold);
}

/** Words in a fixed order, each once: "Director of Sales" and "Sales Director" are one key. */
export function titleKey(words: readonly string[]): string {
  return [...new Set(words)].sort().join(' ');
}

/** The title and its parts, most telling first: "Nurse - St Mary's Hospital" also counts as "Nurse". */
export function titleParts(title: string): string[] {
  const bare = title.replace(/\([^)]*\)|\[[^\]]*\]/g, ' ');
  const parts = bare.split(/\s+(?:at|@|-|–|—|with|for)\s+|[|;:•·/]|\s[–—]|,\s/i).map((part) => part.trim());
  const inside = [...title.matchAll(/\(([^)]{3,60})\)/g)].map((match) => match[1] ?? '');
  // "Pittsburgh, PA" is no physician assistant.
  const telling = [...parts, ...inside].filter((part) => part.length > 3);
  return [...new Set([bare.trim(), ...telling])].filter((part) => part !== '');
}
