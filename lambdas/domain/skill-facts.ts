/** What a match says of skills, as facts. */
import type { JobMatch } from './match';
import type { MatchFact } from './told-fact';
import type { NameTable } from './told-names';

/** A fact before it has its number; what is not given is null or empty. */
export type Draft = Pick<MatchFact, 'category' | 'polarity' | 'text'> & Partial<MatchFact>;

type Requirement = JobMatch['requirements'][number];

export const isSkill = ({ id }: Requirement) => id.startsWith('skill:');

/** What a job does with what it asks for. */
export const WANTS = { must: 'demands', nice: 'would like' } as const;

/** How many of the skills are shown, of the demanded and of the others. */
export function skillCounts({ requirements }: JobMatch): Draft[] {
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

/** Demands first; of each, what is missing, what is near, what is there. */
export function skillFacts({ skills, requirements, categories }: JobMatch, names: NameTable): Draft[] {
  const askedFor = (id: string, name: string) =>
    requirements.find((each) => each.id === `skill:${id}`) ??
    requirements.find((each) => isSkill(each) && each.text.split(/, | or /).includes(name));
  const asked = requirements.filter(isSkill);
  const evidence = categories.find(({ key }) => key === 'skills')?.evidence ?? [];
  /** There is one piece of evidence for each skill asked for, in the same order; of a search there is none of these. */
  const askedAt = (need: Requirement | undefined) =>
    need && evidence.length === asked.length ? (evidence[asked.indexOf(need)]?.jobPointers ?? []) : [];
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
      jobPointers: askedAt(need),
    };
  });
  const related = skills.related.map(({ required, found, resumePointers }): Draft => {
    const need = askedFor(required.id, required.name);
    const importance = need?.importance ?? 'must';
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
      jobPointers: askedAt(need),
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
      jobPointers: askedAt(askedFor(id, name)),
    };
  });
  return [...missing, ...related, ...matched].sort(byImportance);
}

export function byImportance(a: Pick<Draft, 'importance'>, b: Pick<Draft, 'importance'>): number {
  return Number(a.importance !== 'must') - Number(b.importance !== 'must');
}
