import type { CurrentFlags } from '../../../lambdas/domain/flags';
import { providerOrder } from '../../../lambdas/platform/adapters/current-flags';
import { readConfig } from '../../../lambdas/platform/config';
import { createPlatform } from '../../../lambdas/platform/platform';
import type { Call } from '../../../lambdas/ports';
import { aContext } from '../../support/request-context';

const SPACE = 'bedrock/amazon.titan-embed-text-v2:0/256/v1';
const silent = { count: () => undefined, measure: () => undefined, event: () => undefined };

function orderOf(kind: 'text' | 'embed', flags: Partial<CurrentFlags>, call: Partial<Call>) {
  const config = readConfig({ OPENAI_SECRET_ID: 'key', HUGGINGFACE_SECRET_ID: 'token' });
  const at = createPlatform({ ...config, flags: { rollout: { percentage: 0 }, ...flags } }, silent);
  return providerOrder(at, kind)(aContext(call));
}

describe('the providers that a call asks', () => {
  it('are those of its arm first', async () => {
    expect(await orderOf('text', {}, { arm: 'aws' })).toEqual(['bedrock', 'openai', 'rules']);
    expect(await orderOf('text', {}, { arm: 'current' })).toEqual(['openai', 'bedrock', 'rules']);
  });

  it('are those alone that it is held to, whatever the flags say', async () => {
    const flags = { textChain: ['openai' as const], embedChain: ['openai' as const] };
    expect(await orderOf('text', flags, { arm: 'aws', only: ['bedrock'] })).toEqual(['bedrock']);
    expect(await orderOf('embed', flags, { arm: 'aws', only: ['bedrock', 'sagemaker'] })).toEqual([
      'bedrock',
      'sagemaker',
    ]);
  });

  it('begin with the space that is searched first, where it is one of theirs', async () => {
    const flags = { embedSpace: SPACE };
    expect((await orderOf('embed', flags, { arm: 'aws' }))[0]).toBe(SPACE);
    expect(await orderOf('embed', flags, { arm: 'current' })).not.toContain(SPACE);
    expect(await orderOf('embed', flags, { only: ['bedrock', 'sagemaker'] })).toEqual([SPACE, 'bedrock', 'sagemaker']);
    expect(await orderOf('embed', flags, { only: ['openai'] })).toEqual(['openai']);
    expect(await orderOf('text', flags, { only: ['bedrock'] })).toEqual(['bedrock']);
  });

  it('are none under maintenance', async () => {
    const call = { maintenanceUntil: '2026-11-22T10:00:00Z' };
    expect(await orderOf('text', {}, call)).toEqual([]);
    expect(await orderOf('embed', {}, { ...call, only: ['bedrock'] })).toEqual([]);
  });
});
