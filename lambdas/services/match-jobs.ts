/** Ranks jobs for a candidate: from the catalogue, or among jobs sent with the request. */
import { assembleResume } from '../domain/assemble-resume';
import { DomainError } from '../domain/errors';
import { extractionSchema } from '../domain/extraction';
import type { Knowledge, PhoneReader } from '../domain/knowledge';
import type { Filters } from '../domain/match';
import type { Profile } from '../domain/profile';
import { profileFromInput } from '../domain/profile-from-input';
import { profileFromQuery } from '../domain/profile-from-query';
import { profileFromResume } from '../domain/profile-from-resume';
import { jobFactsVersion, readJob } from '../domain/read-job';
import type { MatchRequest, MatchResponse } from '../domain/requests';
import { MIN_RESUME_PROBABILITY } from '../domain/resume-probability';
import { compareScored, matchScorer, type Scorable } from '../domain/score-match';
import type { Clock, DocumentReader, JobStore, RequestContext, ResumeStore, TextModel } from '../ports';
import { answerMeta, NO_PROVIDER } from './answer-meta';
import { DEFAULT_MARKET, type FoundJobs, findCandidateJobs, type SearchPorts } from './find-candidate-jobs';
import { referenceDay } from './parse-resume';

export interface MatchPorts extends SearchPorts {
  documents: Pick<DocumentReader, 'readText'>;
  /** The rules, and no model: a text sent to matching must read the same every time. */
  rules: TextModel;
  resumes: ResumeStore;
  jobs: JobStore;
  knowledge: Knowledge;
  readPhone: PhoneReader;
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
  const profile = await candidateProfile(ports, request, context, startedAt);
  const filters = request.filters ?? {};

  const found = request.jobs
    ? { ids: [], provenance: NO_PROVIDER, warnings: [] }
    : await findCandidateJobs(ports, profile, filters, context);
  const jobs = request.jobs
    ? request.jobs.map((job) => ({ job, facts: readJob(job, ports.knowledge) }))
    : await storedJobs(ports, found);

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

  const { provenance, warnings } = found;
  return { matches, meta: answerMeta({ clock: ports.clock, startedAt, provenance, warnings }, context) };
}

/** Facts that an older reader left are read again here, so that a new reader needs no rewrite of the catalogue. */
async function storedJobs(ports: MatchPorts, found: FoundJobs): Promise<Scorable[]> {
  const stored = await ports.jobs.getMany(found.ids);
  const version = jobFactsVersion(ports.knowledge);
  return stored.map(({ job, facts }) => ({
    job,
    facts: facts.version === version ? facts : readJob(job, ports.knowledge),
  }));
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

async function candidateProfile(
  ports: MatchPorts,
  request: MatchRequest,
  context: RequestContext,
  now: number,
): Promise<Profile> {
  const { knowledge } = ports;
  if (request.resume !== undefined) return telling(profileFromResume(request.resume, knowledge), '/resume');
  if (request.profile !== undefined) return telling(profileFromInput(request.profile, knowledge), '/profile');
  if (request.query !== undefined) return telling(profileFromQuery(request.query, knowledge), '/query');
  if (request.resumeId !== undefined) {
    const resume = await ports.resumes.get(context.owner, request.resumeId);
    if (!resume) throw new DomainError('RESUME_NOT_FOUND', 'There is no such resume, or it has expired.');
    return telling(profileFromResume(resume, knowledge), '/resumeId');
  }

  const document = ports.documents.readText(request.resumeText ?? '');
  const { output } = await ports.rules.complete({ kind: 'parse-resume', document, language: null }, context);
  const resume = assembleResume(extractionSchema.parse(output), document, {
    knowledge,
    readPhone: ports.readPhone,
    today: referenceDay(request.documentDate, now),
    method: 'rule',
  });
  if ((resume.document?.resumeProbability ?? 0) < MIN_RESUME_PROBABILITY) {
    throw new DomainError(
      'DOCUMENT_NOT_A_RESUME',
      'This text does not look like a resume. Send a resume, or send a search phrase as `query`.',
    );
  }
  const lines = document.lines.map((line) => line.text);
  return telling(profileFromResume(resume, knowledge, lines), '/resumeText');
}

/** A profile without a title, a skill or a line would match every job alike. */
function telling(profile: Profile, pointer: string): Profile {
  if (profile.embeddingText !== '') return profile;
  throw new DomainError('INVALID_REQUEST', 'There is nothing to match by: give at least one title or skill.', {
    errors: [{ pointer, code: 'nothing_to_match', detail: 'names no title, no skill and no work' }],
  });
}
