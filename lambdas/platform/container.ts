/** The composition root: adapters → services, and the one memo that the handlers share. */
import { setTimeout } from 'node:timers/promises';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { inFormat, type ResumeFormat } from '../domain/json-resume';
import { finishedRestoreTestSchema } from '../domain/restore-test';
import { type RebuildWork, rebuildWorkSchema } from '../domain/vector-rebuild';
import type { Edge } from '../http/endpoint';
import type { Call, Embedder, RequestContext, TextModel } from '../ports';
import { createUpload } from '../services/create-upload';
import { embed } from '../services/embed';
import { embedChanges } from '../services/embed-changes';
import { health, type Probe, providersHealth } from '../services/health';
import { deleteJob, getJob, putJob, putJobsBatch } from '../services/jobs';
import { matchJobs } from '../services/match-jobs';
import { parseResume } from '../services/parse-resume';
import { rebuildVectors } from '../services/rebuild-vectors';
import { deleteResume, getRedactedResume, getResume } from '../services/resumes';
import { type Verdict, validateRestore } from '../services/validate-restore';
import { watchSecrets } from '../services/watch-secrets';
import { type Adapters, adaptersFor } from './adapters';
import { type Config, readConfig } from './config';

type Requested<F> = F extends (ports: never, request: infer R, ...rest: never[]) => unknown ? R : never;

export type Container = ReturnType<typeof createContainer>;

/** The services of a configuration. Nothing is connected or loaded until one of them is called. */
export function createContainer(config: Config, adapters: Adapters = adaptersFor(config)) {
  const { clock, telemetry, stores, uploads, documents, knowledge, rules, chains, ledger, restoreTests } = adapters;
  const catalogue = async () => ({ jobs: (await stores()).jobs, knowledge: await knowledge() });

  const edge: Edge = {
    clock,
    telemetry,
    idempotency: async () => (await stores()).idempotency,
    requestTimeoutMs: config.REQUEST_TIMEOUT_MS,
    checkResponses: config.checkResponses,
    corsOrigins: config.CORS_ORIGINS ?? [],
  };

  const services = {
    async parseResume(request: Requested<typeof parseResume>, context: RequestContext, format: ResumeFormat) {
      const known = await knowledge();
      const ports = {
        documents: await documents(),
        text: (await chains()).text,
        uploads: await uploads(),
        resumes: (await stores()).resumes,
        knowledge: known,
        readPhone: known.readPhone,
        clock,
      };
      return inFormat(await parseResume(ports, request, context), format);
    },
    async matchJobs(request: Requested<typeof matchJobs>, context: RequestContext) {
      const known = await knowledge();
      const ports = {
        ...(await stores()),
        documents: await documents(),
        rules: await rules(),
        embedders: (await chains()).embed,
        knowledge: known,
        readPhone: known.readPhone,
        clock,
      };
      return matchJobs(ports, request, context);
    },
    async embed(request: Requested<typeof embed>, context: RequestContext) {
      return embed({ embedders: (await chains()).embed, clock }, request, context);
    },
    async createUpload(request: Requested<typeof createUpload>, context: RequestContext) {
      return createUpload({ uploads: await uploads() }, request, context);
    },
    putJob: async (request: Requested<typeof putJob>) => putJob(await catalogue(), request),
    getJob: async (request: Requested<typeof getJob>) => getJob(await stores(), request),
    deleteJob: async (request: Requested<typeof deleteJob>) => deleteJob(await stores(), request),
    putJobsBatch: async (request: Requested<typeof putJobsBatch>) => putJobsBatch(await catalogue(), request),
    async getResume(request: Requested<typeof getResume>, context: RequestContext, format: ResumeFormat) {
      return inFormat({ resume: await getResume(await stores(), request, context) }, format);
    },
    async getRedactedResume(request: Requested<typeof getRedactedResume>, context: RequestContext) {
      return getRedactedResume(await stores(), request, context);
    },
    async deleteResume(request: Requested<typeof deleteResume>, context: RequestContext) {
      return deleteResume(await stores(), request, context);
    },
    health: async () => health({ clock, version: config.SERVICE_VERSION }),
    async providersHealth(context: RequestContext) {
      const { models, embedders } = await chains();
      const { jobs } = await stores();
      const store: Probe = {
        capability: 'store',
        provider: 'dynamodb',
        model: null,
        check: () => jobs.get('health-probe'),
      };
      const probes = [...models.map(textProbe), ...embedders.map(embedderProbe), store];
      return providersHealth({ clock, probes }, soon(context, clock.now()));
    },
    /** Sequence numbers of the records that must be delivered again. */
    async embedChanges(event: DynamoDBStreamEvent, call: Call): Promise<string[]> {
      const { streamChanges } = await import('../storage/stream-changes');
      const { terms, vectors } = await stores();
      const ports = { embedders: (await chains()).embedPatiently, terms, vectors, telemetry };
      const { failed, embedded } = await embedChanges(ports, streamChanges(event), call);
      telemetry.count('JobsEmbedded', embedded);
      if (failed.length > 0) telemetry.count('EmbedChangesFailed', failed.length);
      return failed;
    },
    /** Undefined for an event that tells of no finished restore test of a table. */
    async validateRestore(event: unknown): Promise<Verdict | undefined> {
      const finished = finishedRestoreTestSchema.safeParse(event);
      return finished.success
        ? validateRestore({ ...(await restoreTests()), telemetry }, finished.data.detail)
        : undefined;
    },
    async watchSecrets(): Promise<Record<string, number>> {
      const secrets = { openai: config.OPENAI_SECRET_ID, huggingface: config.HUGGINGFACE_SECRET_ID };
      return watchSecrets({ ledger: await ledger(), telemetry, clock }, secrets);
    },
    /** A part of a rebuild, checked, with more of it done. */
    async rebuildVectors(event: unknown, call: Call): Promise<RebuildWork> {
      const [{ pages, vectors }, { embedPatiently: embedders }, known] = await Promise.all([
        stores(),
        chains(),
        knowledge(),
      ]);
      const ports = { pages, vectors, embedders, knowledge: known, telemetry, clock, pause };
      return rebuildVectors(ports, rebuildWorkSchema.parse(event), call);
    },
  };

  return { edge, services, adapters };
}

const pause = async (milliseconds: number, signal: AbortSignal): Promise<void> =>
  setTimeout(milliseconds, undefined, { signal });

/** What stalls is failing: the people on call must not wait for it. */
const MAX_PROBE_MS = 2_000;

function soon(context: RequestContext, now: number): RequestContext {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(MAX_PROBE_MS)]);
  return { ...context, signal, deadline: Math.min(context.deadline, now + MAX_PROBE_MS) };
}

/** A prompt costs money, so only what runs in this process is tried. */
function textProbe({ provider, modelId }: TextModel): Probe {
  return { capability: 'text', provider, model: modelId, check: provider === 'rules' ? async () => undefined : null };
}

/** One word costs next to nothing, and shows that the key, the network and the model are there. */
function embedderProbe(embedder: Embedder): Probe {
  const check = (call: Call) => embedder.embed(['health'], { ...call, purpose: 'query' });
  return { capability: 'embeddings', provider: embedder.provider, model: embedder.modelId, check };
}

let current: Container | undefined;

/** Makes the handlers of this process use `container`; `undefined` makes the next request read the environment. */
export function useContainer(container: Container | undefined): void {
  current = container;
}

function container(): Container {
  current ??= createContainer(readConfig());
  return current;
}

export const edge = (): Edge => container().edge;
export const services = (): Container['services'] => container().services;
