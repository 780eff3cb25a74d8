import { DEMO_CREDENTIALS, type Simulators, startSimulators } from '../../../dev/simulators/start';
import { secretLedger } from '../../../lambdas/platform/secret-ledger';
import { sampleAnswers } from '../../dev/simulators/sample-answers';

const ID = 'talent-match/openai';
const [FIRST, SECOND] = [Date.parse('2026-03-01T12:00:00Z'), Date.parse('2026-06-01T12:00:00Z')];

describe('secretLedger', () => {
  let simulators: Simulators;
  let now = FIRST;
  beforeEach(async () => {
    now = FIRST;
    simulators = await startSimulators({ answers: sampleAnswers, clock: { now: () => now }, secrets: { [ID]: 'one' } });
  });
  afterEach(() => simulators.close());
  const open = () =>
    secretLedger({
      region: 'us-east-1',
      endpoint: simulators.endpoints.secretsManager,
      credentials: DEMO_CREDENTIALS,
    });

  it('tells since when the value in use is in use, and reads no value', async () => {
    expect(await open().currentSince(ID)).toBe(FIRST);

    now = SECOND;
    simulators.putSecret(ID, 'two');

    expect(await open().currentSince(ID)).toBe(SECOND);
    expect(simulators.faults.calls().secretsManager).toEqual({ ListSecretVersionIds: 2 });
  });

  it('names a secret that it knows nothing of', async () => {
    await expect(open().currentSince('none')).rejects.toMatchObject({
      message: 'the age of the secret none cannot be told',
      cause: { name: 'ResourceNotFoundException' },
    });
  });
});
