/** Long work as its owner sees it: how far it is, and what came of each item. Another owner's does not exist. */
import { DomainError } from '../domain/errors';
import {
  type ItemFault,
  keptResultSchema,
  type OperationItem,
  type OperationTally,
  POLL_SECONDS,
  tallyOf,
} from '../domain/operation';
import type { ParseResumeResponse } from '../domain/requests';
import type { Clock, OperationStore, RequestContext, ResumeStore, StoredOperation } from '../ports';

/** An operation with its state. */
export type OperationView = StoredOperation & OperationTally;
/** What came of one item. */
export type ItemResult = { answer: ParseResumeResponse } | { fault: ItemFault };

/** What an item that nobody could finish is said to have failed of. */
const GIVEN_UP: ItemFault = { code: 'DEADLINE_EXCEEDED', detail: 'The work was given up.', errors: [] };

interface OperationPorts {
  operations: OperationStore;
  clock: Clock;
}

/** @throws DomainError OPERATION_NOT_FOUND */
export async function getOperation(
  { operations, clock }: OperationPorts,
  request: { id: string },
  context: Pick<RequestContext, 'owner'>,
): Promise<OperationView> {
  const operation = await operations.get(request.id);
  if (operation === undefined || operation.owner !== context.owner) throw notFound();
  return viewOf(operation, clock.now());
}

/**
 * The answer as `parse-resume` would have given it, or why there is none. A resume that was stored is read from where it
 * is stored: once it is deleted, it is gone from here too.
 * @throws DomainError OPERATION_NOT_FOUND, OPERATION_NOT_FINISHED or RESUME_NOT_FOUND
 */
export async function getOperationResult(
  { operations, resumes, clock }: OperationPorts & { resumes: ResumeStore },
  request: { id: string; index: number },
  context: Pick<RequestContext, 'owner'>,
): Promise<ItemResult> {
  const found = await operations.item(request.id, request.index, context.owner);
  if (found === undefined) throw notFound();
  const item = standing(found.item, found.workUntil, clock.now());
  if (item.fault !== null) return { fault: item.fault };
  if (found.result === null) {
    throw new DomainError(
      'OPERATION_NOT_FINISHED',
      'This item has no result yet. Ask for the operation until it is done.',
      {
        retryAfterSeconds: POLL_SECONDS,
      },
    );
  }
  const { resume, meta } = keptResultSchema.parse(JSON.parse(found.result));
  if (resume !== null) return { answer: { resume, meta } };
  const stored = item.resumeId === null ? undefined : await resumes.get(found.owner, item.resumeId);
  if (stored === undefined) throw new DomainError('RESUME_NOT_FOUND', 'The resume was deleted, or it has expired.');
  const { provenance, ...rest } = stored;
  const isTraced = provenance !== undefined && found.work.include.includes('provenance');
  return { answer: { resume: isTraced ? stored : rest, meta } };
}

/** The operation as it stands at `now`, in epoch milliseconds. */
export function viewOf(operation: StoredOperation, now: number): OperationView {
  const items = operation.items.map((item) => standing(item, operation.workUntil, now));
  return { ...operation, items, ...tallyOf(items) };
}

/** What has no outcome when the time for work is over, fails: no operation runs for ever, whatever became of its messages. */
function standing(item: OperationItem, workUntil: number, now: number): OperationItem {
  const isOpen = item.state === 'queued' || item.state === 'running';
  return isOpen && workUntil <= now ? { ...item, state: 'failed', fault: GIVEN_UP, changedAt: workUntil } : item;
}

function notFound(): DomainError {
  return new DomainError('OPERATION_NOT_FOUND', 'There is no such operation, or it has expired.');
}
