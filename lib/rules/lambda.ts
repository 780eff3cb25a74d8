/** Functions, their concurrency, and what feeds them. */
import type { Cloud } from './cloud';
import type { Place, Resource } from './place';
import { roleMay } from './policies';
import { each, type Fault, fault, type Rule } from './rule';
import { isLiteral } from './template';

const FUNCTION = 'AWS::Lambda::Function';
const ALIAS = 'AWS::Lambda::Alias';
const MAPPING = 'AWS::Lambda::EventSourceMapping';
const QUOTAS = 'Lambda developer guide, quotas';

/** Environment of a function, names and values together. Source: the quotas page. */
const MOST_ENVIRONMENT_BYTES = 4_096;
/** What a reference is taken to be as long as: an ARN of ordinary length. */
const REFERENCE_BYTES = 80;
/** Memory of a function in an account whose quota was never raised. Source: re:Post, "MemorySize value failed to satisfy constraint". */
const MOST_MEMORY_MB = 3_008;

/** Runtimes that can be created. Source: Lambda developer guide, runtimes, read 2026-11-22. */
const RUNTIME = /^(nodejs2[24]\.x|python3\.1[0-4]|java(11|17|21|25)|dotnet(8|10)|ruby3\.[234]|provided\.al2(023)?)$/;

function functionOf(name: Place, cloud: Cloud): Resource | undefined {
  const alias = cloud.find(name.text, ALIAS);
  return cloud.find(alias?.get('FunctionName').text ?? name.text, FUNCTION);
}

function roleOf(fn: Resource | undefined, cloud: Cloud): Resource | undefined {
  return cloud.find(fn?.get('Role').text, 'AWS::IAM::Role');
}

function* missingRights(
  at: Place,
  role: Resource | undefined,
  actions: readonly string[],
  cloud: Cloud,
): Iterable<Fault> {
  if (role === undefined) return;
  const missing = actions.filter((action) => !roleMay(role, action, cloud));
  if (missing.length > 0) yield fault(at, `${role.id} may not ${missing.join(', ')}`);
}

const SEND: Readonly<Record<string, string>> = {
  'AWS::SQS::Queue': 'sqs:SendMessage',
  'AWS::SNS::Topic': 'sns:Publish',
  'AWS::S3::Bucket': 's3:PutObject',
  'AWS::Lambda::Function': 'lambda:InvokeFunction',
  'AWS::Events::EventBus': 'events:PutEvents',
};

function* destinationRights(at: Place, role: Resource | undefined, cloud: Cloud): Iterable<Fault> {
  const to = cloud.find(at.text, ...Object.keys(SEND));
  if (to !== undefined) yield* missingRights(at, role, [SEND[to.type] ?? ''], cloud);
}

export const lambda: readonly Rule[] = [
  {
    id: 'OPS-501',
    title: 'Reserved concurrency',
    why: 'A new account has 10 concurrent executions in all, and Lambda refuses to let the unreserved ones fall below its minimum.',
    fix: 'leave ReservedConcurrentExecutions out; where the quota is raised, set it behind a context key and acknowledge the rule.',
    source: `${QUOTAS}: concurrent executions`,
    check: each(FUNCTION, function* (fn) {
      const reserved = fn.get('ReservedConcurrentExecutions');
      if (reserved.exists) yield fault(reserved, `${reserved.number ?? 'some'} reserved`);
    }),
  },
  {
    id: 'OPS-502',
    title: 'Provisioned concurrency',
    why: 'A new account has no room for it: "Specified ConcurrentExecutions … decreases account\'s UnreservedConcurrentExecution below its minimum".',
    fix: 'make it only with its context key (provisionedConcurrency), whose acknowledgement names the raised quota.',
    source: `${QUOTAS}: concurrent executions`,
    *check(cloud) {
      for (const holder of cloud.all(ALIAS, 'AWS::Lambda::Version')) {
        const at = holder.get('ProvisionedConcurrencyConfig');
        if (at.exists) yield fault(at, `${at.get('ProvisionedConcurrentExecutions').number ?? 'some'} warm copies`);
      }
      for (const target of cloud.all('AWS::ApplicationAutoScaling::ScalableTarget')) {
        const least = target.get('MinCapacity');
        const isWarm = target.get('ServiceNamespace').text === 'lambda' && (least.number ?? 0) > 0;
        if (isWarm) yield fault(least, `${least.number} warm copies`);
      }
    },
  },
  {
    id: 'OPS-503',
    title: 'Alias on $LATEST',
    why: 'Lambda refuses provisioned concurrency and canaries on $LATEST, and there is nothing to roll back to.',
    fix: 'publish a version (fn.currentVersion) and point the alias at it.',
    source: 'Lambda developer guide, versions and aliases',
    check: each(ALIAS, function* (alias) {
      const version = alias.get('FunctionVersion');
      if (version.text === '$LATEST') yield fault(version, '$LATEST');
    }),
  },
  {
    id: 'OPS-504',
    title: 'Environment that is too large',
    why: 'Lambda refuses it: "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit".',
    fix: 'move lists and documents into AppConfig, Secrets Manager or the bundle.',
    source: `${QUOTAS}: environment variables`,
    check: each(FUNCTION, function* (fn) {
      const variables = fn.get('Environment.Variables');
      const bytes = variables.fields.reduce((sum, [key, { value }]) => {
        return sum + key.length + Buffer.byteLength(String(value).replace(/‹[^›]*›/g, 'x'.repeat(REFERENCE_BYTES)));
      }, 0);
      if (bytes > MOST_ENVIRONMENT_BYTES) yield fault(variables, `about ${bytes} bytes`);
    }),
  },
  {
    id: 'OPS-505',
    title: 'Runtime that Lambda does not have',
    why: 'Lambda refuses it: the runtime is misspelt, or too old to be created.',
    fix: 'use Runtime.NODEJS_24_X; for a new runtime, add it to the list in lib/rules/lambda.ts.',
    source: 'Lambda developer guide, runtimes',
    check: each(FUNCTION, function* (fn) {
      const runtime = fn.get('Runtime');
      if (runtime.text !== undefined && isLiteral(runtime.text) && !RUNTIME.test(runtime.text)) {
        yield fault(runtime, `"${runtime.text}"`);
      }
    }),
  },
  {
    id: 'OPS-506',
    title: 'Memory above the quota of a new account',
    why: 'Lambda refuses it: "MemorySize value failed to satisfy constraint: Member must have value less than or equal to 3008".',
    fix: 'stay at 3,008 MB or less; with the quota raised, acknowledge the rule.',
    source: 'AWS re:Post, memory limit of new accounts',
    check: each(FUNCTION, function* (fn) {
      const memory = fn.get('MemorySize');
      if ((memory.number ?? 0) > MOST_MEMORY_MB) yield fault(memory, `${memory.number} MB`);
    }),
  },
  {
    id: 'OPS-507',
    title: 'Queue that shows a message again while the function still works on it',
    why: 'Lambda refuses the mapping: "Queue visibility timeout: … seconds is less than Function timeout".',
    fix: 'set VisibilityTimeout of the queue to six times the timeout of the function.',
    source: 'Lambda developer guide, using Lambda with Amazon SQS',
    check: each(MAPPING, function* (mapping, cloud) {
      const queue = cloud.find(mapping.get('EventSourceArn').text, 'AWS::SQS::Queue');
      const fn = functionOf(mapping.get('FunctionName'), cloud);
      if (queue === undefined || fn === undefined) return;
      const visible = queue.get('VisibilityTimeout');
      const seconds = fn.get('Timeout').number ?? 3;
      if ((visible.number ?? 30) < seconds)
        yield fault(visible, `${visible.number ?? 30} s for ${fn.id}, which has ${seconds} s`);
    }),
  },
  {
    id: 'OPS-508',
    title: 'Function that may not read what feeds it',
    why: 'Lambda refuses the mapping: "Cannot access stream …", or "The function execution role does not have permissions to call ReceiveMessage".',
    fix: 'grant the role the reads of the source (table.grantStreamRead, queue.grantConsumeMessages), on the stream or queue.',
    source: 'Lambda developer guide, event source mappings: permissions',
    check: each(MAPPING, function* (mapping, cloud) {
      const at = mapping.get('EventSourceArn');
      const role = roleOf(functionOf(mapping.get('FunctionName'), cloud), cloud);
      const source = cloud.find(at.text, 'AWS::SQS::Queue', 'AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table');
      if (source === undefined) return;
      const reads =
        source.type === 'AWS::SQS::Queue'
          ? ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((action) => `sqs:${action}`)
          : ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((action) => `dynamodb:${action}`);
      yield* missingRights(at, role, reads, cloud);
    }),
  },
  {
    id: 'OPS-509',
    title: 'Mapping that does not say where or how much to read',
    why: 'Lambda refuses it: a stream needs StartingPosition and must be switched on; more than 10 messages of a queue need a window.',
    fix: 'set StartingPosition and the StreamSpecification of the table; for queues MaximumBatchingWindowInSeconds of 1 or more.',
    source: 'Lambda API reference, CreateEventSourceMapping',
    check: each(MAPPING, function* (mapping, cloud) {
      const at = mapping.get('EventSourceArn');
      const table = cloud.find(at.text, 'AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table');
      if (table !== undefined) {
        if (!mapping.get('StartingPosition').exists)
          yield fault(mapping.get('StartingPosition'), 'no StartingPosition');
        if (!table.get('StreamSpecification').exists) yield fault(at, `${table.id} has no stream`);
      } else if (
        (mapping.get('BatchSize').number ?? 10) > 10 &&
        !mapping.get('MaximumBatchingWindowInSeconds').number
      ) {
        yield fault(mapping.get('BatchSize'), `${mapping.get('BatchSize').number} messages and no window`);
      }
    }),
  },
  {
    id: 'OPS-510',
    title: 'Function that may not write to its dead-letter queue or destination',
    why: 'Lambda refuses it: "The provided execution role does not have permissions to call SendMessage on SQS".',
    fix: 'grant the role the send on the queue or topic.',
    source: 'Lambda developer guide, dead-letter queues and destinations',
    *check(cloud) {
      for (const fn of cloud.all(FUNCTION)) {
        yield* destinationRights(fn.get('DeadLetterConfig.TargetArn'), roleOf(fn, cloud), cloud);
      }
      for (const config of cloud.all(MAPPING, 'AWS::Lambda::EventInvokeConfig')) {
        const role = roleOf(functionOf(config.get('FunctionName'), cloud), cloud);
        for (const outcome of ['OnFailure', 'OnSuccess']) {
          yield* destinationRights(config.get(`DestinationConfig.${outcome}.Destination`), role, cloud);
        }
      }
    },
  },
  {
    id: 'OPS-511',
    title: 'Function without a log group of its own',
    why: 'Lambda makes one at the first call that keeps everything for ever, is not deleted with the stack, and stands in the way of the next.',
    fix: 'pass logGroup with a retention to the function (LoggingConfig.LogGroup).',
    source: 'operations guide: every function has its own log group and retention',
    check: each(FUNCTION, function* (fn, cloud) {
      const at = fn.get('LoggingConfig.LogGroup');
      const isMade =
        cloud.find(at.text, 'AWS::Logs::LogGroup') !== undefined ||
        cloud.all('AWS::Logs::LogGroup').some((group) => cloud.named(group.get('LogGroupName').value).includes(fn));
      if (!isMade) yield fault(at, 'no log group');
    }),
  },
];
