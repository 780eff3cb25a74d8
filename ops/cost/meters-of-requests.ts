/** Meters of what a request passes through: API, firewall, functions, queues, state machines, endpoints. */
import type { QueueName } from '../../lib/work-queues';
import { idle, list, type Meters, record, used } from './quantity';
import { HOURS_PER_MONTH } from './traffic';

const SECONDS_PER_MONTH = HOURS_PER_MONTH * 3_600;
/** A container asks for its flags every 45 s; about this many stay warm per hour of use. */
const WARM_CONTAINERS = 5;
const FLAG_POLLS_PER_HOUR = 80;
/** Users of the page per request: each comes back some twenty times a month. */
const USERS_PER_REQUEST = 1 / 20;
/** Steps of one rebuild of the vectors, once a quarter. */
const REBUILD_TRANSITIONS = 50;
const ENDPOINT_MS = 60;
/** The instance type of the price 'endpoint instance hours'. */
const PRICED_INSTANCE = 'ml.c6i.xlarge';

/**
 * Connections that wait for messages, for 20 s each time; fewer where fewer workers may run at once.
 * Source: Lambda developer guide, scaling of SQS event sources.
 */
const USUAL_POLLERS = 5;
const POLLS_PER_HOUR = 180;
/** Sent, and deleted; that it was received is one of the polls, or little more. */
const REQUESTS_PER_MESSAGE = 3;

const slugOf = (path: string) => path.split('/')[1] ?? '';

export const metersOfRequests: Readonly<Record<string, Meters>> = {
  'AWS::ApiGateway::RestApi': ({ month }) => [
    used('api requests', month.requests),
    used('api traffic out', month.responseGb),
  ],
  'AWS::Lambda::Function': ({ path, properties, month }) => {
    const { count, billedMs } = month.calls[slugOf(path)] ?? { count: 0, billedMs: 0 };
    const memoryGb = Number(properties.MemorySize ?? 128) / 1_024;
    return [used('lambda requests', count), used('lambda time', (billedMs / 1_000) * memoryGb)];
  },
  'AWS::Lambda::Alias': ({ path, properties, stack }) => {
    const warm = Number(record(properties.ProvisionedConcurrencyConfig).ProvisionedConcurrentExecutions ?? 0);
    const made = Object.values(stack.resources).find(
      ({ Type, Metadata }) =>
        Type === 'AWS::Lambda::Function' && slugOf(String(Metadata?.['aws:cdk:path'])) === slugOf(path),
    );
    const memoryGb = Number(made?.Properties?.MemorySize ?? 128) / 1_024;
    return warm === 0 ? [] : [idle('lambda warm copies', warm * memoryGb * SECONDS_PER_MONTH)];
  },
  'AWS::WAFv2::WebACL': ({ properties, month }) => [
    idle('firewall lists'),
    idle('firewall rules', list(properties.Rules).length),
    used('firewall requests', month.requests),
  ],
  'AWS::Cognito::UserPool': ({ properties, month }) => [
    used(
      properties.UserPoolTier === 'LITE' ? 'user pool users, Lite' : 'user pool users',
      month.requests * USERS_PER_REQUEST,
    ),
  ],
  'AWS::Route53::RecordSet': ({ month }) => [used('dns queries', month.requests / 10)],
  'AWS::SQS::Queue': ({ month }) => [used('queue requests', month.requests / 10_000)],
  'AWS::Lambda::EventSourceMapping': ({ path, properties, month }) => {
    // Streams are read for nothing; a queue is asked all the time, whether there is anything in it or not.
    const [, name] = /\/Queue-([a-z]+)\//.exec(path) ?? [];
    if (name === undefined || properties.Enabled === false) return [];
    const most = Number(record(properties.ScalingConfig).MaximumConcurrency ?? USUAL_POLLERS);
    const polls = Math.min(USUAL_POLLERS, most) * POLLS_PER_HOUR * HOURS_PER_MONTH;
    const messages = month.messages[name as QueueName];
    return [idle('queue requests', polls), used('queue requests', messages * REQUESTS_PER_MESSAGE)];
  },
  'AWS::AppConfig::Environment': ({ month }) => {
    const polls = HOURS_PER_MONTH * month.hoursInUse * WARM_CONTAINERS * FLAG_POLLS_PER_HOUR;
    // The document itself comes with the first poll of a container and after a change: some hundred times a day.
    return [used('flag requests', polls), used('flag documents', HOURS_PER_MONTH * month.hoursInUse * WARM_CONTAINERS)];
  },
  'AWS::StepFunctions::StateMachine': () => [idle('state transitions', REBUILD_TRANSITIONS / 3)],
  'AWS::SageMaker::EndpointConfig': ({ properties, month }) => {
    const calls = month.queryEmbeddings + month.jobChanges;
    return list(properties.ProductionVariants).flatMap((variant) => {
      const { ServerlessConfig, InitialInstanceCount, InstanceType } = record(variant);
      if (ServerlessConfig === undefined) {
        if (InstanceType !== PRICED_INSTANCE) {
          throw new Error(`No price is known for ${String(InstanceType)}. Add it to ops/cost/prices.ts.`);
        }
        return [idle('endpoint instance hours', Number(InitialInstanceCount ?? 1) * HOURS_PER_MONTH)];
      }
      const memoryGb = Number(record(ServerlessConfig).MemorySizeInMB) / 1_024;
      return [
        used('endpoint serverless time', calls * (ENDPOINT_MS / 1_000) * memoryGb),
        used('endpoint serverless data', (calls * 10) / 1_000_000),
      ];
    });
  },
};
