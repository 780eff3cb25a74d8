import type { Template } from 'aws-cdk-lib/assertions';
import { functions } from '../../../lib/functions';
import { type QueueName, queueNames, workQueues } from '../../../lib/work-queues';
import { templatesOf } from '../../support/templates';

const WORKERS: Readonly<Record<QueueName, keyof typeof functions>> = {
  operations: 'run-operations',
  webhooks: 'deliver-webhooks',
  shadows: 'run-shadows',
};
/** Days that messages and dead letters are kept; those that hold what users sent are gone soon. */
const DAYS: Readonly<Record<QueueName, [queue: number, deadLetters: number]>> = {
  operations: [7, 14],
  webhooks: [7, 14],
  shadows: [1 / 24, 1],
};
const prod = { stage: 'prod', alarmEmail: 'oncall@example.com', workersAtOnce: '7' };

/** The one resource of a type whose logical id begins so. */
function idOf(template: Template, type: string, start: RegExp): string {
  const found = Object.keys(template.findResources(type)).filter((id) => start.test(id));
  expect(found).toHaveLength(1);
  return found[0] ?? '';
}

describe.each([
  ['dev', templatesOf({ account: '111111111111', region: 'eu-west-1' }).of('service'), 2],
  ['prod', templatesOf({ ...prod, account: '111111111111', region: 'eu-west-1' }).of('service'), 7],
] as const)('the queues of work in %s', (stage, service, atOnce) => {
  const queueId = (name: QueueName, part: 'Queue' | 'DeadLetters') =>
    idOf(
      service,
      'AWS::SQS::Queue',
      new RegExp(part === 'Queue' ? `^Queue${name}(?!DeadLetters)` : `^Queue${name}DeadLetters`),
    );

  it.each(queueNames)('%s feeds its worker, a few at a time, and is told of each message', (name) => {
    const alias = idOf(service, 'AWS::Lambda::Alias', new RegExp(`^${WORKERS[name].replace('-', '')}Live`));

    const fed = Object.values(service.findResources('AWS::Lambda::EventSourceMapping')).filter(({ Properties }) =>
      JSON.stringify(Properties.FunctionName).includes(`"${alias}"`),
    );

    expect(fed.map(({ Properties }) => Properties)).toEqual([
      expect.objectContaining({
        EventSourceArn: { 'Fn::GetAtt': [queueId(name, 'Queue'), 'Arn'] },
        BatchSize: workQueues[name].batchSize,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: atOnce },
        // To look into an empty queue costs: dev has one arm, and nothing to send to the other.
        Enabled: name !== 'shadows' || stage === 'prod',
      }),
    ]);
  });

  it.each(queueNames)('%s hides a message for six timeouts of its worker, and gives it up after its tries', (name) => {
    const { timeoutSeconds } = functions[WORKERS[name]] as { timeoutSeconds: number };
    const [queue, dead] = [queueId(name, 'Queue'), queueId(name, 'DeadLetters')];
    const { Properties: made } = service.findResources('AWS::SQS::Queue')[queue] ?? {};

    expect(made).toMatchObject({
      VisibilityTimeout: 6 * timeoutSeconds,
      MessageRetentionPeriod: DAYS[name][0] * 86_400,
      RedrivePolicy: {
        deadLetterTargetArn: { 'Fn::GetAtt': [dead, 'Arn'] },
        maxReceiveCount: workQueues[name].maxReceives,
      },
    });
  });

  it.each(queueNames)(
    '%s sends its dead letters to a queue that takes no others, and keeps them for their days',
    (name) => {
      const queues = service.findResources('AWS::SQS::Queue');
      const made = queues[queueId(name, 'Queue')]?.Properties;
      const dead = queues[queueId(name, 'DeadLetters')]?.Properties;
      const [source] = dead.RedriveAllowPolicy.sourceQueueArns;

      expect(dead).toMatchObject({
        MessageRetentionPeriod: DAYS[name][1] * 86_400,
        RedriveAllowPolicy: { redrivePermission: 'byQueue' },
      });
      // Both are made of the same name.
      expect(JSON.stringify(source)).toContain(`talent-match-${stage}-${name}-`);
      expect(JSON.stringify(made.QueueName)).toContain(`talent-match-${stage}-${name}-`);
      service.hasOutput(`${name}DeadLetters`, { Value: { 'Fn::GetAtt': [queueId(name, 'DeadLetters'), 'Arn'] } });
    },
  );

  it('are encrypted: with the key of the stage where it has one, else by SQS', () => {
    for (const { Properties } of Object.values(service.findResources('AWS::SQS::Queue'))) {
      if (stage === 'dev') expect(Properties).toMatchObject({ SqsManagedSseEnabled: true });
      else expect(Properties.KmsMasterKeyId).toBeDefined();
    }
  });
});
