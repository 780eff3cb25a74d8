/** The functions that no caller of the API reaches: what they are granted is what they do, on the wire. */
import type { Context } from 'aws-lambda';
import { createTables } from '../../dev/dynamodb/create-tables';
import { type DynamoDbEmulator, startDynamoDb } from '../../dev/dynamodb/start-dynamodb';
import { simulatedAnswers } from '../../dev/laptop-cloud';
import { pointedAt } from '../../dev/laptop-config';
import { deployNow } from '../../dev/simulators/account/flag-history';
import { DEMO_CREDENTIALS, type Simulators, startSimulators } from '../../dev/simulators/start';
import { type Arm, arms } from '../../lambdas/domain/arm';
import { type RolloutPlan, utcOf } from '../../lambdas/domain/rollout-plan';
import { handler as guardRollout } from '../../lambdas/handlers/guard-rollout';
import { handler as rebuildVectors } from '../../lambdas/handlers/rebuild-vectors';
import { handler as validateRestore } from '../../lambdas/handlers/validate-restore';
import { handler as watchSecrets } from '../../lambdas/handlers/watch-secrets';
import { readConfig } from '../../lambdas/platform/config';
import { METRICS_NAMESPACE, METRICS_SERVICE, type MetricName } from '../../lambdas/platform/metrics';
import { createPlatform, usePlatform } from '../../lambdas/platform/platform';
import type { Telemetry } from '../../lambdas/ports';
import { dynamoJobStore } from '../../lambdas/storage/dynamo-job-store';
import { dynamoDbClient } from '../../lambdas/storage/dynamodb-client';
import { tableSchemas } from '../../lambdas/storage/table-schema';
import { type OperationalSlug, operationalFunctions } from '../../lib/functions';
import { stageConfig } from '../../lib/stages';
import { vectorSpaces } from '../../lib/vector-spaces';
import { testClock } from '../contract/laptop-tables';
import { sampleFacts, sampleJob } from '../contract/sample-job';
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
};
const parts: Record<OperationalSlug, string> = {
  'rebuild-vectors': 'backfill',
  'watch-secrets': 'service',
  'validate-restore': 'recovery',
  'guard-rollout': 'service',
};
const slugs = Object.keys(operationalFunctions) as OperationalSlug[];
const silent: Telemetry = { count: () => undefined, measure: () => undefined, event: () => undefined };
/** Of the runtime, not of the code: logs, traces, keys behind the services. */
const RUNTIME = /^(logs|xray|kms):/;
const RESTORED = 'awsbackup-restore-test-1';

/** Of a breaker that opens and closes, which no model here makes happen. */
const RARE: ReadonlySet<string> = new Set(['dynamodb:PutItem', 'dynamodb:DeleteItem']);

describe('what a function of the operators is granted and what it does', () => {
  jest.setTimeout(300_000);
  const account = deployed(templatesOf(settings), 'prod', region);
  const granted = Object.fromEntries(slugs.map((slug) => [slug, account.functionOf(parts[slug], slug)])) as Record<
    OperationalSlug,
    ReturnType<typeof account.functionOf>
  >;
  const calls: Record<OperationalSlug, RecordedCall[]> = {
    'rebuild-vectors': [],
    'watch-secrets': [],
    'validate-restore': [],
    'guard-rollout': [],
  };
  let emulator: DynamoDbEmulator;
  let simulators: Simulators;
  let proxies: { close(): Promise<void> }[];

  beforeAll(async () => {
    let running: OperationalSlug = 'rebuild-vectors';
    emulator = await startDynamoDb();
    const { OPENAI_SECRET_ID, HUGGINGFACE_SECRET_ID } = granted['watch-secrets'].environment;
    simulators = await startSimulators({
      answers: simulatedAnswers(),
      secrets: { [secretName(OPENAI_SECRET_ID)]: 'sk-new', [secretName(HUGGINGFACE_SECRET_ID)]: 'hf_new' },
    });
    for (const key of ['sk-new', 'hf_new']) simulators.vendorKeys.add(key);
    const tell = (call: RecordedCall) => calls[running].push(call);
    const [tables, services] = await Promise.all([
      recordingProxy(emulator.endpoint, tell, region),
      recordingProxy(simulators.endpoints.bedrock, tell, region),
    ]);
    proxies = [tables, services];
    const endpoints = {
      ...Object.fromEntries(
        Object.entries(simulators.endpoints).map(([name, address]) => [name, services.inFront(address)]),
      ),
      backup: services.inFront(simulators.endpoints.account),
      account: services.inFront(simulators.endpoints.account),
      dynamodb: tables.inFront(emulator.endpoint),
    };
    const as = (slug: OperationalSlug) => {
      running = slug;
      const config = pointedAt(readConfig({ ...granted[slug].environment, AWS_REGION: region }), endpoints);
      usePlatform(createPlatform(config, silent));
    };

    const jobsTable = granted['rebuild-vectors'].environment.JOBS_TABLE ?? '';
    const timeouts = { connectMs: 1_000, requestMs: 10_000 };
    const client = dynamoDbClient({ region, endpoint: emulator.endpoint, credentials: DEMO_CREDENTIALS, timeouts });
    const stateTable = granted['rebuild-vectors'].environment.STATE_TABLE ?? '';
    const names = { jobs: jobsTable, candidates: RESTORED, state: stateTable };
    await createTables(client, Object.values(tableSchemas(names, vectorSpaces(stageConfig(settings)))));
    await dynamoJobStore({ client, table: jobsTable, clock: testClock() }).put(sampleJob(), sampleFacts());
    client.destroy();

    as('rebuild-vectors');
    const rebuild = () =>
      rebuildVectors({ segment: 0, totalSegments: 1 }, { getRemainingTimeInMillis: () => 60_000 } as Context);
    // As the state machine does: on a slow machine the ledger of the budget answers its first question too late.
    await rebuild().catch(rebuild).catch(rebuild);
    // The look at the breakers goes on beside the calls of models.
    const isLook = ({ action, resource }: RecordedCall) =>
      action === 'dynamodb:GetItem' && resource.endsWith(`/${stateTable}`);
    for (let turn = 0; turn < 100_000 && !calls['rebuild-vectors'].some(isLook); turn++) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    as('watch-secrets');
    await watchSecrets();
    as('validate-restore');
    for (const sourceResourceArn of sourcesOf(granted['validate-restore'].policy)) {
      simulators.account.backup.restoreTests.set('restore-1', undefined);
      await validateRestore({
        detail: {
          restoreJobId: 'restore-1',
          status: 'COMPLETED',
          resourceType: 'DynamoDB',
          createdResourceArn: `arn:aws:dynamodb:${region}:${ACCOUNT}:table/${RESTORED}`,
          restoreTestingPlanArn: 'plan',
          sourceResourceArn,
        },
      } as unknown as Parameters<typeof validateRestore>[0]).catch(() => undefined);
    }
    as('guard-rollout');
    await playRollout(simulators, granted['guard-rollout']);
  });
  afterAll(async () => {
    usePlatform(undefined);
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await simulators.close();
    await emulator.close();
  });

  it.each(slugs)('%s may do everything that it does', (slug) => {
    expect(calls[slug]).not.toEqual([]);
    expect(calls[slug].filter(({ action, resource }) => !allows(granted[slug].policy, action, resource))).toEqual([]);
  });

  it.each(slugs)('%s does everything that it may do', (slug) => {
    const unused = granted[slug].policy.flatMap(({ actions, resources }) =>
      actions
        .filter((action) => !RUNTIME.test(action))
        .flatMap((action) =>
          resources.map((resource) => ({ effect: 'Allow', actions: [action], resources: [resource] })),
        )
        .filter((may) => !calls[slug].some((call) => allows([may], call.action, call.resource))),
    );

    const isRare = ({ actions, resources }: (typeof unused)[number]) =>
      actions.every((action) => RARE.has(action)) && resources.every((resource) => resource.includes('/data-State'));
    expect(unused.filter((may) => !isRare(may))).toEqual([]);
  });
});

/** A rollout that is held for want of an evaluation, goes on, and breaks while its step is being deployed and alarms are red. */
async function playRollout(
  { account }: Simulators,
  { environment, policy }: ReturnType<ReturnType<typeof deployed>['functionOf']>,
): Promise<void> {
  const flags = account.appConfig.in(region);
  const { alarms, metrics } = account.cloudWatch.in(region);
  account.sns.topics.set(environment.ALARM_TOPIC_ARN ?? '', []);
  const measure = (arm: Arm, name: MetricName, value: number, times: number) => {
    const dimensions = { service: METRICS_SERVICE, stage: 'prod', capability: 'parse', arm };
    for (let i = 0; i < times; i++)
      metrics.record({ namespace: METRICS_NAMESPACE, name, dimensions }, value, Date.now());
  };
  const plan: RolloutPlan = {
    steps: [10, 50],
    state: 'running',
    from: 0,
    share: 10,
    since: utcOf(Date.now() - 30 * 3_600_000),
    bakeMinutes: 60,
    minRequests: 100,
  };
  const holding = { rollout: { percentage: 10 }, plan: { ...plan, requireEvaluation: true } };
  deployNow(flags, JSON.stringify(holding));
  expect(await guardRollout()).toMatchObject({ did: 'wait', isHeld: true });

  for (const arm of arms) {
    measure(arm, 'ArmDuration', 1_000, 120);
    measure(arm, 'ArmFailures', 0, 120);
  }
  deployNow(flags, JSON.stringify({ rollout: { percentage: 10 }, plan }));
  expect(await guardRollout()).toEqual({ did: 'step', share: 50 });

  const watching = policy.find(({ actions }) => actions.includes('cloudwatch:DisableAlarmActions'))?.resources ?? [];
  for (const name of watching.map((arn) => arn.split(':').at(-1) ?? '')) {
    flags.monitors.push(name);
    alarms.set(name, { state: 'ALARM', acts: true });
  }
  measure('aws', 'ArmDuration', 1_000, 200);
  measure('aws', 'ArmFailures', 1, 200);
  expect(await guardRollout()).toEqual({ did: 'rollBack', share: 0 });
}

/** Tables whose size may be asked for; that they are not there in the emulator stops nothing that is asked here. */
function sourcesOf(policy: ReturnType<ReturnType<typeof deployed>['functionOf']>['policy']): string[] {
  return policy
    .filter(({ actions }) => actions.includes('dynamodb:DescribeTable'))
    .flatMap(({ resources }) => resources);
}

/** The name in the ARN of a secret, without the six letters that AWS appends. */
function secretName(arn: string | undefined): string {
  return arn?.split(':').at(-1)?.slice(0, -'-Ab12Cd'.length) ?? '';
}
