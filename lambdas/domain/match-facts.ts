/** A match as numbered facts in words that the code has chosen: all that an explanation may rest on. */
import type { Knowledge } from './knowledge';
import type { CategoryKey, JobMatch } from './match';
import { placeInWords } from './place-in-words';
import type { Pointer } from './profile';
import { type FilledName, type NameTable, nameTable } from './told-names';

/** One fact as a model is told it: no word of it was written by a caller. */
export interface ToldFact {
  /** `f1`, `f2`, …: the same match has the same numbers. */
  id: string;
  category: CategoryKey | 'score';
  polarity: 'positive' | 'negative' | 'neutral';
  importance: 'must' | 'nice' | null;
  /** The skill, language or certificate that it is about, as `text` names it. */
  subject: string | null;
  /** The skill that is shown instead of the subject. */
  near: string | null;
  /** Of what the job asks for by name. */
  status: 'shown' | 'related' | 'partial' | 'missing' | 'unknown' | null;
  text: string;
}

type GapStatus = 'related' | 'partial' | 'missing';

/** A skill that is asked for and not wholly shown. */
export function isGap<F extends Pick<ToldFact, 'category' | 'status'>>(fact: F): fact is F & { status: GapStatus } {
  const { category, status } = fact;
  return category === 'skills' && (status === 'missing' || status === 'partial' || status === 'related');
}

/** With what it rests on. */
export interface MatchFact extends ToldFact {
  skill: { id: string; name: string } | null;
  resumePointers: Pointer[];
  jobPointers: string[];
}

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

type Draft = Pick<MatchFact, 'category' | 'polarity' | 'text'> & Partial<MatchFact>;
type Requirement = JobMatch['requirements'][number];

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
  return { facts, names: names.all(), leftOut: Math.max(0, skills.length - MAX_SKILLS) };
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

function skillCounts({ requirements }: JobMatch): Draft[] {
  return (['must', 'nice'] as const).flatMap((importance): Draft[] => {
    const asked = requirements.filter((each) => isSkill(each) && each.importance === importance);
    const known = asked.filter(({ status }) => status !== 'unknown');
    if (known.length === 0) return [];
    const count = (status: Requirement['status']) => known.filter((each) => each.status === status).length;
    const [met, partly] = [count('met'), count('partial')];
    const part = partly === 0 ? '' : `, ${partly} in part or by a near skill`;
    const share = met / known.length;
    return [
      {
        category: 'skills',
        polarity: share >= 0.7 ? 'positive' : share < 0.4 && importance === 'must' ? 'negative' : 'neutral',
        importance,
        text: `Skills that the job ${WANTS[importance]}: ${met} of ${known.length} shown${part}.`,
      },
    ];
  });
}

const WANTS = { must: 'demands', nice: 'would like' } as const;

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

const isSkill = ({ id }: Requirement) => id.startsWith('skill:');

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

/** Demands first; of each, what is missing, what is near, what is there. */
function skillFacts({ skills, requirements }: JobMatch, names: NameTable): Draft[] {
  const askedFor = (id: string, name: string) =>
    requirements.find((each) => each.id === `skill:${id}`) ??
    requirements.find((each) => isSkill(each) && each.text.split(/, | or /).includes(name));
  const missing = skills.missing.map(({ id, name, importance }): Draft => {
    const [subject, need] = [names.thing(name), askedFor(id, name)];
    const isPartly = need?.status === 'partial';
    return {
      category: 'skills',
      importance,
      subject,
      skill: { id, name },
      status: isPartly ? 'partial' : 'missing',
      polarity: isPartly || importance === 'nice' ? 'neutral' : 'negative',
      text: `${subject} is ${isPartly ? 'shown in part at most' : 'not shown'}; the job ${WANTS[importance]} it.`,
      resumePointers: need?.resumePointers ?? [],
    };
  });
  const related = skills.related.map(({ required, found, resumePointers }): Draft => {
    const importance = askedFor(required.id, required.name)?.importance ?? 'must';
    const [subject, near] = [names.thing(required.name), names.thing(found.name)];
    return {
      category: 'skills',
      importance,
      subject,
      near,
      skill: required,
      status: 'related',
      polarity: 'neutral',
      text: `${near} is shown, which is near ${subject}; the job ${WANTS[importance]} ${subject}.`,
      resumePointers,
    };
  });
  const matched = skills.matched.map(({ id, name, importance, resumePointers }): Draft => {
    const subject = names.thing(name);
    return {
      category: 'skills',
      importance,
      subject,
      skill: { id, name },
      status: 'shown',
      polarity: 'positive',
      text: `${subject} is shown; the job ${WANTS[importance]} it.`,
      resumePointers,
    };
  });
  return [...missing, ...related, ...matched].sort(byImportance);
}

function byImportance(a: Pick<Draft, 'importance'>, b: Pick<Draft, 'importance'>): number {
  return Number(a.importance !== 'must') - Number(b.importance !== 'must');
}
