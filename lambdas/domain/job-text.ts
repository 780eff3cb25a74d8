/** Cuts a job description into sentences and says which part of the ad each belongs to. */

export const jobSections = [
  'duties',
  'requirements',
  'skills',
  'nice',
  'benefits',
  'company',
  'legal',
  'other',
] as const;
export type JobSection = (typeof jobSections)[number];

export interface JobSentence {
  text: string;
  section: JobSection;
  /** The heading above, as written; empty before the first one. */
  heading: string;
}

/** Headings by what they say, first hit wins; English, with the commonest German, Spanish and French ones. */
const HEADINGS: readonly (readonly [JobSection, RegExp])[] = [
  [
    'nice',
    /\b(?:nice|bonus|plus(?:es)?|preferred|preferences?|desir(?:ed|able)|good to have|optional|advantage(?:s|ous)?|beneficial|ideally|wünschenswert|von vorteil|deseables?|valorable|souhaités?|atouts?)\b/,
  ],
  [
    'benefits',
    /\b(?:benefits?|perks?|we(?: can|['’]ll| will)? offer|our offer|compensation|salary|pay(?: range| rate)?|why (?:join|work|us|you)|in it for you|you(?:['’]ll| will) (?:get|love)|rewards?|wir bieten|ofrecemos|nous offrons|avantages)\b/,
  ],
  [
    'legal',
    /\b(?:equal(?: employment)? opportunit\w*|eeo|diversity|accommodations?|privacy|disclaimer|legal|background checks?|how to apply|to apply|application process|contact|agency|agencies)\b/,
  ],
  ['duties', /\babout (?:the|this) (?:role|job|position|opportunity|work)\b/],
  [
    'company',
    /\b(?:about (?:us|the (?:company|firm|team|organi[sz]ation|business|client)|our)|who we are|company (?:overview|description|profile)|our (?:mission|values|story|company)|über uns|sobre nosotros|à propos)\b/,
  ],
  [
    'skills',
    /^(?:key|core|technical|main|required|relevant)?\s*(?:skills?(?: ?sets?)?|keywords?|tech(?:nology)? stack|technologies|tools|competencies)(?: required| needed)?$/,
  ],
  [
    'requirements',
    /\b(?:requirements?|qualifications?|must[- ]haves?|required|skills?|experiences?|(?:what )?you(?:['’]ll| will)? (?:bring|need|have)|who you are|about you|your (?:profile|background|skills|experience)|looking for|education|knowledge|competenc\w+|prerequisites?|ideal candidate|candidate profile|anforderungen|(?:dein|ihr) profil|qualifikation(?:en)?|kenntnisse|requisitos|perfil|profil(?: recherché)?|compétences)\b/,
  ],
  [
    'duties',
    /\b(?:responsibilit\w+|duties|you(?:['’]ll| will) (?:do|be doing)|the role|your (?:role|tasks|mission)|day[- ]to[- ]day|job (?:description|summary|purpose)|position (?:summary|overview|description)|(?:role )?overview|key tasks|accountabilities|scope|aufgaben|tätigkeiten|funciones|responsabilidades|missions?|tâches)\b/,
  ],
];

/** What could be a heading: a short run of words that ends in a colon, or stands alone on its line. */
const HEADING_CANDIDATE =
  /(?<=^|\n|[.!?;:)•*·|]\s{0,3}|\p{Ll}(?=\p{Lu}))[ \t#*_]*(\p{L}[\p{L}\p{N} '’&/,()-]{1,59}?)[ \t*_]*(?:[:?]\s*|\n|$|(?=[•·▪●]))/gu;

/** The part of an ad that a heading opens, or null when it is no heading that we know. At most 6 words are a heading. */
export function classifyHeading(heading: string): JobSection | null {
  const folded = heading.toLowerCase().replace(/\s+/g, ' ').trim();
  if (folded === '' || folded.split(' ').length > 6 || /\b(?:like|as|including|following)$/.test(folded)) return null;
  for (const [section, pattern] of HEADINGS) if (pattern.test(folded)) return section;
  return null;
}

/** Words that end a heading and a bullet alike ("Strong communication skills"): alone on a line they need one of these before. */
const WEAK_END =
  /\b(?:skills?|experiences?|knowledge|education|competenc\w+|salary|contact|scope|plus|compensation|required|preferred)$/i;
const WEAK_HEADING =
  /^(?:(?:key|core|technical|main|required|relevant|your|preferred|desired|essential|professional|work|other|additional|minimum)\s)*(?:[\p{L}]+)$/iu;

/** A full stop (or the like) before a capital, a line break, or a bullet sign. `Node.js`, `e.g. this` stay whole. */
const SENTENCE_END = /(?<=[\p{Ll}\p{N})"”'’%+][.!?;])\s*(?=[\p{Lu}•*·–-])|\n+|[•·▪●■◦‣]|\s[*–—-]\s/u;

/** Sentences that speak of pay, leave or rights, whatever the section they stand in. */
const BOILERPLATE =
  /\b(?:401\s?\(?k\)?|(?:health|dental|medical|vision|life) (?:insurance|benefits|plan|coverage)|paid time off|pto|parental leave|vacation days|pension|equal opportunity|affirmative action|regardless of|without regard to|protected veteran|sexual orientation|reasonable accommodation|background check|drug (?:test|screen))/i;

function standsAlone(line: string): boolean {
  const heading = line.trim();
  return heading.split(/\s+/).length <= 5 && (!WEAK_END.test(heading) || WEAK_HEADING.test(heading));
}

/** Sentences in order, each with its section; text before the first heading is `other`. Linear in the text's length. */
export function jobSentences(description: string): JobSentence[] {
  const sentences: JobSentence[] = [];
  let section: JobSection = 'other';
  let above = '';
  let from = 0;
  const take = (to: number) => {
    for (const piece of description.slice(from, to).split(SENTENCE_END)) {
      const text = piece
        .replace(/^[\s•*·–—-]+/u, '')
        .replace(/\s+/g, ' ')
        .trim();
      if (text.length > 1)
        sentences.push({ text, section: BOILERPLATE.test(text) ? 'legal' : section, heading: above });
    }
  };
  for (const match of description.matchAll(HEADING_CANDIDATE)) {
    const heading = match[1] ?? '';
    const alone = !/[:?]\s*$/.test(match[0]);
    const next = alone && !standsAlone(heading) ? null : classifyHeading(heading);
    if (next === null) continue;
    take(match.index);
    from = match.index + match[0].length;
    section = next;
    above = heading;
  }
  take(description.length);
  return sentences;
}

const NICE =
  /\b(?:(?:a |is |are )?(?:big |huge |strong )?plus\b|bonus|preferred|preferably|nice[- ]to[- ]have|desir(?:ed|able)|advantage(?:ous)?|ideally|beneficial|would be great|von vorteil|wünschenswert|un plus|deseable|valorable)/i;
const MUST = /\b(?:must|required|require[sd]?|essential|mandatory|minimum|at least|need(?:ed|s)?)\b/i;
const NOT_BEFORE =
  /\b(?:no|not|without|never|don['’]t|doesn['’]t|isn['’]t|kein(?:e[nr]?)?|sin|sans)\b(?! (?:only|limited|less|just|more))[^,;.:]{0,60}$/i;
const NOT_AFTER =
  /^[^,;.:]{0,60}\b(?:(?:is|are) not|isn['’]t|aren['’]t|not) (?:\w+ )?(?:required|necessary|needed|expected|a must)\b/i;

/** Whether the words from `start` to `end` of a sentence are asked for, wanted, or said not to matter. */
export function askedFor(sentence: JobSentence, start: number, end: number): 'must' | 'nice' | 'no' {
  const before = sentence.text.slice(Math.max(0, start - 120), start);
  const after = sentence.text.slice(end, end + 120);
  if (NOT_BEFORE.test(before) || NOT_AFTER.test(after)) return 'no';
  if (sentence.section === 'nice') return 'nice';
  const wanted = after.search(NICE);
  const needed = after.search(MUST);
  if (wanted >= 0 && (needed < 0 || wanted < needed)) return 'nice';
  return /\b(?:preferably|ideally|nice[- ]to[- ]have|bonus)\b(?!.*\b(?:must|required)\b)/i.test(before)
    ? 'nice'
    : 'must';
}
