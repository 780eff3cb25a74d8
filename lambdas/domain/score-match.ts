/** Scores one candidate against one job: by code alone, every point with its reason, the same every time. */
import { packedCosine, unpackVector } from './compact-vector';
import type { Job } from './job';
import type { JobFacts } from './job-facts';
import type { Knowledge } from './knowledge';
import { type Band, type Category, type CategoryKey, categoryKeys, type JobMatch, type Weights } from './match';
import type { Profile } from './profile';
import { scoreCertifications, scoreEducation, scoreExperience, scoreLanguages } from './scoring/background';
import { type Candidate, prepareCandidate } from './scoring/candidate';
import { fingerprint } from './scoring/fingerprint';
import { fact, type Part, part } from './scoring/part';
import { scoreSeniority, scoreTitle } from './scoring/role';
import { scoreSkills } from './scoring/skills';
import { scoreLocation, scoreSalary } from './scoring/terms';
import { appliedWeights, suggestedWeights } from './scoring/weights';

/** Raised whenever the same input may get another score. */
export const SCORER_VERSION = 's1';

/** From this score on, the band holds; published in docs/architecture.md. */
export const bandThresholds: readonly (readonly [Band, number])[] = [
  ['exceptional', 85],
  ['strong', 70],
  ['mixed', 50],
  ['weak', 30],
  ['poor', 0],
];

/** Cosines of the word table: unrelated texts lie near `low`, one text in other words near `high`. */
export const semanticRange = { low: 0.2, high: 0.9 } as const;

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

export interface Scorable {
  job: Job;
  facts: JobFacts;
}

/** A scorer for one candidate and any number of jobs; what the candidate's side needs is worked out once. */
export function matchScorer(profile: Profile, knowledge: Knowledge, options: ScoreOptions = {}) {
  const candidate = prepareCandidate(profile, knowledge);
  const profileHash = fingerprint(profile);
  return {
    /** Cosine of the two embedded texts in the word table's space, cut to 0 to 1; 0 when either has no known word. */
    similarity: ({ facts }: Pick<Scorable, 'facts'>): number =>
      candidate.vector === null || facts.embedding === null
        ? 0
        : clamp(packedCosine(candidate.vector, unpackVector(facts.embedding)), 0, 1),
    score: (stored: Scorable, similarity: number): JobMatch =>
      assemble(candidate, stored, { similarity, profileHash, knowledge, options }),
  };
}

/** The match of one pair. `similarity` is the 0 to 1 of `matchScorer(…).similarity`, worked out when it is not given. */
export function scoreMatch(
  profile: Profile,
  stored: Scorable,
  how: ScoreOptions & { knowledge: Knowledge; similarity?: number },
): JobMatch {
  const scorer = matchScorer(profile, how.knowledge, how);
  return scorer.score(stored, how.similarity ?? scorer.similarity(stored));
}

/** Best first; equal scores by job id, so that the order is always the same. */
export function compareMatches(a: JobMatch, b: JobMatch): number {
  return b.score - a.score || exactScore(b) - exactScore(a) || (a.jobId < b.jobId ? -1 : a.jobId > b.jobId ? 1 : 0);
}

/** The score before it is rounded to a whole number, from the contributions as they are reported. */
export function exactScore(match: Pick<JobMatch, 'categories'>): number {
  return match.categories.reduce((sum, category) => sum + Math.round(category.contribution * 100), 0) / 100;
}

interface How {
  similarity: number;
  profileHash: string;
  knowledge: Knowledge;
  options: ScoreOptions;
}

function assemble(candidate: Candidate, { job, facts }: Scorable, how: How): JobMatch {
  const skills = scoreSkills(candidate, facts, how.knowledge.taxonomy);
  const parts: Record<CategoryKey, Part> = {
    skills,
    title: scoreTitle(candidate, facts),
    seniority: scoreSeniority(candidate, facts),
    experience: scoreExperience(candidate, job, facts),
    semantic: scoreSemantic(candidate, facts, how.similarity),
    education: scoreEducation(candidate, job, facts),
    languages: scoreLanguages(candidate, job, facts),
    certifications: scoreCertifications(candidate, facts),
    location: scoreLocation(candidate, job, facts),
    salary: scoreSalary(candidate, job),
  };
  const categories = weighted(parts, how.options.weights);
  const knockouts = categoryKeys.flatMap((key) => parts[key].knockouts);
  const score = Math.round(clamp(exactScore({ categories }), 0, 100));
  const { description: _, ...shown } = job;
  const inputHash = fingerprint([
    SCORER_VERSION,
    facts.version,
    how.profileHash,
    fingerprint(job),
    how.options.weights ?? {},
  ]);
  return {
    id: `mat_${inputHash.slice(0, 24)}`,
    resumeId: how.options.resumeId ?? null,
    jobId: job.id,
    score,
    band: bandOf(score),
    semanticSimilarity: round(how.similarity, 4),
    eligible: knockouts.length === 0,
    knockouts,
    categories,
    requirements: categoryKeys.flatMap((key) => parts[key].requirements),
    skills: skills.skills,
    job: shown,
    reproducibility: {
      scorerVersion: SCORER_VERSION,
      taxonomyVersion: how.knowledge.taxonomy.version,
      embeddingSpace: how.knowledge.words.space,
      inputHash,
      deterministic: true,
    },
  };
}

function scoreSemantic(candidate: Candidate, facts: JobFacts, similarity: number): Part {
  if (candidate.vector === null || facts.embedding === null) return part(null);
  const { low, high } = semanticRange;
  const score = 100 * clamp((similarity - low) / (high - low), 0, 1);
  return part(score, {
    evidence: [
      fact(
        `The words of both texts are ${score >= 70 ? 'close' : score >= 40 ? 'somewhat close' : 'far apart'} in meaning.`,
        score >= 70 ? 'positive' : score >= 40 ? 'neutral' : 'negative',
        [],
        ['/description'],
      ),
    ],
  });
}

/** Scores and weights rounded as they are reported, so that a reader can redo the sum. */
function weighted(parts: Record<CategoryKey, Part>, requested: Weights | undefined): Category[] {
  const hasData = Object.fromEntries(categoryKeys.map((key) => [key, parts[key].score !== null]));
  const applied = appliedWeights(hasData as Record<CategoryKey, boolean>, requested);
  return categoryKeys.map((key) => {
    const score = round(clamp(parts[key].score ?? 0, 0, 100), 1);
    return {
      key,
      label: labels[key],
      score,
      weight: {
        suggested: suggestedWeights[key],
        requested: requested?.[key] ?? null,
        applied: round(applied[key], 6),
      },
      contribution: round(score * applied[key], 2),
      hasData: parts[key].score !== null,
      evidence: parts[key].evidence,
    };
  });
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
