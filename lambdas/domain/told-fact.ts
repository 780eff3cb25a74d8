/** One fact of a match: in words of ours, and with what it rests on. */
import type { CategoryKey } from './match';
import type { Pointer } from './profile';

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
