import type { DynamoDBStreamEvent } from 'aws-lambda';
import { type StreamHandler, streamPump } from '../../../dev/dynamodb/stream-pump';
import type { Change } from '../../../dev/dynamodb/wire';

describe('streamPump', () => {
  const stream = {
    arn: 'arn:aws:dynamodb:eu-west-1:000000000000:table/things/stream/1',
    region: 'eu-west-1',
    viewType: 'NEW_AND_OLD_IMAGES' as const,
    keyAttributes: ['pk'],
  };
  const insert = (id: string): Change => ({
    table: 'things',
    key: id,
    old: undefined,
    next: { pk: { S: id } },
    actor: 'caller',
  });
  const idsOf = (event: DynamoDBStreamEvent) => event.Records.map((record) => record.dynamodb?.Keys?.pk?.S ?? '');

  function open(handler: StreamHandler, options: { batchSize?: number; maxRetries?: number } = {}) {
    const pump = streamPump({ now: () => 1_700_000_000_000, retryDelayMs: 0, ...options });
    const batches: string[][] = [];
    pump.on('things', (event) => {
      batches.push(idsOf(event));
      return handler(event);
    });
    const push = (...ids: string[]) => {
      for (const id of ids) pump.push(insert(id), stream);
    };
    return { pump, batches, push };
  }

  it('delivers changes in order, in batches', async () => {
    const { pump, batches, push } = open(async () => undefined, { batchSize: 2 });

    push('a', 'b', 'c', 'd', 'e');
    await pump.drained();

    expect(batches).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  it('waits for one batch before it gives the next', async () => {
    let running = 0;
    let most = 0;
    const { pump, push } = open(
      async () => {
        most = Math.max(most, ++running);
        await new Promise(setImmediate);
        running--;
        return undefined;
      },
      { batchSize: 1 },
    );

    push('a', 'b', 'c');
    await pump.drained();

    expect(most).toBe(1);
  });

  it('gives again from the first record that a handler names, and nothing before it', async () => {
    let isFirst = true;
    const { pump, batches, push } = open(async ({ Records }) => {
      if (!isFirst) return undefined;
      isFirst = false;
      const named = [Records[3], Records[2]].map((record) => record?.dynamodb?.SequenceNumber ?? '');
      return { batchItemFailures: named.map((itemIdentifier) => ({ itemIdentifier })) };
    });

    push('a', 'b', 'c', 'd');
    await pump.drained();

    expect(batches).toEqual([
      ['a', 'b', 'c', 'd'],
      ['c', 'd'],
    ]);
    expect(pump.deadLetters).toEqual([]);
  });

  it('gives up one bad record after its tries, and delivers all others', async () => {
    const handled: string[] = [];
    let tries = 0;
    const { pump, push } = open(
      async (event) => {
        if (idsOf(event).includes('bad')) {
          if (event.Records.length === 1) tries++;
          throw new Error('bad record');
        }
        handled.push(...idsOf(event));
        return undefined;
      },
      { maxRetries: 2 },
    );

    push('a', 'b', 'c', 'bad', 'd', 'e');
    await pump.drained();

    expect(handled).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(tries).toBe(3);
    expect(pump.deadLetters.map(({ record }) => record.dynamodb?.Keys?.pk?.S)).toEqual(['bad']);
  });

  it('takes an identifier that it does not know for a failure of the whole batch', async () => {
    let isFirst = true;
    const { pump, batches, push } = open(async () => {
      const answer = isFirst ? { batchItemFailures: [{ itemIdentifier: 'unknown' }] } : undefined;
      isFirst = false;
      return answer;
    });

    push('a');
    await pump.drained();

    expect(batches).toEqual([['a'], ['a']]);
  });

  it('is drained only when the changes that a handler made are handled too', async () => {
    const { pump, batches, push } = open(async (event) => {
      if (idsOf(event).includes('first')) push('second');
      return undefined;
    });

    push('first');
    await pump.drained();

    expect(batches).toEqual([['first'], ['second']]);
  });

  it('writes records as the service does', async () => {
    const events: DynamoDBStreamEvent[] = [];
    const { pump } = open(async (event) => {
      events.push(event);
      return undefined;
    });
    const old = { pk: { S: 'a' }, n: { N: '1' } };
    const next = { pk: { S: 'a' }, n: { N: '2' } };

    pump.push({ table: 'things', key: 'a', old, next, actor: 'caller' }, stream);
    pump.push({ table: 'things', key: 'a', old: next, next: undefined, actor: 'ttl' }, stream);
    await pump.drained();

    const records = events.flatMap((event) => event.Records);
    expect(records).toMatchObject([
      {
        eventName: 'MODIFY',
        eventSource: 'aws:dynamodb',
        awsRegion: 'eu-west-1',
        eventSourceARN: stream.arn,
        dynamodb: {
          ApproximateCreationDateTime: 1_700_000_000,
          Keys: { pk: { S: 'a' } },
          OldImage: old,
          NewImage: next,
          StreamViewType: 'NEW_AND_OLD_IMAGES',
        },
      },
      {
        eventName: 'REMOVE',
        dynamodb: { OldImage: next },
        userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
      },
    ]);
    expect(records[0]).not.toHaveProperty('userIdentity');
    expect(records[1]?.dynamodb).not.toHaveProperty('NewImage');
    const [first, second] = records.map((record) => record.dynamodb?.SequenceNumber ?? '');
    expect(BigInt(first ?? '')).toBeLessThan(BigInt(second ?? ''));
  });

  it('gives only what the filter lets through', async () => {
    const pump = streamPump({ now: () => 0 });
    const seen: string[] = [];
    pump.on(
      'things',
      async (event) => {
        seen.push(...idsOf(event));
        return undefined;
      },
      ({ pk }) => pk?.S !== 'b',
    );

    for (const id of ['a', 'b', 'c']) pump.push(insert(id), stream);
    await pump.drained();

    expect(seen).toEqual(['a', 'c']);
  });

  describe('with a journal', () => {
    function openKept(handler: StreamHandler, maxRetries = 0) {
      const kept = new Map<number, Change>();
      const pump = streamPump({
        now: () => 0,
        retryDelayMs: 0,
        maxRetries,
        async forget(sequences) {
          for (const sequence of sequences) kept.delete(sequence);
        },
      });
      const write = (id: string) => {
        const change = insert(id);
        change.sequence = pump.sequenceOf(change, stream.keyAttributes);
        if (change.sequence !== undefined) kept.set(change.sequence, change);
        pump.push(change, stream);
      };
      const follow = () => pump.on('things', handler, ({ pk }) => pk?.S !== 'unwanted');
      return { pump, write, follow, kept: () => [...kept.values()].map((change) => change.key) };
    }

    it('keeps changes until someone follows the table, and forgets what was handled or is not wanted', async () => {
      const seen: string[] = [];
      const { pump, write, follow, kept } = openKept(async (event) => {
        seen.push(...idsOf(event));
        return undefined;
      });
      write('a');
      write('unwanted');
      expect(kept()).toEqual(['a', 'unwanted']);

      follow();
      write('b');
      await pump.drained();

      expect(seen).toEqual(['a', 'b']);
      expect(kept()).toEqual([]);
      write('unwanted');
      expect(kept()).toEqual([]);
    });

    it('keeps what was given up, and what a handler was at when it stopped', async () => {
      const { pump, write, follow, kept } = openKept(async (event) => {
        if (idsOf(event).includes('last')) pump.stop();
        throw new Error('down');
      });
      follow();

      write('given-up');
      await pump.drained();
      write('last');
      write('never-given');
      await pump.drained();

      expect(kept()).toEqual(['given-up', 'last', 'never-given']);
    });
  });
});
