/** Lambda's event source for SQS, over simulated queues and a clock of the test's. */
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type EventSource, startEventSource } from '../../dev/event-source';
import { simulatedQueues } from '../../dev/simulators/queues';

let sources: EventSource[] = [];
afterEach(() => {
  for (const source of sources) source.close();
  sources = [];
});

function bench() {
  const clock = { ms: 1_750_000_000_000, now: () => clock.ms };
  const queues = simulatedQueues({ now: clock.now });
  queues.create('dead');
  const queue = queues.create('work', { visibilitySeconds: 60, deadLetters: { queue: 'dead', maxReceives: 2 } });
  const seen: string[][] = [];
  const waits: (() => void)[] = [];
  let answer: (event: SQSEvent) => Promise<SQSBatchResponse | undefined> = async () => undefined;
  const start = (more: { batchSize?: number; maxConcurrency?: number } = {}) => {
    const source = startEventSource({
      ...more,
      queue,
      now: clock.now,
      wait: (_, signal) =>
        new Promise<void>((resolve) => {
          waits.push(resolve);
          if (signal.aborted) resolve();
          signal.addEventListener('abort', () => resolve(), { once: true });
        }),
      handler(event) {
        seen.push(event.Records.map(({ body }) => body));
        return answer(event);
      },
    });
    sources.push(source);
    return source;
  };
  /** Time passes, and the event source looks again. */
  const pass = (seconds: number) => {
    clock.ms += seconds * 1000;
    for (const wake of waits.splice(0)) wake();
  };
  const answerWith = (next: typeof answer) => {
    answer = next;
  };
  return { queue, queues, seen, start, pass, answerWith };
}

const failing = async (event: SQSEvent) => ({
  batchItemFailures: event.Records.filter(({ body }) => body.startsWith('bad')).map(({ messageId }) => ({
    itemIdentifier: messageId,
  })),
});

describe('an event source', () => {
  it('gives the handler what comes, in batches, and deletes what it handled', async () => {
    const { queue, seen, start } = bench();
    for (const body of ['a', 'b', 'c']) queue.send(body);
    const source = start({ batchSize: 2, maxConcurrency: 5 });
    await source.idle();
    queue.send('d');
    await source.idle();
    expect(seen).toEqual([['a', 'b'], ['c'], ['d']]);
    expect(queue.messages()).toEqual([]);
  });

  it('leaves what the handler names to the visibility timeout, then to the dead letters', async () => {
    const { queue, queues, seen, start, pass, answerWith } = bench();
    answerWith(failing);
    const source = start();
    for (const body of ['bad', 'good']) queue.send(body);
    await source.idle();
    expect(queue.messages().map(({ body }) => body)).toEqual(['bad']);
    for (let i = 0; i < 2; i++) {
      pass(60);
      await source.idle();
    }
    expect(seen.flat().filter((body) => body === 'bad')).toHaveLength(2);
    expect(queue.messages()).toEqual([]);
    expect(queues.get('dead')?.messages()).toMatchObject([{ body: 'bad' }]);
  });

  it.each([
    ['throws', async () => Promise.reject(new Error('crash'))],
    ['names a message of no batch of its', async () => ({ batchItemFailures: [{ itemIdentifier: 'stranger' }] })],
  ])('keeps the whole batch when the handler %s', async (_, answer) => {
    const silence = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const { queue, start, answerWith } = bench();
    answerWith(answer);
    for (const body of ['a', 'b']) queue.send(body);
    await start().idle();
    silence.mockRestore();
    expect(queue.messages()).toHaveLength(2);
  });

  it('has no more handlers at work than it may', async () => {
    const { queue, start, answerWith } = bench();
    const ends: (() => void)[] = [];
    let most = 0;
    answerWith(async () => {
      const ended = new Promise<void>((resolve) => ends.push(resolve));
      most = Math.max(most, ends.length);
      await ended;
      return undefined;
    });
    for (let i = 0; i < 5; i++) queue.send(String(i));
    const source = start({ batchSize: 1, maxConcurrency: 2 });
    const idle = source.idle();
    while (queue.messages().length > 0) {
      for (const end of ends.splice(0)) end();
      await new Promise(setImmediate);
    }
    await idle;
    expect(most).toBe(2);
  });

  it('hands out nothing after its end', async () => {
    const { queue, seen, start } = bench();
    const source = start();
    source.close();
    queue.send('late');
    await source.idle();
    await new Promise(setImmediate);
    expect(seen).toEqual([]);
  });
});
