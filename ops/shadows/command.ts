/** Shows what a day's records say: how far the arms agree, field by field, and where they differ most. Changes nothing. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ShadowRecords } from '../../lambdas/ports';
import { dynamoShadowRecords, SHADOW_RECORD_DAYS } from '../../lambdas/storage/dynamo-shadow-store';
import { type AwsAccess, awsAccess } from '../aws-access';
import { CannotGoOn, type Command, type Settings, type Surroundings, UsageError } from '../operation';
import { credentials, laptopAddress } from '../rebuild-vectors/open-laptop';
import { stackOutputs } from '../stack-outputs';
import { reportOf } from './report';

const LAPTOP_URL = 'http://127.0.0.1:3000';
const LAPTOP_TABLE = 'talent-match-candidates';

export const shadows: Command = {
  name: 'shadows',
  help: `npm run shadows -- --stage STAGE [--day DAY] [--json]

How far the two arms agree on the requests that both were asked, and where they
differ: of one in ten, and of each that agrees by less than half. A record
holds numbers and words of our own lists, and is kept for ${SHADOW_RECORD_DAYS} days.
  --day DAY          in UTC, such as 2026-11-22; default: today
  --json             the records
  --stage STAGE      dev, staging, prod, one of your own, or laptop
  --url URL          the laptop's; default ${LAPTOP_URL}
  --region REGION    default: that of your AWS profile`,
  options: { day: { type: 'string' }, json: { type: 'boolean' }, url: { type: 'string' } },
  otherStages: ['laptop'],
  asks: true,
  whenInterrupted: 'Nothing was changed.',
  async work(settings, around) {
    const { stage, region, given } = settings;
    const day = dayOf(given.day, around.now());
    const { records, unreadable } = await withRecords(settings, around, (store) => store.list(day));
    if (given.json === true) return around.say(JSON.stringify({ stage, region, day, unreadable, records }, null, 2));
    for (const line of reportOf(records, { stage, day, unreadable })) around.say(line);
  },
};

function dayOf(given: Settings['given'][string], now: number): string {
  const day = given ?? new Date(now).toISOString().slice(0, 10);
  if (typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day))) return day;
  throw new UsageError(`--day: ${String(given)} was given; allowed: a day such as 2026-11-22`);
}

async function withRecords<T>(
  settings: Settings,
  { aws, now }: Surroundings,
  work: (records: Pick<ShadowRecords, 'list'>) => Promise<T>,
): Promise<T> {
  const { stage, region, given } = settings;
  const open = (access: AwsAccess, table: string) => {
    const client = new DynamoDBClient(access.client(region));
    return work(dynamoShadowRecords({ client, table, clock: { now } })).finally(() => client.destroy());
  };
  if (stage !== 'laptop') return open(aws, await candidatesTable(settings, aws));
  const url = typeof given.url === 'string' ? given.url : LAPTOP_URL;
  const laptop = awsAccess({ endpoint: await laptopAddress(url, 'dynamodb'), credentials });
  try {
    return await open(laptop, LAPTOP_TABLE);
  } finally {
    laptop.close();
  }
}

async function candidatesTable({ stage, region }: Settings, aws: AwsAccess): Promise<string> {
  const name = `TalentMatch-${stage}-data`;
  const table = (await stackOutputs(aws, region, name))?.candidatesTable;
  if (table === undefined) throw new CannotGoOn(`${name} in ${region} does not say which table it is; is it deployed?`);
  return table;
}
