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
import { setAside, setAsideText } from '../domain/set-aside';
import type { Call, Clock, DocumentReader, JobStore, RequestContext, ResumeStore, TextModel } from '../ports';
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
  const { profile, warnings: ofCandidate } = await candidate(ports, request, context, startedAt);
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

/** Facts that an older reader left are read again here, so that a new reader needs no rewrite of the catalogue. */
async function storedJobs(ports: MatchPorts, found: FoundJobs, call: Call): Promise<Scorable[]> {
  const stored = await ports.jobs.getMany(found.ids, call);
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

async function candidate(
  ports: MatchPorts,
  request: MatchRequest,
  context: RequestContext,
  now: number,
): Promise<{ profile: Profile; warnings: string[] }> {
  const { knowledge } = ports;
  const plain = (profile: Profile, pointer: string) => ({ profile: telling(profile, pointer), warnings: [] });
  if (request.resume !== undefined) return plain(profileFromResume(request.resume, knowledge), '/resume');
  if (request.profile !== undefined) return plain(profileFromInput(request.profile, knowledge), '/profile');
  if (request.query !== undefined) {
    const { rest, signals } = setAsideText(request.query, knowledge.taxonomy);
    return { profile: telling(profileFromQuery(rest, knowledge), '/query'), warnings: warningOf(signals) };
  }
  if (request.resumeId !== undefined) {
    const resume = await ports.resumes.get(context.owner, request.resumeId, context);
    if (!resume) throw new DomainError('RESUME_NOT_FOUND', 'There is no such resume, or it has expired.');
    return plain(profileFromResume(resume, knowledge), '/resumeId');
  }

  const whole = ports.documents.readText(request.resumeText ?? '');
  const { rest: document, signals } = setAside(whole, knowledge.taxonomy);
  const { output } = await ports.rules.complete({ kind: 'parse-resume', document, language: null }, context);
  const resume = assembleResume(extractionSchema.parse(output), document, {
    knowledge,
    readPhone: ports.readPhone,
    today: referenceDay(request.documentDate, now),
    method: 'rule',
    setAside: signals,
  });
  if ((resume.document?.resumeProbability ?? 0) < MIN_RESUME_PROBABILITY) {
    throw new DomainError(
      'DOCUMENT_NOT_A_RESUME',
      'This text does not look like a resume. Send a resume, or send a search phrase as `query`.',
    );
  }
  const lines = document.lines.map((line) => line.text);
  return { profile: telling(profileFromResume(resume, knowledge, lines), '/resumeText'), warnings: warningOf(signals) };
}

const warningOf = (signals: readonly unknown[]) =>
  signals.length === 0 ? [] : ['Text of the candidate that speaks to a model, or repeats keywords, was not read.'];

/** Jobs of the answer whose text was not read as a whole. */
function jobWarnings(jobs: readonly Scorable[], matches: MatchResponse['matches']): string[] {
  const suspect = new Set(jobs.flatMap(({ job, facts }) => (facts.signals === undefined ? [] : [job.id])));
  return matches
    .filter(({ jobId }) => suspect.has(jobId))
    .map(({ jobId }) => `Text of the job ${jobId} that speaks to a model, or repeats keywords, was not read.`);
}

/** A profile without a title, a skill or a line would match every job alike. */
function telling(profile: Profile, pointer: string): Profile {
  if (profile.embeddingText !== '') return profile;
  throw new DomainError('INVALID_REQUEST', 'There is nothing to match by: give at least one title or skill.', {
    errors: [{ pointer, code: 'nothing_to_match', detail: 'names no title, no skill and no work' }],
  });
}
