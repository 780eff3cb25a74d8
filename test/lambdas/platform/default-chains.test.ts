import { type ChainSettings, defaultChains } from '../../../lambdas/platform/default-chains';

const everything: ChainSettings = {
  SAGEMAKER_ENDPOINT_NAME: 'embedder',
  OPENAI_SECRET_ID: 'openai',
  HUGGINGFACE_SECRET_ID: 'huggingface',
};
const chains = (settings: ChainSettings) => {
  const { text, embed } = defaultChains({ ...everything, ...settings });
  return `${text.join(' ')} / ${embed.join(' ')}`;
};

describe('default chains', () => {
  it.each<[ChainSettings, string]>([
    [{}, 'bedrock openai rules / bedrock sagemaker openai huggingface embedded'],
    [{ MIGRATION_PERCENTAGE: 100 }, 'bedrock openai rules / bedrock sagemaker openai huggingface embedded'],
    [{ MIGRATION_PERCENTAGE: 10 }, 'openai bedrock rules / openai huggingface bedrock sagemaker embedded'],
    [{ AI_PROVIDER: 'openai' }, 'openai bedrock rules / openai bedrock sagemaker huggingface embedded'],
    [{ AI_PROVIDER: 'huggingface' }, 'bedrock openai rules / huggingface bedrock sagemaker openai embedded'],
    [{ AI_PROVIDER: 'local' }, 'rules / embedded'],
    [{ USE_AWS_BEDROCK: false }, 'openai rules / sagemaker openai huggingface embedded'],
    [{ USE_AWS_SAGEMAKER: false }, 'bedrock openai rules / bedrock openai huggingface embedded'],
    [{ USE_AWS_SAGEMAKER: true }, 'bedrock openai rules / sagemaker bedrock openai huggingface embedded'],
    [
      { MIGRATION_PERCENTAGE: 0, USE_AWS_BEDROCK: true },
      'bedrock openai rules / bedrock openai huggingface sagemaker embedded',
    ],
    [{ TEXT_CHAIN: ['openai', 'rules'], EMBED_CHAIN: ['embedded'] }, 'openai rules / embedded'],
  ])('of %j are %s', (settings, expected) => {
    expect(chains(settings)).toBe(expected);
  });

  it('leave out what is not set up, and always end with what needs no network', () => {
    expect(defaultChains({})).toEqual({ text: ['bedrock', 'rules'], embed: ['bedrock', 'embedded'] });
  });

  it.each<[ChainSettings, RegExp]>([
    [{ TEXT_CHAIN: ['bedrok'] }, /TEXT_CHAIN may name bedrock, openai, rules, not bedrok/],
    [{ TEXT_CHAIN: ['sagemaker'] }, /TEXT_CHAIN may name/],
    [{ EMBED_CHAIN: ['openai'] }, /names openai, which is not set up/],
  ])('refuse %j', (settings, message) => {
    expect(() => defaultChains(settings)).toThrow(message);
  });
});
