import {
  availableArms,
  type ChainSettings,
  defaultChains,
  defaultFlags,
} from '../../../lambdas/platform/default-chains';

const everything: ChainSettings = {
  SAGEMAKER_ENDPOINT_NAME: 'embedder',
  OPENAI_SECRET_ID: 'openai',
  HUGGINGFACE_SECRET_ID: 'huggingface',
};
const chains = (settings: ChainSettings) => {
  const { current, aws } = defaultChains({ ...everything, ...settings });
  return [aws, current].map(({ text, embed }) => `${text.join(' ')} / ${embed.join(' ')}`);
};

describe('default chains', () => {
  it.each<[ChainSettings, string, string]>([
    [
      {},
      'bedrock openai rules / bedrock sagemaker openai huggingface embedded',
      'openai bedrock rules / openai huggingface bedrock sagemaker embedded',
    ],
    [
      { AI_PROVIDER: 'huggingface' },
      'bedrock openai rules / bedrock sagemaker openai huggingface embedded',
      'openai bedrock rules / huggingface openai bedrock sagemaker embedded',
    ],
    [{ AI_PROVIDER: 'local' }, 'rules / embedded', 'rules / embedded'],
    [
      { AI_PROVIDER: 'rules' },
      'rules bedrock openai / bedrock sagemaker openai huggingface embedded',
      'rules openai bedrock / openai huggingface bedrock sagemaker embedded',
    ],
    [
      { USE_AWS_BEDROCK: false },
      'openai rules / sagemaker openai huggingface embedded',
      'openai rules / openai huggingface sagemaker embedded',
    ],
    [
      { USE_AWS_SAGEMAKER: true },
      'bedrock openai rules / sagemaker bedrock openai huggingface embedded',
      'openai bedrock rules / openai huggingface bedrock sagemaker embedded',
    ],
    [
      { TEXT_CHAIN: ['openai', 'rules'], EMBED_CHAIN: ['embedded'] },
      'openai rules / embedded',
      'openai rules / embedded',
    ],
  ])('of %j are %s on the AWS arm and %s on the current one', (settings, aws, current) => {
    expect(chains(settings)).toEqual([aws, current]);
  });

  it('leave out what is not set up, and always end with what needs no network', () => {
    const chain = { text: ['bedrock', 'rules'], embed: ['bedrock', 'embedded'] };
    expect(defaultChains({})).toEqual({ aws: chain, current: chain });
  });

  it.each<[ChainSettings, RegExp]>([
    [{ TEXT_CHAIN: ['bedrok'] }, /TEXT_CHAIN may name bedrock, openai, rules, not bedrok/],
    [{ TEXT_CHAIN: ['sagemaker'] }, /TEXT_CHAIN may name/],
    [{ EMBED_CHAIN: ['openai'] }, /names openai, which is not set up/],
  ])('refuse %j', (settings, message) => {
    expect(() => defaultChains(settings)).toThrow(message);
  });
});

describe('default flags', () => {
  it.each<[ChainSettings, ReturnType<typeof defaultFlags>]>([
    [{}, { rollout: { percentage: 100 } }],
    [{ MIGRATION_PERCENTAGE: 12.5 }, { rollout: { percentage: 12.5 } }],
    [
      { AI_PROVIDER: 'openai', MIGRATION_PERCENTAGE: 0 },
      { arm: 'current', rollout: { percentage: 0 } },
    ],
    [{ AI_PROVIDER: 'sagemaker' }, { arm: 'aws', rollout: { percentage: 100 } }],
    [{ AI_PROVIDER: 'local' }, { rollout: { percentage: 100 } }],
    [{ AI_PROVIDER: 'rules' }, { rollout: { percentage: 100 } }],
  ])('of %j are %j', (settings, flags) => {
    expect(defaultFlags(settings)).toEqual(flags);
  });
});

describe('available arms', () => {
  const available = (settings: ChainSettings, flags: Parameters<typeof availableArms>[0]['flags'] = {}) => {
    const chains = defaultChains(settings);
    return (['parse', 'embed'] as const).map((capability) => availableArms({ chains, flags }, capability).join(' '));
  };

  it.each<[ChainSettings, string, string]>([
    [everything, 'current aws', 'current aws'],
    [{ OPENAI_SECRET_ID: 'openai' }, 'current aws', 'current aws'],
    [{}, 'aws', 'aws'],
    [{ HUGGINGFACE_SECRET_ID: 'hf' }, 'aws', 'current aws'],
    [{ ...everything, USE_AWS_BEDROCK: false }, 'current', 'current aws'],
    [{ ...everything, USE_AWS_BEDROCK: false, USE_AWS_SAGEMAKER: false }, 'current', 'current'],
    [{ ...everything, AI_PROVIDER: 'local' }, '', ''],
    [{ ...everything, AI_PROVIDER: 'rules' }, '', 'current aws'],
    [{ ...everything, TEXT_CHAIN: ['bedrock', 'openai', 'rules'] }, 'aws', 'current aws'],
    [{ ...everything, EMBED_CHAIN: ['openai', 'bedrock', 'embedded'] }, 'current aws', 'current'],
  ])('with %j are [%s] for parsing and [%s] for vectors', (settings, parse, embed) => {
    expect(available(settings)).toEqual([parse, embed]);
  });

  it('are none where the flags fix the order for all', () => {
    expect(available(everything, { textChain: ['openai', 'rules'] })).toEqual(['', 'current aws']);
    expect(available(everything, { embedChain: ['embedded'] })).toEqual(['current aws', '']);
  });
});
