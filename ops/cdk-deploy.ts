/** The `cdk deploy` that ends a recovery: shown as a command to copy, or run here. */
import { stageConfigSchema } from '../lib/stage-config';
import { faultsOf } from '../lib/stage-fault';
import { contextOfPairs } from './context';
import { CannotGoOn, type Settings, type Surroundings, UsageError } from './operation';

export interface Deployment {
  stacks: readonly string[];
  context: Readonly<Record<string, string>>;
}

/**
 * `-c key=value` of the command line: the context that the stage is always deployed with.
 * @throws UsageError for a key that there is not, or a value that it cannot have
 */
export function givenContext({ given }: Settings): Record<string, string> {
  const pairs = [given.context].flat().filter((pair): pair is string => typeof pair === 'string');
  const context = contextOf(pairs);
  const { error } = stageConfigSchema.partial().safeParse(context);
  const faults = (error?.issues ?? []).flatMap((issue) => faultsOf(issue, context));
  if (faults.length > 0) throw new UsageError(faults.map((fault) => `-c ${fault}`).join('\n'));
  return context;
}

function contextOf(pairs: readonly string[]): Record<string, string> {
  try {
    return contextOfPairs(pairs);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
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
