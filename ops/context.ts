/** The context of a deployment as the CDK reads it: files of this folder and the home folder, then `-c KEY=VALUE`. */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** @throws Error with a sentence for the user */
export function contextOfPairs(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new Error(`-c takes KEY=VALUE, not "${pair}".`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

/** Our keys in the files that the CDK takes context from; keys of CDK's own have a colon, a slash or a hyphen. */
export function contextOfFiles(root: string, home = homedir()): Record<string, unknown> {
  const context = (file: string, key?: string) => {
    if (!existsSync(file)) return {};
    const content = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    return (key === undefined ? content : content[key]) ?? {};
  };
  const all = {
    ...context(path.join(home, '.cdk.json'), 'context'),
    ...context(path.join(root, 'cdk.json'), 'context'),
    ...context(path.join(root, 'cdk.context.json')),
  };
  return Object.fromEntries(Object.entries(all).filter(([key]) => /^[A-Za-z]+$/.test(key)));
}
