/** A resume in, structured data out: document → visible text → model or rules → checked, dated, normalised by code. */
import { assembleResume } from '../domain/assemble-resume';
import { resumeTerms } from '../domain/candidates';
import type { DocumentText } from '../domain/document-text';
import { DomainError } from '../domain/errors';
import { extractionSchema } from '../domain/extraction';
import { injectionPlaces } from '../domain/injection';
import type { Knowledge, PhoneReader } from '../domain/knowledge';
import { profileFromResume } from '../domain/profile-from-resume';
import type { ParseResumeRequest, ParseResumeResponse } from '../domain/requests';
import type { ParsedResume } from '../domain/resume';
import { MIN_RESUME_PROBABILITY } from '../domain/resume-probability';
import { SET_ASIDE_WARNING, setAside } from '../domain/set-aside';
import type { Clock, DocumentReader, RequestContext, ResumeStore, TextChain, UploadStore } from '../ports';
import { answerMeta } from './answer-meta';

/** Kept of the time of a request that stores, behind the slowest model: a stalled store then still leaves a reply. */
const STORING_MS = 1_500;

export interface ParsePorts {
  documents: DocumentReader;
  text: TextChain;
  uploads: Pick<UploadStore, 'read'>;
  resumes: ResumeStore;
  knowledge: Pick<Knowledge, 'taxonomy' | 'occupations'>;
  readPhone: PhoneReader;
  clock: Clock;
}

/**
 * Stores the result only if asked.
 * @param storeAs id of the stored resume, for work that may be repeated; default: a new one
 * @throws DomainError with a `DOCUMENT_*`, `UNSUPPORTED_MEDIA_TYPE` or `UPLOAD_NOT_FOUND` code.
 */
export async function parseResume(
  ports: ParsePorts,
  request: ParseResumeRequest,
  context: RequestContext,
  storeAs: string | null = null,
): Promise<ParseResumeResponse> {
  const startedAt = ports.clock.now();
  const today = referenceDay(request.documentDate, startedAt);

  const whole = await readSource(ports, request, context);
  const { rest: document, signals } = setAside(whole, ports.knowledge.taxonomy);
  const warnings = [...document.warnings, ...(signals.length > 0 ? [SET_ASIDE_WARNING] : []), ...nameWarning(request)];
  const readAt = ports.clock.now();
  const language = request.language ?? null;
  const { value: extraction, provenance } = await ports.text.run(
    { kind: 'parse-resume', document, language },
    extractionSchema,
    request.store ? { ...context, deadline: context.deadline - STORING_MS } : context,
  );
  const extractedAt = ports.clock.now();
  const resume = assembleResume(extraction, document, {
    knowledge: ports.knowledge,
    readPhone: ports.readPhone,
    today,
    method: provenance.provider === 'rules' ? 'rule' : 'model',
    language,
    setAside: signals,
  });
  if ((resume.document?.resumeProbability ?? 0) < MIN_RESUME_PROBABILITY) {
    throw new DomainError(
      'DOCUMENT_NOT_A_RESUME',
      'This text does not look like a resume. Send a resume or CV: a name or contact data, work experience or education.',
    );
  }

  const full: ParsedResume = {
    ...resume,
    meta: {
      engine: {
        provider: provenance.provider ?? 'rules',
        model: provenance.model ?? 'rules',
        promptVersion: provenance.promptVersion,
        fallbackUsed: provenance.fallbackUsed,
        fallbackReason: provenance.attempts.find((attempt) => attempt.outcome !== 'ok')?.outcome ?? null,
      },
      steps: [
        { name: 'read-document', status: 'ok', ms: Math.round(readAt - startedAt) },
        { name: 'extract', status: provenance.degraded ? 'degraded' : 'ok', ms: Math.round(extractedAt - readAt) },
        { name: 'assemble', status: 'ok', ms: Math.round(ports.clock.now() - extractedAt) },
      ],
      attempts: provenance.attempts,
      usage: provenance.usage,
      costUsd: provenance.costUsd,
      warnings,
    },
  };
  const kept = request.store
    ? await ports.resumes.put(
        context.owner,
        { ...full, id: storeAs, createdAt: new Date(startedAt).toISOString() },
        context,
        resumeTerms(profileFromResume(full, ports.knowledge)),
      )
    : full;
  return {
    resume: request.include.includes('provenance') ? kept : withoutProvenance(kept),
    meta: answerMeta({ clock: ports.clock, startedAt, provenance, warnings }, context),
  };
}

/** `2026-03` means its first day; the default is the day of the request, in UTC. */
export function referenceDay(documentDate: string | undefined, now: number): string {
  if (documentDate === undefined) return new Date(now).toISOString().slice(0, 10);
  return `${documentDate}-01-01`.slice(0, 10);
}

/** The name of a file is read by nobody; that it speaks to a model says something of the sender. */
function nameWarning({ document }: ParseResumeRequest): string[] {
  const isSuspect = injectionPlaces(document?.fileName ?? '').length > 0;
  return isSuspect ? ['The name of the file speaks to a model; it was not read.'] : [];
}

async function readSource(
  ports: ParsePorts,
  request: ParseResumeRequest,
  context: RequestContext,
): Promise<DocumentText> {
  if (request.uploadId !== undefined) {
    const bytes = await ports.uploads.read(context.owner, request.uploadId, context);
    if (!bytes)
      throw new DomainError(
        'UPLOAD_NOT_FOUND',
        'Nothing was uploaded under this id, or it has expired. Create a new upload and send the file to its URL first.',
      );
    return ports.documents.read(bytes, context);
  }
  if (request.document !== undefined)
    return ports.documents.read(Buffer.from(request.document.contentBase64, 'base64'), context);
  return ports.documents.readText(request.text ?? '');
}

function withoutProvenance(resume: ParsedResume): ParsedResume {
  const { provenance: _provenance, ...rest } = resume;
  return rest;
}
