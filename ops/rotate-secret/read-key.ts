/** Reads a key without showing it: from a terminal with the echo off, or whatever is piped in. */
import { CannotGoOn, Interrupted } from '../operation';

/** What of `process.stdin` is needed. */
export interface KeyInput extends AsyncIterable<Buffer | string> {
  isTTY?: boolean;
  setRawMode?(mode: boolean): unknown;
  pause(): unknown;
}

const [CTRL_C, CTRL_D, BACKSPACE, DELETE] = ['\u0003', '\u0004', '\b', '\u007f'];

/**
 * @returns one line, without spaces around it
 * @throws Interrupted on Ctrl-C · CannotGoOn when there is nothing, or more than a key
 */
export async function readKey(input: KeyInput, prompt: (text: string) => void): Promise<string> {
  const isTerminal = input.isTTY === true && input.setRawMode !== undefined;
  if (isTerminal) {
    prompt('New key (it is not shown): ');
    input.setRawMode?.(true);
  }
  try {
    const key = (isTerminal ? await typed(input) : await piped(input)).trim();
    if (key === '' || /\s/.test(key)) throw new CannotGoOn('a key is one word; nothing was changed.');
    return key;
  } finally {
    if (isTerminal) {
      input.setRawMode?.(false);
      prompt('\n');
    }
    input.pause();
  }
}

async function piped(input: KeyInput): Promise<string> {
  let text = '';
  for await (const chunk of input) text += chunk.toString();
  return text;
}

async function typed(input: KeyInput): Promise<string> {
  let text = '';
  for await (const chunk of input) {
    for (const letter of chunk.toString()) {
      if (letter === CTRL_C) throw new Interrupted();
      if (letter === '\r' || letter === '\n' || letter === CTRL_D) return text;
      text = letter === BACKSPACE || letter === DELETE ? text.slice(0, -1) : text + letter;
    }
  }
  return text;
}
