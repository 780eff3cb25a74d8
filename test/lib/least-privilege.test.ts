import { gzipSync } from 'node:zlib';
import type { APIGatewayProxyEvent, Context, DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import { createTables } from '../../dev/dynamodb/create-tables';
import { type DynamoDbEmulator, startDynamoDb } from '../../dev/dynamodb/start-dynamodb';
import { handlerOf } from '../../dev/handler-of';
import { simulatedAnswers } from '../../dev/laptop-cloud';
import { pointedAt } from '../../dev/laptop-config';
import type { ReceivedMessage } from '../../dev/simulators/queues';
import { DEMO_CREDENTIALS, DEMO_SECRETS, type Simulators, startSimulators } from '../../dev/simulators/start';
import { reasonToRecord } from '../../lambdas/domain/shadow';
import { handler as deliverWebhooks } from '../../lambdas/handlers/deliver-webhooks';
import { handler as embedChanges } from '../../lambdas/handlers/embed-changes';
import { handler as runOperations } from '../../lambdas/handlers/run-operations';
import { handler as runShadows } from '../../lambdas/handlers/run-shadows';
import { embedders } from '../../lambdas/platform/adapters/embedders';
import { type Config, readConfig } from '../../lambdas/platform/config';
import { createPlatform, usePlatform } from '../../lambdas/platform/platform';
import type { Telemetry } from '../../lambdas/ports';
import { dynamoDbClient } from '../../lambdas/storage/dynamodb-client';
import { readShadowMessage } from '../../lambdas/storage/shadow-messages';
import { jobIdOf, tableSchemas } from '../../lambdas/storage/table-schema';
import { functions, type Slug } from '../../lib/functions';
import { stageConfig } from '../../lib/stages';
import { vectorSpaces } from '../../lib/vector-spaces';
import { ACCOUNT, allows, deployed } from '../support/deployed';
import { type RecordedCall, recordingProxy } from '../support/recorded-calls';
import { templatesOf } from '../support/templates';

const region = 'eu-west-1';
const settings = {
  stage: 'prod',
  account: ACCOUNT,
  region,
  alarmEmail: 'oncall@example.com',
  openAi: 'create',
  huggingFace: 'create',
  sageMaker: 'serverless',
};
const slugs = Object.keys(functions) as Slug[];
const silent: Telemetry = { count: () => undefined, measure: () => undefined, event: () => undefined };

/** Granted for what the scenarios cannot bring about. */
const RARE: Readonly<Record<string, string>> = {
  'dynamodb:DeleteItem TalentMatch state': 'frees an idempotency key after a failure of the service',
  'dynamodb:PutItem TalentMatch state': 'tells other containers of a breaker that opens',
};
/** Of the runtime, not of the code: logs, traces, keys behind the services, the pollers of stream and queues. */
const RUNTIME =
  /^(logs|xray|kms):|^sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes)$|^dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams)$/;

const text =
  'Maren Vogt\nStaff Nurse\nmaren.vogt@example.com\n\nExperience\nStaff Nurse, Elbe Clinic\nMar 2021 - present\n- Cares for 18 patients a shift\n\nSkills\nWound care, triage';
const job = (id: string) => ({
  id,
  title: 'Registered Nurse',
  description: 'You care for patients. Wound care is required.',
});

interface Asked {
  body?: unknown;
  path?: Record<string, string>;
  key?: string;
  prefer?: string;
  /** Looks for no kept answer. What looks for one gives it up where the cache is slow, and then keeps none. */
  fresh?: true;
}

describe('what a function is granted and what it does', () => {
  jest.setTimeout(300_000);
  const account = deployed(templatesOf(settings), 'prod', region);
  const granted = Object.fromEntries(slugs.map((slug) => [slug, account.functionOf('service', slug)])) as Record<
    Slug,
    ReturnType<typeof account.functionOf>
  >;
  const calls = Object.fromEntries(slugs.map((slug) => [slug, [] as RecordedCall[]])) as Record<Slug, RecordedCall[]>;
  let running: Slug = 'meta';
  let emulator: DynamoDbEmulator;
  let simulators: Simulators;
  let proxies: Awaited<ReturnType<typeof recordingProxy>>[];
  let spaces: unknown;

  beforeAll(async () => {
    const endpoint = granted.embed.environment.SAGEMAKER_ENDPOINT_NAME ?? '';
    emulator = await startDynamoDb();
    simulators = await startSimulators({
      answers: simulatedAnswers(),
      // Each request is asked of both arms.
      flags: { shadow: { percentage: 100 } },
      secrets: {
        ...DEMO_SECRETS,
        [secretName(granted.embed.environment.OPENAI_SECRET_ID)]: 'sk-demo-openai',
        [secretName(granted.embed.environment.HUGGINGFACE_SECRET_ID)]: 'hf_demo',
      },
      sageMakerEndpoints: {
        [endpoint]: { shape: 'tei', model: 'sentence-transformers/all-MiniLM-L6-v2', dimensions: 384 },
      },
    });
    const tell = (call: RecordedCall) => calls[running].push(call);
    const services = await recordingProxy(simulators.endpoints.bedrock, tell, region);
    proxies = [services];
    // One each: a look at a breaker goes on beside a call, and may end when the next function is at work.
    const tables = new Map<Slug, string>();
    for (const slug of slugs) {
      const proxy = await recordingProxy(emulator.endpoint, (call) => calls[slug].push(call), region);
      proxies.push(proxy);
      tables.set(slug, proxy.inFront(emulator.endpoint));
    }
    const endpoints = {
      ...Object.fromEntries(
        Object.entries(simulators.endpoints).map(([name, address]) => [name, services.inFront(address)]),
      ),
    };
    /** What Lambda gives the function, pointed at this machine. */
    const configOf = (slug: Slug): Config =>
      pointedAt(readConfig({ ...granted[slug].environment, AWS_REGION: region }), {
        ...endpoints,
        dynamodb: tables.get(slug) ?? '',
      });
    const as = (slug: Slug) => {
      running = slug;
      usePlatform(createPlatform(configOf(slug), silent));
    };
    const ask = async (slug: Slug, method: string, resource: string, asked: Asked = {}) => {
      const handler = await handlerOf(slug);
      const answer = await handler(eventOf(method, resource, asked), {
        getRemainingTimeInMillis: () => 28_000,
      } as Context);
      return { status: answer.statusCode, body: answer.body ? JSON.parse(answer.body) : undefined };
    };

    const names = {
      jobs: configOf('jobs').JOBS_TABLE,
      candidates: configOf('resumes').CANDIDATES_TABLE,
      state: configOf('jobs').STATE_TABLE,
    };
    const client = dynamoDbClient({
      region,
      endpoint: emulator.endpoint,
      credentials: DEMO_CREDENTIALS,
      timeouts: { connectMs: 1_000, requestMs: 10_000 },
    });
    await createTables(client, Object.values(tableSchemas(names, vectorSpaces(stageConfig(settings)))));
    client.destroy();
    const changes: DynamoDBStreamEvent[] = [];
    emulator.onStreamRecords(
      names.jobs,
      async (event) => {
        changes.push(event);
        return { batchItemFailures: [] };
      },
      ({ pk }) => jobIdOf(pk?.S ?? '') !== undefined,
    );

    as('jobs');
    await ask('jobs', 'POST', '/v1/jobs/batch', { body: { jobs: [job('a'), job('b')] }, key: 'batch-key-1' });
    await ask('jobs', 'PUT', '/v1/jobs/{id}', { body: job('c'), path: { id: 'c' } });
    await ask('jobs', 'PUT', '/v1/jobs/{id}', { body: { ...job('c'), title: 'Ward Nurse' }, path: { id: 'c' } });
    await ask('jobs', 'PUT', '/v1/jobs/{id}', {
      body: { ...job('c'), title: 'Ward Nurse', company: 'Elbe Clinic' },
      path: { id: 'c' },
    });
    await ask('jobs', 'GET', '/v1/jobs/{id}', { path: { id: 'c' } });
    await ask('jobs', 'DELETE', '/v1/jobs/{id}', { path: { id: 'c' } });

    as('embed-changes');
    await emulator.drained();
    for (const event of changes) await embedChanges(event, { getRemainingTimeInMillis: () => 60_000 } as Context);
    spaces = (await embedders(createPlatform(configOf('embed-changes'), silent))).map((embedder) => embedder.space);

    as('create-upload');
    const upload = await ask('create-upload', 'POST', '/v1/uploads', {
      body: { mediaType: 'text/plain', bytes: text.length },
      key: 'upload-key-1',
    });
    const form = new FormData();
    for (const [name, value] of Object.entries(upload.body.fields as Record<string, string>)) form.append(name, value);
    form.append('file', new Blob([text], { type: 'text/plain' }));
    await fetch(services.inFront(upload.body.url as string), { method: 'POST', body: form });

    const shadows = simulators.queues.create(granted.embed.environment.SHADOWS_QUEUE_URL?.split('/').at(-1) ?? '');
    as('parse-resume');
    await ask('parse-resume', 'POST', '/v1/resumes/parse', { body: { uploadId: upload.body.uploadId }, fresh: true });
    const parsed = await ask('parse-resume', 'POST', '/v1/resumes/parse', {
      body: { text, store: true },
      key: 'parse-key-1',
    });
    simulators.faults.set({ service: 'bedrock', kind: 'error', status: 500 });
    // Another text: what was answered before would be answered without a model.
    await ask('parse-resume', 'POST', '/v1/resumes/parse', { body: { text: text.replace('18', '19') } });
    simulators.faults.clear();

    for (const slug of ['operations', 'webhooks'] as const) {
      for (const name of ['OPERATIONS_QUEUE_URL', 'WEBHOOKS_QUEUE_URL']) {
        const url = granted[slug].environment[name];
        if (url !== undefined) simulators.queues.create(url.split('/').at(-1) ?? '');
      }
    }
    const received = (slug: 'operations' | 'webhooks', variable: string) =>
      simulators.queues.get(granted[slug].environment[variable]?.split('/').at(-1) ?? '')?.receive(10) ?? [];
    as('webhooks');
    // Nothing answers there with 2xx, so each event is put off.
    const hook = await ask('webhooks', 'POST', '/v1/webhooks', {
      body: { url: services.inFront('http://127.0.0.1/nobody') },
      key: 'webhook-key-1',
    });
    as('parse-resume');
    for (const patients of ['20', '21']) {
      const later = { body: { text: text.replace('18', patients), store: true }, prefer: 'respond-async' };
      await ask('parse-resume', 'POST', '/v1/resumes/parse', later);
    }
    as('operations');
    const items = [{ uploadId: upload.body.uploadId }, { uploadId: upload.body.uploadId }];
    const asked = { body: { items }, key: 'later-key-2', fresh: true } as const;
    const batch = await ask('operations', 'POST', '/v1/resumes/batch', asked);
    const path = { id: batch.body.operation.id };
    as('run-operations');
    const messages = received('operations', 'OPERATIONS_QUEUE_URL');
    const work = async (some: typeof messages) => {
      for (const message of some) {
        await runOperations(sqsEventOf(message), { getRemainingTimeInMillis: () => 90_000 } as Context);
      }
    };
    simulators.faults.set({ service: 's3', kind: 'error', status: 503 });
    await work(messages);
    simulators.faults.clear();
    simulators.faults.set({ service: 'bedrock', kind: 'error', status: 500 });
    await work(messages.slice(0, 1));
    simulators.faults.clear();
    await work(messages.slice(1));
    as('operations');
    await ask('operations', 'GET', '/v1/operations/{id}', { path });
    await ask('operations', 'GET', '/v1/operations/{id}/results/{index}', { path: { ...path, index: '1' } });

    as('deliver-webhooks');
    for (const message of received('webhooks', 'WEBHOOKS_QUEUE_URL')) {
      await deliverWebhooks(sqsEventOf(message), { getRemainingTimeInMillis: () => 30_000 } as Context);
    }
    as('webhooks');
    const ofHook = { path: { id: hook.body.webhook.id } };
    await ask('webhooks', 'GET', '/v1/webhooks');
    await ask('webhooks', 'POST', '/v1/webhooks/{id}/test', { ...ofHook, key: 'webhook-key-2' });
    await ask('webhooks', 'DELETE', '/v1/webhooks/{id}', ofHook);

    as('match-jobs');
    const match = { body: { resumeId: parsed.body.resume.id }, key: 'match-key-1', fresh: true } as const;
    await ask('match-jobs', 'POST', '/v1/matches', match);
    as('feedback');
    // All requests of this file have one id, and one caller.
    const rating = { body: { requestId: 'request-1', rating: 4 }, key: 'feedback-key-1' };
    await ask('feedback', 'POST', '/v1/feedback', rating);
    as('match-candidates');
    const forJob = { path: { id: 'a' }, body: {}, key: 'candidates-key-1', fresh: true } as const;
    await ask('match-candidates', 'POST', '/v1/jobs/{id}/candidates', forJob);
    const named = { path: { id: 'a' }, body: { resumeIds: [parsed.body.resume.id] } };
    await ask('match-candidates', 'POST', '/v1/jobs/{id}/candidates', named);
    as('explain-match');
    const explained = { resumeId: parsed.body.resume.id, jobId: 'a' };
    await ask('explain-match', 'POST', '/v1/matches/explain', { body: explained, key: 'explain-key-1', fresh: true });
    simulators.faults.set({ service: 'bedrock', kind: 'error', status: 500 });
    // Other facts: those of the first were answered before.
    await ask('explain-match', 'POST', '/v1/matches/explain', { body: { profile: { titles: ['Cook'] }, jobId: 'b' } });
    simulators.faults.clear();
    as('expand-query');
    const phrase = { body: { query: 'ward nurse' }, key: 'expand-key-1', fresh: true } as const;
    await ask('expand-query', 'POST', '/v1/queries/expand', phrase);
    simulators.faults.set({ service: 'bedrock', kind: 'error', status: 500 });
    await ask('expand-query', 'POST', '/v1/queries/expand', { body: { query: 'welder' } });
    simulators.faults.clear();
    as('embed');
    const embedding = ['bedrock', 'sagemaker', 'openai', 'huggingface'] as const;
    await ask('embed', 'POST', '/v1/embeddings', { body: { input: 'wound care' }, key: 'embed-key-1', fresh: true });
    for (const service of embedding) {
      simulators.faults.set({ service, kind: 'error', status: 500 });
      for (const slug of ['embed', 'match-jobs'] as const) {
        as(slug);
        const [method, resource, body] =
          slug === 'embed'
            ? ['POST', '/v1/embeddings', { input: service }]
            : ['POST', '/v1/matches', { query: `nurse ${service}` }];
        await ask(slug, method as string, resource as string, { body });
      }
    }
    simulators.faults.clear();

    as('compare');
    const all = ['bedrock', 'sagemaker', 'openai', 'huggingface'];
    const comparisons = [
      { capability: 'parse', input: { text } },
      { capability: 'embed', input: { input: 'triage' }, contenders: all },
      { capability: 'match', input: { resumeId: parsed.body.resume.id }, contenders: all },
      { capability: 'match', input: { query: 'nurse' }, contenders: ['bedrock', 'embedded'] },
      { capability: 'explain', input: { resumeId: parsed.body.resume.id, jobId: 'a' } },
    ];
    for (const body of comparisons) await ask('compare', 'POST', '/v1/compare', { body });
    as('run-shadows');
    const waiting = shadows.messages().flatMap(({ body }) => readShadowMessage({ messageId: 'm', body }).shadow ?? []);
    const first = ['parse', 'match', 'embed', 'expand'].flatMap(
      (capability) => waiting.find((shadow) => shadow.capability === capability) ?? [],
    );
    const pair = { resumeId: parsed.body.resume.id, jobId: 'a', language: 'en' };
    const doubled = [
      ...first,
      ...first.slice(0, 1).map((shadow) => ({ ...shadow, capability: 'explain', input: pair })),
    ];
    const recorded = Array.from({ length: 1_000 }, (_, n) => `request-${n}`).filter(
      (id) => reasonToRecord(id, null) !== null,
    );
    // Either arm, with all its providers up, and then with one more down each time.
    for (const service of [undefined, 'bedrock', 'openai', 'sagemaker'] as const) {
      if (service !== undefined) simulators.faults.set({ service, kind: 'error', status: 500 });
      for (const arm of ['current', 'aws'] as const) {
        for (const shadow of doubled) {
          const event = shadowEventOf({ ...shadow, arm, answer: null, requestId: recorded.pop() });
          await runShadows(event, { getRemainingTimeInMillis: () => 60_000 } as Context);
        }
      }
    }
    simulators.faults.clear();
    as('health');
    await ask('health', 'GET', '/v1/health');
    await ask('health', 'GET', '/v1/health/providers');
    as('resumes');
    await ask('resumes', 'GET', '/v1/resumes/{id}', { path: { id: parsed.body.resume.id } });
    await ask('resumes', 'DELETE', '/v1/resumes/{id}', { path: { id: parsed.body.resume.id } });
    as('meta');
    await ask('meta', 'GET', '/v1/openapi.json');
  });

  afterAll(async () => {
    usePlatform(undefined);
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await simulators.close();
    await emulator.close();
  });

  it.each(slugs)('%s may do everything that it does', (slug) => {
    const refused = calls[slug].filter(({ action, resource }) => !allows(granted[slug].policy, action, resource));

    expect(refused).toEqual([]);
  });

  it.each(slugs)('%s does everything that it may do', (slug) => {
    const unused = granted[slug].policy.flatMap(({ actions, resources }) =>
      actions
        .filter((action) => !RUNTIME.test(action))
        .flatMap((action) => resources.map((resource) => ({ action, resource })))
        // Lambda itself sends the changes that were given up.
        .filter(({ resource }) => !resource.includes('StreamDeadLetters'))
        .filter(
          (may) =>
            !calls[slug].some((call) => call.action === may.action && allows([one(may)], call.action, call.resource)),
        ),
    );

    expect(unused.filter((may) => !isRare(may) && !isDestination(may.resource))).toEqual([]);
  });

  it('the indexes of the table are the spaces that the functions make of their environment', () => {
    expect(spaces).toEqual(vectorSpaces(stageConfig(settings)));
  });

  it('the check itself refuses what is not granted', () => {
    const table = calls.jobs.find(({ action }) => action === 'dynamodb:GetItem')?.resource;

    expect(allows(granted.meta.policy, 'dynamodb:GetItem', table ?? '')).toBe(false);
    expect(allows(granted.jobs.policy, 'dynamodb:DeleteTable', table ?? '')).toBe(false);
    expect(allows(granted.jobs.policy, 'dynamodb:GetItem', table ?? '')).toBe(true);
  });
});

/** The name in the ARN of a secret, without the six letters that AWS appends. */
function secretName(arn: string | undefined): string {
  return arn?.split(':').at(-1)?.slice(0, -'-Ab12Cd'.length) ?? '';
}

function sqsEventOf({ id, handle, body, receives }: ReceivedMessage): SQSEvent {
  const attributes = { ApproximateReceiveCount: String(receives) };
  return { Records: [{ messageId: id, receiptHandle: handle, body, attributes }] } as unknown as SQSEvent;
}

function shadowEventOf(shadow: object): SQSEvent {
  const body = JSON.stringify({ packed: gzipSync(JSON.stringify(shadow)).toString('base64') });
  return { Records: [{ messageId: 'm', body }] } as unknown as SQSEvent;
}

function one({ action, resource }: RecordedCall) {
  return { effect: 'Allow', actions: [action], resources: [resource] };
}

function isRare({ action, resource }: RecordedCall): boolean {
  return RARE[`${action} TalentMatch ${resource.split('/')[1]?.startsWith('data-State') ? 'state' : ''}`] !== undefined;
}

/** A profile routes the call onward to one of these; on the wire only the profile is named. */
function isDestination(resource: string): boolean {
  return /^arn:aws:bedrock:[a-z0-9-]*::foundation-model\/(?!amazon\.titan-embed)/.test(resource);
}

function eventOf(method: string, resource: string, asked: Asked): APIGatewayProxyEvent {
  const { body, path, key, prefer, fresh } = asked;
  const scope =
    'resumes:write resumes:read embeddings:write matches:write jobs:write jobs:read health:read feedback:write compare:write';
  return {
    httpMethod: method,
    resource,
    path: resource.replace('{id}', path?.id ?? ''),
    pathParameters: path ?? null,
    multiValueQueryStringParameters: null,
    headers: {},
    multiValueHeaders: {
      ...(body !== undefined && { 'content-type': ['application/json'] }),
      ...(key !== undefined && { 'idempotency-key': [key] }),
      ...(prefer !== undefined && { prefer: [prefer] }),
      ...(fresh && { 'cache-control': ['no-cache'] }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: { requestId: 'request-1', authorizer: { claims: { sub: 'user-1', scope } }, identity: {} },
  } as unknown as APIGatewayProxyEvent;
}
