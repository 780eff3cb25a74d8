/** What a call costs: exact model id → price, in whole micro-USD; a model that is not in the table has no price, not the price zero. */
import type { Usage } from '../domain/meta';
import { baseModelId, profileScope } from './capabilities';

/** Micro-USD per million tokens, so that 1 USD per million is 1,000,000 and Titan's 0.02 USD is still a whole number. */
export interface Price {
  /** First day (UTC) the price holds. */
  readonly from: string;
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  /** Entries that last five minutes. */
  readonly cacheWrite: number;
  /** Entries that last an hour. */
  readonly cacheWriteHour: number;
  /** Prices for the whole call when its prompt is longer than this many tokens. */
  readonly long?: { readonly aboveTokens: number; readonly times: number };
}

/** Published with each answer's ledger row, so that a row can be computed again. */
export const PRICES_VERSION = '2026-11-21';

/** `usd` are list prices per million tokens; a cache write costs a quarter more than input, for an hour twice as much. */
export function price(
  from: string,
  usd: { input: number; output?: number; cacheRead?: number },
  long?: Price['long'],
): Price {
  const micro = (amount: number) => Math.round(amount * 1_000_000);
  return {
    from,
    input: micro(usd.input),
    output: micro(usd.output ?? 0),
    cacheRead: micro(usd.cacheRead ?? usd.input),
    cacheWrite: micro(usd.input * 1.25),
    cacheWriteHour: micro(usd.input * 2),
    ...(long === undefined ? {} : { long }),
  };
}

/**
 * Amazon Bedrock, USD per million tokens through the global profile, newest last.
 * Source: Bedrock price page and the vendors' model pages, read on the day of PRICES_VERSION. Where the first day of a
 * price is not published, it is the first day of 2026.
 */
const BEDROCK: Readonly<Record<string, readonly Price[]>> = {
  'anthropic.claude-haiku-4-5-20251001-v1:0': [price('2025-10-15', { input: 1, output: 5, cacheRead: 0.1 })],
  'anthropic.claude-haiku-5-5': [
    price('2026-10-07', { input: 0.1, output: 0.5, cacheRead: 0.01 }, { aboveTokens: 100_000, times: 5 }),
  ],
  'anthropic.claude-sonnet-4-5-20250929-v1:0': [price('2025-09-29', { input: 3, output: 15, cacheRead: 0.3 })],
  'anthropic.claude-sonnet-4-6': [price('2026-01-01', { input: 3, output: 15, cacheRead: 0.3 })],
  'anthropic.claude-sonnet-5': [price('2026-01-01', { input: 2, output: 10, cacheRead: 0.2 })],
  'anthropic.claude-sonnet-5-5': [price('2026-01-01', { input: 2, output: 10, cacheRead: 0.1 })],
  'anthropic.claude-opus-4-8': [price('2026-01-01', { input: 5, output: 25, cacheRead: 0.5 })],
  'anthropic.claude-opus-5': [price('2026-01-01', { input: 5, output: 25, cacheRead: 0.5 })],
  'anthropic.claude-opus-5-5': [price('2026-01-01', { input: 4, output: 20, cacheRead: 0.2 })],
  'anthropic.claude-fable-5-1': [price('2026-01-01', { input: 10, output: 50, cacheRead: 0.25 })],
  'amazon.nova-micro-v1:0': [price('2024-12-03', { input: 0.035, output: 0.14, cacheRead: 0.00875 })],
  'amazon.nova-lite-v1:0': [price('2024-12-03', { input: 0.06, output: 0.24, cacheRead: 0.015 })],
  'amazon.nova-pro-v1:0': [price('2024-12-03', { input: 0.8, output: 3.2, cacheRead: 0.2 })],
  'amazon.nova-2-lite-v1:0': [price('2025-12-02', { input: 0.3, output: 2.5, cacheRead: 0.075 })],
  'amazon.titan-embed-text-v2:0': [price('2024-04-30', { input: 0.02 })],
};

/** OpenAI's own API, USD per million tokens. Same source rule. */
const OPENAI: Readonly<Record<string, readonly Price[]>> = {
  'gpt-5.6-luna': [price('2026-01-01', { input: 0.2, output: 1.2, cacheRead: 0.02 })],
  'gpt-5.4-mini': [price('2026-03-17', { input: 0.75, output: 4.5, cacheRead: 0.075 })],
  'gpt-5-nano': [price('2025-08-07', { input: 0.05, output: 0.4, cacheRead: 0.005 })],
  'text-embedding-3-small': [price('2024-01-25', { input: 0.02 })],
  'text-embedding-3-large': [price('2024-01-25', { input: 0.13 })],
};

/** Models whose in-geography profile costs a tenth more than the global one. */
const GEO_SURCHARGE = /^(anthropic\.|amazon\.nova-2-)/;

/** Exact ids to their prices, oldest first. */
export interface PriceTable {
  readonly bedrock: Readonly<Record<string, readonly Price[]>>;
  readonly openai: Readonly<Record<string, readonly Price[]>>;
}

const PRICES: PriceTable = { bedrock: BEDROCK, openai: OPENAI };

/**
 * Micro-USD of one call at the time `at` (epoch milliseconds), rounded up; null when the model or its price on that
 * day is unknown. `inputTokens` are those neither read from a cache nor written to it, as Bedrock and our OpenAI adapter
 * report them.
 */
export function costMicroUsd(modelId: string, usage: Usage, at: number, prices: PriceTable = PRICES): number | null {
  const base = baseModelId(modelId);
  const day = new Date(at).toISOString().slice(0, 10);
  const valid = (pricesOf(prices.bedrock, base) ?? pricesOf(prices.openai, modelId))
    ?.filter((entry) => entry.from <= day)
    .at(-1);
  if (valid === undefined) return null;
  const prompt = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  const times = valid.long !== undefined && prompt > valid.long.aboveTokens ? valid.long.times : 1;
  const hourTokens = Math.min(usage.cacheWriteHourTokens, usage.cacheWriteTokens);
  const perMillion =
    usage.inputTokens * valid.input +
    usage.outputTokens * valid.output +
    usage.cacheReadTokens * valid.cacheRead +
    (usage.cacheWriteTokens - hourTokens) * valid.cacheWrite +
    hourTokens * valid.cacheWriteHour;
  const tenths = profileScope(modelId) !== 'global' && GEO_SURCHARGE.test(base) ? 11 : 10;
  return Math.ceil((perMillion * times * tenths) / 10_000_000);
}

function pricesOf(table: Readonly<Record<string, readonly Price[]>>, id: string): readonly Price[] | undefined {
  return Object.hasOwn(table, id) ? table[id] : undefined;
}

/** Whether calls of this model or inference profile have a price, on any day. */
export function isPriced(modelId: string): boolean {
  return pricesOf(BEDROCK, baseModelId(modelId)) !== undefined || pricesOf(OPENAI, modelId) !== undefined;
}

/** Micro-USD as the API shows them. */
export function usdOf(microUsd: number): number {
  return microUsd / 1_000_000;
}
