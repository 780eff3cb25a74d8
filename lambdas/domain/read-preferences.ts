/** What a resume states about the work its owner wants; only what is written, nothing is inferred. */
import type { DocumentText } from './document-text';
import type { ParsedResume } from './resume';

type Preferences = ParsedResume['preferences'];

const stated = <T>(value: T | null) =>
  value === null ? { value: null, source: 'absent' as const } : { value, source: 'stated' as const };

/** Reads line by line; each pattern is linear. */
export function readPreferences(document: Pick<DocumentText, 'lines'>): Preferences {
  const lines = document.lines.map((line) => line.text);
  const first = <T>(read: (line: string) => T | null): T | null => {
    for (const line of lines) {
      const value = read(line);
      if (value !== null) return value;
    }
    return null;
  };
  return {
    workMode: stated(first(workMode)),
    relocation: stated(first(relocation)),
    noticeDays: stated(first(noticeDays)),
    compensation: stated(
      first((line) => after(line, /^\W{0,3}(?:expected|desired|current|target) (?:salary|ctc|compensation|pay)\b/iu)),
    ),
    workAuthorization: stated(
      first(
        (line) =>
          after(line, /^\W{0,3}(?:work (?:authori[sz]ation|permit|status)|visa(?: status)?|right to work)\b/iu) ??
          (/\bauthori[sz]ed to work in\b/iu.test(line) && line.length < 160 ? line.trim() : null),
      ),
    ),
  };
}

function workMode(line: string): 'remote' | 'hybrid' | 'on-site' | null {
  const wanted =
    /\b(?:open to|looking for|seeking|prefer(?:s|red|ence)?|available for|desired)\b[^.]{0,40}\b(remote|hybrid|on-?site)\b/iu.exec(
      line,
    )?.[1];
  if (!wanted) return null;
  const mode = wanted.toLowerCase();
  return mode === 'remote' || mode === 'hybrid' ? mode : 'on-site';
}

function relocation(line: string): boolean | null {
  if (/\b(?:not (?:willing|able|open) to relocat|no relocation|unable to relocate)/iu.test(line)) return false;
  if (
    /\b(?:(?:willing|open|ready|able|happy) to relocat|relocation\s*[:-]?\s*(?:yes|anywhere|possible|ok))/iu.test(line)
  )
    return true;
  return null;
}

/** Days of "notice period: 30 days", "notice: 3 months", "available immediately". */
function noticeDays(line: string): number | null {
  if (/\bavailab\p{L}*\s*[:-]?\s*immediate(?:ly)?\b|\bimmediate(?:ly)? (?:available|joiner)\b/iu.test(line)) return 0;
  const match = /\bnotice(?: period)?\b\D{0,20}(\d{1,3})\s*(day|week|month)/iu.exec(line);
  if (!match) return null;
  const days = { day: 1, week: 7, month: 30 }[(match[2] ?? '').toLowerCase()] ?? 1;
  return Number(match[1]) * days;
}

/** What follows a label on its line: "Visa status: H-1B" gives "H-1B". */
function after(line: string, label: RegExp): string | null {
  const match = label.exec(line);
  if (!match) return null;
  const rest = line
    .slice(match.index + match[0].length)
    .replace(/^[\s:–—-]+/, '')
    .trim();
  return rest !== '' && rest.length <= 120 ? rest : null;
}
