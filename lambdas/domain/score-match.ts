/** Scores one candidate against one job: by code alone, every point with its reason, the same every time. */

import { fingerprint } from './canonical-json';
import { packedCosine, unpackVector } from './compact-vector';
import type { Knowledge } from './knowledge';
import { type Band, type CategoryKey, categoryKeys, type JobMatch, type Weights } from './match';
import type { Profile } from './profile';
import { readableJob } from './read-job';
import { scoreCertifications, scoreEducation, scoreExperience, scoreLanguages } from './scoring/background';
import { type Candidate, prepareCandidate } from './scoring/candidate';
import type { Parts, Scorable } from './scoring/part';
import { scoreSeniority, scoreTitle } from './scoring/role';
import { scoreSearch } from './scoring/search';
import { scoreSemantic } from './scoring/semantic';
import { scoreSkills } from './scoring/skills';
import { scoreLocation, scoreSalary } from './scoring/terms';
import { appliedWeights, searchWeights, suggestedWeights } from './scoring/weights';

/** Raised whenever the same input may get another score. */
export const SCORER_VERSION = 's3';

/** From this score on, the band holds; published in docs/quality.md. */
export const bandThresholds: readonly (readonly [Band, number])[] = [
  ['exceptional', 85],
  ['strong', 70],
  ['mixed', 50],
  ['weak', 30],
  ['poor', 0],
];

const labels: Record<CategoryKey, string> = {
  skills: 'Skills',
  title: 'Job title',
  seniority: 'Seniority',
  experience: 'Experience',
  semantic: 'Similarity of the texts',
  education: 'Education',
  languages: 'Languages',
  certifications: 'Certificates',
  location: 'Location and way of working',
  salary: 'Pay',
};

export interface ScoreOptions {
  weights?: Weights | undefined;
  /** Id of the stored resume, if it is stored; no part of the score. */
  resumeId?: string | null | undefined;
}

export type { Scorable } from './scoring/part';

/** A pair with its score; the reasons are worked out when `match` is called. */
export interface ScoredJob {
  readonly jobId: string;
  /** 0 to 100, as in the match. */
  readonly score: number;
  /** The score before it is rounded to a whole number, to two decimals. */
  readonly exact: number;
  match(): JobMatch;
}

export interface MatchScorer {
  /** Cosine of what the two are about, cut to 0 to 1; 0 when either has no telling word. */
  similarity(stored: Pick<Scorable, 'facts'>): number;
  /** `similarity` is taken from the embedded word table unless it is given. */
  score(stored: Scorable, similarity?: number): ScoredJob;
}

/** A scorer for one candidate and any number of jobs; what the candidate's side needs is worked out once. */
export function matchScorer(profile: Profile, knowledge: Knowledge, options: ScoreOptions = {}): MatchScorer {
  const candidate = prepareCandidate(profile, knowledge);
  const [scoreParts, suggested] =
    profile.source === 'search' ? [scoreSearch, searchWeights] : [scoreRecord, suggestedWeights];
  let profileHash: string | undefined;
  const similarity = ({ facts }: Pick<Scorable, 'facts'>) =>
    candidate.meaning === null || facts.embedding === null
      ? 0
      : clamp(packedCosine(candidate.meaning, unpackVector(facts.embedding)), 0, 1);
  return {
    similarity,
    score(stored, given = similarity(stored)) {
      const isClean = stored.facts.signals === undefined;
      const read = isClean ? stored : { ...stored, job: readableJob(stored.job, knowledge).job };
      const parts = scoreParts(candidate, read, knowledge, given);
      const weighed = weigh(parts, options.weights, suggested);
      const exact = clamp(Math.round(sum(weighed.map(({ contribution }) => contribution * 100))) / 100, 0, 100);
      return {
        jobId: stored.job.id,
        score: Math.round(exact),
        exact,
        match() {
          profileHash ??= fingerprint(profile);
          return assemble(stored, { parts, weighed, exact, similarity: given }, profileHash, {
            knowledge,
            options,
          });
        },
      };
    },
  };
}

function scoreRecord(candidate: Candidate, { job, facts }: Scorable, known: Knowledge, similarity: number): Parts {
  return {
    skills: scoreSkills(candidate, facts, known.taxonomy),
    title: scoreTitle(candidate, facts),
    seniority: scoreSeniority(candidate, facts),
    experience: scoreExperience(candidate, job, facts),
    semantic: scoreSemantic(candidate, facts, similarity),
    education: scoreEducation(candidate, job, facts),
    languages: scoreLanguages(candidate, job, facts),
    certifications: scoreCertifications(candidate, facts),
    location: scoreLocation(candidate, job, facts),
    salary: scoreSalary(candidate, job),
  };
}

/** The match of one pair. */
export function scoreMatch(
  profile: Profile,
  stored: Scorable,
  how: ScoreOptions & { knowledge: Knowledge; similarity?: number },
): JobMatch {
  return matchScorer(profile, how.knowledge, how).score(stored, how.similarity).match();
}

/** Best first; what rounds to one score by its decimals, and what is equal by job id, so that the order is always the same. */
export function compareScored(a: ScoredJob, b: ScoredJob): number {
  return b.exact - a.exact || (a.jobId < b.jobId ? -1 : a.jobId > b.jobId ? 1 : 0);
}

interface Weighed {
  key: CategoryKey;
  suggested: number;
  score: number;
  applied: number;
  contribution: number;
}

/** Scores to one decimal and contributions to two, as they are reported, so that a reader can redo the sum. */
function weigh(
  parts: Parts,
  requested: Weights | undefined,
  suggested: Readonly<Record<CategoryKey, number>>,
): Weighed[] {
  const hasData = Object.fromEntries(categoryKeys.map((key) => [key, parts[key].score !== null]));
  const applied = appliedWeights(hasData as Record<CategoryKey, boolean>, requested, suggested);
  return categoryKeys.map((key) => {
    const score = round(clamp(parts[key].score ?? 0, 0, 100), 1);
    return {
      key,
      suggested: suggested[key],
      score,
      applied: applied[key],
      contribution: round(score * applied[key], 2),
    };
  });
}

interface Scored {
  parts: Parts;
  weighed: readonly Weighed[];
  exact: number;
  similarity: number;
}

function assemble(
  { job, facts }: Scorable,
  { parts, weighed, exact, similarity }: Scored,
  profileHash: string,
  { knowledge, options }: { knowledge: Knowledge; options: ScoreOptions },
): JobMatch {
  const explained = weighed.map(({ key }) => parts[key].explain());
  const knockouts = explained.flatMap((part) => part.knockouts ?? []);
  const score = Math.round(exact);
  const { description: _, ...shown } = job;
  const inputHash = fingerprint([
    SCORER_VERSION,
    facts.version,
    profileHash,
    fingerprint(job),
    options.weights ?? {},
    round(similarity, 4),
  ]);
  return {
    id: `mat_${inputHash.slice(0, 24)}`,
    resumeId: options.resumeId ?? null,
    jobId: job.id,
    score,
    band: bandOf(score),
    semanticSimilarity: round(similarity, 4),
    eligible: knockouts.length === 0,
    knockouts,
    categories: weighed.map(({ key, suggested, score: points, applied, contribution }, index) => ({
      key,
      label: labels[key],
      score: points,
      weight: {
        suggested,
        requested: options.weights?.[key] ?? null,
        applied: round(applied, 6),
      },
      contribution,
      hasData: parts[key].score !== null,
      evidence: explained[index]?.evidence ?? [],
    })),
    requirements: explained.flatMap((part) => part.requirements ?? []),
    skills: parts.skills.list(),
    job: shown,
    reproducibility: {
      scorerVersion: SCORER_VERSION,
      taxonomyVersion: knowledge.taxonomy.version,
      embeddingSpace: knowledge.words.space,
      inputHash,
      deterministic: true,
    },
  };
}

export function bandOf(score: number): Band {
  return bandThresholds.find(([, from]) => score >= from)?.[0] ?? 'poor';
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function round(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
