/** Takes on long work: writes down what is to be done, sends for the workers, and answers at once. */
import { randomBytes } from 'node:crypto';
import { fingerprint } from '../domain/canonical-json';
import { DomainError } from '../domain/errors';
import type { OperationKind, ParseBatchRequest, ParseWork } from '../domain/operation';
import type { ParseResumeRequest } from '../domain/requests';
import type { Clock, OperationStore, RequestContext, UploadStore, WorkQueue } from '../ports';
import { type OperationView, viewOf } from './operations';

export interface StartPorts {
  operations: OperationStore;
  /** Null where none is set up. */
  queue: Pick<WorkQueue, 'send'> | null;
  clock: Clock;
}

/**
 * Parses one resume later. What came with the request is kept as an upload of the operation.
 * @throws DomainError STORE_UNAVAILABLE: the work is not taken on, and the same request may be sent again
 */
export async function startParse(
  ports: StartPorts & { uploads: Pick<UploadStore, 'keep'> },
  request: ParseResumeRequest,
  context: RequestContext,
): Promise<OperationView> {
  const id = idOf('parse-resume', request, context);
  const sent = bytesOf(request);
  const uploadId = request.uploadId ?? `upl_${id}`;
  if (sent !== undefined) await ports.uploads.keep(context.owner, uploadId, sent, context);
  const { documentDate, language, store, include } = request;
  const work = workOf({ uploadId, documentDate, language }, { store, include }, context);
  const fileName = request.document?.fileName;
  const sentAs = { isText: request.text !== undefined, ...(fileName !== undefined && { fileName }) };
  const item = { uploadId: request.uploadId ?? null, work: { ...work, ...sentAs } };
  return start(ports, { id, owner: context.owner, kind: 'parse-resume', items: [item] });
}

/**
 * Parses many uploads later, each for itself.
 * @throws DomainError STORE_UNAVAILABLE, as `startParse`
 */
export async function startBatch(
  ports: StartPorts,
  request: ParseBatchRequest,
  context: RequestContext,
): Promise<OperationView> {
  const id = idOf('parse-resumes', request, context);
  const items = request.items.map((item) => ({
    uploadId: item.uploadId,
    work: workOf(item, request, context),
  }));
  return start(ports, { id, owner: context.owner, kind: 'parse-resumes', items });
}

/** Everything is written before the first message is sent: a worker that hears of an item finds it. */
async function start(
  { operations, queue, clock }: StartPorts,
  operation: Parameters<OperationStore['create']>[0],
): Promise<OperationView> {
  if (queue === null) throw notTaken();
  await operations.create(operation);
  await queue.send(operation.items.map((_, index) => ({ operationId: operation.id, index })));
  const kept = await operations.get(operation.id);
  if (kept === undefined) throw notTaken();
  return viewOf(kept, clock.now());
}

/** With a key the id follows from it, so that a request sent again after a failure goes on with the same operation. */
function idOf(kind: OperationKind, request: object, { owner, idempotencyKey }: RequestContext): string {
  const hash =
    idempotencyKey === undefined
      ? randomBytes(16)
      : Buffer.from(fingerprint([kind, owner, idempotencyKey, fingerprint(request)]), 'hex').subarray(0, 16);
  return `op_${hash.toString('base64url')}`;
}

function workOf(
  item: { uploadId: string; documentDate?: string | undefined; language?: string | undefined },
  options: Pick<ParseWork, 'store' | 'include'>,
  context: RequestContext,
): ParseWork {
  const { uploadId, documentDate, language } = item;
  const { owner, assignee: { subject, override } = { subject: owner } } = context;
  return {
    uploadId,
    isText: false,
    ...(documentDate !== undefined && { documentDate }),
    ...(language !== undefined && { language }),
    store: options.store,
    include: options.include,
    fresh: context.fresh ?? false,
    noStore: context.noStore ?? false,
    ...((subject !== owner || override !== undefined) && {
      assignee: { subject, ...(override !== undefined && { override }) },
    }),
  };
}

function bytesOf({ text, document }: ParseResumeRequest): Uint8Array | undefined {
  if (text !== undefined) return Buffer.from(text);
  return document && Buffer.from(document.contentBase64, 'base64');
}

function notTaken(): DomainError {
  return new DomainError('STORE_UNAVAILABLE', 'Long work cannot be taken on at the moment.', { retryAfterSeconds: 5 });
}
