/** Ranks a caller's resumes for a job of the catalogue. No model is asked, and no other caller's resume is read. */
import {
  candidateMatch,
  candidateTerms,
  type MatchCandidatesRequest,
  type MatchCandidatesResponse,
} from '../domain/candidates';
import { DomainError } from '../domain/errors';
import type { Knowledge } from '../domain/knowledge';
import { profileFromResume } from '../domain/profile-from-resume';
import type { ParsedResume } from '../domain/resume';
import { matchScorer } from '../domain/score-match';
import type { CandidateStore, Clock, JobStore, RequestContext } from '../ports';
import { answerMeta, NO_PROVIDER } from './answer-meta';
import { jobWarnings, scorable } from './scorable-jobs';

export interface MatchCandidatesPorts {
  jobs: Pick<JobStore, 'get'>;
  candidates: CandidateStore;
  knowledge: Knowledge;
  clock: Clock;
}

/** Of more stored resumes than this, those are scored that share most words and skills with the job. */
const MOST_SCORED = 200;

interface Candidate {
  resume: ParsedResume;
  index: number | null;
}

/**
 * Best first, ties by resume id, then in the order sent.
 * @throws DomainError JOB_NOT_FOUND
 */
export async function matchCandidates(
  ports: MatchCandidatesPorts,
  { id, ...request }: MatchCandidatesRequest & { id: string },
  context: RequestContext,
): Promise<MatchCandidatesResponse> {
  const { knowledge, clock } = ports;
  const startedAt = clock.now();
  const stored = await ports.jobs.get(id, context);
  if (!stored) throw new DomainError('JOB_NOT_FOUND', `There is no job with the id ${id}.`);
  const job = scorable(stored, knowledge);

  const found = await storedResumes(ports, request, candidateTerms(job.facts), context);
  const sent = (request.resumes ?? []).map((resume, index): Candidate => ({ resume, index }));
  const candidates = [...found.resumes.map((resume): Candidate => ({ resume, index: null })), ...sent];

  const ranked = candidates
    .map(({ resume, index }) => {
      const profile = profileFromResume(resume, knowledge);
      const options = { weights: request.weights, resumeId: resume.id };
      return { scored: matchScorer(profile, knowledge, options).score(job), id: resume.id ?? '', index, profile };
    })
    .filter(({ scored }) => scored.score >= request.minScore)
    .sort((a, b) => b.scored.exact - a.scored.exact || compare(a.id, b.id) || (a.index ?? 0) - (b.index ?? 0))
    .slice(0, request.limit)
    .map(({ scored, index, profile }) => candidateMatch(scored.match(), index, profile));

  const warnings = [...found.warnings, ...jobWarnings([job], [{ jobId: id }])];
  const meta = answerMeta({ clock, startedAt, provenance: NO_PROVIDER, warnings }, context);
  return { jobId: id, candidates: ranked, searched: candidates.length, meta };
}

async function storedResumes(
  { candidates }: MatchCandidatesPorts,
  { resumeIds, resumes: sent }: Omit<MatchCandidatesRequest, 'limit' | 'minScore'>,
  terms: ReadonlyMap<string, number>,
  context: RequestContext,
): Promise<{ resumes: ParsedResume[]; warnings: string[] }> {
  if (resumeIds !== undefined) {
    const named = [...new Set(resumeIds)];
    const resumes = await candidates.getMany(context.owner, named, context);
    const missing = named.length - resumes.length;
    const warning = `${missing} of the resumes that were named are not there, or have expired.`;
    return { resumes, warnings: missing === 0 ? [] : [warning] };
  }
  if (sent !== undefined) return { resumes: [], warnings: [] };
  const { resumes, stored } = await candidates.find(context.owner, terms, { limit: MOST_SCORED }, context);
  const warning = `Of ${stored} stored resumes the ${resumes.length} were scored that share most words and skills with the job.`;
  return { resumes, warnings: stored > resumes.length ? [warning] : [] };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
