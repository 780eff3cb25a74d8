/** Puts untrusted text between marks that the text itself cannot contain. */
import { createHash } from 'node:crypto';

/**
 * `<label-1f0c…>\ntext\n</label-1f0c…>`. The boundary comes from a hash of the text, so that the same text makes the
 * same prompt (caches, tests), yet nobody can write a text that holds its own boundary. Anything in the text that
 * looks like one of our marks loses its `<`.
 */
export function delimited(label: string, text: string): string {
  const boundary = `${label}-${createHash('sha256').update(`${label}\n${text}`).digest('hex').slice(0, 16)}`;
  const escaped = text.replace(new RegExp(`<(?=\\s*/?\\s*${label}\\b)`, 'gi'), '&lt;');
  return `<${boundary}>\n${escaped}\n</${boundary}>`;
}
