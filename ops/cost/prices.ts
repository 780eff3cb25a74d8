/** The price list: USD per unit in us-east-1, by meter, each with its page and the day it was written down. */

export interface Price {
  usd: number;
  /** What one unit is. */
  unit: string;
  /** Price page: aws.amazon.com/<page>/pricing. */
  page: string;
  /** Day it was written down; docs/cost.md says from what, and how the list is kept. */
  asOf: string;
  /** Units that every account gets each month, for ever, and shares among all it runs. */
  free?: number;
}

/** Amounts are as large as people say them; `per` is how many units the page counts as one. */
function price(page: string, usd: number, unit: string, options: { per?: number; free?: number } = {}): Price {
  const { per = 1, free } = options;
  return { usd: usd / per, unit, page, asOf: '2026-11-22', ...(free !== undefined && { free }) };
}

const MILLION = 1_000_000;

/** First tier of each price, without any discount. */
export const prices = {
  'lambda requests': price('lambda', 0.2, 'request', { per: MILLION, free: MILLION }),
  'lambda time': price('lambda', 0.0000133334, 'GB-second, arm64', { free: 400_000 }),
  'lambda warm copies': price('lambda', 0.0000033334, 'GB-second provisioned, arm64'),
  'api requests': price('api-gateway', 3.5, 'REST request', { per: MILLION }),
  'api traffic out': price('ec2/on-demand', 0.09, 'GB to the internet', { free: 100 }),
  'firewall lists': price('waf', 5, 'web ACL-month'),
  'firewall rules': price('waf', 1, 'rule-month'),
  'firewall requests': price('waf', 0.6, 'request', { per: MILLION }),
  'user pool users': price('cognito', 0.015, 'active user, Essentials', { free: 10_000 }),
  'user pool users, Lite': price('cognito', 0.0055, 'active user, Lite', { free: 10_000 }),
  'dns queries': price('route53', 0.4, 'query', { per: MILLION }),

  'table writes': price('dynamodb', 0.625, 'write unit', { per: MILLION }),
  'table reads': price('dynamodb', 0.125, 'read unit', { per: MILLION }),
  'replica writes': price('dynamodb', 0.625, 'replicated write unit', { per: MILLION }),
  'table storage': price('dynamodb', 0.25, 'GB-month', { free: 25 }),
  'point-in-time recovery': price('dynamodb', 0.2, 'GB-month'),
  'vector storage': price('dynamodb', 0.25, 'GB-month'),
  'vector writes': price('dynamodb', 0.52, 'GB written'),
  'vector searches': price('dynamodb', 0.002, 'GB examined'),
  'object writes': price('s3', 0.005, 'PUT', { per: 1_000 }),
  'object reads': price('s3', 0.0004, 'GET', { per: 1_000 }),
  'object storage': price('s3', 0.023, 'GB-month'),
  'backup storage': price('backup', 0.1, 'GB-month warm, DynamoDB'),
  'backup cold storage': price('backup', 0.03, 'GB-month cold, DynamoDB'),
  'backup copies': price('backup', 0.02, 'GB to another region'),
  'backup restores': price('backup', 0.15, 'GB restored, DynamoDB'),

  'customer keys': price('kms', 1, 'key-month'),
  'key requests': price('kms', 0.03, 'request', { per: 10_000, free: 20_000 }),
  secrets: price('secrets-manager', 0.4, 'secret-month'),
  'secret reads': price('secrets-manager', 0.05, 'call', { per: 10_000 }),

  'log intake': price('cloudwatch', 0.5, 'GB', { free: 5 }),
  'log storage': price('cloudwatch', 0.03, 'GB-month'),
  'own metrics': price('cloudwatch', 0.3, 'metric-month', { free: 10 }),
  alarms: price('cloudwatch', 0.1, 'metric of an alarm-month', { free: 10 }),
  'alarms every 10 s': price('cloudwatch', 0.3, 'metric of an alarm-month'),
  'composite alarms': price('cloudwatch', 0.5, 'alarm-month'),
  dashboards: price('cloudwatch', 3, 'dashboard-month', { free: 3 }),
  canaries: price('cloudwatch', 0.0012, 'run', { free: 100 }),
  traces: price('xray', 5, 'trace', { per: MILLION, free: 100_000 }),

  'notices by e-mail': price('sns', 2, 'e-mail', { per: 100_000, free: 1_000 }),
  'queue requests': price('sqs', 0.4, 'request', { per: MILLION, free: MILLION }),
  'schedules run': price('eventbridge', 1, 'invocation', { per: MILLION, free: 14 * MILLION }),
  'flag requests': price('systems-manager', 0.2, 'AppConfig request', { per: MILLION }),
  'flag documents': price('systems-manager', 0.0008, 'AppConfig document received'),
  'state transitions': price('step-functions', 0.025, 'transition', { per: 1_000, free: 4_000 }),

  'endpoint instance hours': price('sagemaker', 0.204, 'hour of ml.c6i.xlarge'),
  'endpoint serverless time': price('sagemaker', 0.00002, 'GB-second'),
  'endpoint serverless data': price('sagemaker', 0.016, 'GB'),

  'pipeline minutes': price('codepipeline', 0.002, 'action minute, type V2', { free: 100 }),
  'build minutes': price('codebuild', 0.005, 'minute of general1.small', { free: 100 }),

  'unused access checks': price('iam/access-analyzer', 0.2, 'role or user-month'),
  'threat events': price('guardduty', 4, 'management event', { per: MILLION }),
  'brake days': price('aws-cost-management/aws-budgets', 0.1, 'day with a budget action', { free: 62 }),
} as const satisfies Record<string, Price>;

export type Meter = keyof typeof prices;
