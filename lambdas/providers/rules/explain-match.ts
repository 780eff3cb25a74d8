/** Explains a match without a model: sentences by a template, from the same facts. */
import type { ExplanationDraft, Statement } from '../../domain/explanation';
import { isGap, type ToldFact } from '../../domain/told-fact';

/** Said in another way, or too little to say. */
const APART: ReadonlySet<ToldFact['category']> = new Set(['skills', 'score', 'semantic']);
/** Skills named in one sentence. */
const MOST_NAMED = 6;
const MOST = 6;

/** In English, whatever language was asked for. The order of the facts is the order of what is said. */
export function explainByTemplate(facts: readonly ToldFact[]): ExplanationDraft {
  const skills = (status: ToldFact['status'], importance: ToldFact['importance']) =>
    facts.filter((fact) => fact.category === 'skills' && fact.status === status && fact.importance === importance);
  const others = facts.filter(({ category, status }) => !APART.has(category) && status !== 'unknown');
  const speaking = (polarity: ToldFact['polarity']) => others.filter((fact) => fact.polarity === polarity).map(asSaid);
  return {
    summary: facts.filter(isForSummary).map(asSaid).slice(0, 4),
    strengths: [
      ...listed('Demanded and shown', skills('shown', 'must')),
      ...listed('Welcome and shown', skills('shown', 'nice')),
      ...speaking('positive'),
    ].slice(0, MOST),
    concerns: [
      ...listed('Demanded and not shown', skills('missing', 'must')),
      ...listed('Demanded and shown in part at most', skills('partial', 'must')),
      ...skills('related', 'must').slice(0, 2).map(asSaid),
      ...speaking('negative'),
      ...listed('Welcome and not shown', skills('missing', 'nice')),
    ].slice(0, MOST),
    gaps: facts.filter(isGap).map(({ id, text }) => ({ facts: [id], why: text })),
    questions: facts
      .flatMap((fact) => asked(fact) ?? [])
      .sort((a, b) => a.rank - b.rank)
      .slice(0, MOST)
      .map(({ fact, text }) => ({ text, facts: [fact.id] })),
  };
}

const asSaid = ({ id, text }: ToldFact): Statement => ({ text, facts: [id] });

/** The score, how many of the skills, and how the title and the years compare. */
function isForSummary({ category, status, importance }: ToldFact): boolean {
  if (category === 'skills') return status === null && importance === 'must';
  return category === 'score' || category === 'title' || (category === 'experience' && status === null);
}

function listed(what: string, facts: readonly ToldFact[]): Statement[] {
  const named = facts.filter(({ subject }) => subject !== null).slice(0, MOST_NAMED);
  if (named.length === 0) return [];
  return [{ text: `${what}: ${named.map(({ subject }) => subject).join(', ')}.`, facts: named.map(({ id }) => id) }];
}

/** The question that a fact leads to, and where it comes in the list. */
function asked(fact: ToldFact): { rank: number; fact: ToldFact; text: string } | null {
  const { category, status, polarity, subject, near, importance } = fact;
  const at = (rank: number, text: string) => ({ rank: rank + (importance === 'nice' ? 0.5 : 0), fact, text });
  if (subject !== null && status === 'related')
    return at(1, `How far does your work with ${near} carry over to ${subject}?`);
  if (subject !== null && category === 'skills' && isGap(fact))
    return at(2, `What have you done that comes near ${subject}?`);
  if (subject !== null && status === 'unknown') return at(3, `What can you tell us about this: ${subject}?`);
  if (subject !== null && status === 'missing')
    return at(4, `The job asks for this: ${subject}. How would you meet it?`);
  if (subject !== null && category === 'skills') return at(6, `Which piece of your work shows ${subject} best?`);
  const question = polarity === 'negative' ? QUESTIONS[category] : undefined;
  return question === undefined ? null : at(5, question);
}

const QUESTIONS: Readonly<Partial<Record<ToldFact['category'], string>>> = {
  title: 'What of your work so far is closest to this job?',
  seniority: 'What would the step to the level of this job mean for you?',
  experience: 'Which part of your work prepared you most for this job?',
  education: 'What have you learnt at work that others learn in a course of study?',
  location: 'How would you arrange the way to work?',
  salary: 'What matters to you in an offer?',
};
