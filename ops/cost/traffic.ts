/** What a month of requests is taken to be: which routes, how long, how much is read and written; all assumptions are here. */
import { spaceName } from '../../lambdas/domain/vector-space';
import type { Slug } from '../../lib/functions';
import type { StageConfig } from '../../lib/stages';
import { vectorSpaces } from '../../lib/vector-spaces';
import type { QueueName } from '../../lib/work-queues';

/** One request of a slug, on average. Sizes in kB are thousands of bytes. */
interface PerRequest {
  /** Of the requests to the API; the shares sum to 1. */
  share: number;
  /** Billed by Lambda; it waits for the model. */
  billedMs: number;
  responseKb: number;
  /** DynamoDB write units, beside those of the job table. */
  writes: number;
  /** DynamoDB read units, beside those of the job table. */
  reads: number;
  textCalls?: number;
  /** Texts embedded for the caller. */
  embeddings?: number;
  searches?: number;
  /** Objects written to and read from the uploads bucket. */
  uploads?: number;
  /** Jobs put into the catalogue, or changed. */
  jobChanges?: number;
  /** Resumes that are read later, by a worker. */
  readLater?: number;
}

/**
 * The mix is a guess until there is a month of traffic; the dashboard of costs then has the true one. Times: those of
 * docs/benchmarks.md, and for parse-resume 4 s of a model that writes 1,700 tokens. Writes: a call with an
 * Idempotency-Key (half of the parses, a tenth of the others) keeps its answer, a kB a unit; a tenth of the resumes are
 * stored; what may ask a model counts against the quota of its caller (1 unit) and looks into the cache first (half a
 * read unit), which keeps a resume packed (3 units) and a vector of 1,024 numbers (6 units); how an answer that may be rated came
 * about is noted (1 unit); the budget of the day is
 * written to for hundreds of calls at once. Of an operation: a row for itself, and for each resume one that changes
 * twice, the result, and the looks of the worker. The model is paid a fifth of a
 * parse for a search phrase, and three fifths for an explanation: 1,500 tokens in, 900 out.
 */
export const perRequest: Readonly<Partial<Record<Slug, PerRequest>>> = {
  'parse-resume': { share: 0.3, billedMs: 4_200, responseKb: 8, writes: 11, reads: 0.5, textCalls: 1, uploads: 0.1 },
  'create-upload': { share: 0.03, billedMs: 40, responseKb: 2, writes: 0.3, reads: 0, uploads: 1 },
  resumes: { share: 0.03, billedMs: 30, responseKb: 8, writes: 0.5, reads: 1.5 },
  embed: { share: 0.05, billedMs: 150, responseKb: 20, writes: 15, reads: 1, embeddings: 2 },
  'match-jobs': { share: 0.37, billedMs: 500, responseKb: 40, writes: 12, reads: 0.7, embeddings: 1, searches: 1 },
  'match-candidates': { share: 0.01, billedMs: 900, responseKb: 40, writes: 2, reads: 120 },
  'explain-match': { share: 0.03, billedMs: 2_800, responseKb: 30, writes: 7, reads: 2, textCalls: 0.6 },
  'expand-query': { share: 0.01, billedMs: 900, responseKb: 2, writes: 5, reads: 0.5, textCalls: 0.2 },
  // Asked by operators for as long as they compare: docs/compare.md says what that costs.
  compare: { share: 0, billedMs: 6_000, responseKb: 20, writes: 1, reads: 0, textCalls: 2 },
  jobs: { share: 0.08, billedMs: 100, responseKb: 2, writes: 0.5, reads: 0, jobChanges: 5 },
  operations: { share: 0.02, billedMs: 60, responseKb: 3, writes: 6, reads: 5, textCalls: 0.5, readLater: 0.5 },
  feedback: { share: 0.01, billedMs: 40, responseKb: 0.5, writes: 1.2, reads: 1 },
  webhooks: { share: 0.001, billedMs: 50, responseKb: 1, writes: 1, reads: 1 },
  health: { share: 0.04, billedMs: 10, responseKb: 0.5, writes: 0, reads: 0.1 },
  meta: { share: 0.019, billedMs: 15, responseKb: 60, writes: 0, reads: 0 },
};

/** A job's item without its vectors, kB: the job, and what was read from it. */
const JOB_ITEM_KB = 6;
/** A number in a list attribute: about nine digits, two a byte, with its type and length. */
const STORED_DIMENSION_BYTES = 7;
/** A number in the index: f32. */
const INDEXED_DIMENSION_BYTES = 4;
/** Rows of words and skills, one write unit each. */
const TERM_ROWS_PER_JOB = 15;
/** Jobs that one search reads: the 100 nearest and 200 by words, many of them the same. */
const JOBS_READ_PER_SEARCH = 250;
/** Share of the jobs that have a given word or skill of a profile, and how many words are looked up. */
const TERM_FREQUENCY = 0.05;
const TERMS_PER_SEARCH = 15;
const TERM_ROW_BYTES = 80;
const MAX_ROWS_PER_TERM = 2_000;
/** Changed jobs that one delivery of the stream holds. */
const JOBS_PER_DELIVERY = 5;
const DELIVERY_MS = 800;
/** One resume read by a worker, and one event handed to an endpoint of a caller. */
const READ_LATER_MS = 4_200;
const EVENT_MS = 500;
/** Events of each resume that is read later: an operation has several, and not every caller wants to be told. */
const EVENTS_PER_RESUME = 0.3;

export interface Traffic {
  /** Requests to the API in the month. */
  requests: number;
  /** Jobs in the catalogue. */
  jobs: number;
  /** Invocations and billed milliseconds in the month, by function. */
  calls: Readonly<Partial<Record<string, { count: number; billedMs: number }>>>;
  textCalls: number;
  queryEmbeddings: number;
  jobChanges: number;
  searches: number;
  uploads: number;
  /** Messages by queue. */
  messages: Readonly<Record<QueueName, number>>;
  responseGb: number;
  /** DynamoDB units in the month. */
  writes: number;
  reads: number;
  /** In the tables, GB; the vectors in the indexes, GB. */
  storedGb: number;
  indexedGb: number;
  /** Share of the hours in which anything was asked: what is billed by the hour of use is billed for these. */
  hoursInUse: number;
}

export const HOURS_PER_MONTH = 730;

/** @param requests in the month, evenly spread; 0 is the idle deployment */
export function traffic(config: StageConfig, requests: number, jobs: number): Traffic {
  const rows = Object.entries(perRequest);
  const sum = (of: (row: PerRequest) => number | undefined) =>
    rows.reduce((total, [, row]) => total + requests * row.share * (of(row) ?? 0), 0);
  const dimensions = vectorSpaces(config).map((space) => ({ name: spaceName(space), length: space.dimensions }));
  const vectorNumbers = dimensions.reduce((total, { length }) => total + length, 0);
  const itemKb = JOB_ITEM_KB + (vectorNumbers * STORED_DIMENSION_BYTES) / 1_000;
  const jobChanges = sum((row) => row.jobChanges);
  const searches = sum((row) => row.searches);
  const termRows = Math.min(jobs * TERM_FREQUENCY, MAX_ROWS_PER_TERM);
  // Eventually consistent reads are half a unit for 4 kB, rounded up by item in a batch, by page in a query.
  const readsPerSearch =
    Math.min(jobs, JOBS_READ_PER_SEARCH) * Math.ceil(itemKb / 4) * 0.5 +
    TERMS_PER_SEARCH * Math.ceil((termRows * TERM_ROW_BYTES) / 4_000) * 0.5;
  const writesPerJob = Math.ceil(JOB_ITEM_KB) + Math.ceil(itemKb) + TERM_ROWS_PER_JOB;
  const deliveries = jobChanges / JOBS_PER_DELIVERY;
  const readLater = sum((row) => row.readLater);
  // Operators ask the other arm too for as long as they compare: docs/shadow.md says what that costs.
  const messages = { operations: readLater, webhooks: readLater * EVENTS_PER_RESUME, shadows: 0 };
  return {
    requests,
    jobs,
    calls: {
      ...Object.fromEntries(
        rows.map(([slug, row]) => [
          slug,
          { count: requests * row.share, billedMs: requests * row.share * row.billedMs },
        ]),
      ),
      'embed-changes': { count: deliveries, billedMs: deliveries * DELIVERY_MS },
      'run-operations': { count: messages.operations, billedMs: messages.operations * READ_LATER_MS },
      'deliver-webhooks': { count: messages.webhooks, billedMs: messages.webhooks * EVENT_MS },
    },
    messages,
    textCalls: sum((row) => row.textCalls),
    queryEmbeddings: sum((row) => row.embeddings),
    jobChanges,
    searches,
    uploads: sum((row) => row.uploads),
    responseGb: sum((row) => row.responseKb) / 1_000_000,
    writes: sum((row) => row.writes) + jobChanges * writesPerJob,
    reads: sum((row) => row.reads) + searches * readsPerSearch,
    storedGb: requests === 0 ? 0 : (jobs * (itemKb + (TERM_ROWS_PER_JOB * TERM_ROW_BYTES) / 1_000)) / 1_000_000,
    indexedGb: requests === 0 ? 0 : (jobs * vectorNumbers * INDEXED_DIMENSION_BYTES) / 1_000_000_000,
    hoursInUse: Math.min(1, requests / HOURS_PER_MONTH),
  };
}
