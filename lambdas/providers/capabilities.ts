/** What each model can be asked for: by exact model id, because Converse does not make all models alike. */

/** How a schema-shaped answer is asked for. */
export type AnswerMode =
  /** One tool whose use is forced. */
  | 'forced-tool'
  /** One tool is offered; whether it was used is checked. For models that refuse to be forced. */
  | 'auto-tool'
  /** The vendor constrains the text to a JSON Schema. */
  | 'json-schema'
  /** The schema stands in the prompt and the JSON is looked for in the text. Works with any model. */
  | 'json-text';

export interface Capabilities {
  readonly answer: AnswerMode;
  /** Whether `temperature` may be sent; newer models answer 400 to it. */
  readonly temperature: boolean;
  /** `disable`: thinking is on unless switched off. `low-effort`: it cannot be switched off, only made short. */
  readonly thinking: 'none' | 'disable' | 'low-effort';
  /** Whether a system prompt may be sent; where not, it goes in front of the user's text. */
  readonly system: boolean;
  /** Tokens this model needs for a text, relative to Claude 4.5. */
  readonly tokenFactor: number;
  /** Tokens of one answer, at most. */
  readonly maxOutputTokens: number;
}

const claude45: Capabilities = {
  answer: 'forced-tool',
  temperature: true,
  thinking: 'none',
  system: true,
  tokenFactor: 1,
  maxOutputTokens: 64_000,
};
/** From Claude 4.7 and Sonnet 5 on: no sampling parameters, about 30 % more tokens for the same text. */
const claude5: Capabilities = { ...claude45, temperature: false, thinking: 'disable', tokenFactor: 1.3 };
const unforced: Capabilities = { ...claude5, answer: 'auto-tool', thinking: 'low-effort' };
const nova: Capabilities = { ...claude45, maxOutputTokens: 10_000 };
const openWeight: Capabilities = { ...claude45, answer: 'json-schema', maxOutputTokens: 16_000 };
const titanText: Capabilities = {
  answer: 'json-text',
  temperature: true,
  thinking: 'none',
  system: false,
  tokenFactor: 1.3,
  maxOutputTokens: 8_000,
};

/** Base model ids, without the prefix of an inference profile. */
const TABLE: Readonly<Record<string, Capabilities>> = {
  'anthropic.claude-haiku-4-5-20251001-v1:0': claude45,
  'anthropic.claude-sonnet-4-5-20250929-v1:0': claude45,
  'anthropic.claude-sonnet-4-6': claude45,
  'anthropic.claude-haiku-5-5': claude5,
  'anthropic.claude-sonnet-5': claude5,
  'anthropic.claude-opus-4-8': claude5,
  'anthropic.claude-opus-5': claude5,
  'anthropic.claude-sonnet-5-5': unforced,
  'anthropic.claude-opus-5-5': unforced,
  'anthropic.claude-fable-5-1': unforced,
  'amazon.nova-micro-v1:0': nova,
  'amazon.nova-lite-v1:0': nova,
  'amazon.nova-pro-v1:0': nova,
  'amazon.nova-2-lite-v1:0': nova,
  'openai.gpt-oss-120b-1:0': openWeight,
  'qwen.qwen3-32b-v1:0': openWeight,
  'amazon.titan-text-express-v1': titanText,
  'amazon.titan-text-lite-v1': { ...titanText, maxOutputTokens: 4_000 },
  'amazon.titan-text-premier-v1:0': { ...titanText, maxOutputTokens: 3_000 },
};

/** For models nobody has tried here: what every text model can do. */
const CAUTIOUS: Capabilities = { ...titanText, temperature: false, maxOutputTokens: 4_000 };

/** The capabilities of a model id or inference profile id; unknown models are asked for JSON in text. */
export function capabilitiesOf(modelId: string): Capabilities {
  const id = baseModelId(modelId);
  return (Object.hasOwn(TABLE, id) ? TABLE[id] : undefined) ?? CAUTIOUS;
}

const PROFILE = /^(us|us-gov|eu|jp|au|ca|apac|global)\./;

/** `us.anthropic.claude-haiku-5-5` → `anthropic.claude-haiku-5-5`; anything else stays as it is. */
export function baseModelId(modelId: string): string {
  return modelId.replace(PROFILE, '');
}

/** Where an inference profile may route to: decides the price. `regional` is a call without a profile. */
export function profileScope(modelId: string): 'global' | 'geo' | 'regional' {
  const prefix = PROFILE.exec(modelId)?.[1];
  if (prefix === undefined) return 'regional';
  return prefix === 'global' ? 'global' : 'geo';
}
