/** Amazon SQS over AWS JSON 1.0: standard queues, named by the last part of their URL. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { requestId, requireSignature } from './aws-errors';
import { json, Refusal, type SimReply, type SimService } from './exchange';
import type { QueueMessage, ReceivedMessage, SimQueue, SimQueues } from './queues';

/** Of one message, and of all in one call. Source: SQS developer guide, message quotas (1 MiB since August 2025). */
export const MAX_MESSAGE_BYTES = 1_048_576;
const MAX_VISIBILITY_SECONDS = 43_200;
const MAX_DELAY_SECONDS = 900;

/** Codes that go with a status, for faults that give none; the second name is that of the older protocol. */
const CODES: Readonly<Record<number, string>> = {
  400: 'InvalidParameterValueException',
  403: 'AccessDeniedException',
  429: 'RequestThrottled',
  500: 'InternalFailure',
  503: 'ServiceUnavailable',
};
const QUERY_CODES: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  InvalidParameterValueException: 'InvalidParameterValue',
  AccessDeniedException: 'AccessDenied',
};

const queueUrl = { QueueUrl: z.url() };
const delay = z.int().min(0).max(MAX_DELAY_SECONDS).optional();
const visibility = z.int().min(0).max(MAX_VISIBILITY_SECONDS);
const receipt = { ReceiptHandle: z.string().min(1) };
const entry = { Id: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/) };
const entries = <T extends z.ZodRawShape>(shape: T) =>
  z
    .array(z.strictObject({ ...entry, ...shape }))
    .min(1)
    .max(10);
const names = z.array(z.string()).optional();

// Strict: what is not simulated, message attributes above all, is refused and not lost without a word.
const requests = {
  SendMessage: z.strictObject({ ...queueUrl, MessageBody: z.string().min(1), DelaySeconds: delay }),
  SendMessageBatch: z.strictObject({
    ...queueUrl,
    Entries: entries({ MessageBody: z.string().min(1), DelaySeconds: delay }),
  }),
  ReceiveMessage: z.strictObject({
    ...queueUrl,
    MaxNumberOfMessages: z.int().min(1).max(10).default(1),
    VisibilityTimeout: visibility.optional(),
    // Answered at once, as if nothing came within the wait.
    WaitTimeSeconds: z.int().min(0).max(20).optional(),
    AttributeNames: names,
    MessageSystemAttributeNames: names,
    MessageAttributeNames: names,
  }),
  DeleteMessage: z.strictObject({ ...queueUrl, ...receipt }),
  DeleteMessageBatch: z.strictObject({ ...queueUrl, Entries: entries(receipt) }),
  ChangeMessageVisibility: z.strictObject({ ...queueUrl, ...receipt, VisibilityTimeout: visibility }),
  ChangeMessageVisibilityBatch: z.strictObject({
    ...queueUrl,
    Entries: entries({ ...receipt, VisibilityTimeout: visibility }),
  }),
  GetQueueAttributes: z.strictObject({ ...queueUrl, AttributeNames: names }),
  GetQueueUrl: z.strictObject({ QueueName: z.string().min(1), QueueOwnerAWSAccountId: z.string().optional() }),
};
type Operation = keyof typeof requests;
type Input<O extends Operation> = z.output<(typeof requests)[O]>;

export function queueUrlOf(endpoint: string, name: string): string {
  return `${endpoint}/123456789012/${name}`;
}

export function queueArnOf(name: string): string {
  return `arn:aws:sqs:us-east-1:123456789012:${name}`;
}

/** @param endpoint of this service, for the URLs that it gives out; known once the server listens */
export function sqsSimulator(queues: SimQueues, endpoint: () => string): SimService {
  const answers: { [O in Operation]: (queue: SimQueue, input: Input<O>) => object } = {
    SendMessage(queue, { MessageBody, DelaySeconds }) {
      if (bytesOf([MessageBody]) > MAX_MESSAGE_BYTES) throw tooLong('InvalidParameterValueException', 'One or more');
      return sent(queue.send(MessageBody, DelaySeconds));
    },
    SendMessageBatch(queue, { Entries }) {
      if (bytesOf(Entries.map(({ MessageBody }) => MessageBody)) > MAX_MESSAGE_BYTES) {
        throw tooLong('BatchRequestTooLong', 'Batch');
      }
      return forEach(Entries, ({ MessageBody, DelaySeconds }) => sent(queue.send(MessageBody, DelaySeconds)));
    },
    ReceiveMessage(queue, input) {
      const { MaxNumberOfMessages, VisibilityTimeout, AttributeNames = [], MessageSystemAttributeNames = [] } = input;
      const wanted = new Set([...AttributeNames, ...MessageSystemAttributeNames]);
      const Messages = queue.receive(MaxNumberOfMessages, VisibilityTimeout).map((message) => ({
        MessageId: message.id,
        ReceiptHandle: message.handle,
        MD5OfBody: md5(message.body),
        Body: message.body,
        ...(wanted.size > 0 && {
          Attributes: Object.fromEntries(
            Object.entries(messageAttributes(message)).filter(([name]) => wanted.has('All') || wanted.has(name)),
          ),
        }),
      }));
      return Messages.length === 0 ? {} : { Messages };
    },
    DeleteMessage(queue, { ReceiptHandle }) {
      queue.remove(ReceiptHandle);
      return {};
    },
    DeleteMessageBatch: (queue, { Entries }) =>
      forEach(Entries, ({ ReceiptHandle }) => {
        queue.remove(ReceiptHandle);
        return {};
      }),
    ChangeMessageVisibility(queue, { ReceiptHandle, VisibilityTimeout }) {
      hide(queue, ReceiptHandle, VisibilityTimeout);
      return {};
    },
    ChangeMessageVisibilityBatch: (queue, { Entries }) =>
      forEach(Entries, ({ ReceiptHandle, VisibilityTimeout }) => {
        hide(queue, ReceiptHandle, VisibilityTimeout);
        return {};
      }),
    GetQueueAttributes(queue, { AttributeNames = [] }) {
      const wanted = new Set(AttributeNames);
      const all = Object.entries(queueAttributes(queue));
      return { Attributes: Object.fromEntries(all.filter(([name]) => wanted.has('All') || wanted.has(name))) };
    },
    GetQueueUrl: (queue) => ({ QueueUrl: queueUrlOf(endpoint(), queue.name) }),
  };

  return {
    refuse: (status, code, message) => sqsError(status, code ?? CODES[status] ?? 'InternalFailure', message),
    route({ method, headers, body }) {
      const [, operation = ''] = /^AmazonSQS\.(\w+)$/.exec(String(headers['x-amz-target'])) ?? [];
      if (method !== 'POST' || !Object.hasOwn(requests, operation)) return undefined;
      const request = requests[operation as Operation].safeParse(parsed(body));
      const name = request.success ? nameIn(request.data) : undefined;
      return {
        operation,
        ...(name !== undefined && { model: name }),
        answer() {
          requireSignature(headers);
          if (!request.success || name === undefined) {
            const [issue] = request.error?.issues ?? [];
            throw new Refusal(400, 'InvalidParameterValueException', `${issue?.path.join('.')}: ${issue?.message}`);
          }
          const queue = queues.get(name);
          if (queue === undefined) throw new Refusal(400, 'QueueDoesNotExist', 'The specified queue does not exist.');
          const answer = answers[operation as Operation] as (queue: SimQueue, input: unknown) => object;
          return json(200, answer(queue, request.data), { ...JSON_1_0, ...requestId() });
        },
      };
    },
  };
}

/** The attributes of a message in flight, as SQS and Lambda's event name them. */
export function messageAttributes(message: ReceivedMessage) {
  return {
    ApproximateReceiveCount: String(message.receives),
    SentTimestamp: String(message.sentAt),
    SenderId: 'AIDAEXAMPLE',
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
  };
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

const JSON_1_0 = { 'content-type': 'application/x-amz-json-1.0' };

function queueAttributes(queue: SimQueue): Record<string, string> {
  const { visible, inFlight, delayed } = queue.counts();
  const { visibilitySeconds, retentionSeconds, deadLetters } = queue.settings;
  return {
    QueueArn: queueArnOf(queue.name),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    VisibilityTimeout: String(visibilitySeconds),
    MessageRetentionPeriod: String(retentionSeconds),
    MaximumMessageSize: String(MAX_MESSAGE_BYTES),
    ...(deadLetters && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: queueArnOf(deadLetters.queue),
        maxReceiveCount: deadLetters.maxReceives,
      }),
    }),
  };
}

function sent(message: QueueMessage) {
  return { MessageId: message.id, MD5OfMessageBody: md5(message.body) };
}

function hide(queue: SimQueue, handle: string, seconds: number): void {
  const outcome = queue.hide(handle, seconds);
  if (outcome === 'unknown-handle') {
    const message = `Value ${handle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`;
    throw new Refusal(400, 'InvalidParameterValueException', message);
  }
  if (outcome === 'not-in-flight') {
    throw new Refusal(400, 'MessageNotInflight', 'The message referred to is not in flight.');
  }
}

/** Each entry stands alone: one that is refused does not stop the others. */
function forEach<E extends { Id: string }>(list: readonly E[], work: (entry: E) => object) {
  if (new Set(list.map(({ Id }) => Id)).size < list.length) {
    throw new Refusal(400, 'BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  }
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const each of list) {
    try {
      Successful.push({ Id: each.Id, ...work(each) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      Failed.push({ Id: each.Id, Code: error.code, Message: error.message, SenderFault: true });
    }
  }
  return { Successful, ...(Failed.length > 0 && { Failed }) };
}

function bytesOf(bodies: readonly string[]): number {
  return bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0);
}

function tooLong(code: string, what: string): Refusal {
  return new Refusal(400, code, `${what} requests cannot be longer than ${MAX_MESSAGE_BYTES} bytes.`);
}

function sqsError(status: number, code: string, message = `Simulated ${code}.`): SimReply {
  const fault = status >= 500 ? 'Receiver' : 'Sender';
  return json(
    status,
    { __type: `com.amazonaws.sqs#${code}`, message },
    { ...JSON_1_0, ...requestId(), 'x-amzn-query-error': `${QUERY_CODES[code] ?? code};${fault}` },
  );
}

function nameIn(input: { QueueUrl: string } | { QueueName: string }): string {
  return 'QueueName' in input ? input.QueueName : (new URL(input.QueueUrl).pathname.split('/').pop() ?? '');
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
