/** An operator at a terminal, for tests: commands run against the simulated account, and waiting takes no time. */
import { DEMO_CREDENTIALS, type Simulators } from '../../dev/simulators/start';
import { awsAccess } from '../../ops/aws-access';
import { type Command, Interrupted, operate } from '../../ops/operation';

export interface Session {
  code: number;
  /** Everything that was said. */
  text: string;
  /** Programs that were started. */
  ran: string[];
}

export interface OperatorOptions {
  /** Exit codes of programs, in order; default 0. */
  exits?: readonly number[];
  /** Ctrl-C is pressed during this wait, counted from 1. */
  interruptAt?: number;
  now?: number;
  /** What is answered to each question, in order, then nothing; default: there is no terminal. `^C`: Ctrl-C is pressed. */
  answers?: readonly string[];
  /** Told before each answer. */
  onAsk?: () => unknown;
  /** Told before each wait, counted from 1. */
  onWait?: (waits: number) => unknown;
}

export async function operator(
  simulators: Simulators,
  command: Command,
  args: readonly string[],
  options: OperatorOptions = {},
): Promise<Session> {
  const lines: string[] = [];
  const ran: string[] = [];
  const exits = [...(options.exits ?? [])];
  const answers = options.answers && [...options.answers];
  let now = options.now ?? Date.parse('2026-11-22T12:00:00Z');
  let waits = 0;
  const aws = awsAccess({ endpoint: simulators.endpoints.account, credentials: DEMO_CREDENTIALS, timeoutMs: 10_000 });
  try {
    const code = await operate(command, args, {
      aws,
      say: (line) => lines.push(line),
      complain: (line) => lines.push(line),
      async wait(ms) {
        waits += 1;
        await options.onWait?.(waits);
        if (waits === options.interruptAt) throw new Interrupted();
        now += ms;
      },
      now: () => now,
      async ask(question) {
        if (answers === undefined) return undefined;
        lines.push(question);
        await options.onAsk?.();
        const answer = answers.shift() ?? '';
        if (answer === '^C') throw new Interrupted();
        return answer;
      },
      async run(program, given) {
        ran.push([program, ...given].join(' '));
        return exits.shift() ?? 0;
      },
      variables: { AWS_REGION: 'eu-west-1' },
    });
    return { code, text: lines.join('\n'), ran };
  } finally {
    aws.close();
  }
}
