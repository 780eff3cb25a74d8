/** The whole cloud in one process: tables, simulated providers, the stream and the handlers behind one HTTP server. */
import { mkdirSync } from 'node:fs';
import type { Context } from 'aws-lambda';
import { documentFromText } from '../lambdas/documents/document-reader';
import { NO_FLAGS } from '../lambdas/domain/flags';
import type { VectorSpace } from '../lambdas/domain/vector-space';
import { handler as embedChanges } from '../lambdas/handlers/embed-changes';
import { embedders } from '../lambdas/platform/adapters/embedders';
import { stores } from '../lambdas/platform/adapters/stores';
import type { Config } from '../lambdas/platform/config';
import { createPlatform, platform as currentPlatform, usePlatform } from '../lambdas/platform/platform';
import { expandQuery } from '../lambdas/providers/rules/expand-query';
import { extractResume } from '../lambdas/providers/rules/extract-resume';
import { readOccupations, readSkillTaxonomy, readWordTable } from '../lambdas/reference/read-reference';
import { dynamoDbClient } from '../lambdas/storage/dynamodb-client';
import { jobIdOf, tableSchemas } from '../lambdas/storage/table-schema';
import type { QueueName } from '../lib/work-queues';
import { offerBackfill } from './backfill';
import { createTables } from './dynamodb/create-tables';
import { type DynamoDbEmulator, type DynamoDbOptions, startDynamoDb } from './dynamodb/start-dynamodb';
import type { StreamFilter } from './dynamodb/stream-pump';
import { laptopConfig, pointedAt } from './laptop-config';
import { guardWhileRunning } from './laptop-guard';
import { createQueues, feedWorkers, laptopQueueName } from './laptop-queues';
import { laptopTopicArn, offerOperators } from './offer-operators';
import { seedJobs } from './seed';
import { startServer } from './server';
import type { SimNotification } from './simulators/account/sns';
import { queueUrlOf } from './simulators/sqs';
import { type Simulators, startSimulators } from './simulators/start';
import { terminalTelemetry } from './terminal-telemetry';

export interface LaptopCloudOptions {
  /** Default 0: any free port. */
  port?: number;
  /** Folder to keep tables, uploads and messages in between runs; in memory without it. */
  dataDir?: string;
  /** Put the sample jobs into the catalogue and wait until they can be found. Default false. */
  seed?: boolean;
  /** Longest wait for that, from the call on; the rest goes on in the background. Default: as long as it takes. */
  waitMs?: number;
  /** Default: those of the process. */
  environment?: Record<string, string | undefined>;
  /** What a worker of a queue may take for a message, which is hidden as long. Default 60 s. */
  workerMs?: number;
  /** Told of each change of an item in the tables. */
  watch?: DynamoDbOptions['watch'];
  /** Sees each operation on the tables, and may answer or refuse it. */
  intercept?: DynamoDbOptions['intercept'];
  /** Told of each message to the topic of alarms. */
  notify?: (notification: SimNotification) => void;
  /** How often a rollout is looked after, as the schedule does it in the cloud. Default: only by who calls the handler. */
  guardEveryMs?: number;
  /** Ends the start, also in the middle of the seeding; what was started is stopped. */
  signal?: AbortSignal;
}

export interface LaptopCloud {
  url: string;
  config: Config;
  /** Jobs put into the catalogue at the start. */
  seeded: number;
  /** Whether all of them could be found when the start ended. */
  isSearchable: boolean;
  simulators: Simulators;
  dynamodb: DynamoDbEmulator;
  /** Resolves once every job that was sent has its vectors. */
  settled(): Promise<void>;
  /** Stops everything and frees every handle. */
  close(): Promise<void>;
}

/** How long the stream handler may take, as its Lambda's timeout will say. */
const STREAM_TIMEOUT_MS = 60_000;

let isRunning = false;

/**
 * One at a time in a process, as the handlers share one platform. Rejects with EADDRINUSE when the port is taken, and
 * with the signal's reason when it is aborted.
 */
export async function startLaptopCloud(options: LaptopCloudOptions = {}): Promise<LaptopCloud> {
  if (isRunning) throw new Error('a laptop cloud is already running in this process');
  isRunning = true;
  const stops: (() => unknown)[] = [() => (isRunning = false)];
  const close = async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  };
  try {
    return { ...(await start(options, stops)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  {
    port = 0,
    dataDir,
    seed = false,
    waitMs = Number.POSITIVE_INFINITY,
    environment = process.env,
    workerMs = 60_000,
    watch,
    intercept,
    notify,
    guardEveryMs,
    signal = new AbortController().signal,
  }: LaptopCloudOptions,
  stops: (() => unknown)[],
): Promise<Omit<LaptopCloud, 'close'>> {
  const started = performance.now();
  const plan = laptopConfig(environment);
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  const dynamodb = await startDynamoDb({
    ...(dataDir && { dataDir }),
    ...(watch && { watch }),
    ...(intercept && { intercept }),
  });
  stops.push(() => dynamodb.close());
  const simulators = await startSimulators({
    answers: simulatedAnswers(),
    flags: NO_FLAGS,
    otherEndpoints: { dynamodb: dynamodb.endpoint },
    ...(dataDir !== undefined && { dataDir }),
  });
  stops.push(() => simulators.close());
  createQueues(simulators.queues, workerMs);
  signal.throwIfAborted();

  const { endpoints } = simulators;
  const queueUrl = (name: QueueName) => queueUrlOf(endpoints.sqs, laptopQueueName(name));
  const config = {
    ...pointedAt(plan, { ...endpoints, dynamodb: dynamodb.endpoint }),
    OPERATIONS_QUEUE_URL: queueUrl('operations'),
    WEBHOOKS_QUEUE_URL: queueUrl('webhooks'),
    SHADOWS_QUEUE_URL: queueUrl('shadows'),
    ALARM_TOPIC_ARN: laptopTopicArn(simulators.account, plan.AWS_REGION),
  };
  const stopping = new AbortController();
  const platform = createPlatform(
    config,
    terminalTelemetry(stopping.signal, {
      metrics: simulators.account.cloudWatch.in(config.AWS_REGION).metrics,
      stage: config.STAGE,
      // A test that moves the clock of the handlers moves what they measure with it.
      now: () => currentPlatform().clock.now(),
    }),
  );
  const made = await embedders(platform);
  await prepareTables(
    config,
    made.map((embedder) => embedder.space),
  );
  // It stays in use after the end: a straggler must find what is closed, never a real account.
  usePlatform(platform);
  const { close } = await stores(platform);
  stops.push(() => close());
  // What is not handled when the cloud stops is not done: kept tables deliver it at the next start.
  const stopped = onceAborted(stopping.signal).then(() => Promise.reject(new Error('the laptop cloud is stopping')));
  stopped.catch(() => undefined);
  dynamodb.onStreamRecords(
    config.JOBS_TABLE,
    (event) => Promise.race([embedChanges(event, streamContext()), stopped]),
    isJobKey,
  );
  stops.push(() => {
    dynamodb.stopStreams();
    stopping.abort();
  });
  const workers = feedWorkers(simulators.queues, workerMs);
  stops.push(() => workers.close());
  offerBackfill(simulators.account, config.AWS_REGION, stopping.signal);
  offerOperators(simulators.account, config, notify);
  if (guardEveryMs !== undefined) {
    const guard = guardWhileRunning(simulators.account.appConfig.in(config.AWS_REGION), guardEveryMs);
    stops.push(() => guard.close());
  }
  signal.throwIfAborted();

  const server = await startServer({ port, simControl: simulators.handleSimControl });
  stops.push(() => server.close());
  const seeded = seed ? await seedJobs(server.url, signal) : 0;
  const isSearchable = await unlessAborted(within(dynamodb.drained(), waitMs - (performance.now() - started)), signal);
  return { url: server.url, config, seeded, isSearchable, simulators, dynamodb, settled: () => dynamodb.drained() };
}

/** What the simulated models say: the rules parser and the word table, each behind the true wire format. */
export function simulatedAnswers() {
  const knowledge = { taxonomy: readSkillTaxonomy(), occupations: readOccupations() };
  const words = readWordTable();
  return {
    extract: (text: string) => extractResume(documentFromText(text), knowledge),
    expand: (query: string) => expandQuery({ query }, knowledge),
    embed: (text: string) => {
      const vector = [...words.embed(text)];
      // A model has a vector for every text, also for one without a word that the table knows.
      if (!vector.some((value) => value !== 0)) vector[vector.length - 1] = 1;
      return vector;
    },
  };
}

async function prepareTables(config: Config, spaces: readonly VectorSpace[]): Promise<void> {
  const { AWS_REGION: region, endpoints, credentials } = config;
  const client = dynamoDbClient({
    region,
    ...(endpoints.dynamodb !== undefined && { endpoint: endpoints.dynamodb }),
    ...(credentials && { credentials }),
    timeouts: { connectMs: 1_000, requestMs: 30_000 },
  });
  const names = { jobs: config.JOBS_TABLE, candidates: config.CANDIDATES_TABLE, state: config.STATE_TABLE };
  try {
    await createTables(client, Object.values(tableSchemas(names, spaces)));
  } finally {
    client.destroy();
  }
}

/** The filter of the stream's event source: rows of terms are most of what is written, and nothing to embed. */
const isJobKey: StreamFilter = ({ pk }) => jobIdOf(pk?.S ?? '') !== undefined;

function streamContext(): Context {
  const end = Date.now() + STREAM_TIMEOUT_MS;
  return { awsRequestId: 'stream', getRemainingTimeInMillis: () => end - Date.now() } as Context;
}

/** Whether the work ended in time. */
async function within(work: Promise<void>, ms: number): Promise<boolean> {
  if (ms === Number.POSITIVE_INFINITY) return work.then(() => true);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), Math.max(0, ms));
  });
  return Promise.race([work.then(() => true), late]).finally(() => clearTimeout(timer));
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  await Promise.race([work, onceAborted(signal)]);
  signal.throwIfAborted();
  return work;
}

function onceAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
