import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { parsedResumeSchema } from '../../../lambdas/domain/resume';
import { dynamoResumeStore } from '../../../lambdas/storage/dynamo-resume-store';
import { dynamoDbClient } from '../../../lambdas/storage/dynamodb-client';
import { type LaptopTables, openLaptopTables, testClock } from '../../contract/laptop-tables';
import { describeResumeStore } from '../../contract/resume-store';

describe('dynamoResumeStore', () => {
  const clock = testClock();
  const DAY_MS = 86_400_000;
  let tables: LaptopTables;
  beforeAll(async () => {
    tables = await openLaptopTables({ clock });
  });
  afterAll(() => tables.close());
  const open = () =>
    dynamoResumeStore({ client: tables.client, table: tables.names.candidates, clock, retentionDays: 30 });

  describeResumeStore(open);

  it('gives no resume past its retention, and the table loses it', async () => {
    const { id } = await open().put('nobody', parsedResumeSchema.parse({}));

    clock.advance(30 * DAY_MS - 1000);
    expect(await open().get('nobody', id)).toBeDefined();
    clock.advance(1000);
    expect(await open().get('nobody', id)).toBeUndefined();

    await tables.emulator.expireItems();
    const { Count } = await tables.client.send(new ScanCommand({ TableName: tables.names.candidates }));
    expect(Count).toBe(0);
  });

  it('gives up a write that stalls while there is still time for a reply', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const client = dynamoDbClient({
      region: 'eu-west-1',
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: 'laptop', secretAccessKey: 'laptop' },
      timeouts: { connectMs: 60_000, requestMs: 60_000 },
    });
    const store = dynamoResumeStore({ client, table: 'candidates', clock, retentionDays: 30 });
    const call = { signal: new AbortController().signal, deadline: clock.now() + 350 };
    // The client would wait for minutes: that there is an answer at all is what is shown.
    await expect(store.put('nobody', parsedResumeSchema.parse({}), call)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
    client.destroy();
    silent.close();
  });

  it('refuses a resume that no item can hold, without a word of it', async () => {
    const text = `Ines Example ${randomBytes(500_000).toString('base64')}`;
    const resume = parsedResumeSchema.parse({ unmapped: [{ heading: 'Notes', text }] });

    const error: unknown = await open()
      .put('nobody', resume)
      .catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('Ines');
  });
});
