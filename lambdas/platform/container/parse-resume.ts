/** Reading a resume, with its ports. */
import type { DocumentText } from '../../domain/document-text';
import { inFormat, type ResumeFormat } from '../../domain/json-resume';
import type { DocumentReader, RequestContext } from '../../ports';
import * as service from '../../services/parse-resume';
import * as starting from '../../services/start-operation';
import { documents } from '../adapters/documents';
import { knowledge } from '../adapters/knowledge';
import { phoneReader } from '../adapters/phone-reader';
import { shadowOf } from '../adapters/shadows';
import { stores, workStores } from '../adapters/stores';
import { textChain } from '../adapters/text-models';
import { uploads } from '../adapters/uploads';
import { workQueue } from '../adapters/work-queue';
import { type Platform, platform } from '../platform';
import type { Requested } from './requested';

export async function parseResume(
  request: Requested<typeof service.parseResume>,
  context: RequestContext,
  format: ResumeFormat,
) {
  const at = platform();
  const [ports, text, shadow] = await Promise.all([parsePorts(at), textChain(at), shadowOf(at, 'parse', context)]);
  const reader = remembering(ports.documents);
  const startedAt = at.clock.now();
  const answer = await service.parseResume({ ...ports, documents: reader, text }, request, context);
  const document = reader.last();
  if (shadow !== null && document !== undefined) {
    const documentDate = service.referenceDay(request.documentDate, startedAt);
    const { language } = request;
    await shadow({ input: { document, documentDate, ...(language !== undefined && { language }) }, answer });
  }
  return inFormat(answer, format);
}

/** Null where there is no queue of long work: the caller's preference is then left aside. */
export async function startParse(request: Requested<typeof starting.startParse>, context: RequestContext) {
  const at = platform();
  const queue = await workQueue(at);
  if (queue === null) return null;
  const [{ operations }, kept] = await Promise.all([workStores(at), uploads(at)]);
  return starting.startParse({ operations, queue, uploads: kept, clock: at.clock }, request, context);
}

/** All but the chain to ask. */
export async function parsePorts(at: Platform): Promise<Omit<service.ParsePorts, 'text'>> {
  const [reader, kept, { resumes }, known, readPhone] = await Promise.all([
    documents(at),
    uploads(at),
    stores(at),
    knowledge(at),
    phoneReader(at),
  ]);
  return { documents: reader, uploads: kept, resumes, knowledge: known, readPhone, clock: at.clock };
}

/** What it read last, so that the other arm is asked of the same lines and the file is not read twice. */
function remembering(reader: DocumentReader): DocumentReader & { last(): DocumentText | undefined } {
  let last: DocumentText | undefined;
  return {
    async read(bytes, call) {
      last = await reader.read(bytes, call);
      return last;
    },
    readText(text) {
      last = reader.readText(text);
      return last;
    },
    last: () => last,
  };
}
