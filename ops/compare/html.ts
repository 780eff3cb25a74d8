/** HTML that says what it was given: every value is escaped, save HTML that was made here. */

export class Html {
  constructor(readonly text: string) {}
}

type Part = string | number | Html | readonly Part[];

/** `html\`<p>${name}</p>\``: what stands in braces is text, however it looks. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.map((string, at) => string + (at < parts.length ? written(parts[at] ?? '') : '')).join(''));
}

function written(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(written).join('');
  return String(part).replace(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
