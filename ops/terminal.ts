/** Text for a terminal: colour only where it is one, lines no longer than they should be. */

export interface TerminalOptions {
  colour: boolean;
  /** Columns. */
  width: number;
}

/** Colours on a terminal, unless `NO_COLOR` is set (no-color.org); never wider than 100 columns. */
export function terminalOptions(
  stream: { isTTY?: boolean; columns?: number },
  environment: Record<string, string | undefined>,
): TerminalOptions {
  return {
    colour: stream.isTTY === true && !environment.NO_COLOR,
    width: Math.min(stream.columns || 100, 100),
  };
}

export function styles({ colour }: Pick<TerminalOptions, 'colour'>) {
  const style = (code: number) => (text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { bold: style(1), dim: style(2), red: style(31), green: style(32), yellow: style(33) };
}

/** Lines of at most `width` characters, broken between words; a word longer than that, such as an address, stays whole. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
