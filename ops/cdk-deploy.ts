/** The `cdk deploy` that ends a recovery: shown as a command to copy, or run here. */
import { CannotGoOn, type Settings, type Surroundings, UsageError } from './operation';

export interface Deployment {
  stacks: readonly string[];
  context: Readonly<Record<string, string>>;
}

/** `-c key=value` of the command line: the context that the stage is always deployed with. */
export function givenContext({ given }: Settings): Record<string, string> {
  const pairs = [given.context].flat().filter((pair): pair is string => typeof pair === 'string');
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new UsageError(`-c ${pair}: allowed: -c key=value`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

function argumentsOf({ stacks, context }: Deployment): string[] {
  return [
    'cdk',
    'deploy',
    ...stacks,
    '--exclusively',
    '--require-approval',
    'never',
    ...Object.entries(context).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
  ];
}

/** As it is typed, a line an argument group. */
export function commandLine(deployment: Deployment): string {
  const words = argumentsOf(deployment).map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word}'`));
  return `npx ${words.join(' ').replaceAll(/ (?=-c |--)/g, ' \\\n    ')}`;
}

export async function deploy(deployment: Deployment, { run }: Surroundings): Promise<void> {
  const code = await run('npx', argumentsOf(deployment));
  if (code !== 0) throw new CannotGoOn(`cdk deploy ended with code ${code}; its output says why.`);
}
