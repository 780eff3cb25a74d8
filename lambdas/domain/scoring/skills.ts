/** The skills category: how much of what the job asks for the resume shows, related skills counted in part. */
import type { JobFacts, RequiredSkill } from '../job-facts';
import type { JobMatch } from '../match';
import type { Pointer } from '../profile';
import type { SkillTaxonomy } from '../skills';
import type { Candidate } from './candidate';
import { fact, type Part, part, type Requirement } from './part';

/** Skills that are not asked for and are listed as `extra`, at most. */
const MAX_EXTRA = 30;

export const skillRules = {
  /** Weight of a wanted skill beside a demanded one. */
  niceWeight: 0.35,
  /** "Teamwork" stands in every ad and every resume, so it says little of either. */
  softWeight: 0.25,
  /** A related skill counts its similarity times this; below `relatedFloor` it counts nothing. */
  relatedCredit: 0.6,
  relatedFloor: 0.3,
} as const;

export interface SkillsPart extends Part {
  skills: JobMatch['skills'];
}

interface Verdict {
  asked: RequiredSkill;
  importance: 'must' | 'nice';
  weight: number;
  /** 0 to 1. */
  credit: number;
  status: 'matched' | 'related' | 'missing';
  pointers: Pointer[];
  related?: JobMatch['skills']['related'][number];
}

export function scoreSkills(candidate: Candidate, facts: JobFacts, taxonomy: SkillTaxonomy): SkillsPart {
  const verdicts = [
    ...facts.mustHave.map((asked) => judge(candidate, asked, 'must', taxonomy)),
    ...facts.niceToHave.map((asked) => judge(candidate, asked, 'nice', taxonomy)),
  ];
  const total = verdicts.reduce((sum, { weight }) => sum + weight, 0);
  const credit = verdicts.reduce((sum, verdict) => sum + verdict.weight * verdict.credit, 0);
  const asked = new Set(verdicts.map((verdict) => verdict.asked.id));
  const known = candidate.profile.skills.length > 0 || candidate.profile.lines.length > 0;
  return {
    ...part(total === 0 || !known ? null : (100 * credit) / total, {
      evidence: evidence(verdicts),
      requirements: verdicts.map((verdict) => requirement(verdict, known)),
      knockouts: known
        ? verdicts
            .filter(
              ({ importance, credit, asked: { pointer } }) => importance === 'must' && credit === 0 && stated(pointer),
            )
            .map(({ asked: { id, name } }) => ({
              requirementId: `skill:${id}`,
              reason: `The resume does not show ${name}.`,
            }))
        : [],
    }),
    skills: {
      matched: verdicts
        .filter(({ status }) => status === 'matched')
        .map(({ asked: { id, name }, importance, pointers }) => ({ id, name, importance, resumePointers: pointers })),
      related: verdicts.flatMap(({ related }) => (related ? [related] : [])),
      missing: verdicts
        .filter(({ status }) => status === 'missing')
        .map(({ asked: { id, name }, importance }) => ({ id, name, importance })),
      extra: candidate.profile.skills
        .filter(({ id }) => !asked.has(id))
        .map(({ id, name }) => ({ id, name }))
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .slice(0, MAX_EXTRA),
    },
  };
}

/** Only what the caller stated as a field can rule a candidate out; what we read from prose may be misread. */
function stated(pointer: string): boolean {
  return pointer.startsWith('/mustHaveSkills/');
}

function judge(
  candidate: Candidate,
  asked: RequiredSkill,
  importance: 'must' | 'nice',
  taxonomy: SkillTaxonomy,
): Verdict {
  const soft = taxonomy.get(asked.id)?.kind === 'soft' ? skillRules.softWeight : 1;
  const weight = (importance === 'must' ? 1 : skillRules.niceWeight) * soft;
  const base = { asked, importance, weight };
  const held = candidate.skills.get(asked.id);
  if (held) return { ...base, credit: 1, status: 'matched', pointers: held.pointers };
  const said = asked.id.startsWith('x-') ? candidate.said(asked.name) : { share: 0, pointers: [] };
  if (said.share === 1) return { ...base, credit: 1, status: 'matched', pointers: said.pointers };
  const near = candidate.nearest(asked.id);
  if (near && near.similarity >= skillRules.relatedFloor) {
    const related = {
      required: { id: asked.id, name: asked.name },
      found: { id: near.skill.id, name: near.skill.name },
      relation: near.relation,
      similarity: near.similarity,
      resumePointers: near.skill.pointers,
    };
    const credit = near.similarity * skillRules.relatedCredit;
    return { ...base, credit, status: 'related', pointers: near.skill.pointers, related };
  }
  return { ...base, credit: said.share, status: 'missing', pointers: said.pointers };
}

function requirement({ asked, importance, credit, pointers }: Verdict, known: boolean): Requirement {
  const status = !known ? 'unknown' : credit === 1 ? 'met' : credit > 0 ? 'partial' : 'unmet';
  return { id: `skill:${asked.id}`, text: asked.name, importance, status, resumePointers: pointers };
}

const phrases = { matched: 'shows', related: 'shows something near', missing: 'does not show' } as const;
const polarities = { matched: 'positive', related: 'neutral', missing: 'negative' } as const;

function evidence(verdicts: readonly Verdict[]) {
  return verdicts.map(({ asked, status, pointers, importance, related }) =>
    fact(
      `The resume ${phrases[status]} ${asked.name}${related ? ` (${related.found.name})` : ''}, which the job ${importance === 'must' ? 'asks for' : 'would like'}.`,
      importance === 'nice' && status === 'missing' ? 'neutral' : polarities[status],
      pointers,
      [asked.pointer],
    ),
  );
}
