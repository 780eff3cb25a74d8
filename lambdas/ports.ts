/** Every seam of the service on one page; adapters in providers/, storage/, documents/ and platform/ stand behind them. */
import type * as z from 'zod';
import type { Arm, Assignee } from './domain/arm';
import type { ArmFigures } from './domain/arm-figures';
import type { DocumentText } from './domain/document-text';
import type { Feedback, RatedAnswer } from './domain/feedback';
import type { CurrentFlags } from './domain/flags';
import type { Job } from './domain/job';
import type { JobFacts } from './domain/job-facts';
import type { Filters } from './domain/match';
import type { Provenance, Provider, Usage } from './domain/meta';
import type { ItemFault, OperationItem, OperationKind, OperationTally, ParseWork } from './domain/operation';
import type { ParsedResume } from './domain/resume';
import type { Evaluation } from './domain/rollout-guard';
import type { Shadow } from './domain/shadow';
import type { ShadowRecord } from './domain/shadow-record';
import type { TextTask } from './domain/text-task';
import type { Vector, VectorSpace } from './domain/vector-space';
import type { Delivery, Webhook } from './domain/webhook';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** The budget of one request, handed down to every socket: nothing may go on after it. */
export interface Call {
  readonly signal: AbortSignal;
  /** Epoch milliseconds by which the answer must be there. */
  readonly deadline: number;
  /** Under which logs speak of the work: a request id, and an operation id of the routes or the slug of a function. */
  readonly requestId?: string;
  readonly operation?: string;
  /** For whom the work is done, where it is for a caller; nothing is shared between two owners. */
  readonly owner?: string;
  /** The caller wants new work, not a kept answer. */
  readonly fresh?: boolean;
  /** The caller wants nothing of this kept for later answers, nor a kept answer. */
  readonly noStore?: boolean;
  /** The side of the migration that serves it, decided once when it began; absent where there is no choice. */
  readonly arm?: Arm;
  /** No other providers are asked, whatever the arm: two sides are to be compared. */
  readonly only?: readonly Provider[];
  /** End of the window in which no model is asked, as ISO time; absent where there is none. */
  readonly maintenanceUntil?: string;
}

/** All that a store needs to know of a call: once it has ended nothing is waited for, and its connections are closed. */
export type Ending = Pick<Call, 'signal'>;

/** A resume to visible text. Throws a DomainError with a `DOCUMENT_*` or `UNSUPPORTED_MEDIA_TYPE` code. */
export interface DocumentReader {
  /** Bytes of a file of any accepted kind. */
  read(bytes: Uint8Array, call: Call): Promise<DocumentText>;
  /** Text sent as such. */
  readText(text: string): DocumentText;
}

/** One model that can do text tasks. No retry inside; failures are thrown as ProviderError. */
export interface TextModel {
  readonly provider: Provider;
  readonly modelId: string;
  /** Of the prompt for a kind of task; null for what costs nothing and sends no prompt. */
  promptVersion(kind: TextTask['kind']): string | null;
  /** Answers what the task's schema will be asked of; `repair` lists what was wrong with the answer before. */
  complete(task: TextTask, call: Call, repair?: string[]): Promise<{ output: unknown; usage: Usage | null }>;
  /** What that call is billed for at most, known before it is made; null for what is not billed by the token. */
  estimate(task: TextTask, repair?: string[]): Usage | null;
}

/** One model that turns texts into unit vectors of its space. No retry inside; failures are thrown as ProviderError. */
export interface Embedder {
  readonly provider: Provider;
  readonly modelId: string;
  readonly space: VectorSpace;
  /** Texts in one `embed` call, at most. */
  readonly maxBatch: number;
  /** Characters of one text, at most; callers cut, adapters never do so silently. */
  readonly maxCharacters: number;
  /** Bytes in UTF-8 of all texts of one `embed` call, at most. Default: `maxBatch` texts of any size. */
  readonly maxBatchBytes?: number;
  /** `estimated`: a part of `usage` is a guess, the most it can be. */
  embed(
    texts: readonly string[],
    ask: Call & { purpose: 'query' | 'document' },
  ): Promise<{ vectors: number[][]; usage: Usage | null; estimated?: boolean }>;
  /** What that call is billed for at most, known before it is made; null for what is not billed by the token. */
  estimate(texts: readonly string[]): Usage | null;
}

/** The ordered text models with fallback; the last tier is the rules, so it always answers. */
export interface TextChain {
  run<T>(task: TextTask, schema: z.ZodType<T>, call: Call): Promise<{ value: T; provenance: Provenance }>;
}

/** The ordered embedders. An answer is wholly of one space; with `space` given only embedders of that space are asked. */
export interface EmbedderChain {
  /** In order of preference. */
  readonly spaces: readonly VectorSpace[];
  embed(
    texts: readonly string[],
    ask: Call & { purpose: 'query' | 'document'; space?: VectorSpace },
  ): Promise<{ vectors: Vector[]; space: VectorSpace; provenance: Provenance }>;
}

/** A model that is not asked for a while, save by one container a window. */
export interface OpenBreaker {
  /** Epoch milliseconds from which one container may try it again. */
  probeAt: number;
  /** From one try to the next, in milliseconds. */
  windowMs: number;
}

/** What the containers tell each other of models that fail; null while a model is well. */
export interface BreakerStore {
  read(key: string): Promise<OpenBreaker | null>;
  /** Writes `next` if `seen` still stands, told apart by `probeAt`; `standing` is what stands afterwards. */
  swap(
    key: string,
    seen: OpenBreaker | null,
    next: OpenBreaker | null,
  ): Promise<{ swapped: boolean; standing: OpenBreaker | null }>;
}

/** Who asks, and what the work may spend. */
export interface RequestContext extends Call {
  readonly requestId: string;
  /** Tenant and user as the authoriser states them; stored things belong to an owner. */
  readonly owner: string;
  /** As the caller sent it: work that goes on after the answer is started once for a key. */
  readonly idempotencyKey?: string;
  /** By what its arm was decided: for work that goes on after the answer it is decided anew. */
  readonly assignee?: Assignee;
}

/** A job as stored: as sent, plus what the code read from it when it was stored. */
export interface StoredJob {
  job: Job;
  facts: JobFacts;
  /** Hex SHA-256 of the canonical job and the version of its facts; the same job twice is one write. */
  contentHash: string;
  /** ISO time of the last change. */
  updatedAt: string;
}

export interface JobStore {
  /** Inserts or replaces; resolves once durable. `created` is false when the id existed. */
  put(job: Job, facts: JobFacts): Promise<{ created: boolean; updatedAt: string }>;
  get(id: string, call?: Ending): Promise<StoredJob | undefined>;
  /** In any order; ids that do not exist are absent. */
  getMany(ids: readonly string[], call?: Ending): Promise<StoredJob[]>;
  /** False when there was nothing to delete. */
  delete(id: string): Promise<boolean>;
}

/** A job met on a walk through the catalogue. */
export interface ScannedJob {
  stored: StoredJob;
  /** Whether it has the vector of its text in this space; asked only of spaces that the walk was told of. */
  hasVector(space: VectorSpace): boolean;
}

/** The whole catalogue, a page at a time, in parts that can be walked side by side. */
export interface JobPages {
  /**
   * @param ask.segment 0 to `totalSegments` - 1; the segments together hold every job once
   * @param ask.cursor null for the first page of the segment, then what the page before gave
   * @returns `unreadable`: items that are no job as this code writes them · `cursor`: null after the last page.
   * A page may have no jobs and still not be the last. A job written meanwhile may be left out; one that was there is not.
   */
  read(ask: {
    segment: number;
    totalSegments: number;
    cursor: string | null;
    spaces: readonly VectorSpace[];
  }): Promise<{ jobs: ScannedJob[]; unreadable: number; cursor: string | null }>;
}

/** A job's terms, now and before: skill ids as `skill:python`, title words as `title:nurse`. */
export interface TermChange {
  id: string;
  market: string;
  terms: readonly string[];
  previous: readonly string[];
}

/** Jobs by the words and skills they name; the search that needs no model. */
export interface TermIndex {
  /** Replaces the terms of jobs; each job at most once. When it rejects, any of them may have been replaced. */
  set(changes: readonly TermChange[]): Promise<void>;
  /** Ids of jobs that have any of the terms, most shared weight first, ties by id. */
  find(
    terms: readonly { term: string; weight: number }[],
    ask: { market: string; limit: number },
    call?: Ending,
  ): Promise<string[]>;
}

/** Vectors kept on the jobs, searched one space at a time. */
export interface VectorIndex {
  /** Writes a job's vectors, one a space, in one write. False when the job is gone or has changed since `contentHash`. */
  put(jobId: string, contentHash: string, vectors: readonly Vector[]): Promise<boolean>;
  /** Of the space of the vector, most similar first; `similarity` is the cosine, -1 to 1. */
  query(
    vector: Vector,
    ask: { topK: number; filters: Filters & { market: string } },
    call?: Ending,
  ): Promise<{ jobId: string; similarity: number }[]>;
}

export interface ResumeStore {
  /** @throws DomainError `STORE_UNAVAILABLE` in time for a reply before the deadline of `call`; it may then be stored all the same */
  put(
    owner: string,
    resume: ParsedResume,
    call?: Call,
    /** By which `CandidateStore.find` finds it among many. */
    terms?: readonly string[],
  ): Promise<ParsedResume & { id: string }>;
  get(owner: string, id: string, call?: Ending): Promise<ParsedResume | undefined>;
  /** With all that was made from it. */
  delete(owner: string, id: string, call?: Ending): Promise<boolean>;
}

/** The stored resumes of one owner, to be ranked. What has expired is not there. In the order of their ids. */
export interface CandidateStore {
  /** Ids that are not there are absent. */
  getMany(owner: string, ids: readonly string[], call?: Ending): Promise<(ParsedResume & { id: string })[]>;
  /**
   * All of them, or of more than `limit` those whose terms have most weight together.
   * @returns `stored`: how many there are to choose from
   */
  find(
    owner: string,
    terms: ReadonlyMap<string, number>,
    ask: { limit: number },
    call?: Ending,
  ): Promise<{ resumes: (ParsedResume & { id: string })[]; stored: number }>;
}

/** Files too large for a request body. */
export interface UploadStore {
  create(
    owner: string,
    file: { mediaType: string; bytes: number },
  ): Promise<{ uploadId: string; url: string; fields: Record<string, string>; expiresAt: string }>;
  /** Undefined when nothing was uploaded under the id, or it belongs to someone else. */
  read(owner: string, uploadId: string, call: Call): Promise<Uint8Array | undefined>;
  /** Puts bytes that came with a request where `read` finds them; the same id again replaces them. */
  keep(owner: string, uploadId: string, bytes: Uint8Array, call: Call): Promise<void>;
}

/** Long work as it is kept. Times are epoch milliseconds. */
export interface StoredOperation {
  id: string;
  owner: string;
  kind: OperationKind;
  createdAt: number;
  /** After that nobody works on its items. */
  workUntil: number;
  expiresAt: number;
  /** Its end has been published. */
  isAnnounced: boolean;
  /** In the order of their indexes. */
  items: OperationItem[];
}

/** The right to work on one item, until its lease ends. */
export interface ItemClaim {
  operationId: string;
  index: number;
  /** Names this claim and no other. */
  token: string;
  owner: string;
  work: ParseWork;
}

export type ItemOutcome =
  | { state: 'succeeded'; resumeId: string | null; result: string }
  | { state: 'failed'; fault: ItemFault };

/** Operations, their items and results. An item gets one outcome and keeps it; what has expired is not there. */
export interface OperationStore {
  /** All of it or nothing that can be seen. With an id that is there already nothing changes. */
  create(operation: {
    id: string;
    owner: string;
    kind: OperationKind;
    /** `uploadId` as the caller named it. */
    items: readonly { uploadId: string | null; work: ParseWork }[];
  }): Promise<void>;
  get(id: string): Promise<StoredOperation | undefined>;
  /**
   * Takes an item that nobody works on; `leaseUntil` in epoch milliseconds. `leased`: somebody else is at it. `gone`:
   * there is no such item, or its time for work is over.
   */
  claim(
    id: string,
    index: number,
    leaseUntil: number,
  ): Promise<ItemClaim | { state: 'leased' } | { state: 'finished' } | { state: 'gone' }>;
  /** Writes the outcome; false when the claim has passed to another. @throws DomainError `PAYLOAD_TOO_LARGE` for the result */
  finish(claim: ItemClaim, outcome: ItemOutcome): Promise<boolean>;
  /** Ends the lease without an outcome, so that the next delivery need not wait for its end. */
  release(claim: ItemClaim): Promise<void>;
  /**
   * One item with what was asked and what it gave; `result` is null unless it has succeeded. Where an owner is named, the
   * item of another is not there, and its result is not read.
   */
  item(
    id: string,
    index: number,
    owner?: string,
  ): Promise<
    { owner: string; workUntil: number; work: ParseWork; item: OperationItem; result: string | null } | undefined
  >;
  /** Notes that the end of the operation has been published. */
  announced(id: string): Promise<void>;
}

/** Names of items to be worked on, delivered at least once each and in any order. */
export interface WorkQueue {
  /** Resolves when every message is kept. When it rejects, some may be kept. */
  send(messages: readonly { operationId: string; index: number }[]): Promise<void>;
  /** Has a received message delivered again in so many seconds. */
  putOff(receipt: string, seconds: number): Promise<void>;
}

/** What callers can be told of. */
export interface ServiceEvent {
  type: 'operation.finished';
  data: { operationId: string; kind: OperationKind } & Pick<OperationTally, 'state' | 'progress'>;
}

/** Events on their way to the owner. The same event may be published twice; its operation id tells. */
export interface EventOutlet {
  publish(owner: string, event: ServiceEvent): Promise<void>;
}

/** Where events for an endpoint are sent to: its place in the store, without the name of its owner. */
export interface WebhookPlace {
  readonly owner: string;
  readonly id: string;
}

export interface StoredWebhook extends Webhook {
  readonly place: WebhookPlace;
  /** Signs what is sent there. */
  readonly secret: string;
}

export interface WebhookStore {
  /** Undefined when the owner has as many as one may have. */
  create(owner: string, webhook: Pick<StoredWebhook, 'url' | 'events' | 'secret'>): Promise<StoredWebhook | undefined>;
  /** In the order of their ids. */
  list(owner: string): Promise<StoredWebhook[]>;
  find(place: WebhookPlace): Promise<StoredWebhook | undefined>;
  /** False when there was nothing to delete. */
  delete(owner: string, id: string): Promise<boolean>;
  /** Writes down how the last attempt went; does nothing when the endpoint is gone. */
  note(place: WebhookPlace, outcome: Pick<Webhook, 'state' | 'lastAttempt'>): Promise<void>;
}

/** Events on their way to endpoints, each delivered at least once to the worker, in any order. */
export interface DeliveryQueue {
  /** Resolves when every delivery is kept. When it rejects, some may be kept. */
  send(deliveries: readonly Delivery[]): Promise<void>;
  /** Hides a received delivery; `seconds` from now, up to 12 hours after its receipt. */
  putOff(receipt: string, seconds: number): Promise<void>;
}

/** Requests on their way to the other arm, delivered at least once each and in any order. */
export interface ShadowQueue {
  /**
   * Resolves when it is kept: `false` when it is too large for a message.
   * @throws DomainError `STORE_UNAVAILABLE`
   */
  send(shadow: Shadow, call?: Ending): Promise<boolean>;
}

/** Who asks the other arm: one worker for a request. */
export interface ShadowClaims {
  /** True once for a request, for as long as it may be delivered again. */
  claim(requestId: string, call?: Ending): Promise<boolean>;
}

/** What was recorded of requests that both arms were asked; each record ends by itself. */
export interface ShadowRecords {
  put(record: ShadowRecord, call?: Ending): Promise<void>;
  /** Of a day in UTC, `2026-11-22`, in no order; `unreadable`: items that are no record as this code writes them. */
  list(day: string, call?: Ending): Promise<{ records: ShadowRecord[]; unreadable: number }>;
}

/** How one attempt to deliver an event went. */
export interface DeliveryAttempt {
  delivered: boolean;
  /** For the owner of the endpoint. */
  detail: string;
  /** The endpoint wants nothing any more. */
  gone?: true;
  /** What the endpoint asked for. */
  retryAfterSeconds?: number;
}

/** Sends to endpoints on the public internet, and to no other place. */
export interface EventSender {
  /** Whether the URL leads where events may be sent. */
  mayCall(url: string): Promise<boolean>;
  /** Signs and sends; an endpoint that fails is an answer, not an error. */
  post(
    endpoint: { url: string; secret: string },
    event: { id: string; body: string },
    call: Call,
  ): Promise<DeliveryAttempt>;
}

/** Small answers kept for a while. A miss and a broken cache look the same to the caller. */
export interface Cache {
  /** The keys that are there, with their values. */
  get(keys: readonly string[], call?: Ending): Promise<Map<string, string>>;
  put(entries: ReadonlyMap<string, string>, ttlSeconds: number, call?: Ending): Promise<void>;
}

/** A reply as it went out, kept so that it can go out again. */
export interface StoredReply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface IdempotencyStore {
  /** Claims the key for this request, or says what became of the one that claimed it before. */
  begin(
    key: string,
    requestHash: string,
  ): Promise<
    { state: 'claimed' } | { state: 'replay'; reply: StoredReply } | { state: 'in-progress' } | { state: 'reused' }
  >;
  complete(key: string, reply: StoredReply): Promise<void>;
  /** Frees the key after a failure that may be retried. */
  release(key: string): Promise<void>;
}

/** How answers came about, by their request ids, for as long as they can be rated. */
export interface AnswerStore {
  keep(noted: { requestId: string; owner: string; answer: RatedAnswer }, call?: Ending): Promise<void>;
  /** Undefined when there is none, or it was given to someone else. */
  find(ask: { requestId: string; owner: string }, call?: Ending): Promise<RatedAnswer | undefined>;
}

/** Ratings of answers, one by an owner of an answer. */
export interface FeedbackStore {
  /** In place of an earlier one, whose time of creation stays. */
  put(
    given: { owner: string; requestId: string; feedback: Feedback },
    call?: Ending,
  ): Promise<{ isNew: boolean; createdAt: string }>;
}

/** A day's budget for models, shared by all containers: each takes its share before it spends. Whole micro-USD. */
export interface SpendLedger {
  /**
   * Hands out `amount`, if no more than `limit` is handed out with it. What is handed out does not come back.
   * @param ask.day in UTC, `2026-11-22`
   * @param ask.amount at most `limit`
   * @returns whether it was, and what is handed out of the day's budget now
   * @throws DomainError `STORE_UNAVAILABLE`; it may then have been handed out
   */
  take(ask: { day: string; amount: number; limit: number }, call: Call): Promise<{ taken: boolean; handedOut: number }>;
}

/** How many requests each caller has made in a day. */
export interface CallerQuota {
  /**
   * Counts requests, if all of them are within the limit.
   * @param ask.day in UTC, `2026-11-22`
   * @returns whether they were, and how many are counted now
   * @throws DomainError `STORE_UNAVAILABLE`
   */
  count(
    ask: { owner: string; day: string; limit: number; requests: number },
    call: Call,
  ): Promise<{ allowed: boolean; used: number }>;
}

/** What is known of secrets without reading them. */
export interface SecretLedger {
  /** Epoch milliseconds at which the value in use was put in. @throws Error that names the secret */
  currentSince(secretId: string): Promise<number>;
}

/** What a look into a restored table found; of the items themselves nothing is kept. */
export interface RestoredContents {
  /** Items counted before the look ended. */
  items: number;
  /** Whether that is all there are. */
  isWhole: boolean;
  /** Jobs and resumes among them that this code can read. */
  readable: number;
  /** Jobs and resumes that it cannot read. */
  unreadable: number;
}

/** Tables that a restore test has made, and those they were made from. */
export interface RestoredTables {
  look(tableArn: string): Promise<RestoredContents>;
  /** Items of a table in use, as DynamoDB last counted them: up to six hours ago. */
  itemsLastCounted(tableArn: string): Promise<number>;
}

/** Where the outcome of a restore test is filed, once and for good. */
export interface RestoreVerdicts {
  put(restoreJobId: string, verdict: { successful: boolean; message: string }): Promise<void>;
}

/** What operators have decided; changes without a deployment. Never throws: what it knew last holds. */
export interface Flags {
  current(): Promise<CurrentFlags>;
}

/** The flags as whoever changes them by himself sees them. */
export interface FlagsSeen {
  /** In force for all: the last whose deployment is complete. As it was written. */
  document: Readonly<Record<string, unknown>>;
  /** What is being deployed; the functions have it already, and it may yet be taken back. */
  underWay: Readonly<Record<string, unknown>> | undefined;
  /** What was deployed last and taken back. */
  takenBack: { document: Readonly<Record<string, unknown>>; reason: string } | undefined;
  /** Newest version, and number of the deployment under way: what a change is made against. */
  lock: { latestVersion: number; underWay: number | undefined };
}

/** Changes of the flags by a function. Each replaces the whole document, unless somebody was quicker since it was read. */
export interface FlagDeployments {
  read(): Promise<FlagsSeen>;
  /** Begins a deployment that is taken back while alarms are red. False when somebody was quicker: nothing was changed. */
  begin(document: object, why: string, seen: FlagsSeen): Promise<boolean>;
  /**
   * Gives the document to all at once, whatever the alarms say; what is under way is stopped first. False as above.
   * @throws Error when it cannot be told that all have it
   */
  replace(document: object, why: string, seen: FlagsSeen): Promise<boolean>;
}

/** What was measured of both arms. */
export interface ArmFiguresSource {
  /** @param from epoch milliseconds, as `to` @throws Error when it cannot be told */
  between(from: number, to: number): Promise<ArmFigures>;
}

/** Messages to those on call. */
export interface Notices {
  send(notice: { subject: string; text: string }): Promise<void>;
}

/** What a guard that runs now and then must know from one time to the next. */
export interface RolloutMemory {
  /** Of the AWS arm; null where there is none. */
  evaluation(): Promise<Evaluation | null>;
  /** Whether nobody has asked with this key before. */
  isFirst(key: string): Promise<boolean>;
}

/** Numbers and events for operators; names of metrics come from `platform/metrics.ts`. Never given text of a document. */
export interface Telemetry {
  count(metric: string, value: number, dimensions?: Readonly<Record<string, string>>): void;
  /** Several numbers of one thing that happened; `fields` are written beside them and can be searched for. */
  measure(
    values: Readonly<Record<string, number>>,
    dimensions?: Readonly<Record<string, string>>,
    fields?: Record<string, string | number | boolean | null>,
  ): void;
  event(
    level: 'info' | 'warn' | 'error',
    message: string,
    fields?: Record<string, string | number | boolean | null>,
  ): void;
}
