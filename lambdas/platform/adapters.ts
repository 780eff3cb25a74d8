/** Configuration → adapters: the only place where one is constructed. Each is loaded when a request first needs it. */
import { randomBytes } from 'node:crypto';
import type { Provider } from '../domain/meta';
import type { Clock, Embedder, Flags, Telemetry, TextModel } from '../ports';
import type { Config } from './config';
import { appConfigFlags } from './flags';
import { secrets } from './secrets';
import { cloudWatchTelemetry } from './telemetry';

/** Behind the stream nobody waits: a batch of texts may take as long as the handler has. */
const PATIENT = { minBudgetMs: 250, maxMs: 20_000 };
const patientSlices = { bedrock: PATIENT, sagemaker: PATIENT, openai: PATIENT, huggingface: PATIENT };

export type Adapters = ReturnType<typeof adaptersFor>;

/**
 * Functions that make and keep the adapters of `config`. Calling this connects to nothing and loads no SDK.
 * @param telemetry default: logs and metrics for CloudWatch
 */
export function adaptersFor(
  config: Config,
  telemetry: Telemetry = cloudWatchTelemetry({
    stage: config.STAGE,
    level: config.LOG_LEVEL,
    models: modelsOf(config),
  }),
) {
  const { endpoints } = config;
  const clock: Clock = { now: () => Date.now() };
  const aws = (endpoint: string | undefined) => ({
    region: config.AWS_REGION,
    ...(endpoint !== undefined && { endpoint }),
    ...(config.credentials && { credentials: config.credentials }),
  });

  const stores = once(async () => {
    const [client, jobs, pages, terms, vectors, resumes, idempotency] = await Promise.all([
      import('../storage/dynamodb-client'),
      import('../storage/dynamo-job-store'),
      import('../storage/dynamo-job-pages'),
      import('../storage/dynamo-term-index'),
      import('../storage/dynamo-vector-index'),
      import('../storage/dynamo-resume-store'),
      import('../storage/dynamo-idempotency-store'),
    ]);
    const db = client.dynamoDbClient({ ...aws(endpoints.dynamodb), timeouts: { connectMs: 800, requestMs: 3_000 } });
    const catalogue = { client: db, table: config.JOBS_TABLE, clock };
    return {
      jobs: jobs.dynamoJobStore(catalogue),
      pages: pages.dynamoJobPages(catalogue),
      terms: terms.dynamoTermIndex(catalogue),
      vectors: vectors.dynamoVectorIndex(catalogue),
      resumes: resumes.dynamoResumeStore({
        client: db,
        table: config.CANDIDATES_TABLE,
        clock,
        retentionDays: config.RESUME_RETENTION_DAYS,
      }),
      idempotency: idempotency.dynamoIdempotencyStore({ client: db, table: config.STATE_TABLE, clock }),
      close: () => db.destroy(),
    };
  });

  const restoreTests = once(async () => {
    const [{ dynamoDbClient }, { restoredTables }, { restoreVerdicts }] = await Promise.all([
      import('../storage/dynamodb-client'),
      import('../storage/restored-tables'),
      import('./restore-verdicts'),
    ]);
    const client = dynamoDbClient({ ...aws(endpoints.dynamodb), timeouts: { connectMs: 2_000, requestMs: 10_000 } });
    return { tables: restoredTables({ client }), verdicts: restoreVerdicts(aws(endpoints.backup)) };
  });

  const uploads = once(async () => {
    const { s3UploadStore } = await import('../storage/s3-upload-store');
    return s3UploadStore({
      aws: { ...aws(endpoints.s3), forcePathStyle: endpoints.s3 !== undefined },
      bucket: config.UPLOADS_BUCKET,
      clock,
      newId: () => randomBytes(18).toString('base64url'),
    });
  });

  const documents = once(async () => (await import('../documents/document-reader')).documentReader());

  const knowledge = once(async () => {
    const [reference, phone] = await Promise.all([
      import('../reference/read-reference'),
      import('../reference/phone-numbers'),
    ]);
    return {
      taxonomy: reference.readSkillTaxonomy(),
      occupations: reference.readOccupations(),
      words: reference.readWordTable(),
      readPhone: phone.readPhoneNumber,
    };
  });

  const rules = once(async () => {
    const [{ rulesModel }, known] = await Promise.all([import('../providers/rules/rules-model'), knowledge()]);
    return rulesModel(known);
  });

  const vault = once(() => secrets({ aws: aws(endpoints.secretsManager), clock }));
  /** The key of a vendor, by the id of its secret. */
  const keyIn = (id: string | undefined) => (ask?: { refresh: boolean }) => vault().get(id ?? '', ask);

  const ledger = once(async () => {
    const { secretLedger } = await import('./secret-ledger');
    return secretLedger(aws(endpoints.secretsManager));
  });

  const flags = once((): Flags => {
    const fallback = { textChain: config.chains.text, embedChain: config.chains.embed };
    const { APPCONFIG_APPLICATION: application } = config;
    if (application === undefined) return { current: async () => fallback };
    return appConfigFlags({
      aws: aws(endpoints.appConfig),
      application,
      environment: config.APPCONFIG_ENVIRONMENT,
      profile: config.APPCONFIG_PROFILE,
      fallback,
      clock,
      report: (reason) => telemetry.event('warn', 'flags not refreshed', { reason }),
    });
  });

  const textModels: Partial<Record<Provider, () => Promise<TextModel>>> = {
    bedrock: async () => {
      const { bedrockTextModel } = await import('../providers/bedrock');
      return bedrockTextModel({ ...aws(endpoints.bedrock), modelId: config.BEDROCK_MODEL_ID });
    },
    openai: async () => {
      const { openAiTextModel } = await import('../providers/openai');
      return openAiTextModel({
        key: keyIn(config.OPENAI_SECRET_ID),
        modelId: config.OPENAI_MODEL_ID,
        ...(endpoints.openai !== undefined && { baseUrl: endpoints.openai }),
      });
    },
    rules,
  };

  const embedders: Partial<Record<Provider, () => Promise<Embedder>>> = {
    bedrock: async () => {
      const { bedrockEmbedder } = await import('../providers/bedrock-embedder');
      const dimensions = Number(config.BEDROCK_EMBED_DIMENSIONS) as 256 | 512 | 1024;
      return bedrockEmbedder({ ...aws(endpoints.bedrock), dimensions });
    },
    sagemaker: async () => {
      const { sageMakerEmbedder } = await import('../providers/sagemaker');
      return sageMakerEmbedder({
        ...aws(endpoints.sagemaker),
        endpointName: config.SAGEMAKER_ENDPOINT_NAME ?? '',
        model: config.SAGEMAKER_MODEL,
        dimensions: config.SAGEMAKER_DIMENSIONS,
      });
    },
    openai: async () => {
      const { openAiEmbedder } = await import('../providers/openai');
      return openAiEmbedder({
        key: keyIn(config.OPENAI_SECRET_ID),
        modelId: config.OPENAI_EMBED_MODEL_ID,
        dimensions: config.OPENAI_EMBED_DIMENSIONS,
        ...(endpoints.openai !== undefined && { baseUrl: endpoints.openai }),
      });
    },
    huggingface: async () => {
      const { huggingFaceEmbedder } = await import('../providers/huggingface');
      return huggingFaceEmbedder({
        key: keyIn(config.HUGGINGFACE_SECRET_ID),
        modelId: config.HUGGINGFACE_MODEL_ID,
        dimensions: config.HUGGINGFACE_DIMENSIONS,
        ...(endpoints.huggingface !== undefined && { baseUrl: endpoints.huggingface }),
      });
    },
    embedded: async () => {
      const [{ embeddedEmbedder }, { words }] = await Promise.all([import('../providers/embedded'), knowledge()]);
      return embeddedEmbedder(words);
    },
  };

  const chains = once(async () => {
    const [{ textChain }, { embedderChain }, { memoryBreaker }, { attemptMeter }] = await Promise.all([
      import('../providers/chain'),
      import('../providers/embedder-chain'),
      import('../providers/breaker'),
      import('../providers/measure-attempt'),
    ]);
    const [models, made] = await Promise.all([
      Promise.all(config.chains.text.map((provider) => make(textModels, provider))),
      Promise.all(config.chains.embed.map((provider) => make(embedders, provider))),
    ]);
    const usual = {
      breaker: memoryBreaker({ clock }),
      simulated: config.simulated,
      report: attemptMeter(telemetry, clock),
    };
    return {
      models,
      embedders: made,
      text: textChain({ ...usual, models, order: async () => (await flags().current()).textChain }),
      embed: embedderChain({ ...usual, embedders: made, order: async () => (await flags().current()).embedChain }),
      /** For the catalogue: every space, whatever the flags put first. */
      embedPatiently: embedderChain({ ...usual, embedders: made, slices: patientSlices }),
    };
  });

  return { clock, telemetry, stores, uploads, documents, knowledge, rules, chains, ledger, restoreTests };
}

/** Every model that the settings name. */
function modelsOf(config: Config): string[] {
  return [
    config.BEDROCK_MODEL_ID,
    config.SAGEMAKER_MODEL,
    config.OPENAI_MODEL_ID,
    config.OPENAI_EMBED_MODEL_ID,
    config.HUGGINGFACE_MODEL_ID,
  ];
}

function make<T>(makers: Partial<Record<Provider, () => Promise<T>>>, provider: Provider): Promise<T> {
  const maker = makers[provider];
  // The configuration lets no other provider into a chain.
  if (maker === undefined) throw new TypeError(`${provider} has no place in this chain`);
  return maker();
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
