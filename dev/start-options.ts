/** The command line of `npm start`, and what to tell its user when it is wrong or the start fails. */
import { parseArgs } from 'node:util';

export interface StartOptions {
  port: number;
  dataDir?: string;
  seed: boolean;
  live: boolean;
}

export const HELP = `npm start [-- OPTIONS]     the laptop cloud: the whole service on this machine

  --port N      port on 127.0.0.1 (default: PORT, else 3000)
  --data DIR    keep tables, uploads and queues in DIR (default: in memory)
  --no-seed     start with an empty catalogue
  --live        real AWS with your credentials: no simulators, no sample jobs
  --help        this text

Environment: AI_PROVIDER, USE_AWS_BEDROCK, USE_AWS_SAGEMAKER,
MIGRATION_PERCENTAGE, TEXT_CHAIN and EMBED_CHAIN choose the order of the
providers; DAILY_BUDGET_USD, CALLER_DAILY_REQUESTS and MAX_CONCURRENT_REQUESTS
set limits; PARSE_CACHE_SECONDS, EMBED_CACHE_SECONDS and
EXPAND_CACHE_SECONDS keep answers.
.env.example explains them.

Headers of a request: X-Laptop-User: NAME makes it another user's, X-AI-Arm:
aws or current chooses the arm.`;

/** @throws Error with a sentence for the user; undefined when help was asked for */
export function readStartOptions(
  args: readonly string[],
  environment: Record<string, string | undefined>,
): StartOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      'no-seed': { type: 'boolean', default: false },
      live: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const port = values.port === undefined ? ['PORT', environment.PORT || '3000'] : ['--port', values.port];
  if (values.data === '') throw new Error('--data needs a folder.');
  return {
    port: readPort(port[0] ?? '', port[1] ?? ''),
    ...(values.data !== undefined && { dataDir: values.data }),
    seed: !values['no-seed'] && !values.live,
    live: values.live,
  };
}

function readPort(name: string, text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new Error(`${name} must be a number from 0 to 65535, not "${text}".`);
  return port;
}

/** What went wrong with the start, and what to do about it. */
export function startFault(error: unknown, { port, dataDir }: Pick<StartOptions, 'port' | 'dataDir'>): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken. Stop what uses it, or choose another: npm start -- --port ${port === 65_535 ? 3000 : port + 1}`;
    case 'EACCES':
      return dataDir === undefined
        ? `Port ${port} may not be used by this user. Choose one from 1024 up: npm start -- --port 3000`
        : `The folder ${dataDir} may not be written by this user.`;
    case 'EEXIST':
    case 'ENOTDIR':
      return `${dataDir} is not a folder. Name a folder, or one that does not exist yet.`;
    default:
      return `The laptop cloud could not start: ${message}`;
  }
}
