/** Each thing that can be wrong with an account, set in a simulated one, and what preflight says of it. */
import type { SimAccount } from '../../../dev/simulators/account/account';
import { MODEL_REFUSALS } from '../../../dev/simulators/account/bedrock';
import { BOOTSTRAP_PARAMETER } from '../../../dev/simulators/account/ssm';
import type { Refusal } from '../../../dev/simulators/exchange';
import { spaceName } from '../../../lambdas/domain/vector-space';
import { stageConfig } from '../../../lib/stages';
import { vectorSpaces } from '../../../lib/vector-spaces';
import type { Verdict } from '../../../ops/preflight/check';
import { checks } from '../../../ops/preflight/checks';
import {
  type Bench,
  CERTIFICATE,
  CONNECTION,
  EVERYTHING,
  furnish,
  REGION,
  SECRET,
  startBench,
  troubles,
  USER_POOL,
} from './account';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
  furnish(bench.account);
});
afterEach(() => bench.close());

const HAIKU = 'eu.anthropic.claude-haiku-5-5';
const TITAN = 'amazon.titan-embed-text-v2:0';

describe('preflight', () => {
  it('finds an empty account ready for a dev stage', async () => {
    expect(troubles(await bench.run({}))).toEqual([]);
  });

  it('finds a furnished account ready for a stage with every option', async () => {
    const results = await bench.run(EVERYTHING);
    expect(troubles(results)).toEqual([]);
    expect(results.filter(({ verdict }) => verdict === 'not needed')).toEqual([]);
  });

  it('leaves out what the configuration does not need, and says why', async () => {
    const results = await bench.run({ useBedrock: 'false', migrationPercentage: '0' });
    const left = results
      .filter(({ verdict }) => verdict === 'not needed')
      .map(({ check, says }) => `${check}: ${says}`);
    expect(left).toEqual(
      expect.arrayContaining(['models: useBedrock=false', 'backup: backups=false', 'singletons: audit=false']),
    );
    expect([...bench.account.actionsUsed].filter((action) => action.startsWith('bedrock:'))).toEqual([]);
  });
});

type Row = [
  what: string,
  set: (account: SimAccount) => void,
  finding: { check: string; verdict: Verdict; says: RegExp; mend?: RegExp },
  context?: Record<string, string>,
];

const stack = (account: SimAccount, name: string, status: string, region = REGION) =>
  account.cloudFormation.in(region).stacks.set(`TalentMatch-prod-${name}`, { status });
const refuse = (account: SimAccount, model: string, refusal: Refusal) =>
  account.bedrock.in(REGION).refusals.set(model, refusal);
const quota = (account: SimAccount, name: string, value: number) => {
  const found = account.serviceQuotas.in(REGION).quotas.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no quota ${name}`);
  found.value = value;
};

const ROWS: readonly Row[] = [
  [
    'the Region of the budget is not bootstrapped',
    (account) => account.ssm.in('us-east-1').parameters.delete(BOOTSTRAP_PARAMETER),
    {
      check: 'bootstrap',
      verdict: 'problem',
      says: /^us-east-1 \(the budget\) is not bootstrapped/,
      mend: /^npx cdk bootstrap aws:\/\/111111111111\/us-east-1$/,
    },
  ],
  [
    'the Region of the copies is not bootstrapped',
    (account) => account.ssm.in('eu-central-1').parameters.delete(BOOTSTRAP_PARAMETER),
    { check: 'bootstrap', verdict: 'problem', says: /^eu-central-1 \(copies of backups\)/ },
  ],
  [
    'the bootstrap stack is too old',
    (account) => account.ssm.in(REGION).parameters.set(BOOTSTRAP_PARAMETER, '5'),
    {
      check: 'bootstrap',
      verdict: 'problem',
      says: /version 5 is too old; 6 is the least/,
      mend: /^npx cdk bootstrap/,
    },
  ],
  [
    'a stack of a first try is left behind',
    (account) => stack(account, 'service', 'ROLLBACK_COMPLETE'),
    {
      check: 'stacks',
      verdict: 'problem',
      says: /TalentMatch-prod-service in eu-west-1 is ROLLBACK_COMPLETE/,
      mend: /^aws cloudformation delete-stack --region eu-west-1 --stack-name TalentMatch-prod-service$/,
    },
  ],
  [
    'the cost stack in its own Region is stuck',
    (account) => stack(account, 'cost', 'UPDATE_ROLLBACK_FAILED', 'us-east-1'),
    { check: 'stacks', verdict: 'problem', says: /us-east-1/, mend: /continue-update-rollback --region us-east-1/ },
  ],
  [
    'somebody is deploying',
    (account) => stack(account, 'data', 'UPDATE_IN_PROGRESS'),
    { check: 'stacks', verdict: 'problem', says: /somebody is deploying/ },
  ],
  [
    'a table outlived its stack',
    (account) =>
      account.tagging.in(REGION).resources.set(`arn:aws:dynamodb:${REGION}:111111111111:table/prod-jobs-X1`, {
        application: 'talent-match',
        stage: 'prod',
      }),
    { check: 'leftovers', verdict: 'warning', says: /table\/prod-jobs-X1/, mend: /-c jobsTable=/ },
  ],
  [
    'another team has set the role of API Gateway',
    (account) => {
      account.apiGateway.in(REGION).logRoleArn = 'arn:aws:iam::111111111111:role/other-team';
    },
    { check: 'gateway role', verdict: 'warning', says: /other-team/, mend: /-c apiGatewayRole=false/ },
  ],
  [
    'API Gateway has no role and may not be given one',
    () => undefined,
    { check: 'gateway role', verdict: 'problem', says: /has no role/ },
    { apiGatewayRole: 'false' },
  ],
  [
    'a request may not take as long as it should',
    (account) => quota(account, 'Maximum integration timeout in milliseconds', 29_000),
    {
      check: 'gateway time',
      verdict: 'problem',
      says: /is 29000; gatewayTimeoutMs=60000/,
      mend: /--quota-code L-E5AE38E3/,
    },
  ],
  [
    'the warm copies do not fit into the concurrency of the account',
    (account) => {
      account.lambda.in(REGION).concurrency = 10;
    },
    {
      check: 'concurrency',
      verdict: 'problem',
      says: /2 warm copies of 6 functions/,
      mend: /--quota-code L-B99A9384 --desired-value 1000$/,
    },
  ],
  [
    'a new account may run ten functions at once',
    (account) => {
      account.lambda.in(REGION).concurrency = 10;
    },
    { check: 'concurrency', verdict: 'warning', says: /Only 10 Lambdas/, mend: /request-service-quota-increase/ },
    { provisionedConcurrency: '0' },
  ],
  [
    'the use-case form is missing, and calls are refused',
    (account) => refuse(account, HAIKU, MODEL_REFUSALS.form()),
    { check: 'models', verdict: 'problem', says: /use-case form has not been sent/, mend: /model-catalog/ },
  ],
  [
    'the use-case form is missing, and calls are answered so far',
    (account) => {
      account.bedrock.in(REGION).formSubmitted = false;
    },
    { check: 'use-case form', verdict: 'warning', says: /has not sent Anthropic's form/ },
  ],
  [
    'the Marketplace subscription is missing',
    (account) => refuse(account, HAIKU, MODEL_REFUSALS.marketplace()),
    { check: 'models', verdict: 'problem', says: /Marketplace subscription/, mend: /aws-marketplace:Subscribe/ },
  ],
  [
    'the organisation forbids a Region that the profile routes to',
    (account) => refuse(account, HAIKU, MODEL_REFUSALS.policy('eu-north-1', 'anthropic.claude-haiku-5-5')),
    { check: 'models', verdict: 'problem', says: /forbids the call in eu-north-1/ },
  ],
  [
    'the account may not use models at all',
    (account) => refuse(account, TITAN, MODEL_REFUSALS.account()),
    { check: 'models', verdict: 'problem', says: /titan-embed.*may not use Bedrock's models yet/, mend: /support/ },
  ],
  [
    'the model is legacy and has not been used lately',
    (account) => refuse(account, HAIKU, MODEL_REFUSALS.idle()),
    { check: 'models', verdict: 'problem', says: /end of its life/ },
  ],
  [
    'the quota of the day is used up',
    (account) => refuse(account, HAIKU, MODEL_REFUSALS.throttled()),
    { check: 'models', verdict: 'warning', says: /quota is used up/ },
  ],
  [
    'the model has ended',
    (account) => refuse(account, HAIKU, MODEL_REFUSALS.ended()),
    { check: 'models', verdict: 'problem', says: /end of its life/ },
  ],
  [
    'the model needs a profile',
    () => undefined,
    {
      check: 'models',
      verdict: 'problem',
      says: /only be called through an inference profile/,
      mend: /-c textModel=eu\.anthropic\.claude-haiku-5-5$/,
    },
    { textModel: 'anthropic.claude-haiku-5-5' },
  ],
  [
    'the profile routes to a Region that the roles do not name',
    (account) => account.bedrock.in(REGION).destinations.set(HAIKU, [REGION, 'eu-west-2']),
    { check: 'profile', verdict: 'problem', says: /also routes to eu-west-2/, mend: /lib\/models\.ts/ },
  ],
  [
    'there is no such profile',
    (account) => account.bedrock.in(REGION).destinations.set(HAIKU, ['us-east-1']),
    {
      check: 'profile',
      verdict: 'problem',
      says: /no inference profile eu\.anthropic/,
      mend: /list-inference-profiles/,
    },
  ],
  [
    'the model will end soon',
    (account) => account.bedrock.in(REGION).legacy.set('anthropic.claude-haiku-5-5', '2027-02-01T00:00:00Z'),
    { check: 'model life', verdict: 'warning', says: /ends on 2027-02-01/ },
  ],
  [
    'the secret of a vendor does not exist',
    (account) => account.secrets.secrets.delete(SECRET),
    { check: 'secrets', verdict: 'problem', says: /OpenAI: there is no secret/, mend: /openAi=create/ },
  ],
  [
    'the secret of a vendor is being deleted',
    (account) => account.secrets.secrets.set(SECRET, { versions: 2, deletedOn: '2026-12-01' }),
    { check: 'secrets', verdict: 'problem', says: /being deleted/, mend: /restore-secret/ },
  ],
  [
    'nobody has put a key into the secret that the stack made',
    (account) => {
      account.secrets.secrets.set(SECRET, { versions: 1 });
      const outputs = { OpenAiSecretArn: SECRET };
      account.cloudFormation.in(REGION).stacks.set('TalentMatch-prod-foundation', { outputs });
    },
    {
      check: 'secrets',
      verdict: 'warning',
      says: /no key has been put/,
      mend: /^npm run rotate-secret -- --stage prod .* --vendor openai --yes$/,
    },
    { openAi: 'create' },
  ],
  [
    'the account may have no instance of the type',
    (account) => quota(account, 'ml.c6i.xlarge for endpoint usage', 0),
    {
      check: 'sagemaker',
      verdict: 'problem',
      says: /is 0; sageMaker=instance needs 4/,
      mend: /--service-code sagemaker --quota-code L-/,
    },
  ],
  [
    'Service Quotas does not know the instance type',
    () => undefined,
    { check: 'sagemaker', verdict: 'unknown', says: /does not list "ml\.x9\.large for endpoint usage"/ },
    { sageMakerInstanceType: 'ml.x9.large' },
  ],
  [
    'Cost Explorer has never been opened',
    (account) => {
      account.costExplorer.state.enabled = false;
    },
    { check: 'cost explorer', verdict: 'problem', says: /never been opened/, mend: /cost-explorer/ },
  ],
  [
    'an alarm subscription is not confirmed',
    (account) =>
      account.sns.topics.set(`arn:aws:sns:us-east-1:111111111111:TalentMatch-prod-cost-CostTopic1-X`, [
        { protocol: 'sqs', endpoint: 'arn:aws:sqs:us-east-1:111111111111:q', confirmed: true },
        { protocol: 'email', endpoint: 'on-call@example.com', confirmed: false },
      ]),
    {
      check: 'alarm mail',
      verdict: 'warning',
      says: /on-call@example.com has not confirmed TalentMatch-prod-cost/,
      mend: /aws sns subscribe --region us-east-1/,
    },
  ],
  [
    'AWS Backup lacks its advanced features in the Region of the copies',
    (account) => {
      account.backup.in('eu-central-1').advanced = false;
    },
    {
      check: 'backup',
      verdict: 'problem',
      says: /^eu-central-1: .*no advanced features/,
      mend: /^aws backup update-region-settings --region eu-central-1/,
    },
  ],
  [
    'AWS Backup is not opted in for tables',
    (account) => {
      account.backup.in(REGION).optedIn = false;
    },
    { check: 'backup', verdict: 'warning', says: /^eu-west-1: .*not opted in/, mend: /update-region-settings/ },
  ],
  [
    'a vault outlived its stack',
    (account) => account.backup.in('eu-central-1').vaults.add('talent-match-prod-copies-1a2b3c4d'),
    {
      check: 'vaults',
      verdict: 'warning',
      says: /the vault talent-match-prod-copies-1a2b3c4d is kept/,
      mend: /delete-backup-vault --region eu-central-1 --backup-vault-name talent-match-prod-copies-1a2b3c4d$/,
    },
  ],
  [
    'the tags of the stage do not count as cost-allocation tags',
    (account) => account.costExplorer.state.tags.delete('stage'),
    {
      check: 'cost tags',
      verdict: 'warning',
      says: /^stage: not active/,
      mend: /--cost-allocation-tags-status TagKey=stage,Status=Active$/,
    },
  ],
  [
    'a table that is taken as given does not exist',
    (account) => account.dynamoDb.in(REGION).tables.delete('prod-candidates-restored'),
    { check: 'tables', verdict: 'problem', says: /no table prod-candidates-restored/, mend: /-c candidatesTable=NAME/ },
  ],
  [
    'a table is still being restored',
    (account) => account.dynamoDb.in(REGION).tables.set('prod-candidates-restored', { status: 'CREATING' }),
    { check: 'tables', verdict: 'problem', says: /is CREATING/, mend: /wait table-exists/ },
  ],
  [
    'nobody reads the stream of a restored table',
    (account) => account.dynamoDb.in(REGION).tables.set('prod-jobs-restored', {}),
    { check: 'tables', verdict: 'warning', says: /stream is not read/, mend: /StreamViewType=NEW_AND_OLD_IMAGES/ },
  ],
  [
    'two vector indexes would change at once',
    (account) => {
      const outputs = { jobsTable: 'TalentMatch-prod-data-Jobs-X1' };
      account.cloudFormation.in(REGION).stacks.set('TalentMatch-prod-data', { outputs });
      const deployed = vectorSpaces(
        stageConfig({ ...EVERYTHING, region: REGION, account: '111111111111', embedDimensions: '512' }),
      );
      account.dynamoDb.in(REGION).tables.set(outputs.jobsTable, {
        indexes: Object.fromEntries(deployed.map((space) => [spaceName(space), 'ACTIVE'])),
      });
    },
    {
      check: 'vector indexes',
      verdict: 'problem',
      says: /^2 vector indexes of .*\+ bedrock-amazon.titan-embed-text-v2-0-1024-v1, - bedrock-.*-512-v1\)/,
      mend: /one of these settings for each deployment/,
    },
    { embedDimensions: '1024' },
  ],
  [
    'the user pool does not exist',
    (account) => account.cognito.pools.clear(),
    { check: 'user pool', verdict: 'problem', says: /no user pool/, mend: /list-user-pools/ },
  ],
  [
    'the user pool is in another Region',
    () => undefined,
    { check: 'user pool', verdict: 'problem', says: /is in us-east-1/ },
    { userPoolArn: USER_POOL.replace(':eu-west-1:', ':us-east-1:') },
  ],
  [
    'the certificate waits for its DNS record',
    (account) =>
      account.certificates.certificates.set(CERTIFICATE, { status: 'PENDING_VALIDATION', names: ['api.example.com'] }),
    { check: 'certificate', verdict: 'problem', says: /PENDING_VALIDATION/, mend: /CNAME/ },
  ],
  [
    'the certificate is for another host',
    (account) =>
      account.certificates.certificates.set(CERTIFICATE, {
        status: 'ISSUED',
        names: ['example.com', '*.eu.example.com'],
      }),
    { check: 'certificate', verdict: 'problem', says: /not for api\.example\.com/ },
  ],
  [
    'the connection is pending',
    (account) => account.codeConnections.connections.set(CONNECTION, 'PENDING'),
    { check: 'connection', verdict: 'problem', says: /PENDING/, mend: /Update pending connection/ },
  ],
  [
    'the connection does not exist',
    (account) => account.codeConnections.connections.clear(),
    { check: 'connection', verdict: 'problem', says: /no such connection/ },
  ],
  [
    'another team has a detector of GuardDuty',
    (account) => account.cloudControl.in(REGION).resources.set('AWS::GuardDuty::Detector', ['12abc']),
    { check: 'singletons', verdict: 'problem', says: /GuardDuty is on already \(12abc\)/, mend: /-c guardDuty=false/ },
  ],
  [
    'the account has a trail',
    (account) => account.cloudControl.in(REGION).resources.set('AWS::CloudTrail::Trail', ['management']),
    { check: 'singletons', verdict: 'warning', says: /a trail already \(management\)/ },
  ],
];

describe('each check', () => {
  it.each(ROWS)('says that %s', async (_what, set, { check, verdict, says, mend }, context = {}) => {
    set(bench.account);
    const only = checks.filter(({ name }) => name === check);
    const results = await bench.run({ ...EVERYTHING, ...context }, { only });
    const found = results.filter((result) => result.verdict === verdict);
    expect(found.map((result) => result.says)).toEqual(expect.arrayContaining([expect.stringMatching(says)]));
    if (mend !== undefined) expect(found.map((result) => result.mend).join('\n')).toMatch(mend);
  });

  it('tells all of it at once, of an account in which everything is wrong', async () => {
    for (const [, set, , context] of ROWS) if (context === undefined) set(bench.account);
    const results = await bench.run(EVERYTHING);
    const problems = results.filter(({ verdict }) => verdict === 'problem');
    expect([...new Set(problems.map(({ check }) => check))]).toEqual([
      'bootstrap',
      'stacks',
      'tables',
      'user pool',
      'gateway time',
      'concurrency',
      'models',
      'profile',
      'secrets',
      'sagemaker',
      'cost explorer',
      'backup',
      'certificate',
      'connection',
      'singletons',
    ]);
    expect(problems.filter(({ mend }) => mend === undefined)).toEqual([]);
  });

  it('knows a detector and a role of its own', async () => {
    const { account } = bench;
    account.cloudControl.in(REGION).resources.set('AWS::GuardDuty::Detector', ['12abc']);
    const resources = { '12abc': 'AWS::GuardDuty::Detector' };
    account.cloudFormation.in(REGION).stacks.set('TalentMatch-prod-audit', { resources });
    account.apiGateway.in(REGION).logRoleArn =
      'arn:aws:iam::111111111111:role/TalentMatch-prod-foundation-GatewayLogRole1-X';
    expect(troubles(await bench.run(EVERYTHING))).toEqual([]);
  });

  it('says nothing of leftovers while their stack is there', async () => {
    const { account } = bench;
    const tags = { application: 'talent-match', stage: 'prod' };
    account.tagging.in(REGION).resources.set(`arn:aws:dynamodb:${REGION}:111111111111:table/prod-jobs-X1`, tags);
    account.cloudFormation.in(REGION).stacks.set('TalentMatch-prod-data', {});
    expect(troubles(await bench.run(EVERYTHING))).toEqual([]);
  });

  it('finds leftovers behind a stack that was rolled back, save the tables that are taken as given', async () => {
    const { account } = bench;
    const tags = { application: 'talent-match', stage: 'prod' };
    for (const name of ['prod-jobs-restored', 'prod-jobs-X1']) {
      account.tagging.in(REGION).resources.set(`arn:aws:dynamodb:${REGION}:111111111111:table/${name}`, tags);
    }
    account.cloudFormation.in(REGION).stacks.set('TalentMatch-prod-data', { status: 'ROLLBACK_COMPLETE' });
    const only = checks.filter(({ name }) => name === 'leftovers');
    const [found] = await bench.run(EVERYTHING, { only });
    expect(found?.says).toContain('table/prod-jobs-X1');
    expect(found?.says).not.toContain('prod-jobs-restored');
  });

  it('takes a connection under the older name of the service', async () => {
    const arn = CONNECTION.replace('codeconnections', 'codestar-connections');
    bench.account.codeConnections.connections.set(arn, 'PENDING');
    const results = await bench.run({ ...EVERYTHING, pipelineConnectionArn: arn });
    expect(troubles(results)).toEqual(['problem: connection: The connection is PENDING.']);
    expect(bench.account.actionsUsed).toContain('codestar-connections:GetConnection');
  });
});
