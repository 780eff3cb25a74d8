/** Who sends what to which topic, queue or function: an alarm, a budget, a rule; nothing fails when it is not let in. */
import type { Cloud } from './cloud';
import type { Place, Resource } from './place';
import { letsService } from './policies';
import { fault, type Rule } from './rule';
import { isLiteral } from './template';

interface Delivery {
  readonly from: Place;
  readonly service: string;
  readonly to: Resource;
}

/** Where each type names its receivers, and the service that then sends; `*` stands for every element of a list. */
const SENDERS: readonly [type: string, service: string, paths: readonly string[]][] = [
  ['AWS::CloudWatch::Alarm', 'cloudwatch', ['AlarmActions', 'OKActions', 'InsufficientDataActions']],
  ['AWS::CloudWatch::CompositeAlarm', 'cloudwatch', ['AlarmActions', 'OKActions', 'InsufficientDataActions']],
  ['AWS::Budgets::Budget', 'budgets', ['NotificationsWithSubscribers.*.Subscribers.*.Address']],
  ['AWS::CE::AnomalySubscription', 'costalerts', ['Subscribers.*.Address']],
  ['AWS::Events::Rule', 'events', ['Targets.*.Arn', 'Targets.*.DeadLetterConfig.Arn']],
  ['AWS::Backup::BackupVault', 'backup', ['Notifications.SNSTopicArn']],
  ['AWS::CodeStarNotifications::NotificationRule', 'codestar-notifications', ['Targets.*.TargetAddress']],
  ['AWS::CloudTrail::Trail', 'cloudtrail', ['SnsTopicName']],
  ['AWS::SNS::Subscription', 'sns', ['Endpoint', 'RedrivePolicy.deadLetterTargetArn']],
  [
    'AWS::S3::Bucket',
    's3',
    [
      'NotificationConfiguration.TopicConfigurations.*.Topic',
      'NotificationConfiguration.QueueConfigurations.*.Queue',
      'NotificationConfiguration.LambdaConfigurations.*.Function',
    ],
  ],
];

const TOPIC = 'AWS::SNS::Topic';
const QUEUE = 'AWS::SQS::Queue';
const FUNCTIONS = ['AWS::Lambda::Alias', 'AWS::Lambda::Function'];

/** What a receiver's policy must let the sender do. */
const SEND: Readonly<Record<string, string>> = { [TOPIC]: 'sns:Publish', [QUEUE]: 'sqs:SendMessage' };

function places(start: Place, path: string): Place[] {
  const [head = '', ...rest] = path.split('.*.');
  return start.get(head).items.flatMap((item) => (rest.length === 0 ? [item] : places(item, rest.join('.*.'))));
}

function deliveries(cloud: Cloud): Delivery[] {
  return SENDERS.flatMap(([type, service, paths]) =>
    cloud.all(type).flatMap((sender) =>
      paths
        .flatMap((path) => places(sender.properties, path))
        .flatMap((from) => {
          const to = cloud.find(from.text, TOPIC, QUEUE, ...FUNCTIONS);
          return to === undefined ? [] : [{ from, service: `${service}.amazonaws.com`, to }];
        }),
    ),
  );
}

/** Resource policies of a topic or a queue. */
function policiesOf(receiver: Resource, cloud: Cloud): Resource[] {
  return cloud
    .all('AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy')
    .filter((policy) => cloud.named([policy.get('Topics').value, policy.get('Queues').value]).includes(receiver));
}

/** A topic without a policy of its own lets its account publish, alarms included; everybody else must be named. */
function isLetIn({ to, service }: Delivery, cloud: Cloud): boolean {
  const policies = policiesOf(to, cloud);
  if (policies.length === 0) return to.type === TOPIC && service === 'cloudwatch.amazonaws.com';
  return policies.some((policy) => letsService(policy.get('PolicyDocument'), service, SEND[to.type] ?? ''));
}

/** The customer's key of a topic or queue, if it is made in the app; or the text that names another one. */
function keyOf(receiver: Resource, cloud: Cloud): { text?: string; key?: Resource; at: Place } {
  const at = receiver.get('KmsMasterKeyId');
  const alias = cloud.find(at.text, 'AWS::KMS::Alias');
  const key = cloud.find(alias?.get('TargetKeyId').text ?? at.text, 'AWS::KMS::Key');
  return { at, ...(at.text !== undefined && { text: at.text }), ...(key !== undefined && { key }) };
}

/** One fault for each receiver and service, however many alarms send to it. */
function* once(cloud: Cloud, look: (delivery: Delivery) => [Place, string] | undefined) {
  const seen = new Set<string>();
  for (const delivery of deliveries(cloud)) {
    const found = look(delivery);
    const key = `${delivery.to.name} ${delivery.service}`;
    if (found === undefined || seen.has(key)) continue;
    seen.add(key);
    yield fault(...found);
  }
}

export const deliveryRules: readonly Rule[] = [
  {
    id: 'OPS-301',
    title: 'Topic or queue that does not let its sender in',
    why: 'The alarm, budget or event is sent and refused: no deployment fails, and no one is told. enforceSSL alone leaves a policy that lets nobody in.',
    fix: 'add an Allow statement for the service to the topic or queue policy, with aws:SourceAccount as its condition.',
    source: 'SNS developer guide, access control; AWS Budgets user guide, creating a topic',
    check: (cloud) =>
      once(cloud, (delivery) => {
        const { to, service, from } = delivery;
        if (SEND[to.type] === undefined || isLetIn(delivery, cloud)) return undefined;
        const policy = policiesOf(to, cloud)[0];
        const at = policy?.get('PolicyDocument') ?? from;
        return [at, `${service} (${from.resource.id}) may not ${SEND[to.type]} to ${to.id}`];
      }),
  },
  {
    id: 'OPS-302',
    title: 'Key that does not let the sender of an encrypted topic or queue in',
    why: 'The message is refused by KMS: the alarm turns red and no one is told.',
    fix: 'let the service kms:Decrypt and kms:GenerateDataKey in the key policy, with aws:SourceAccount as its condition.',
    source: 'SNS developer guide, encryption: services that publish to encrypted topics',
    check: (cloud) =>
      once(cloud, ({ to, service, from }) => {
        const { key } = keyOf(to, cloud);
        if (SEND[to.type] === undefined || key === undefined) return undefined;
        const policy = key.get('KeyPolicy');
        const missing = ['kms:GenerateDataKey', 'kms:Decrypt'].filter(
          (action) => !letsService(policy, service, action),
        );
        return missing.length === 0
          ? undefined
          : [policy, `${service} (${from.resource.id}) may not ${missing.join(' and ')} for ${to.id}`];
      }),
  },
  {
    id: 'OPS-303',
    title: 'AWS managed key on a topic or queue that services send to',
    why: 'The policy of alias/aws/sns and alias/aws/sqs can not be changed, so CloudWatch and the others can never use it: no one is told.',
    fix: 'give it a key of its own whose policy lets the service in, or no key.',
    source: 'SNS developer guide, encryption: key policies',
    check: (cloud) =>
      once(cloud, ({ to }) => {
        const { text, at } = keyOf(to, cloud);
        return text !== undefined && /alias\/aws\//.test(text) ? [at, `"${text}" on ${to.id}`] : undefined;
      }),
  },
  {
    id: 'OPS-304',
    title: 'Function that does not let its sender in',
    why: 'The sender is refused: the rule matches, and the function never runs.',
    fix: 'add an AWS::Lambda::Permission for the service on the very function or alias that is named as the target.',
    source: 'Lambda developer guide, resource-based policies',
    check: (cloud) =>
      once(cloud, ({ to, service, from }) => {
        if (!FUNCTIONS.includes(to.type)) return undefined;
        const wanted = service.startsWith('cloudwatch.') ? 'lambda.alarms.cloudwatch.amazonaws.com' : service;
        const isIn = cloud.all('AWS::Lambda::Permission').some((permission) => {
          const target = cloud.find(permission.get('FunctionName').text, ...FUNCTIONS);
          return target === to && permission.get('Principal').text === wanted;
        });
        return isIn ? undefined : [from, `${wanted} may not invoke ${to.id}`];
      }),
  },
  {
    id: 'OPS-305',
    title: 'Two policies on one topic, queue or bucket',
    why: 'A topic or queue keeps only the last one that is written; for a bucket the second fails: "The bucket policy already exists".',
    fix: 'put all statements into one policy (addToResourcePolicy of the construct).',
    source: 'CloudFormation template reference, AWS::S3::BucketPolicy, AWS::SNS::TopicPolicy',
    *check(cloud) {
      const owners = new Map<Resource, Resource>();
      const named = {
        'AWS::SNS::TopicPolicy': 'Topics',
        'AWS::SQS::QueuePolicy': 'Queues',
        'AWS::S3::BucketPolicy': 'Bucket',
      };
      for (const [type, property] of Object.entries(named)) {
        for (const policy of cloud.all(type)) {
          for (const owner of cloud.named(policy.get(property).value)) {
            const first = owners.get(owner);
            if (first !== undefined) yield fault(policy.get(property), `${owner.id} has ${first.id} already`);
            owners.set(owner, policy);
          }
        }
      }
    },
  },
  {
    id: 'OPS-306',
    title: 'E-mail address or endpoint that can not receive',
    why: 'SNS refuses it: "Invalid parameter: Email address"; or https:// where the protocol says http.',
    fix: 'write one whole address for each subscription, and an endpoint that fits its protocol.',
    source: 'SNS API reference, Subscribe',
    *check(cloud) {
      const shapes: Readonly<Record<string, RegExp>> = {
        email: EMAIL,
        'email-json': EMAIL,
        https: /^https:\/\//,
        http: /^http:\/\//,
        sqs: /:sqs:/,
        lambda: /:lambda:/,
      };
      for (const subscription of cloud.all('AWS::SNS::Subscription')) {
        const endpoint = subscription.get('Endpoint');
        const shape = shapes[subscription.get('Protocol').text ?? ''];
        if (
          endpoint.text !== undefined &&
          isLiteral(endpoint.text) &&
          shape !== undefined &&
          !shape.test(endpoint.text)
        ) {
          yield fault(endpoint, `"${endpoint.text}" for ${subscription.get('Protocol').text}`);
        }
      }
    },
  },
];

/** As SNS and AWS Budgets take it: one address, no list. */
export const EMAIL = /^[^\s@,;]+@[^\s@,;]+\.[A-Za-z]{2,}$/;
