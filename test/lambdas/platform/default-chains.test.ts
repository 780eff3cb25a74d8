import { type ChainSettings, defaultChains } from '../../../lambdas/platform/default-chains';

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
