import { bucketOf, DEFAULT_SALT } from '../../../lambdas/domain/arm';
import { isShadowed, reasonToRecord, sideOf } from '../../../lambdas/domain/shadow';
import { NO_PROVIDER } from '../../../lambdas/services/answer-meta';

const IDS = Array.from({ length: 100_000 }, (_, n) => `7f3a9c51-${n}`);
const share = (of: (id: string) => boolean) => (100 * IDS.filter(of).length) / IDS.length;

describe('who is drawn', () => {
  it.each([0.5, 5, 10, 50])('is %d per cent of the requests', (percentage) => {
    const drawn = share((id) => isShadowed(id, percentage));
    expect(Math.abs(drawn - percentage)).toBeLessThan(0.4);
  });

  it('is nobody at 0 and everybody at 100', () => {
    expect(share((id) => isShadowed(id, 0))).toBe(0);
    expect(share((id) => isShadowed(id, 100))).toBe(100);
  });

  it('is drawn at every higher share too, and again each time', () => {
    const drawn = IDS.filter((id) => isShadowed(id, 5));
    expect(drawn.filter((id) => !isShadowed(id, 20))).toEqual([]);
    expect(drawn).toEqual(IDS.filter((id) => isShadowed(id, 5)));
  });

  it('says nothing of who is on which arm', () => {
    const drawn = IDS.filter((id) => isShadowed(id, 20));
    const onAws = drawn.filter((id) => bucketOf(id, DEFAULT_SALT) < 5_000);
    expect(Math.abs(onAws.length / drawn.length - 0.5)).toBeLessThan(0.02);
  });
});

describe('what is recorded', () => {
  it('is every tenth shadow, whoever was drawn', () => {
    const drawn = IDS.filter((id) => isShadowed(id, 50));
    const recorded = drawn.filter((id) => reasonToRecord(id, 0.9) === 'drawn');
    expect(Math.abs(recorded.length / drawn.length - 0.1)).toBeLessThan(0.01);
    expect(recorded).toEqual(drawn.filter((id) => reasonToRecord(id, null) !== null));
    expect(recorded).toEqual(drawn.filter((id) => reasonToRecord(id, 0.1) === 'drawn'));
  });

  it('is every one whose answers agree little', () => {
    expect(share((id) => reasonToRecord(id, 0.49) !== null)).toBe(100);
  });
});

describe('a side', () => {
  const attempts = [
    { provider: 'bedrock' as const, model: 'm', outcome: 'timeout', latencyMs: 900 },
    { provider: 'openai' as const, model: 'n', outcome: 'ok', latencyMs: 300 },
  ];
  const meta = { ...NO_PROVIDER, provider: 'openai' as const, model: 'n', attempts, costUsd: 0.002 };

  it('has failed when another arm answered for it', () => {
    expect(sideOf('aws', meta)).toEqual({
      provider: 'openai',
      model: 'n',
      promptVersion: null,
      latencyMs: 1_200,
      costUsd: 0.002,
      failed: true,
    });
    expect(sideOf('current', meta).failed).toBe(false);
  });

  it('has failed when the rules answered, or nobody', () => {
    expect(sideOf('aws', { ...meta, provider: 'rules' }).failed).toBe(true);
    expect(sideOf('aws', NO_PROVIDER).failed).toBe(true);
  });
});
