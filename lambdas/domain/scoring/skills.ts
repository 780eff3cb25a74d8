/** The skills category: how much of what the job asks for the resume shows, related skills counted in part. */
import type { JobFacts, RequiredSkill } from '../job-facts';
import type { JobMatch } from '../match';
import type { Pointer } from '../profile';
import type { SkillTaxonomy } from '../skills';
import type { Candidate, Nearest } from './candidate';
import { type Evidence, fact, type Requirement, type SkillsPart } from './part';

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
  /** One skill read from prose is a thin list: it counts as if it had so many skills more, so much of them shown. */
  unread: { skills: 1, shown: 0.3 },
} as const;

interface Verdict {
  asked: RequiredSkill;
  importance: 'must' | 'nice';
  weight: number;
  /** 0 to 1. */
  credit: number;
  status: 'matched' | 'related' | 'missing';
  pointers: Pointer[];
  near?: Nearest;
}

export function scoreSkills(candidate: Candidate, facts: JobFacts, taxonomy: SkillTaxonomy): SkillsPart {
  const verdicts: Verdict[] = [];
  for (const asked of facts.mustHave) verdicts.push(judge(candidate, asked, 'must', taxonomy));
  for (const asked of facts.niceToHave) verdicts.push(judge(candidate, asked, 'nice', taxonomy));
  let total = 0;
  let credit = 0;
  for (const verdict of verdicts) {
    total += verdict.weight;
    credit += verdict.weight * verdict.credit;
  }
  const stated = verdicts.some(({ asked }) => asked.pointer.includes('Skills/'));
  const unread = stated ? 0 : skillRules.unread.skills;
  const known = candidate.profile.skills.length > 0 || candidate.profile.lines.length > 0;
  return {
    score: total === 0 || !known ? null : (100 * (credit + unread * skillRules.unread.shown)) / (total + unread),
    explain: () => ({
      evidence: known ? verdicts.map(evidence) : [],
      requirements: verdicts.map((verdict) => requirement(verdict, known)),
      knockouts: known ? verdicts.flatMap(knockout) : [],
    }),
    list: () => skillLists(candidate, verdicts),
  };
}

function skillLists({ profile }: Candidate, verdicts: readonly Verdict[]): JobMatch['skills'] {
  const asked = new Set(verdicts.map((verdict) => verdict.asked.id));
  const of = (status: Verdict['status']) => verdicts.filter((verdict) => verdict.status === status);
  return {
    matched: of('matched').map(({ asked: { id, name }, importance, pointers }) => ({
      id,
      name,
      importance,
      resumePointers: pointers,
    })),
    related: of('related').flatMap(({ asked: { id, name }, near, pointers }) =>
      near
        ? [
            {
              required: { id, name },
              found: { id: near.skill.id, name: near.skill.name },
              relation: near.relation,
              similarity: near.similarity,
              resumePointers: pointers,
            },
          ]
        : [],
    ),
    missing: of('missing').map(({ asked: { id, name }, importance }) => ({ id, name, importance })),
    extra: profile.skills
      .filter(({ id }) => !asked.has(id))
      .map(({ id, name }) => ({ id, name }))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, MAX_EXTRA),
  };
}

/** Only what the caller stated as a field can rule a candidate out; what we read from prose may be misread. */
function knockout({ asked, credit, importance }: Verdict): JobMatch['knockouts'] {
  if (importance === 'nice' || credit > 0 || !asked.pointer.startsWith('/mustHaveSkills/')) return [];
  return [{ requirementId: `skill:${asked.id}`, reason: `The resume does not show ${asked.name}.` }];
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
    const credit = near.similarity * skillRules.relatedCredit;
    return { ...base, credit, status: 'related', pointers: near.skill.pointers, near };
  }
  return { ...base, credit: said.share, status: 'missing', pointers: said.pointers };
}

function requirement({ asked, importance, credit, pointers }: Verdict, known: boolean): Requirement {
  const status = !known ? 'unknown' : credit === 1 ? 'met' : credit > 0 ? 'partial' : 'unmet';
  return { id: `skill:${asked.id}`, text: asked.name, importance, status, resumePointers: pointers };
}

const phrases = { matched: 'shows', related: 'shows something near', missing: 'does not show' } as const;
const polarities = { matched: 'positive', related: 'neutral', missing: 'negative' } as const;

function evidence({ asked, status, pointers, importance, near }: Verdict): Evidence {
  const instead = near ? ` (${near.skill.name})` : '';
  const wish = importance === 'must' ? 'asks for' : 'would like';
  const polarity = importance === 'nice' && status === 'missing' ? 'neutral' : polarities[status];
  return fact(`The resume ${phrases[status]} ${asked.name}${instead}, which the job ${wish}.`, polarity, pointers, [
    asked.pointer,
  ]);
}
