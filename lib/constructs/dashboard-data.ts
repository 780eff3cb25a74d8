/** Whether changes of jobs arrive, and how tables and functions bear the load. */
import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { calculated, operationsOn, type Sources, type TableName, THROTTLE_CAUSES } from '../metric-sources';
import { WORK_LATE_MINUTES } from './alarm-queues';
import { STREAM_LATE_MINUTES } from './alarm-resources';
import { graphs, text } from './dashboard-widgets';

export function dataDashboard(sources: Sources): IWidget[][] {
  const { config } = sources;
  return [
    [
      text(
        `# Data and functions of ${config.stage}\n\nA changed job can be found once the stream has been read and its vectors are written, usually within seconds. Resumes that are read later, and events, wait in queues of their own.`,
        { height: 3 },
      ),
    ],
    changeRow(sources),
    workRow(sources),
    webhookRow(sources),
    tableRow(sources),
    refusalRow(sources),
    functionRow(sources),
    concurrencyRow(sources),
  ];
}

function changeRow({ service, own, lambda, deadLetters }: Sources): IWidget[] {
  return graphs(
    {
      title: 'Changes of jobs',
      axis: 'jobs in 5 minutes',
      lines: [
        own('JobsEmbedded', {}, { stat: 'Sum', label: 'embedded' }),
        own('EmbedChangesFailed', {}, { stat: 'Sum', label: 'to be tried again' }),
        own('VectorsDeferred', {}, { stat: 'Sum', label: 'left without a vector, as the budget is used up' }),
      ],
    },
    {
      title: 'How late the stream is read',
      axis: 'minutes behind',
      lines: [
        calculated(
          'late / 60000',
          { late: lambda(service.functions['embed-changes'], 'IteratorAge', { stat: 'Maximum' }) },
          { label: 'oldest change' },
        ),
      ],
      limits: [{ value: STREAM_LATE_MINUTES, label: 'alarm' }],
    },
    {
      title: 'Changes that were given up',
      axis: 'messages in the dead-letter queue',
      lines: [deadLetters('ApproximateNumberOfMessagesVisible', { stat: 'Maximum', label: 'waiting' })],
    },
  );
}

const WAITING = 'ApproximateNumberOfMessagesVisible';

function workRow({ own, queue }: Sources): IWidget[] {
  return graphs(
    {
      title: 'Long work',
      axis: 'resumes to be read later',
      lines: [
        queue('operations', 'queue', WAITING, { stat: 'Maximum', label: 'waiting' }),
        queue('operations', 'queue', 'ApproximateNumberOfMessagesNotVisible', { stat: 'Maximum', label: 'at work' }),
      ],
    },
    {
      title: 'How late long work is',
      axis: 'minutes, oldest',
      lines: [
        calculated(
          'age / 60',
          { age: queue('operations', 'queue', 'ApproximateAgeOfOldestMessage', { stat: 'Maximum' }) },
          { label: 'oldest resume' },
        ),
      ],
      limits: [{ value: WORK_LATE_MINUTES, label: 'alarm' }],
    },
    {
      title: 'Long work done, and given up',
      axis: 'resumes in 5 minutes',
      lines: [
        own('OperationItemsGivenUp', {}, { stat: 'SampleCount', label: 'done' }),
        own('OperationItemsGivenUp', {}, { stat: 'Sum', label: 'of them given up' }),
      ],
    },
  );
}

function webhookRow({ own, queue }: Sources): IWidget[] {
  return graphs(
    {
      title: 'Webhooks: attempts to deliver',
      axis: 'attempts in 5 minutes',
      lines: [
        own('WebhookAttemptsFailed', {}, { stat: 'SampleCount', label: 'all' }),
        own('WebhookAttemptsFailed', {}, { stat: 'Sum', label: 'failed' }),
      ],
    },
    {
      title: 'Webhooks: events given up',
      axis: 'events in 5 minutes',
      lines: [own('WebhookEventsGivenUp', {}, { stat: 'Sum', label: 'given up' })],
    },
    {
      title: 'Work that was given up',
      axis: 'messages in the dead-letter queue',
      lines: [
        queue('operations', 'deadLetters', WAITING, { stat: 'Maximum', label: 'resumes' }),
        queue('webhooks', 'deadLetters', WAITING, { stat: 'Maximum', label: 'events' }),
      ],
    },
  );
}

function tablesOf({ data }: Sources): TableName[] {
  return Object.keys(data.tables) as TableName[];
}

function tableRow(sources: Sources): IWidget[] {
  const { table, tableOperation } = sources;
  const units = (name: string) => tablesOf(sources).map((one) => table(one, name, { stat: 'Sum', label: one }));
  return graphs(
    { title: 'Read from tables', axis: 'read units in 5 minutes', lines: units('ConsumedReadCapacityUnits') },
    { title: 'Written to tables', axis: 'write units in 5 minutes', lines: units('ConsumedWriteCapacityUnits') },
    {
      title: 'Time of DynamoDB',
      axis: 'ms, average',
      lines: tablesOf(sources).flatMap((one) =>
        operationsOn(one).map((operation) =>
          tableOperation(one, 'SuccessfulRequestLatency', operation, { stat: 'Average', label: `${one} ${operation}` }),
        ),
      ),
    },
  );
}

function refusalRow(sources: Sources): IWidget[] {
  const { table, tableOperation } = sources;
  const sides = { Read: 'reads', Write: 'writes' };
  return graphs(
    {
      title: 'Refused by DynamoDB, by cause',
      axis: 'requests in 5 minutes',
      lines: tablesOf(sources).flatMap((one) =>
        Object.entries(sides).flatMap(([side, word]) =>
          THROTTLE_CAUSES.map((cause) =>
            table(one, `${side}${cause}ThrottleEvents`, { stat: 'Sum', label: `${one}: ${word}, ${CAUSES[cause]}` }),
          ),
        ),
      ),
    },
    {
      title: 'Failed by DynamoDB',
      axis: 'requests in 5 minutes',
      lines: tablesOf(sources).flatMap((one) =>
        operationsOn(one).map((operation) =>
          tableOperation(one, 'SystemErrors', operation, { stat: 'Sum', label: `${one} ${operation}` }),
        ),
      ),
    },
  );
}

const CAUSES: Readonly<Record<(typeof THROTTLE_CAUSES)[number], string>> = {
  MaxOnDemandThroughput: 'limit of the table',
  KeyRangeThroughput: 'one key is hot',
  AccountLimit: 'quota of the account',
};

function functionRow({ service, lambda }: Sources): IWidget[] {
  const all = Object.values(service.functions);
  const each = (name: 'Invocations' | 'Errors' | 'Duration', stat: string) =>
    all.map((made) => lambda(made, name, { stat, label: made.slug }));
  const timeout = Math.min(...all.map(({ timeoutSeconds }) => timeoutSeconds)) * 1_000;
  return graphs(
    { title: 'Calls of functions', axis: 'calls in 5 minutes', lines: each('Invocations', 'Sum') },
    { title: 'Crashes and timeouts of functions', axis: 'calls in 5 minutes', lines: each('Errors', 'Sum') },
    {
      title: 'Time of functions (p95)',
      axis: 'ms',
      lines: each('Duration', 'p95'),
      limits: [{ value: timeout, label: 'shortest timeout' }],
    },
  );
}

function concurrencyRow({ service, lambda, allLambdas }: Sources): IWidget[] {
  return graphs(
    {
      title: 'Concurrency',
      axis: 'functions at the same time',
      lines: [
        allLambdas('ConcurrentExecutions', { stat: 'Maximum', label: 'whole account' }),
        allLambdas('ClaimedAccountConcurrency', { stat: 'Maximum', label: 'whole account, with what is reserved' }),
        ...Object.values(service.functions).map((made) =>
          lambda(made, 'ConcurrentExecutions', { stat: 'Maximum', label: made.slug }),
        ),
      ],
    },
    {
      title: 'Calls refused, as no function was free',
      axis: 'calls in 5 minutes',
      lines: [
        allLambdas('Throttles', { stat: 'Sum', label: 'whole account' }),
        ...Object.values(service.functions).map((made) => lambda(made, 'Throttles', { stat: 'Sum', label: made.slug })),
      ],
    },
  );
}
