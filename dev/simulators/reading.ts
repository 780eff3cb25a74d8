/** How a simulated model reads its prompt, and what it makes of it. */

import type { SimulatedAnswers } from './exchange';
import { explain } from './explaining';
import type { Quirk } from './fault';

/** The document between the marks of the prompt, with the escapes undone; undefined when the prompt holds none. */
export function documentIn(prompt: string): string | undefined {
  const found = /<([a-z]+-[0-9a-f]{8,})>\n([\s\S]*)\n<\/\1>/.exec(prompt);
  return found?.[2]?.replaceAll('&lt;', '<');
}

/** The object that a model would hand over for a prompt; undefined when it found nothing to read. */
export function handedOver(prompt: string, answers: SimulatedAnswers, quirk?: Quirk): object | undefined {
  const text = documentIn(prompt);
  if (text === undefined) return undefined;
  switch (labelOf(prompt)) {
    case 'facts':
      return quirk === 'schema-invalid' ? { summary: 'good' } : explain(text);
    case 'query':
      return quirk === 'schema-invalid' ? { titles: 'nurse' } : (answers.expand?.(text) ?? { titles: [], skills: [] });
    default:
      return readResume(text, answers, quirk);
  }
}

/** What the marks of the prompt say that stands between them. */
function labelOf(prompt: string): string | undefined {
  return /<([a-z]+)-[0-9a-f]{8,}>\n/.exec(prompt)?.[1];
}

function readResume(text: string, answers: SimulatedAnswers, quirk?: Quirk): object {
  const extraction = answers.extract(text);
  return quirk === 'schema-invalid' ? { ...extraction, work: 'several', skills: [{ level: 5 }] } : extraction;
}

/** About four characters a token, as a rule of thumb for English. */
export function tokensIn(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4));
}

/** An empty or misshapen vector, when that is asked for. */
export function spoilt(vector: number[], quirk: Quirk | undefined): number[] {
  if (quirk === 'empty') return [];
  return quirk === 'wrong-dimension' ? vector.slice(1) : vector;
}
