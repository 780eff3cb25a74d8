/** What commands that change something have in common: a plan first, changes only when they are agreed to, and an end by Ctrl-C that says so. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { stageConfigSchema } from '../lib/stage-config';
import { accessFault } from './access-fault';
import { type AwsAccess, awsAccess, defaultRegion } from './aws-access';
import { goOnWithoutReader } from './closed-pipe';

/** A mistake on the command line; exit code 2. */
export class UsageError extends Error {}

/** Something that stops a command, in a sentence for the operator; exit code 1. */
export class CannotGoOn extends Error {}

/** Ctrl-C. What it says is said in place of the command's `whenInterrupted`. */
export class Interrupted extends Error {}

/** The world of a command; a test brings its own. */
export interface Surroundings {
  aws: AwsAccess;
  say(line: string): void;
  /** What went wrong; apart, so that it is seen when the rest is piped elsewhere. */
  complain(line: string): void;
  /** Rejects with Interrupted on Ctrl-C. */
  wait(ms: number): Promise<void>;
  now(): number;
  /**
   * A question to whoever sits at the terminal; rejects with Interrupted on Ctrl-C.
   * @returns the answer, without spaces around it; undefined where there is no terminal
   */
  ask(question: string): Promise<string | undefined>;
  /** Runs a program with the terminal of this one. @returns its exit code */
  run(program: string, args: readonly string[]): Promise<number>;
  variables: Readonly<Record<string, string | undefined>>;
}

export interface Settings {
  stage: string;
  region: string;
  /** Without it a command says what it would do, and does nothing. */
  yes: boolean;
  /** What was given without an option, in order; none for a command that takes no words. */
  words: readonly string[];
  /** The other options of the command, as given. */
  given: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
}

export interface Command {
  name: string;
  /** Shown for --help and after a mistake. */
  help: string;
  options: Readonly<Record<string, { type: 'string' | 'boolean'; multiple?: boolean; short?: string }>>;
  /** It is told what to do by words without options, such as `arm current`. */
  takesWords?: boolean;
  /** It asks whoever sits at a terminal, and says itself whether anything was changed. */
  asks?: boolean;
  /** What goes on in AWS after Ctrl-C, and how to go on. */
  whenInterrupted: string;
  /** Stages besides those that are deployed. */
  otherStages?: readonly string[];
  work(settings: Settings, around: Surroundings): Promise<void>;
}

const COMMON = {
  stage: { type: 'string' },
  region: { type: 'string' },
  yes: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** @returns the exit code: 0 done or shown, 1 failed, 2 the command line is wrong, 130 interrupted */
export async function operate(command: Command, args: readonly string[], around: Surroundings): Promise<number> {
  const { say, complain } = around;
  try {
    const { values: given, positionals: words } = parsed(command, args);
    if (given.help === true) {
      say(command.help);
      return 0;
    }
    const settings = { ...settingsOf(given, around.variables, command.otherStages), words };
    await command.work(settings, around);
    if (!settings.yes && command.asks !== true) say('\nNothing was changed. Add --yes to do it.');
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      complain(`${error.message}\n\n${command.help}`);
      return 2;
    }
    if (error instanceof Interrupted) {
      complain(`\nInterrupted. ${error.message || command.whenInterrupted}`);
      return 130;
    }
    const { name, message } = error as Error;
    const fault = error instanceof CannotGoOn ? message : (accessFault(error) ?? `${name}: ${message}`);
    complain(`\n${command.name}: ${fault}`);
    return 1;
  }
}

function parsed(
  { options, takesWords = false }: Command,
  args: readonly string[],
): { values: Settings['given']; positionals: string[] } {
  try {
    return parseArgs({
      args: [...args],
      options: { ...COMMON, ...options },
      strict: true,
      allowPositionals: takesWords,
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // What stands there may be a key; it is not repeated into a build log.
    if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') throw new UsageError('A value has no option before it.');
    throw new UsageError(message);
  }
}

function settingsOf(
  given: Settings['given'],
  variables: Surroundings['variables'],
  otherStages: readonly string[] = [],
): Omit<Settings, 'words'> {
  const { stage } = given;
  if (typeof stage !== 'string') {
    throw new UsageError(
      `--stage: nothing was given; allowed: ${['dev', 'staging', 'prod', ...otherStages].join(', ')}`,
    );
  }
  if (!otherStages.includes(stage)) check('stage', stage);
  if (given.yes === true && given['dry-run'] === true) throw new UsageError('--yes and --dry-run: give one of them');
  const region =
    given.region ??
    variables.AWS_REGION ??
    variables.AWS_DEFAULT_REGION ??
    (stage === 'laptop' ? 'us-east-1' : undefined);
  if (typeof region !== 'string' || region === '') {
    throw new UsageError(
      '--region: nothing was given, nor by AWS_REGION or your AWS profile; allowed: a region such as eu-west-1',
    );
  }
  check('region', region);
  return { stage, region, yes: given.yes === true, given };
}

/** @throws UsageError for a value that no deployment has */
function check(option: 'stage' | 'region', value: string): void {
  const { error } = stageConfigSchema.shape[option].safeParse(value);
  if (error) throw new UsageError(`--${option}: ${value} was given; allowed: ${error.issues[0]?.message}`);
}

/** Runs a command in this process's own surroundings; the exit code is the process's. */
export async function main(command: Command): Promise<void> {
  goOnWithoutReader();
  // The SDK's note on Node 20 is for us, not for the user of a terminal.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const aws = awsAccess({ timeoutMs: 20_000 });
  const stop = new AbortController();
  // Once: what is being cleaned up is let finish. Twice: Node ends the process as usual.
  process.once('SIGINT', () => {
    stop.abort();
    console.error('\nStopping after what is under way; Ctrl-C again ends it at once.');
  });
  try {
    process.exitCode = await operate(command, process.argv.slice(2), {
      aws,
      say: (line) => console.log(line),
      complain: (line) => console.error(line),
      wait: (ms) => waitFor(ms, stop.signal),
      now: () => Date.now(),
      ask: (question) => askAtTerminal(question, stop.signal),
      run: (program, args) =>
        new Promise((resolve, reject) => {
          spawn(program, args, { stdio: 'inherit' })
            .once('error', reject)
            .once('exit', (code) => resolve(code ?? 1));
        }),
      variables: { ...process.env, AWS_REGION: await defaultRegion(process.env) },
    });
  } finally {
    aws.close();
  }
}

async function askAtTerminal(question: string, signal: AbortSignal): Promise<string | undefined> {
  const { stdin: input, stdout: output } = process;
  if (!input.isTTY || !output.isTTY) return undefined;
  const terminal = createInterface({ input, output });
  // While it reads, Ctrl-C is a key, not a signal.
  terminal.on('SIGINT', () => process.emit('SIGINT'));
  try {
    return (await terminal.question(question, { signal })).trim();
  } catch (error) {
    throw signal.aborted ? new Interrupted() : error;
  } finally {
    terminal.close();
  }
}

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const interrupt = () => {
      clearTimeout(timer);
      reject(new Interrupted());
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', interrupt);
      resolve();
    }, ms);
    if (signal.aborted) interrupt();
    else signal.addEventListener('abort', interrupt, { once: true });
  });
}

/**
 * Looks again and again until there is an answer.
 * @param look undefined: not yet
 * @throws CannotGoOn after `limitMs`
 */
export async function until<T>(
  look: () => Promise<T | undefined>,
  { wait, now }: Pick<Surroundings, 'wait' | 'now'>,
  { everyMs, limitMs, what }: { everyMs: number; limitMs: number; what: string },
): Promise<T> {
  const end = now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (now() >= end) {
      throw new CannotGoOn(
        `${what} is not there after ${Math.round(limitMs / 60_000)} minutes; look at it in the console.`,
      );
    }
    await wait(everyMs);
  }
}

/** All pages of a list. @param page the answer to a token, and the token of the next page */
export async function allPages<T>(
  page: (token: string | undefined) => Promise<{ items: readonly T[]; next: string | undefined }>,
): Promise<T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const { items, next } = await page(token);
    all.push(...items);
    token = next;
  } while (token !== undefined);
  return all;
}
