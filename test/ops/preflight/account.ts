/** The checks run against a simulated account, on the wire. */

import { SIM_ACCOUNT_ID, type SimAccount } from '../../../dev/simulators/account/account';
import { DEMO_CREDENTIALS, type Simulators, startSimulators } from '../../../dev/simulators/start';
import { stageConfig } from '../../../lib/stages';
import { awsAccess } from '../../../ops/aws-access';
import type { Check } from '../../../ops/preflight/check';
import { checks } from '../../../ops/preflight/checks';
import { policyFor } from '../../../ops/preflight/policy';
import { type CheckResult, runChecks } from '../../../ops/preflight/run-checks';
import { sampleAnswers } from '../../dev/simulators/sample-answers';

export const REGION = 'eu-west-1';

export const CONNECTION = `arn:aws:codeconnections:${REGION}:${SIM_ACCOUNT_ID}:connection/aaaa-bbbb`;
export const CERTIFICATE = `arn:aws:acm:${REGION}:${SIM_ACCOUNT_ID}:certificate/aaaa-bbbb`;
export const SECRET = `arn:aws:secretsmanager:${REGION}:${SIM_ACCOUNT_ID}:secret:openai-Ab12Cd`;

export const USER_POOL = `arn:aws:cognito-idp:${REGION}:${SIM_ACCOUNT_ID}:userpool/${REGION}_AbCdEf`;
export const STREAM = `arn:aws:dynamodb:${REGION}:${SIM_ACCOUNT_ID}:table/prod-jobs-restored/stream/2026-11-21T00:00:00.000`;

/** A context in which every check is needed. */
export const EVERYTHING = {
  stage: 'prod',
  alarmEmail: 'on-call@example.com',
  anomalyMonitor: 'true',
  openAi: SECRET,
  gatewayTimeoutMs: '60000',
  functionTimeoutSeconds: '59',
  chainTimeoutMs: '58000',
  budgetScope: 'stage',
  userPoolArn: USER_POOL,
  jobsTable: 'prod-jobs-restored',
  jobsTableStreamArn: STREAM,
  candidatesTable: 'prod-candidates-restored',
  domainName: 'api.example.com',
  certificateArn: CERTIFICATE,
  provisionedConcurrency: '2',
  backupCopyRegion: 'eu-central-1',
  replicaRegion: 'eu-north-1',
  sageMaker: 'instance',
  audit: 'true',
  guardDuty: 'true',
  accessAnalyzer: 'true',
  pipelineConnectionArn: CONNECTION,
  pipelineRepository: 'example/talent-match',
} as const;

/** Puts into the account what `EVERYTHING` builds on. */
export function furnish(account: SimAccount): void {
  account.codeConnections.connections.set(CONNECTION, 'AVAILABLE');
  account.certificates.certificates.set(CERTIFICATE, { status: 'ISSUED', names: ['example.com', '*.example.com'] });
  account.secrets.secrets.set(SECRET, { versions: 2 });
  account.cognito.pools.add(`${REGION}_AbCdEf`);
  account.dynamoDb.in(REGION).tables.set('prod-jobs-restored', { streamArn: STREAM });
  account.dynamoDb.in(REGION).tables.set('prod-candidates-restored', {});
  for (const tag of ['application', 'stage']) account.costExplorer.state.tags.add(tag);
  const timeout = account.serviceQuotas.in(REGION).quotas.find(({ service }) => service === 'apigateway');
  if (timeout !== undefined) timeout.value = 120_000;
}

export interface Bench {
  simulators: Simulators;
  account: SimAccount;
  run(context: Readonly<Record<string, unknown>>, options?: RunOptions): Promise<CheckResult[]>;
  policy(context: Readonly<Record<string, unknown>>): { actions: string[]; document: object };
  /** The checks that ask for an action. */
  checksThatUse(action: string, context: Readonly<Record<string, unknown>>): Check[];
  close(): Promise<void>;
}

interface RunOptions {
  only?: readonly Check[];
  timeoutMs?: number;
}

export async function startBench(): Promise<Bench> {
  const simulators = await startSimulators({ answers: sampleAnswers });
  const access = awsAccess({ endpoint: simulators.endpoints.account, credentials: DEMO_CREDENTIALS });
  const deploymentOf = (context: Readonly<Record<string, unknown>>) => {
    const config = stageConfig(context, { account: SIM_ACCOUNT_ID, region: REGION });
    return { config, account: SIM_ACCOUNT_ID };
  };
  return {
    simulators,
    account: simulators.account,
    run: (context, { only = checks, timeoutMs = 30_000 } = {}) =>
      runChecks(only, deploymentOf(context), access, timeoutMs),
    checksThatUse: (action, context) =>
      checks.filter((check) =>
        check.permissions(deploymentOf(context)).some(({ actions }) => actions.includes(action)),
      ),
    policy(context) {
      const document = policyFor(checks, deploymentOf(context)) as { Statement: { Action: string[] }[] };
      return { document, actions: document.Statement.flatMap(({ Action }) => Action) };
    },
    close() {
      access.close();
      return simulators.close();
    },
  };
}

/** `check: verdict` of each finding that is not as it should be. */
export function troubles(results: readonly CheckResult[]): string[] {
  return results
    .filter(({ verdict }) => verdict !== 'ok' && verdict !== 'not needed')
    .map(({ check, verdict, says }) => `${verdict}: ${check}: ${says}`);
}
