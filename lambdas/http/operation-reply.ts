/** Long work as it goes out: the operation in the words of the contract, and the headers that say where and when to look. */
import { DomainError } from '../domain/errors';
import {
  type ItemFault,
  isFinal,
  type Operation,
  type OperationItem,
  type OperationTally,
  POLL_SECONDS,
} from '../domain/operation';
import type { StoredOperation } from '../ports';
import { Accepted, WithStatus } from './binding';
import { problemPart } from './problem';

type Standing = StoredOperation & OperationTally;

/** 202 for what has just been taken on. */
export function accepted(operation: Standing): Accepted {
  return new Accepted(operationBody(operation));
}

/** 200 with the operation, and while it is under way with the time after which there may be news. */
export function operationReply(operation: Standing): WithStatus<{ operation: Operation }> {
  const body = { operation: operationBody(operation) };
  return isFinal(operation.state)
    ? new WithStatus(200, body)
    : new WithStatus(200, body, { 'retry-after': String(POLL_SECONDS) });
}

/** What came of an item: its answer, or why there is none as a problem. */
export function resultBody<A extends object>(result: A | { fault: ItemFault }) {
  return 'fault' in result ? { problem: faultBody(result.fault) } : result;
}

function faultBody({ code, detail, errors }: ItemFault) {
  return problemPart(new DomainError(code, detail, { errors }));
}

/**
 * The headers of a 202.
 * @param route its resource, such as `/v1/resumes/parse`, and the whole path that was asked for
 */
export function acceptedHeaders(id: string, route: { resource: string; path: string | undefined }, asked: boolean) {
  return {
    location: `${prefixOf(route)}/v1/operations/${id}`,
    'retry-after': String(POLL_SECONDS),
    ...(asked && { 'preference-applied': 'respond-async' }),
  };
}

function operationBody(operation: Standing): Operation {
  const { id, kind, state, progress, createdAt, updatedAt, finishedAt, expiresAt, items } = operation;
  return {
    id,
    kind,
    state,
    createdAt: isoTime(createdAt),
    updatedAt: isoTime(updatedAt),
    finishedAt: finishedAt === null ? null : isoTime(finishedAt),
    expiresAt: isoTime(expiresAt),
    progress,
    items: items.map(itemBody),
  };
}

function itemBody({ index, state, uploadId, resumeId, fault }: OperationItem): Operation['items'][number] {
  return { index, state, uploadId, resumeId, problem: fault && faultBody(fault) };
}

/** What API Gateway has in front of our paths: the name of the stage, unless the host is one of our own. */
function prefixOf({ resource, path = resource }: { resource: string; path: string | undefined }): string {
  return path
    .split('/')
    .slice(0, 1 - resource.split('/').length)
    .join('/');
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
