/** Who is to be matched: read from the text of a resume, or taken from a resume, a profile or a search phrase. */
import { assembleResume } from '../domain/assemble-resume';
import { DomainError } from '../domain/errors';
import { extractionSchema } from '../domain/extraction';
import type { Knowledge, PhoneReader } from '../domain/knowledge';
import type { Profile } from '../domain/profile';
import { profileFromInput } from '../domain/profile-from-input';
import { profileFromQuery } from '../domain/profile-from-query';
import { profileFromResume } from '../domain/profile-from-resume';
import type { MatchRequest } from '../domain/requests';
import { MIN_RESUME_PROBABILITY } from '../domain/resume-probability';
import { setAside, setAsideText } from '../domain/set-aside';
import type { DocumentReader, RequestContext, ResumeStore, TextModel } from '../ports';
import { referenceDay } from './parse-resume';

export interface CandidatePorts {
  documents: Pick<DocumentReader, 'readText'>;
  /** The rules, and no model: a text sent to matching must read the same every time. */
  rules: TextModel;
  resumes: ResumeStore;
  knowledge: Knowledge;
  readPhone: PhoneReader;
}

/** One of the first five is there. */
export type CandidateSource = Partial<
  Pick<MatchRequest, 'resumeText' | 'resume' | 'resumeId' | 'profile' | 'query' | 'documentDate'>
>;

/**
 * @param now epoch milliseconds; "present" means that day unless the source says another
 * @throws DomainError RESUME_NOT_FOUND, DOCUMENT_EMPTY, DOCUMENT_NOT_A_RESUME, INVALID_REQUEST
 */
export async function readCandidate(
  ports: CandidatePorts,
  request: CandidateSource,
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

/** A profile without a title, a skill or a line would match every job alike. */
function telling(profile: Profile, pointer: string): Profile {
  if (profile.embeddingText !== '') return profile;
  throw new DomainError('INVALID_REQUEST', 'There is nothing to match by: give at least one title or skill.', {
    errors: [{ pointer, code: 'nothing_to_match', detail: 'names no title, no skill and no work' }],
  });
}
