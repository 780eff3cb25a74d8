import type { SecretLedger } from '../../../lambdas/ports';
import { watchSecrets } from '../../../lambdas/services/watch-secrets';
import { testClock } from '../../contract/laptop-tables';

const DAY = 86_400_000;
const clock = testClock();

function setUp(ages: Readonly<Record<string, number>>) {
  const measured: unknown[] = [];
  const events: unknown[] = [];
  const ledger: SecretLedger = {
    async currentSince(id) {
      const age = ages[id];
      if (age === undefined) throw new Error(`the age of the secret ${id} cannot be told`, { cause: new TypeError() });
      return clock.now() - age;
    },
  };
  const telemetry = {
    count: (...all: unknown[]) => measured.push(all),
    measure() {},
    event: (...all: unknown[]) => events.push(all),
  };
  return { ports: { ledger, telemetry, clock }, measured, events };
}

describe('watch-secrets', () => {
  it('measures the age of each key in whole days, and passes over vendors that are not in use', async () => {
    const { ports, measured } = setUp({ a: 91.9 * DAY, b: 0 });

    expect(await watchSecrets(ports, { openai: 'a', huggingface: 'b', other: undefined })).toEqual({
      openai: 91,
      huggingface: 0,
    });
    expect(measured).toEqual([
      ['SecretAgeDays', 91, { secret: 'openai' }],
      ['SecretAgeDays', 0, { secret: 'huggingface' }],
    ]);
  });

  it('fails when it cannot tell an age, so that the silence is noticed, and measures the others first', async () => {
    const { ports, measured, events } = setUp({ b: DAY });

    await expect(watchSecrets(ports, { openai: 'a', huggingface: 'b' })).rejects.toThrow(
      'the age of these keys cannot be told: openai',
    );
    expect(measured).toHaveLength(1);
    expect(events).toEqual([['error', 'the age of a key cannot be told', { provider: 'openai', error: 'TypeError' }]]);
  });
});
