/** A text task as words for a model: what is said, what shape the answer has, how long it may get. */

export interface Prompt {
  /** Changes with every change of the words or the schema; part of provenance and of cache keys. */
  readonly version: string;
  /** What the task is. Never holds a word of the document. */
  readonly system: string;
  /** The document between its delimiters, and nothing that could be taken for instructions. */
  readonly user: string;
  /** The shape of the answer: the model is offered one tool with this input, and the tool does nothing. */
  readonly answer: { readonly name: string; readonly description: string; readonly schema: JsonSchema };
  /** Tokens the answer may need, in tokens of Claude 4.5; see `tokenFactor` in capabilities. */
  readonly outputTokens: number;
}

/** All that is sent of it, whatever form the vendor's request has. */
export function wordsOf({ system, user, answer }: Prompt): string[] {
  return [system, user, answer.name, answer.description, schemaText(answer)];
}

const schemaTexts = new WeakMap<JsonSchema, string>();

/** The schema of the answer as JSON, written once: it is the same object in every prompt. */
export function schemaText({ schema }: Prompt['answer']): string {
  const text = schemaTexts.get(schema) ?? JSON.stringify(schema);
  schemaTexts.set(schema, text);
  return text;
}

export type JsonSchema = { readonly [key: string]: JsonValue };
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };
