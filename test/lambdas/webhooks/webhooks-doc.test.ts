import { readFileSync } from 'node:fs';
import path from 'node:path';
import { RETRY_DELAYS_SECONDS } from '../../../lambdas/domain/webhook';
import { newSecret, signatureHeaders } from '../../../lambdas/webhooks/sign-event';

const page = readFileSync(path.join(__dirname, '../../../docs/webhooks.md'), 'utf8');
const [, code = ''] = /```js\n([\s\S]*?)```/.exec(page) ?? [];

type VerifyEvent = (secret: string, headers: Record<string, string>, body: string, now: number) => unknown;
const verifyEvent = new Function('require', `${code}\nreturn verifyEvent;`)(require) as VerifyEvent;

describe('docs/webhooks.md', () => {
  const now = 1_795_329_000_000;
  const secret = newSecret();
  const body = '{"type":"operation.finished","data":{"operationId":"op_ä"}}';
  const headers = signatureHeaders(secret, 'evt_1', body, now);

  it('verifies an event with the code that it shows', () => {
    expect(verifyEvent(secret, headers, body, now)).toEqual(JSON.parse(body));
    const rotated = { ...headers, 'webhook-signature': `v1,AAAA v1a,BBBB ${headers['webhook-signature']}` };
    expect(verifyEvent(secret, rotated, body, now + 299_000)).toEqual(JSON.parse(body));
  });

  it.each<[string, string, Record<string, string>, string, number]>([
    ['another secret', newSecret(), headers, body, now],
    ['a changed body', secret, headers, body.replace('op_', 'op-'), now],
    ['another id', secret, { ...headers, 'webhook-id': 'evt_2' }, body, now],
    ['another time', secret, { ...headers, 'webhook-timestamp': '1795329001' }, body, now],
    ['no signature', secret, { 'webhook-id': 'evt_1', 'webhook-timestamp': '1795329000' }, body, now],
    ['no headers', secret, {}, body, now],
    ['an event of yesterday', secret, headers, body, now + 86_400_000],
  ])('refuses %s with it', (_, ...given) => {
    expect(() => verifyEvent(...given)).toThrow(/too old|not signed/);
  });

  it('says how long is waited between attempts', () => {
    const [, words = ''] = /Between them are ([\s\S]*?), each a tenth/.exec(page) ?? [];
    const seconds = words.replaceAll(/\s+/g, ' ').match(/(four times )?\d+ (seconds|minutes|hours)/g) ?? [];
    const units: Record<string, number> = { seconds: 1, minutes: 60, hours: 3600 };
    const said = seconds.flatMap((each) => {
      const [, times, amount, unit = ''] = /(four times )?(\d+) (\w+)/.exec(each) ?? [];
      return Array.from({ length: times ? 4 : 1 }, () => Number(amount) * (units[unit] ?? Number.NaN));
    });
    expect(said).toEqual(RETRY_DELAYS_SECONDS);
  });
});
