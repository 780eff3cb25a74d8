/** Finds the JSON object in what a model wrote: bare, in a code fence, or between sentences. */

/** The first complete object in the text, or undefined. */
export function jsonInText(text: string): object | undefined {
  for (let start = text.indexOf('{'), tries = 0; start !== -1 && tries < 20; tries++) {
    const end = closing(text, start);
    if (end === undefined) return undefined;
    const value = parsed(text.slice(start, end + 1));
    if (value !== undefined) return value;
    start = text.indexOf('{', start + 1);
  }
  return undefined;
}

/** Index of the brace that closes the one at `start`, braces inside strings aside. */
function closing(text: string, start: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let i = start; i < text.length; i++) {
    const sign = text[i];
    if (quoted) {
      if (sign === '\\') i++;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '{') depth++;
    else if (sign === '}' && --depth === 0) return i;
  }
  return undefined;
}

function parsed(text: string): object | undefined {
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}
