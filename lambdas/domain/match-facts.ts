/** A match as numbered facts in words that the code has chosen: all that an explanation may rest on. */
import type { Knowledge } from './knowledge';
import type { CategoryKey, JobMatch } from './match';
import { placeInWords } from './place-in-words';
import { byImportance, type Draft, isSkill, skillCounts, skillFacts, WANTS } from './skill-facts';
import type { MatchFact } from './told-fact';
import { type FilledName, type NameTable, nameTable } from './told-names';

export interface MatchFacts {
  facts: MatchFact[];
  /** What the tokens in the facts stand for. */
  names: FilledName[];
  /** Skills that there was no room for. */
  leftOut: number;
}

/** Skills that are explained, the most telling ones: a longer list is no explanation. */
const MAX_SKILLS = 40;
/** Demands that the candidate says nothing of. */
const MAX_UNKNOWN = 10;
/** Conditions that are named. */
const MAX_UNMET = 5;

/** Pure. Who the candidate is, where they live and how to reach them is in none of the facts. */
export function matchFacts(match: JobMatch, knowledge: Pick<Knowledge, 'taxonomy' | 'occupations'>): MatchFacts {
  const names = nameTable(knowledge);
  const skills = skillFacts(match, names);
  const drafts = [
    ...scoreFacts(match, names),
    ...skillCounts(match),
    ...evidenceFacts(match, 'title', ({ fact }) => titleInWords(fact, names)),
    // These are made of numbers and of words of closed lists.
    ...(['seniority', 'experience', 'education', 'semantic', 'salary'] as const).flatMap((category) =>
      evidenceFacts(match, category, ({ fact }) => fact),
    ),
    ...evidenceFacts(
      match,
      'location',
      ({ fact, polarity }) => placeInWords(fact) ?? `Place and way of working: ${polarity}.`,
    ),
    ...listedFacts(match, names),
    ...unknownFacts(match, names),
    ...skills.slice(0, MAX_SKILLS),
  ];
  const facts = drafts.map((draft, at) => ({ ...EMPTY, ...draft, id: `f${at + 1}` }));
  const used = names.all().filter(({ token }) => facts.some(({ text }) => text.includes(token)));
  return { facts, names: used, leftOut: Math.max(0, skills.length - MAX_SKILLS) };
}

const EMPTY = {
  importance: null,
  subject: null,
  near: null,
  status: null,
  skill: null,
  resumePointers: [],
  jobPointers: [],
};

const BY_BAND = {
  exceptional: 'positive',
  strong: 'positive',
  mixed: 'neutral',
  weak: 'negative',
  poor: 'negative',
} as const;

function scoreFacts({ score, band, knockouts, requirements }: JobMatch, names: NameTable): Draft[] {
  const whole: Draft = {
    category: 'score',
    polarity: BY_BAND[band],
    text: `The score is ${score} of 100, which is ${band}.`,
  };
  if (knockouts.length === 0) return [whole];
  const unmet = knockouts.slice(0, MAX_UNMET).map(({ requirementId }) => {
    const need = requirements.find(({ id }) => id === requirementId);
    return need === undefined ? 'the place of work' : isSkill(need) ? names.thing(need.text) : need.text;
  });
  const text = `The job states as conditions, and they are not met: ${unmet.join(', ')}.`;
  return [whole, { category: 'score', polarity: 'negative', text }];
}

type Evidence = JobMatch['categories'][number]['evidence'][number];

function evidenceFacts({ categories }: JobMatch, key: CategoryKey, inWords: (evidence: Evidence) => string): Draft[] {
  const evidence = categories.find((category) => category.key === key)?.evidence ?? [];
  return evidence.map((each) => ({
    category: key,
    polarity: each.polarity,
    text: inWords(each),
    resumePointers: each.resumePointers,
    jobPointers: each.jobPointers,
  }));
}

/** A sentence of `scoring/role.ts`, with tokens for the two titles. */
function titleInWords(sentence: string, names: NameTable): string {
  const parts = /^“(.*)” (is the same work as|is close to|is near|is not near) “(.*)”\.$/su.exec(sentence);
  if (parts === null) return 'The titles of candidate and job were compared.';
  const [, held = '', verdict, asked = ''] = parts;
  return `The candidate's title ${names.title(held, 'candidate')} ${verdict} the job's title ${names.title(asked, 'job')}.`;
}

/** Languages and certificates that the job asks for. */
function listedFacts({ requirements }: JobMatch, names: NameTable): Draft[] {
  return requirements.flatMap((each): Draft[] => {
    const { id, text, importance, status, resumePointers } = each;
    const category = categoryOf(id);
    if (status === 'unknown' || (category !== 'languages' && category !== 'certifications')) return [];
    const subject = category === 'certifications' ? names.thing(text) : text;
    const met = status === 'met';
    const verdict = met ? 'shown' : status === 'partial' ? 'shown in part' : 'not shown';
    return [
      {
        category,
        importance,
        subject,
        status: met ? 'shown' : status === 'partial' ? 'partial' : 'missing',
        polarity: met ? 'positive' : importance === 'must' ? 'negative' : 'neutral',
        text: `${subject} is ${verdict}; the job ${WANTS[importance]} it.`,
        resumePointers,
      },
    ];
  });
}

function categoryOf(id: string): 'education' | 'languages' | 'certifications' | null {
  if (id === 'education') return 'education';
  return id.startsWith('language:') ? 'languages' : id.startsWith('certificate:') ? 'certifications' : null;
}

/** What the job asks for and the candidate says nothing of. */
function unknownFacts({ requirements }: JobMatch, names: NameTable): Draft[] {
  return requirements
    .filter(({ status }) => status === 'unknown')
    .sort(byImportance)
    .slice(0, MAX_UNKNOWN)
    .map((each) => {
      const { id, text, importance } = each;
      const category = isSkill(each) ? 'skills' : (categoryOf(id) ?? 'experience');
      const subject = category === 'skills' || category === 'certifications' ? names.thing(text) : text;
      return {
        category,
        importance,
        subject,
        status: 'unknown',
        polarity: 'neutral',
        text: `${subject}: the job ${WANTS[importance]} it, and nothing is said of it.`,
      };
    });
}
