/** Works off the queue of long work. Safe to repeat: an item gets one outcome, however often and by whomever it is tried. */
import { sha256 } from '../domain/canonical-json';
import { DomainError, type ErrorCode } from '../domain/errors';
import { type ItemFault, isFinal, type KeptResult, OPERATION_MAX_RECEIVES, type ParseWork } from '../domain/operation';
import type { ParseResumeRequest, ParseResumeResponse } from '../domain/requests';
import type {
  Call,
  Clock,
  EventOutlet,
  ItemClaim,
  ItemOutcome,
  OperationStore,
  RequestContext,
  Telemetry,
  UploadStore,
  WorkQueue,
} from '../ports';
import { viewOf } from './operations';

export interface RunPorts {
  operations: OperationStore;
  uploads: Pick<UploadStore, 'read'>;
  /** `storeAs`: the id of the resume, where it is to be stored. */
  parse(request: ParseResumeRequest, context: RequestContext, storeAs: string): Promise<ParseResumeResponse>;
  /** Ends the work early enough that what became of it can still be written down, also work that hears no signal. */
  inTime<T>(call: Call, work: (call: Call) => Promise<T>): Promise<T>;
  outlet: EventOutlet;
  queue: Pick<WorkQueue, 'putOff'> | null;
  telemetry: Telemetry;
  clock: Clock;
  /** 0 to 1, for jitter. */
  random: () => number;
}

/** One message as it was delivered. */
export interface Delivery {
  operationId: string;
  index: number;
  /** How often the message was delivered, this time included. */
  receives: number;
  /** Names this delivery. */
  receipt: string;
}

/** From the worker's deadline to the end of its Lambda: until then nobody else may begin. */
const LEASE_MARGIN_MS = 1_000;
/** Seconds until the second try, at most; each later one waits three times as long: ten minutes for all of them. */
const FIRST_DELAY_SECONDS = 15;

/** Faults that pass: the same work may succeed later. Every other refusal is the item's outcome. */
const PASSING: ReadonlySet<ErrorCode> = new Set([
  'TOO_MANY_REQUESTS',
  'QUOTA_EXCEEDED',
  'INTERNAL',
  'OVERLOADED',
  'PROVIDER_UNAVAILABLE',
  'STORE_UNAVAILABLE',
  'DEADLINE_EXCEEDED',
]);

/**
 * Works on one item until it has its outcome.
 * @returns whether the message is done with; false asks for it to be delivered again
 */
export async function runItem(ports: RunPorts, delivery: Delivery, call: Call): Promise<boolean> {
  const { operationId, index } = delivery;
  try {
    const claim = await ports.operations.claim(operationId, index, call.deadline + LEASE_MARGIN_MS);
    if ('state' in claim) {
      if (claim.state === 'leased') {
        await tryAgainSoon(ports, delivery);
        return false;
      }
      // Whoever finished it may have died before it told anybody.
      if (claim.state === 'finished') await announce(ports, operationId);
      return true;
    }
    const outcome = await outcomeOf(ports, claim, delivery, call);
    if (outcome === undefined) {
      await ports.operations.release(claim);
      await tryAgainSoon(ports, delivery);
      return false;
    }
    if (!(await finish(ports, claim, outcome))) return false;
    await announce(ports, operationId);
    return true;
  } catch (error) {
    report(ports.telemetry, error, delivery);
    await tryAgainSoon(ports, delivery);
    return false;
  }
}

/** The queue by itself would wait until no worker can be at it any more, which is longer than most faults last. */
async function tryAgainSoon({ queue, random }: RunPorts, { receipt, receives }: Delivery): Promise<void> {
  const seconds = FIRST_DELAY_SECONDS * 3 ** (receives - 1) * (0.5 + random() / 2);
  // It is only sooner: without it the message comes all the same.
  await queue?.putOff(receipt, Math.round(seconds)).catch(() => undefined);
}

/** Undefined: try again later. */
async function outcomeOf(
  ports: RunPorts,
  claim: ItemClaim,
  delivery: Delivery,
  call: Call,
): Promise<ItemOutcome | undefined> {
  try {
    return await ports.inTime(call, (inner) => parsed(ports, claim, inner));
  } catch (error) {
    const code = error instanceof DomainError ? error.code : 'INTERNAL';
    const passes = PASSING.has(code);
    if (passes) report(ports.telemetry, error, delivery);
    if (passes && delivery.receives < OPERATION_MAX_RECEIVES) return undefined;
    ports.telemetry.measure({ OperationItemsGivenUp: Number(passes) });
    const fault: ItemFault =
      error instanceof DomainError
        ? { code, detail: error.message, errors: error.errors }
        : { code, detail: 'withheld', errors: [] };
    return { state: 'failed', fault };
  }
}

async function parsed(ports: RunPorts, claim: ItemClaim, call: Call): Promise<ItemOutcome> {
  const { operationId, index, owner, work } = claim;
  const context: RequestContext = {
    ...call,
    requestId: `${operationId}/${index}`,
    owner,
    ...(work.fresh && { fresh: true }),
    ...(work.noStore && { noStore: true }),
    assignee: { owner, subject: owner, ...work.assignee },
  };
  const storeAs = resumeIdOf(operationId, index);
  const { resume, meta } = await ports.parse(await requestOf(ports, claim, context), context, storeAs);
  const kept: KeptResult = { resume: work.store ? null : resume, meta };
  ports.telemetry.measure({ OperationItemsGivenUp: 0 });
  return { state: 'succeeded', resumeId: work.store ? storeAs : null, result: JSON.stringify(kept) };
}

async function requestOf(
  ports: RunPorts,
  { owner, work }: ItemClaim,
  context: RequestContext,
): Promise<ParseResumeRequest> {
  const { isText, fileName, uploadId, documentDate, language, store, include }: ParseWork = work;
  const options = {
    ...(documentDate !== undefined && { documentDate }),
    ...(language !== undefined && { language }),
    store,
    include,
  };
  if (!isText && fileName === undefined) return { ...options, uploadId };
  const bytes = await ports.uploads.read(owner, uploadId, context);
  if (bytes === undefined) throw new DomainError('UPLOAD_NOT_FOUND', 'What came with this request is gone.');
  if (isText) return { ...options, text: Buffer.from(bytes).toString('utf8') };
  return { ...options, document: { contentBase64: Buffer.from(bytes).toString('base64'), fileName } };
}

/** A result that no row can hold is an outcome too. */
async function finish({ operations }: RunPorts, claim: ItemClaim, outcome: ItemOutcome): Promise<boolean> {
  try {
    return await operations.finish(claim, outcome);
  } catch (error) {
    if (!(error instanceof DomainError) || PASSING.has(error.code)) throw error;
    return operations.finish(claim, {
      state: 'failed',
      fault: { code: error.code, detail: error.message, errors: error.errors },
    });
  }
}

/** Tells of an operation whose last item is done. Told again when two workers finish together, and never not at all. */
async function announce({ operations, outlet, clock }: RunPorts, operationId: string): Promise<void> {
  const operation = await operations.get(operationId);
  if (operation === undefined || operation.isAnnounced) return;
  const { owner, kind, state, progress } = viewOf(operation, clock.now());
  if (!isFinal(state)) return;
  await outlet.publish(owner, { type: 'operation.finished', data: { operationId, kind, state, progress } });
  await operations.announced(operationId);
}

/** The same for every try, so that a worker that died after storing leaves nothing to be stored twice. */
function resumeIdOf(operationId: string, index: number): string {
  return `res_${Buffer.from(sha256(`${operationId}/${index}`), 'hex')
    .subarray(0, 16)
    .toString('base64url')}`;
}

function report(telemetry: Telemetry, error: unknown, { operationId, index, receives }: Delivery): void {
  telemetry.event('warn', 'an item of an operation was not finished', {
    operationId,
    index,
    receives,
    error: error instanceof DomainError ? error.code : error instanceof Error ? error.name : typeof error,
  });
}
