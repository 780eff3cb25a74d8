/** Stored resumes: read, read without identity, delete. Another owner's resume does not exist. */
import { DomainError } from '../domain/errors';
import { redactResume } from '../domain/redact-resume';
import type { ParsedResume } from '../domain/resume';
import type { RequestContext, ResumeStore } from '../ports';

interface ResumePorts {
  resumes: ResumeStore;
}

/** @throws DomainError RESUME_NOT_FOUND */
export async function getResume(
  ports: ResumePorts,
  request: { id: string },
  context: RequestContext,
): Promise<ParsedResume> {
  const resume = await ports.resumes.get(context.owner, request.id, context);
  if (!resume) throw notFound();
  return resume;
}

/** The identity-free twin. @throws DomainError RESUME_NOT_FOUND */
export async function getRedactedResume(
  ports: ResumePorts,
  request: { id: string },
  context: RequestContext,
): Promise<ParsedResume> {
  return redactResume(await getResume(ports, request, context));
}

/** @throws DomainError RESUME_NOT_FOUND */
export async function deleteResume(
  ports: ResumePorts,
  request: { id: string },
  context: RequestContext,
): Promise<void> {
  if (!(await ports.resumes.delete(context.owner, request.id, context))) throw notFound();
}

function notFound(): DomainError {
  return new DomainError('RESUME_NOT_FOUND', 'There is no such resume, or it has expired.');
}
