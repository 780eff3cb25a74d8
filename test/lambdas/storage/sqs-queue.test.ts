/** The queue over the simulator, on the wire. */
import { queueUrlOf } from '../../../dev/simulators/sqs';
import { DEMO_CREDENTIALS, type Simulators, startSimulators } from '../../../dev/simulators/start';
import { type SqsQueue, sqsQueue } from '../../../lambdas/storage/sqs-queue';
import { sampleAnswers } from '../../dev/simulators/sample-answers';

let simulators: Simulators;
let queue: SqsQueue<{ n: number }>;
const clock = { ms: 1_750_000_000_000, now: () => clock.ms };
beforeAll(async () => {
  simulators = await startSimulators({ answers: sampleAnswers, clock });
});
afterAll(() => simulators.close());
beforeEach(() => {
  simulators.queues.create('work');
  const queueUrl = queueUrlOf(simulators.endpoints.sqs, 'work');
  queue = sqsQueue({
    aws: { region: 'us-east-1', endpoint: simulators.endpoints.sqs, credentials: DEMO_CREDENTIALS },
    queueUrl,
  });
});
afterEach(async () => {
  await queue.close();
  simulators.faults.clear();
  for (const { handle } of simulators.queues.get('work')?.receive(100) ?? [])
    simulators.queues.get('work')?.remove(handle);
});

const numbers = (count: number) => Array.from({ length: count }, (_, n) => ({ n }));
const kept = () =>
  simulators.queues
    .get('work')
    ?.messages()
    .map(({ body }) => JSON.parse(body).n) ?? [];

describe('a queue', () => {
  it('sends more messages than fit in one call', async () => {
    await queue.send(numbers(25));
    expect(kept().sort((a, b) => a - b)).toEqual(numbers(25).map(({ n }) => n));
  });

  it('asks for nothing when there is nothing to send', async () => {
    simulators.faults.clearCalls();
    await queue.send([]);
    expect(simulators.faults.calls()).toEqual({});
  });

  it('says that the store is unavailable when the queue does not answer', async () => {
    simulators.faults.set({ service: 'sqs', kind: 'error', status: 503 });
    await expect(queue.send(numbers(1))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await expect(queue.putOff('x.1', 5)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it('puts a received message off', async () => {
    await queue.send(numbers(1));
    const [message] = simulators.queues.get('work')?.receive(1) ?? [];
    await queue.putOff(message?.handle ?? '', 39_600);
    expect(simulators.queues.get('work')?.nextDueAt()).toBe(clock.ms + 39_600_000);
    clock.ms += 39_600_000;
  });
});
