/** Ranks jobs for a candidate: from the catalogue, or among jobs sent with the request. */
import type { Knowledge } from '../domain/knowledge';
import type { Filters } from '../domain/match';
import { readJob } from '../domain/read-job';
import type { MatchRequest, MatchResponse } from '../domain/requests';
import { compareScored, matchScorer, type Scorable } from '../domain/score-match';
import type { Call, Clock, JobStore, RequestContext } from '../ports';
import { answerMeta, NO_PROVIDER } from './answer-meta';
import { DEFAULT_MARKET, type FoundJobs, findCandidateJobs, type SearchPorts } from './find-candidate-jobs';
import { type CandidatePorts, readCandidate } from './read-candidate';
import { jobWarnings, scorable } from './scorable-jobs';

export interface MatchPorts extends SearchPorts, CandidatePorts {
  jobs: JobStore;
  knowledge: Knowledge;
  clock: Clock;
}

/**
 * Best first, ties by job id. Among inline jobs nothing is stored, searched or embedded by a model.
 * @throws DomainError RESUME_NOT_FOUND, DOCUMENT_EMPTY, DOCUMENT_NOT_A_RESUME, INVALID_REQUEST
 */
export async function matchJobs(
  ports: MatchPorts,
  request: MatchRequest,
  context: RequestContext,
): Promise<MatchResponse> {
  const startedAt = ports.clock.now();
  const { profile, warnings: ofCandidate } = await readCandidate(ports, request, context, startedAt);
  const filters = request.filters ?? {};

  const found = request.jobs
    ? { ids: [], provenance: NO_PROVIDER, warnings: [] }
    : await findCandidateJobs(ports, profile, filters, context);
  const jobs = request.jobs
    ? request.jobs.map((job) => ({ job, facts: readJob(job, ports.knowledge) }))
    : await storedJobs(ports, found, context);

  const scorer = matchScorer(profile, ports.knowledge, {
    weights: request.weights,
    resumeId: request.resumeId ?? request.resume?.id,
  });
  const matches = jobs
    .filter((candidate) => passes(candidate, filters))
    .map((candidate) => scorer.score(candidate))
    .filter((scored) => scored.score >= request.minScore)
    .sort(compareScored)
    .slice(0, request.limit)
    .map((scored) => scored.match());

  const { provenance } = found;
  const warnings = [...ofCandidate, ...found.warnings, ...jobWarnings(jobs, matches)];
  return { matches, meta: answerMeta({ clock: ports.clock, startedAt, provenance, warnings }, context) };
}

async function storedJobs(ports: MatchPorts, found: FoundJobs, call: Call): Promise<Scorable[]> {
  const stored = await ports.jobs.getMany(found.ids, call);
  return stored.map((one) => scorable(one, ports.knowledge));
}

/** The index filters what it finds by vector; what was found by terms, and inline jobs, are filtered here. */
function passes({ job, facts }: Scorable, filters: Filters): boolean {
  return (
    (filters.market === undefined || filters.market === (job.market ?? DEFAULT_MARKET)) &&
    (filters.remote === undefined || filters.remote === facts.remote) &&
    (filters.employmentType === undefined || filters.employmentType === job.employmentType) &&
    (filters.seniority === undefined || filters.seniority === facts.seniority) &&
    (filters.countryCode === undefined || filters.countryCode === facts.location?.countryCode)
  );
}
