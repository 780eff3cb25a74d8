/**
 * The metrics of AWS that alarms and dashboards may name: namespace, names, and the sets of dimensions each comes with.
 * A name that AWS does not send is not refused anywhere: the alarm just never goes off.
 */
export interface AwsMetrics {
  namespace: string;
  names: readonly string[];
  dimensions: readonly (readonly string[])[];
  source: string;
}

const docs = 'https://docs.aws.amazon.com';

export const awsMetrics: readonly AwsMetrics[] = [
  {
    namespace: 'AWS/ApiGateway',
    names: ['Count', '4XXError', '5XXError', 'Latency', 'IntegrationLatency'],
    dimensions: [['ApiName'], ['ApiName', 'Stage']],
    source: `${docs}/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html`,
  },
  {
    namespace: 'AWS/Lambda',
    names: ['Invocations', 'Errors', 'Throttles', 'Duration', 'ConcurrentExecutions'],
    dimensions: [[], ['FunctionName'], ['FunctionName', 'Resource']],
    source: `${docs}/lambda/latest/dg/monitoring-metrics-types.html`,
  },
  {
    namespace: 'AWS/Lambda',
    names: ['IteratorAge'],
    dimensions: [['FunctionName'], ['FunctionName', 'Resource']],
    source: `${docs}/lambda/latest/dg/monitoring-metrics-types.html`,
  },
  {
    namespace: 'AWS/Lambda',
    names: ['ClaimedAccountConcurrency'],
    dimensions: [[]],
    source: `${docs}/lambda/latest/dg/monitoring-concurrency.html`,
  },
  {
    namespace: 'AWS/DynamoDB',
    names: [
      'ConsumedReadCapacityUnits',
      'ConsumedWriteCapacityUnits',
      'ReadMaxOnDemandThroughputThrottleEvents',
      'WriteMaxOnDemandThroughputThrottleEvents',
      'ReadKeyRangeThroughputThrottleEvents',
      'WriteKeyRangeThroughputThrottleEvents',
      'ReadAccountLimitThrottleEvents',
      'WriteAccountLimitThrottleEvents',
    ],
    dimensions: [['TableName']],
    source: `${docs}/amazondynamodb/latest/developerguide/metrics-dimensions.html`,
  },
  {
    namespace: 'AWS/DynamoDB',
    // Without the operation these have no data: the trap that the listing is for.
    names: ['SystemErrors', 'SuccessfulRequestLatency', 'ThrottledRequests'],
    dimensions: [['TableName', 'Operation']],
    source: `${docs}/amazondynamodb/latest/developerguide/metrics-dimensions.html`,
  },
  {
    namespace: 'AWS/Bedrock',
    names: [
      'Invocations',
      'InvocationLatency',
      'InvocationThrottles',
      'InvocationClientErrors',
      'InvocationServerErrors',
      'EstimatedTPMQuotaUsage',
    ],
    dimensions: [['ModelId']],
    source: `${docs}/bedrock/latest/userguide/monitoring-runtime-metrics.html`,
  },
  {
    namespace: 'AWS/WAFV2',
    names: ['BlockedRequests', 'AllowedRequests'],
    dimensions: [['WebACL', 'Region', 'Rule']],
    source: `${docs}/waf/latest/developerguide/waf-metrics.html`,
  },
  {
    namespace: 'AWS/SageMaker',
    names: ['Invocations', 'Invocation4XXErrors', 'Invocation5XXErrors', 'ModelLatency', 'OverheadLatency'],
    dimensions: [['EndpointName', 'VariantName']],
    source: `${docs}/sagemaker/latest/dg/monitoring-cloudwatch.html`,
  },
  {
    namespace: 'AWS/SQS',
    names: [
      'ApproximateNumberOfMessagesVisible',
      'ApproximateNumberOfMessagesNotVisible',
      'ApproximateAgeOfOldestMessage',
    ],
    dimensions: [['QueueName']],
    source: `${docs}/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html`,
  },
];
