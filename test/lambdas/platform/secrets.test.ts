import { DEMO_CREDENTIALS, type Simulators, startSimulators } from '../../../dev/simulators/start';
import { secrets } from '../../../lambdas/platform/secrets';
import { sampleAnswers } from '../../dev/simulators/sample-answers';

const ID = 'talent-match/openai';
const MINUTE = 60_000;

let simulators: Simulators;
beforeEach(async () => {
  simulators = await startSimulators({
    answers: sampleAnswers,
    secrets: { [ID]: 'sk-one', json: '{"apiKey":"inside","port":1}' },
  });
});
afterEach(() => simulators.close());

/** A limit that a busy machine keeps, unless the limit is what is tested. */
function vault(timeoutMs = 10_000) {
  let now = 0;
  const aws = { region: 'us-east-1', endpoint: simulators.endpoints.secretsManager, credentials: DEMO_CREDENTIALS };
  return {
    vault: secrets({ aws, clock: { now: () => now }, timeoutMs }),
    pass: (ms: number) => {
      now += ms;
    },
    calls: () => simulators.faults.calls().secretsManager?.GetSecretValue ?? 0,
    fail: (kind: 'error' | 'stall-headers' = 'error') =>
      simulators.faults.set({ service: 'secretsManager', kind, ...(kind === 'error' ? { status: 400 } : {}) }),
  };
}

describe('secrets', () => {
  it('fetches a secret when it is first asked for, and keeps it for five minutes', async () => {
    const { vault: it, pass, calls } = vault();
    expect(calls()).toBe(0);
    expect(await it.get(ID)).toBe('sk-one');
    simulators.putSecret(ID, 'sk-two');
    pass(5 * MINUTE - 1);
    expect(await it.get(ID)).toBe('sk-one');
    pass(1);
    expect(await it.get(ID)).toBe('sk-two');
    expect(calls()).toBe(2);
  });

  it('makes one call for all who ask at the same time', async () => {
    const { vault: it, calls } = vault();
    const values = await Promise.all([it.get(ID), it.get(ID), it.get(ID, { refresh: true })]);
    expect(new Set(values)).toEqual(new Set(['sk-one']));
    expect(calls()).toBe(1);
  });

  it('reads anew when told to', async () => {
    const { vault: it } = vault();
    await it.get(ID);
    simulators.putSecret(ID, 'sk-two');
    expect(await it.get(ID, { refresh: true })).toBe('sk-two');
  });

  it('goes on with the kept value for an hour when the service fails', async () => {
    const { vault: it, pass, fail } = vault();
    await it.get(ID);
    fail();
    pass(60 * MINUTE - 1);
    expect(await it.get(ID)).toBe('sk-one');
    pass(1);
    await expect(it.get(ID)).rejects.toThrow(`the secret ${ID} cannot be read`);
  });

  it('waits for a stalled service no longer than its limit', async () => {
    const { vault: it, fail } = vault(200);
    fail('stall-headers');
    // A stall has no end of its own: that the answer comes is what is shown.
    await expect(it.get(ID)).rejects.toThrow(`the secret ${ID} cannot be read`);
  });

  it('tries again after a failure', async () => {
    const { vault: it, fail } = vault();
    fail();
    await expect(it.get(ID)).rejects.toThrow();
    simulators.faults.clear();
    expect(await it.get(ID)).toBe('sk-one');
  });

  it('names a secret that is not there', async () => {
    await expect(vault().vault.get('none')).rejects.toThrow(
      'the secret none cannot be read: ResourceNotFoundException',
    );
  });

  it('picks a field out of a JSON secret and keeps the value out of its errors', async () => {
    const { vault: it } = vault();
    expect(await it.get('json', { field: 'apiKey' })).toBe('inside');
    await expect(it.get('json', { field: 'port' })).rejects.toThrow('the secret json has no text field port');
    await expect(it.get('json', { field: 'constructor' })).rejects.toThrow('no text field');
    await expect(it.get(ID, { field: 'apiKey' })).rejects.toThrow(/^(?!.*sk-one)/);
  });
});
