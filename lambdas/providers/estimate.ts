/** The most tokens that a call can be billed for, known before it is made. */
import { NO_TOKENS, type Usage } from '../domain/meta';

/**
 * Tokens that vendors put around what is sent: marks of the messages, and the sentences that explain a tool or a schema
 * to the model. Anthropic publishes up to 530 for tools.
 */
const FRAME_TOKENS = 1_000;

/**
 * No tokenizer that works on bytes makes more than one token of a byte: those of Claude, of OpenAI and of the open-weight
 * models do. English needs about a quarter of that; a text made to be dear, or of rare scripts, may need most of it.
 */
function mostTokensOf(text: string): number {
  return Buffer.byteLength(text);
}

/** @param maxOutputTokens the limit that is sent along; it holds for reasoning too */
export function mostForPrompt(parts: readonly string[], maxOutputTokens: number): Usage {
  const inputTokens = parts.reduce((sum, part) => sum + mostTokensOf(part), FRAME_TOKENS);
  return { ...NO_TOKENS, inputTokens, outputTokens: maxOutputTokens };
}

/** Marks at both ends of a text. */
const TEXT_FRAME_TOKENS = 2;

/** @param mostOfOne tokens of one text, at most: a longer one is refused and not billed */
export function mostForTexts(texts: readonly string[], mostOfOne: number): Usage {
  const most = (text: string) => Math.min(mostTokensOf(text) + TEXT_FRAME_TOKENS, mostOfOne);
  return { ...NO_TOKENS, inputTokens: texts.reduce((sum, text) => sum + most(text), 0) };
}
