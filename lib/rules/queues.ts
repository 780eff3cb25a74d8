/** Queues that a function works off: when a message comes back, where it goes in the end, and who may read it. */
import type { Cloud } from './cloud';
import type { Place, Resource } from './place';
import { allowing, coversAction, documentsOf, roleMay } from './policies';
import { each, fault, type Rule } from './rule';

const QUEUE = 'AWS::SQS::Queue';
const MAPPING = 'AWS::Lambda::EventSourceMapping';
const FUNCTION = 'AWS::Lambda::Function';
const CONFIGURING = 'Lambda developer guide, creating and configuring an Amazon SQS event source mapping';
const DEAD_LETTERS = 'SQS developer guide, using dead-letter queues';

/** Defaults of SQS and Lambda, in seconds and messages. */
const USUAL = { visible: 30, kept: 345_600, timeout: 3, batch: 10 } as const;
const TIMEOUTS_HIDDEN = 6;
const LEAST_RECEIVES = 5;
const CONCURRENCY = { least: 2, most: 1_000 };

/** What SQS does with the key of a queue on behalf of who receives or sends. */
const KEY_USES: Readonly<Record<string, readonly string[]>> = {
  'sqs:ReceiveMessage': ['kms:Decrypt'],
  'sqs:SendMessage': ['kms:GenerateDataKey', 'kms:Decrypt'],
};

interface Fed {
  readonly mapping: Resource;
  readonly queue: Resource;
  readonly worker: Resource | undefined;
}

/** Mappings of queues that the app makes. */
function fed(cloud: Cloud): Fed[] {
  return cloud.all(MAPPING).flatMap((mapping) => {
    const queue = cloud.find(mapping.get('EventSourceArn').text, QUEUE);
    if (queue === undefined) return [];
    const name = mapping.get('FunctionName').text;
    const alias = cloud.find(name, 'AWS::Lambda::Alias');
    return [{ mapping, queue, worker: cloud.find(alias?.get('FunctionName').text ?? name, FUNCTION) }];
  });
}

const deadLettersOf = (queue: Resource, cloud: Cloud) =>
  cloud.find(queue.get('RedrivePolicy.deadLetterTargetArn').text, QUEUE);
const keptSeconds = (queue: Resource) => queue.get('MessageRetentionPeriod').number ?? USUAL.kept;
const hiddenSeconds = (queue: Resource) => queue.get('VisibilityTimeout').number ?? USUAL.visible;
const keyOf = (queue: Resource, cloud: Cloud) => {
  const text = queue.get('KmsMasterKeyId').text;
  const alias = cloud.find(text, 'AWS::KMS::Alias');
  return cloud.find(alias?.get('TargetKeyId').text ?? text, 'AWS::KMS::Key');
};

/** A check of every queue with a dead-letter queue that the app makes. */
function redriven(look: (queue: Resource, dead: Resource, cloud: Cloud) => [Place, string] | undefined) {
  return each(QUEUE, function* (queue, cloud) {
    const dead = deadLettersOf(queue, cloud);
    const found = dead && look(queue, dead, cloud);
    if (found !== undefined) yield fault(...found);
  });
}

/** Queues that a statement of the role names for the action. */
function* reached(role: Resource, action: string, cloud: Cloud): Iterable<Resource> {
  for (const document of documentsOf(role, cloud)) {
    for (const statement of allowing(document).filter((one) => coversAction(one, action))) {
      for (const resource of statement.get('Resource').texts) {
        const queue = cloud.find(resource, QUEUE);
        if (queue !== undefined) yield queue;
      }
    }
  }
}

export const queues: readonly Rule[] = [
  {
    id: 'OPS-551',
    title: 'Queue that gives out a message again while a throttled worker may still get to it',
    why: 'Lambda takes it, and under load messages are worked on twice and become dead letters untried: throttled batches wait inside Lambda while their time runs.',
    fix: 'set VisibilityTimeout to six times the timeout of the function and the batching window.',
    source: CONFIGURING,
    *check(cloud) {
      for (const { mapping, queue, worker } of fed(cloud)) {
        const timeout = worker?.get('Timeout').number ?? USUAL.timeout;
        const needed = TIMEOUTS_HIDDEN * timeout + (mapping.get('MaximumBatchingWindowInSeconds').number ?? 0);
        const hidden = hiddenSeconds(queue);
        if (worker !== undefined && hidden >= timeout && hidden < needed)
          yield fault(queue.get('VisibilityTimeout'), `${hidden} s for ${worker.id}, which needs ${needed} s`);
      }
    },
  },
  {
    id: 'OPS-552',
    title: 'Queue whose bad messages are tried for ever, or given up at once',
    why: 'Without a dead-letter queue a message that cannot be worked off comes back until it expires, and is then gone without a trace; with few receives a moment of throttling makes dead letters.',
    fix: 'give the queue a RedrivePolicy with maxReceiveCount of 5 or more.',
    source: CONFIGURING,
    *check(cloud) {
      for (const { queue } of fed(cloud)) {
        const policy = queue.get('RedrivePolicy');
        const receives = policy.get('maxReceiveCount');
        if (!policy.exists) yield fault(policy, 'no dead-letter queue');
        else if (receives.number !== undefined && receives.number < LEAST_RECEIVES)
          yield fault(receives, `${receives.number} receives`);
      }
    },
  },
  {
    id: 'OPS-553',
    title: 'Dead-letter queue that may not or cannot take the messages',
    why: 'SQS refuses the RedrivePolicy: both queues are FIFO or both are not, in one region, and a RedriveAllowPolicy that leaves the queue out forbids it.',
    fix: 'make the dead-letter queue of the same kind and region, and name the queue in its RedriveAllowPolicy.',
    source: DEAD_LETTERS,
    check: redriven((queue, dead, cloud) => {
      const at = queue.get('RedrivePolicy.deadLetterTargetArn');
      const allow = dead.get('RedriveAllowPolicy');
      const permission = allow.get('redrivePermission').text;
      if (queue.get('FifoQueue').isTrue !== dead.get('FifoQueue').isTrue) return [at, `${dead.id} is of another kind`];
      if (queue.region !== dead.region) return [at, `${dead.id} is in ${dead.region ?? 'another region'}`];
      if (permission === 'denyAll') return [allow, `denyAll, and ${queue.id} sends here`];
      const sources = allow.get('sourceQueueArns').texts;
      const isNamed = sources.some((arn) => cloud.find(arn, QUEUE) === queue);
      return permission === 'byQueue' && !isNamed ? [allow, `${queue.id} is not among its sources`] : undefined;
    }),
  },
  {
    id: 'OPS-554',
    title: 'Dead letters that are gone before anybody looks',
    why: 'A message keeps the day on which it was sent: it expires in the dead-letter queue by the retention of that queue, counted from then. With no longer a retention it may be deleted as it arrives.',
    fix: 'set MessageRetentionPeriod of the dead-letter queue to 1,209,600 (14 days), longer than that of the queue.',
    source: 'SQS developer guide, setting up dead-letter queue retention',
    check: redriven((queue, dead) => {
      const [kept, keptDead] = [keptSeconds(queue), keptSeconds(dead)];
      return keptDead > kept || queue.get('FifoQueue').isTrue
        ? undefined
        : [dead.get('MessageRetentionPeriod'), `${keptDead} s, and ${queue.id} keeps them ${kept} s`];
    }),
  },
  {
    id: 'OPS-555',
    title: 'Queue that forgets messages before they have been tried',
    why: 'A message that comes back as often as it may outlives the retention of the queue: it is deleted, and never becomes a dead letter.',
    fix: 'keep messages for longer than maxReceiveCount times VisibilityTimeout.',
    source: 'SQS API reference, CreateQueue: MessageRetentionPeriod',
    check: each(QUEUE, function* (queue) {
      const tried = (queue.get('RedrivePolicy.maxReceiveCount').number ?? 0) * hiddenSeconds(queue);
      if (tried >= keptSeconds(queue))
        yield fault(queue.get('MessageRetentionPeriod'), `${keptSeconds(queue)} s, and the tries take ${tried} s`);
    }),
  },
  {
    id: 'OPS-556',
    title: 'Dead-letter queue with less protection than its queue',
    why: 'What was encrypted with a key that its owner can take away lies, once it failed, under one that he cannot.',
    fix: 'give both queues the same KmsMasterKeyId.',
    source: 'SQS developer guide, encryption at rest',
    check: redriven((queue, dead) => {
      const at = dead.get('KmsMasterKeyId');
      if (queue.get('KmsMasterKeyId').exists && !at.exists) return [at, `no key, and ${queue.id} has one`];
      const managed = dead.get('SqsManagedSseEnabled');
      return managed.value === false && !at.exists ? [managed, 'not encrypted'] : undefined;
    }),
  },
  {
    id: 'OPS-557',
    title: 'Worker that answers for a whole batch',
    why: 'One bad message brings back all of its batch: the good ones are done again, and become dead letters with it.',
    fix: 'set FunctionResponseTypes: [ReportBatchItemFailures] and let the handler answer batchItemFailures; or BatchSize 1.',
    source: 'Lambda developer guide, handling errors for an SQS event source: partial batch responses',
    *check(cloud) {
      for (const { mapping } of fed(cloud)) {
        const at = mapping.get('FunctionResponseTypes');
        const batch = mapping.get('BatchSize').number ?? USUAL.batch;
        if (batch > 1 && !at.texts.includes('ReportBatchItemFailures'))
          yield fault(at, `${batch} messages at once, and one answer`);
      }
    },
  },
  {
    id: 'OPS-558',
    title: 'Queue that may take every function of the account',
    why: 'A full queue starts workers until no function is free for callers who wait; Lambda refuses a bound below 2 or above 1,000, and throttles what is above the reserved concurrency.',
    fix: 'set ScalingConfig.MaximumConcurrency from 2 to 1,000, and not above the reserved concurrency of the function.',
    source: 'Lambda developer guide, configuring scaling behavior for SQS event source mappings',
    *check(cloud) {
      for (const { mapping, worker } of fed(cloud)) {
        const at = mapping.get('ScalingConfig.MaximumConcurrency');
        const pollers = mapping.get('ProvisionedPollerConfig');
        const reserved = worker?.get('ReservedConcurrentExecutions').number;
        if (!at.exists && !pollers.exists && reserved === undefined) yield fault(at, 'no bound');
        if (at.number === undefined) continue;
        if (at.number < CONCURRENCY.least || at.number > CONCURRENCY.most) yield fault(at, `${at.number}`);
        else if (reserved !== undefined && at.number > reserved)
          yield fault(at, `${at.number}, and ${worker?.id} has ${reserved}`);
      }
    },
  },
  {
    id: 'OPS-559',
    title: 'Function that may not use the key of a queue',
    why: 'The deployment succeeds. Lambda polls and gets nothing (KMS.AccessDeniedException), or what is sent is refused.',
    fix: 'let the role kms:Decrypt on the key, and who sends kms:GenerateDataKey too.',
    source: 'SQS developer guide, encryption at rest: key management',
    *check(cloud) {
      for (const role of cloud.all('AWS::IAM::Role')) {
        const uses = Object.entries(KEY_USES).flatMap(([action, needed]) =>
          [...reached(role, action, cloud)]
            .filter((queue) => keyOf(queue, cloud) !== undefined)
            .map((queue) => ({ queue, missing: needed.filter((one) => !roleMay(role, one, cloud)) })),
        );
        const lacking = uses.filter(({ missing }) => missing.length > 0);
        const missing = [...new Set(lacking.flatMap((use) => use.missing))].join(' and ');
        if (lacking[0] !== undefined)
          yield fault(role.properties, `${role.id} may not ${missing} for ${lacking[0].queue.id}`);
      }
    },
  },
];
