/** What Bedrock's models accept, written down apart from the adapter's own table so that the two check each other. */

export interface SimModel {
  /** Only reachable through an inference profile. */
  profileOnly: boolean;
  tools: boolean;
  forcedTool: boolean;
  temperature: boolean;
  system: boolean;
  /** `on` unless the request disables it. */
  thinking: 'off' | 'on' | 'always';
  /** Takes `outputConfig.textFormat`. */
  textFormat: boolean;
  maxTokens: number;
}

const base: SimModel = {
  profileOnly: true,
  tools: true,
  forcedTool: true,
  temperature: true,
  system: true,
  thinking: 'off',
  textFormat: false,
  maxTokens: 64_000,
};
const quiet: SimModel = { ...base, temperature: false, thinking: 'on', maxTokens: 128_000 };
const unforced: SimModel = { ...quiet, forcedTool: false, thinking: 'always' };
const nova: SimModel = { ...base, profileOnly: false, maxTokens: 10_000 };
const openWeight: SimModel = { ...base, profileOnly: false, textFormat: true, maxTokens: 16_384 };
const plain: SimModel = {
  ...base,
  profileOnly: false,
  tools: false,
  forcedTool: false,
  system: false,
  maxTokens: 8_192,
};

const MODELS: Readonly<Record<string, SimModel>> = {
  'anthropic.claude-haiku-4-5-20251001-v1:0': base,
  'anthropic.claude-sonnet-4-5-20250929-v1:0': base,
  'anthropic.claude-sonnet-4-6': base,
  'anthropic.claude-haiku-5-5': quiet,
  'anthropic.claude-sonnet-5': quiet,
  'anthropic.claude-opus-4-8': quiet,
  'anthropic.claude-opus-5': quiet,
  'anthropic.claude-sonnet-5-5': unforced,
  'anthropic.claude-opus-5-5': unforced,
  'anthropic.claude-fable-5-1': unforced,
  'amazon.nova-micro-v1:0': nova,
  'amazon.nova-lite-v1:0': nova,
  'amazon.nova-pro-v1:0': nova,
  'amazon.nova-2-lite-v1:0': { ...nova, profileOnly: true },
  'openai.gpt-oss-120b-1:0': openWeight,
  'qwen.qwen3-32b-v1:0': openWeight,
  'mistral.mistral-7b-instruct-v0:2': plain,
};

const ENDED: ReadonlySet<string> = new Set([
  'anthropic.claude-3-sonnet-20240229-v1:0',
  'anthropic.claude-3-5-haiku-20241022-v1:0',
  'amazon.titan-text-express-v1',
  'amazon.titan-text-lite-v1',
  'amazon.titan-text-premier-v1:0',
]);

/** The model behind an id or inference profile id, or why there is none. */
export function simModel(id: string): SimModel | 'ended' | 'needs-profile' | undefined {
  const name = id.replace(/^(us|eu|jp|au|apac|global)\./, '');
  if (ENDED.has(name)) return 'ended';
  const model = MODELS[name];
  return model?.profileOnly && name === id ? 'needs-profile' : model;
}
