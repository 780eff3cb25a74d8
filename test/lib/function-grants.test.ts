import { Match } from 'aws-cdk-lib/assertions';
import { everything } from '../support/contexts';
import { ACCOUNT, deployed } from '../support/deployed';
import { templatesOf } from '../support/templates';

/** Part of a resource's name → what people call it. */
const NAMES: readonly [RegExp, string][] = [
  [/\/index\//, 'vector indexes'],
  [/\/stream\//, 'stream of jobs'],
  [/table\/data-Jobs/, 'jobs'],
  [/table\/data-Candidates/, 'candidates'],
  [/table\/data-State/, 'state'],
  [/table\/awsbackup-restore-test-/, 'restored tables'],
  [/:::data-uploads/, 'uploads'],
  [/inference-profile\/|foundation-model\/anthropic/, 'text model'],
  [/foundation-model\/amazon\.titan-embed/, 'Titan'],
  [/endpoint\/sagemaker/, 'own endpoint'],
  [/secret:foundation-OpenAi/, 'OpenAI secret'],
  [/secret:foundation-HuggingFace/, 'Hugging Face secret'],
  [/:appconfig:/, 'flags'],
  [/service-StreamDeadLetters/, 'dead letters'],
  [/service-Queueoperations/, 'queue of operations'],
  [/service-Queuewebhooks/, 'queue of webhooks'],
  [/service-Queueshadows/, 'queue of shadows'],
];
/** The same for every function: its own logs, its traces, and the keys of what is listed. */
const EVERYWHERE = /^(logs|xray|kms):/;

const FLAGS = ['appconfig:GetLatestConfiguration flags', 'appconfig:StartConfigurationSession flags'];
const EMBEDDERS = [
  'bedrock:InvokeModel Titan',
  'sagemaker:InvokeEndpoint own endpoint',
  'secretsmanager:GetSecretValue Hugging Face secret',
  'secretsmanager:GetSecretValue OpenAI secret',
];
const IDEMPOTENCY = ['dynamodb:DeleteItem state', 'dynamodb:PutItem state', 'dynamodb:UpdateItem state'];
const ASKING = ['dynamodb:GetItem state', ...IDEMPOTENCY];
const ANSWERING = ['dynamodb:BatchGetItem state', 'dynamodb:BatchWriteItem state', ...ASKING];

const GRANTS: Readonly<Record<string, readonly string[]>> = {
  'parse-resume': [
    ...FLAGS,
    'bedrock:InvokeModel text model',
    'dynamodb:PutItem candidates',
    'dynamodb:Query candidates',
    ...ANSWERING,
    's3:GetObject uploads',
    's3:PutObject uploads',
    'secretsmanager:GetSecretValue OpenAI secret',
    'sqs:SendMessage queue of operations',
    'sqs:SendMessage queue of shadows',
  ],
  'create-upload': [...IDEMPOTENCY, 's3:PutObject uploads'],
  operations: [
    'dynamodb:GetItem candidates',
    'dynamodb:PutItem candidates',
    'dynamodb:Query candidates',
    ...IDEMPOTENCY,
    'sqs:SendMessage queue of operations',
  ],
  'run-operations': [
    ...ANSWERING,
    ...FLAGS,
    'bedrock:InvokeModel text model',
    'dynamodb:PutItem candidates',
    'dynamodb:Query candidates',
    'dynamodb:UpdateItem candidates',
    's3:GetObject uploads',
    'secretsmanager:GetSecretValue OpenAI secret',
    'sqs:ChangeMessageVisibility queue of operations',
    'sqs:DeleteMessage queue of operations',
    'sqs:GetQueueAttributes queue of operations',
    'sqs:ReceiveMessage queue of operations',
    'sqs:SendMessage queue of webhooks',
  ],
  webhooks: [
    'dynamodb:DeleteItem candidates',
    'dynamodb:PutItem candidates',
    'dynamodb:Query candidates',
    ...IDEMPOTENCY,
    'sqs:SendMessage queue of webhooks',
  ],
  'deliver-webhooks': [
    'dynamodb:GetItem candidates',
    'dynamodb:UpdateItem candidates',
    'sqs:ChangeMessageVisibility queue of webhooks',
    'sqs:DeleteMessage queue of webhooks',
    'sqs:GetQueueAttributes queue of webhooks',
    'sqs:ReceiveMessage queue of webhooks',
  ],
  resumes: ['dynamodb:DeleteItem candidates', 'dynamodb:GetItem candidates'],
  embed: [...FLAGS, ...EMBEDDERS, ...ANSWERING, 'sqs:SendMessage queue of shadows'],
  'match-jobs': [
    ...FLAGS,
    ...EMBEDDERS,
    ...ANSWERING,
    'dynamodb:BatchGetItem jobs',
    'dynamodb:GetItem candidates',
    'dynamodb:Query jobs',
    'dynamodb:SearchVectors vector indexes',
    'sqs:SendMessage queue of shadows',
  ],
  'match-candidates': [
    ...IDEMPOTENCY,
    'dynamodb:BatchGetItem candidates',
    'dynamodb:GetItem jobs',
    'dynamodb:Query candidates',
  ],
  'expand-query': [
    ...FLAGS,
    'bedrock:InvokeModel text model',
    ...ANSWERING,
    'secretsmanager:GetSecretValue OpenAI secret',
    'sqs:SendMessage queue of shadows',
  ],
  'run-shadows': [
    ...FLAGS,
    ...EMBEDDERS,
    ...ASKING,
    'bedrock:InvokeModel text model',
    'dynamodb:BatchGetItem jobs',
    'dynamodb:GetItem candidates',
    'dynamodb:GetItem jobs',
    'dynamodb:PutItem candidates',
    'dynamodb:Query jobs',
    'dynamodb:SearchVectors vector indexes',
    'sqs:DeleteMessage queue of shadows',
    'sqs:GetQueueAttributes queue of shadows',
    'sqs:ReceiveMessage queue of shadows',
  ],
  'explain-match': [
    ...FLAGS,
    ...ANSWERING,
    'bedrock:InvokeModel text model',
    'dynamodb:GetItem candidates',
    'dynamodb:GetItem jobs',
    'secretsmanager:GetSecretValue OpenAI secret',
    'sqs:SendMessage queue of shadows',
  ],
  jobs: [
    'dynamodb:DeleteItem jobs',
    'dynamodb:GetItem jobs',
    'dynamodb:PutItem jobs',
    'dynamodb:UpdateItem jobs',
    ...IDEMPOTENCY,
  ],
  compare: [
    ...FLAGS,
    ...EMBEDDERS,
    ...ASKING,
    'bedrock:InvokeModel text model',
    'dynamodb:BatchGetItem jobs',
    'dynamodb:GetItem candidates',
    'dynamodb:GetItem jobs',
    'dynamodb:Query jobs',
    'dynamodb:SearchVectors vector indexes',
  ],
  health: [...EMBEDDERS, 'dynamodb:GetItem jobs', 'dynamodb:GetItem state', 'dynamodb:UpdateItem state'],
  meta: [],
  'embed-changes': [
    ...ASKING,
    ...EMBEDDERS,
    'dynamodb:BatchWriteItem jobs',
    'dynamodb:UpdateItem jobs',
    'dynamodb:DescribeStream stream of jobs',
    'dynamodb:GetRecords stream of jobs',
    'dynamodb:GetShardIterator stream of jobs',
    'dynamodb:ListStreams stream of jobs',
    'sqs:SendMessage dead letters',
  ],
};

describe('the grants of the functions', () => {
  const account = deployed(templatesOf(everything), 'prod', 'eu-west-1');

  it.each(Object.entries(GRANTS))('%s may do this and nothing else', (slug, expected) => {
    const { policy } = account.functionOf('service', slug);
    const granted = policy.flatMap(({ actions, resources }) =>
      actions.flatMap((action) => resources.map((resource) => `${action} ${named(resource)}`)),
    );

    const beyond = granted.filter((grant) => !EVERYWHERE.test(grant));
    expect([...new Set(beyond)].sort()).toEqual([...expected].sort());
  });

  it.each(Object.entries(GRANTS))('%s writes to its own log group', (slug) => {
    const { policy } = account.functionOf('service', slug);
    const logs = policy.filter(({ actions }) => actions.some((action) => action.startsWith('logs:')));

    expect(logs).toHaveLength(1);
    expect(logs[0]?.resources).toEqual([
      expect.stringMatching(
        new RegExp(`^arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:service-${slug.replace('-', '')}Logs`),
      ),
    ]);
  });

  it('tells a function the limits that it can hold to: those whose counts are in a table of its own', () => {
    expect(account.functionOf('service', 'parse-resume').environment).toMatchObject({
      DAILY_BUDGET_USD: '16.12',
      CALLER_DAILY_REQUESTS: '1000',
      PARSE_CACHE_SECONDS: '3600',
    });
    expect(account.functionOf('service', 'embed').environment).toMatchObject({ EMBED_CACHE_SECONDS: '3600' });
    expect(account.functionOf('service', 'meta').environment).not.toHaveProperty('CALLER_DAILY_REQUESTS');
  });

  it('tells a function that nothing is to be kept', () => {
    const settings = { parseCacheSeconds: '0', embedCacheSeconds: '0', expandCacheSeconds: '0' };
    const service = templatesOf({ stage: 'dev', account: ACCOUNT, region: 'eu-west-1', ...settings }).of('service');
    for (const name of ['PARSE_CACHE_SECONDS', 'EMBED_CACHE_SECONDS', 'EXPAND_CACHE_SECONDS']) {
      service.hasResourceProperties('AWS::Lambda::Function', {
        Environment: { Variables: Match.objectLike({ [name]: '0' }) },
      });
    }
  });

  it('no function has the text of a key in its environment', () => {
    for (const slug of Object.keys(GRANTS)) {
      const { environment } = account.functionOf('service', slug);

      expect(Object.values(environment).join(' ')).not.toMatch(/sk-|hf_|not-set-up/);
    }
  });
});

function named(resource: string): string {
  return NAMES.find(([pattern]) => pattern.test(resource))?.[1] ?? resource;
}
