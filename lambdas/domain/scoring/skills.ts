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
  /** The skill of the demand that was judged best. */
  asked: RequiredSkill;
  demand: RequiredSkill;
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
  const asked = new Set(verdicts.flatMap(({ demand }) => [demand.id, ...(demand.orElse ?? []).map(({ id }) => id)]));
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
    missing: of('missing').map(({ demand, importance }) => ({ id: demand.id, name: nameOf(demand), importance })),
    extra: profile.skills
      .filter(({ id }) => !asked.has(id))
      .map(({ id, name }) => ({ id, name }))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, MAX_EXTRA),
  };
}

/** Only what the caller stated as a field can rule a candidate out; what we read from prose may be misread. */
function knockout({ demand, credit, importance }: Verdict): JobMatch['knockouts'] {
  if (importance === 'nice' || credit > 0 || !demand.pointer.startsWith('/mustHaveSkills/')) return [];
  return [{ requirementId: `skill:${demand.id}`, reason: `The resume does not show ${nameOf(demand)}.` }];
}

/** The best of the skills that would do. */
function judge(
  candidate: Candidate,
  asked: RequiredSkill,
  importance: 'must' | 'nice',
  taxonomy: SkillTaxonomy,
): Verdict {
  const { orElse, ...first } = asked;
  let best = judgeOne(candidate, first, importance, taxonomy);
  for (const other of orElse ?? []) {
    const verdict = judgeOne(candidate, { ...other, pointer: asked.pointer }, importance, taxonomy);
    if (verdict.credit > best.credit) best = verdict;
  }
  return { ...best, demand: asked };
}

function judgeOne(
  candidate: Candidate,
  asked: RequiredSkill,
  importance: 'must' | 'nice',
  taxonomy: SkillTaxonomy,
): Verdict {
  const soft = taxonomy.get(asked.id)?.kind === 'soft' ? skillRules.softWeight : 1;
  const weight = (importance === 'must' ? 1 : skillRules.niceWeight) * soft;
  const base = { asked, demand: asked, importance, weight };
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

function requirement({ demand, importance, credit, pointers }: Verdict, known: boolean): Requirement {
  const status = !known ? 'unknown' : credit === 1 ? 'met' : credit > 0 ? 'partial' : 'unmet';
  return { id: `skill:${demand.id}`, text: nameOf(demand), importance, status, resumePointers: pointers };
}

const polarities = { matched: 'positive', related: 'neutral', missing: 'negative' } as const;

function nameOf({ name, orElse = [] }: RequiredSkill): string {
  const names = [name, ...orElse.map((other) => other.name)];
  return names.length === 1 ? name : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

function evidence({ asked, demand, status, credit, pointers, importance, near }: Verdict): Evidence {
  const wish = importance === 'must' ? 'asks for' : 'would like';
  const whole = nameOf(demand);
  const inPart = status === 'missing' && credit > 0;
  const polarity = inPart || (importance === 'nice' && status === 'missing') ? 'neutral' : polarities[status];
  const text = inPart
    ? `The resume shows ${whole} in part at most, which the job ${wish}.`
    : status === 'missing'
      ? `The resume does not show ${whole}, which the job ${wish}.`
      : status === 'related' && near
        ? `The resume shows ${near.skill.name}, which is near ${asked.name}; the job ${wish} ${whole}.`
        : demand.orElse
          ? `The resume shows ${asked.name}; the job ${wish} ${whole}.`
          : `The resume shows ${asked.name}, which the job ${wish}.`;
  return fact(text, polarity, pointers, [demand.pointer]);
}
