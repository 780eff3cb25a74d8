/** A wrong setting in words: which key, what was given, what is allowed. */
import type * as z from 'zod';
import { stageConfigSchema } from './stage-config';

/** One sentence per key. @param given the settings as they were checked */
export function faultsOf(issue: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${key}: there is no such key${nearest(key)}`);
  }
  const key = String(issue.path[0]);
  return [`${key}: ${shown(given[key])} was given; allowed: ${allowed(issue)}`];
}

/** A vendor's key given by mistake must not end in a terminal or a build log. */
function shown(value: unknown): string {
  return /^(sk-|hf_)/.test(String(value)) ? 'a key itself' : (JSON.stringify(value) ?? 'nothing');
}

function allowed(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_value' ? issue.values.join(', ') : issue.message;
}

/** A key of ours that is the same but for case or up to two letters. */
function nearest(key: string): string {
  const known = Object.keys(stageConfigSchema.shape).find(
    (name) => distance(name.toLowerCase(), key.toLowerCase()) <= 2,
  );
  return known === undefined ? '' : `; did you mean ${known}?`;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((row[j] ?? 0) + (letter === other ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
