/** As much of Velocity as the preflight's template uses: what it sets, given the headers of a request. */

const CALL = /^\$input\.params\(\)\.header\.get\("([^"]+)"\)$/;

/** @returns the headers of `$context.responseOverride`. @throws Error on anything that it does not know */
export function overriddenHeaders(template: string, headers: Readonly<Record<string, string>>): Record<string, string> {
  const overridden: Record<string, string> = {};
  let origin: string | undefined;
  const open: boolean[] = [];
  for (const { name, argument } of directives(template)) {
    if (name === 'end') {
      open.pop();
    } else if (name === 'if') {
      open.push(open.every(Boolean) && argument.split(' || ').some((part) => holds(part, origin)));
    } else if (open.every(Boolean)) {
      const [, target = '', value = ''] = /^(\S+) = (.+)$/.exec(argument) ?? [];
      const header = CALL.exec(value)?.[1];
      if (target === '$origin' && header !== undefined) origin = headers[header];
      else overridden[overrideOf(target)] = value === '$origin' ? (origin ?? '') : literal(value);
    }
  }
  return overridden;
}

function overrideOf(target: string): string {
  const [, name] = /^\$context\.responseOverride\.header\.([\w-]+)$/.exec(target) ?? [];
  if (name === undefined) throw new Error(`What is ${target}?`);
  return name;
}

function holds(part: string, origin: string | undefined): boolean {
  if (part === '!$origin') return origin === undefined;
  const [, equal] = /^\$origin == "([^"]*)"$/.exec(part) ?? [];
  if (equal !== undefined) return origin === equal;
  const [, pattern] = /^\$origin\.matches\("([^"]*)"\)$/.exec(part) ?? [];
  // Java's `matches` is of the whole text, and false of a reference to nothing.
  if (pattern !== undefined) return origin !== undefined && new RegExp(`^(?:${pattern})$`).test(origin);
  throw new Error(`What does ${part} say?`);
}

function literal(value: string): string {
  const [, text] = /^"([^"]*)"$/.exec(value) ?? [];
  if (text === undefined) throw new Error(`What is ${value}?`);
  return text;
}

/** `#name(argument)`, the brackets of the argument balanced; text between directives must be blank. */
function directives(template: string): { name: string; argument: string }[] {
  const found: { name: string; argument: string }[] = [];
  let rest = template;
  for (rest = rest.trimStart(); rest !== ''; rest = rest.trimStart()) {
    const [head, name] = /^#(set|if|end)/.exec(rest) ?? [];
    if (head === undefined || name === undefined) throw new Error(`What is ${rest.slice(0, 40)}?`);
    const end = name === 'end' ? head.length : closing(rest);
    found.push({ name, argument: rest.slice(head.length + 1, end - 1) });
    rest = rest.slice(end);
  }
  return found;
}

function closing(text: string): number {
  let depth = 0;
  for (const [i, c] of [...text].entries()) {
    if (c === '(') depth++;
    else if (c === ')' && --depth === 0) return i + 1;
  }
  throw new Error('A bracket stays open.');
}
