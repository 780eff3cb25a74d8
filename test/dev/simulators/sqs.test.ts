/** The simulated queues as the SDK's client sees them, and what of them outlives the process. */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  MessageNotInflight,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { simulatedQueues } from '../../../dev/simulators/queues';
import { MAX_MESSAGE_BYTES, queueUrlOf } from '../../../dev/simulators/sqs';
import { DEMO_CREDENTIALS, type Simulators, startSimulators } from '../../../dev/simulators/start';
import { sampleAnswers } from './sample-answers';

const clock = { ms: 1_750_000_000_000, now: () => clock.ms };
let simulators: Simulators;
let client: SQSClient;
let url: string;
let tests = 0;

beforeAll(async () => {
  simulators = await startSimulators({ answers: sampleAnswers, clock });
  client = new SQSClient({
    region: 'us-east-1',
    endpoint: simulators.endpoints.sqs,
    credentials: DEMO_CREDENTIALS,
    maxAttempts: 1,
  });
});
afterAll(async () => {
  client.destroy();
  await simulators.close();
});
beforeEach(() => {
  tests += 1;
  simulators.queues.create(`dead-${tests}`);
  simulators.queues.create(`work-${tests}`, {
    visibilitySeconds: 60,
    deadLetters: { queue: `dead-${tests}`, maxReceives: 2 },
  });
  url = queueUrlOf(simulators.endpoints.sqs, `work-${tests}`);
});
afterEach(() => simulators.faults.clear());

const send = (MessageBody: string, DelaySeconds?: number) =>
  client.send(
    new SendMessageCommand({ QueueUrl: url, MessageBody, ...(DelaySeconds !== undefined && { DelaySeconds }) }),
  );
const receive = async (QueueUrl = url) => {
  const command = new ReceiveMessageCommand({
    QueueUrl,
    MaxNumberOfMessages: 10,
    MessageSystemAttributeNames: ['ApproximateReceiveCount'],
  });
  return (await client.send(command)).Messages ?? [];
};
const bodies = async () => (await receive()).map(({ Body }) => Body);

describe('a simulated queue', () => {
  it('gives a message once, until its visibility timeout ends, and counts the receipts', async () => {
    await send('one');
    const [first] = await receive();
    expect(first).toMatchObject({ Body: 'one', Attributes: { ApproximateReceiveCount: '1' } });
    expect(await receive()).toEqual([]);
    clock.ms += 60_000;
    expect(await receive()).toMatchObject([{ Body: 'one', Attributes: { ApproximateReceiveCount: '2' } }]);
  });

  it('forgets what was deleted, but not by the handle of an earlier receipt', async () => {
    await send('one');
    const [first] = await receive();
    clock.ms += 60_000;
    const [second] = await receive();
    await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first?.ReceiptHandle }));
    expect(simulators.queues.get(`work-${tests}`)?.messages()).toHaveLength(1);
    const entries = [{ Id: 'a', ReceiptHandle: second?.ReceiptHandle }];
    await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries: entries }));
    expect(simulators.queues.get(`work-${tests}`)?.messages()).toHaveLength(0);
  });

  it('holds a message back for its delay, and longer or shorter when told', async () => {
    await send('later', 30);
    expect(await bodies()).toEqual([]);
    clock.ms += 30_000;
    const [message] = await receive();
    const hide = (VisibilityTimeout: number) =>
      client.send(
        new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout }),
      );
    await hide(3600);
    clock.ms += 3_599_000;
    expect(await bodies()).toEqual([]);
    await hide(0);
    await expect(hide(10)).rejects.toBeInstanceOf(MessageNotInflight);
    expect(await bodies()).toEqual(['later']);
  });

  it('moves what was received too often to the dead letters', async () => {
    await send('poison');
    for (let i = 0; i < 3; i++) {
      await receive();
      clock.ms += 60_000;
    }
    expect(await receive()).toEqual([]);
    expect(await receive(queueUrlOf(simulators.endpoints.sqs, `dead-${tests}`))).toMatchObject([{ Body: 'poison' }]);
  });

  it('takes ten messages in one call and says of each what became of it', async () => {
    const Entries = Array.from({ length: 10 }, (_, i) => ({ Id: `m${i}`, MessageBody: `body ${i}` }));
    const { Successful } = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    expect(Successful?.map(({ Id }) => Id)).toEqual(Entries.map(({ Id }) => Id));
    expect(await bodies()).toHaveLength(10);
    const twice = [Entries[0], Entries[0]].flatMap((entry) => entry ?? []);
    await expect(client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: twice }))).rejects.toMatchObject({
      name: 'BatchEntryIdsNotDistinct',
    });
  });

  it('takes a message of 1 MiB and none that is larger', async () => {
    await send('x'.repeat(MAX_MESSAGE_BYTES));
    await expect(send('x'.repeat(MAX_MESSAGE_BYTES + 1))).rejects.toMatchObject({ $fault: 'client' });
    expect(simulators.queues.get(`work-${tests}`)?.messages()).toHaveLength(1);
  });

  it('tells its address and its counts', async () => {
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: `work-${tests}` }));
    expect(QueueUrl).toBe(url);
    await Promise.all([send('a'), send('b'), send('c', 60)]);
    await client.send(new ReceiveMessageCommand({ QueueUrl: url }));
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }));
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
      VisibilityTimeout: '60',
    });
  });

  it('answers in the words of the service when the queue is not there, a parameter is wrong or a fault is set', async () => {
    const other = queueUrlOf(simulators.endpoints.sqs, 'nobody');
    await expect(receive(other)).rejects.toBeInstanceOf(QueueDoesNotExist);
    await expect(send('x', 901)).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    simulators.faults.set({ service: 'sqs', operation: 'SendMessage', kind: 'error', status: 503 });
    await expect(send('x')).rejects.toMatchObject({ $fault: 'server', $metadata: { httpStatusCode: 503 } });
    expect(simulators.queues.get(`work-${tests}`)?.messages()).toHaveLength(0);
  });
});

describe('queues with a file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'queues-'));
    file = path.join(folder, 'messages.jsonl');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The next process, with no word to the one before: it was killed. */
  function restarted() {
    const queues = simulatedQueues({ now: clock.now, file });
    queues.create('dead');
    return queues.create('work', { deadLetters: { queue: 'dead', maxReceives: 3 } });
  }

  it('have after a kill all that was sent and not deleted, with its receipts', () => {
    const before = restarted();
    for (const body of ['a', 'b', 'c']) before.send(body);
    const [first, second] = before.receive(2);
    before.remove(first?.handle ?? '');
    const after = restarted();
    expect(after.messages().map(({ body, receives }) => [body, receives])).toEqual([
      ['b', 1],
      ['c', 0],
    ]);
    // Nobody says that who held it is gone: it is due when its time is over, as in the cloud.
    expect(after.receive(10).map(({ id }) => id)).not.toContain(second?.id);
    clock.ms += 30_000;
    expect(after.receive(10).map(({ id }) => id)).toContain(second?.id);
  });

  it('remember what was put off', () => {
    const before = restarted();
    before.send('later');
    const [held] = before.receive(1);
    before.hide(held?.handle ?? '', 600);
    expect(restarted().receive(10)).toEqual([]);
    clock.ms += 600_000;
    expect(restarted().receive(10)).toHaveLength(1);
  });

  it('begin without the half of a line that a kill left behind', () => {
    restarted().send('whole');
    appendFileSync(file, '{"queue":"work","message":{"id":"hal');
    restarted().send('next');
    expect(
      restarted()
        .messages()
        .map(({ body }) => body),
    ).toEqual(['whole', 'next']);
  });
});
