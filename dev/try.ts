/** `npm run try -- FILE`: parses one resume through the API and prints what was read and its ten best jobs. */
import { readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { MatchResponse, ParseResumeResponse, Problem } from '../lambdas/domain/requests';
import { goOnWithoutReader } from '../ops/closed-pipe';
import { startLaptopCloud } from './laptop-cloud';
import { printMatches, printResume } from './print-result';

const HELP = `npm run try -- FILE [--url URL]

Parses a resume (PDF, DOCX, DOC, RTF, HTML or TXT) and prints what was read and
the ten best jobs of the catalogue. Starts a laptop cloud of its own, or uses a
running one with --url http://127.0.0.1:3000.`;

class Unusable extends Error {}

/** Of the command line. */
class Misuse extends Error {}

/** Exit codes: 0 done, 1 not done, 2 the command line is wrong. */
async function main(): Promise<void> {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { url: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
    });
    const [file, ...more] = positionals;
    if (values.help) return console.log(HELP);
    if (file === undefined || more.length > 0) throw new Misuse(`Name one file.\n\n${HELP}`);
    const bytes = await readResume(file);
    if (values.url !== undefined) return await tryOut(values.url.replace(/\/$/, ''), file, bytes);
    await withCloud((url) => tryOut(url, file, bytes));
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = isMisuse(error as NodeJS.ErrnoException) ? 2 : 1;
  }
}

function isMisuse(error: NodeJS.ErrnoException): boolean {
  return error instanceof Misuse || error.code?.startsWith('ERR_PARSE_ARGS') === true;
}

async function withCloud(work: (url: string) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const onSignal = () => (stop.signal.aborted ? process.exit(130) : stop.abort(new Unusable('Stopped.')));
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  if (process.stderr.isTTY) process.stderr.write('Starting a laptop cloud …\n');
  try {
    const cloud = await startLaptopCloud({ seed: true, signal: stop.signal });
    try {
      await work(cloud.url);
    } finally {
      await cloud.close();
    }
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

async function readResume(file: string): Promise<Buffer> {
  try {
    if ((await stat(file)).isDirectory()) throw new Unusable(`${file} is a folder. Name one resume file.`);
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new Unusable(`There is no file ${file}.`);
    if (code === 'EACCES') throw new Unusable(`The file ${file} may not be read by this user.`);
    throw error;
  }
}

async function tryOut(url: string, file: string, bytes: Buffer): Promise<void> {
  const json = { 'content-type': 'application/json' };
  const parsed = await ask<ParseResumeResponse>(`${url}/v1/resumes/parse`, bytes, {
    'content-type': 'application/octet-stream',
  });
  const { matches } = await ask<MatchResponse>(
    `${url}/v1/matches`,
    JSON.stringify({ resume: parsed.resume, limit: 10 }),
    json,
  );
  const colour = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
  const width = Math.min(process.stdout.columns ?? 80, 100);
  console.log(
    [...printResume(parsed, file, { colour, width }), ...printMatches(matches, { colour, width })].join('\n'),
  );
}

/** @throws Unusable with the problem's own sentence */
async function ask<T>(url: string, body: Buffer | string, headers: Record<string, string>): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, { method: 'POST', headers, body });
  } catch {
    throw new Unusable(`Nothing answers at ${new URL(url).origin}. Start it with npm start, or leave --url out.`);
  }
  if (response.ok) return (await response.json()) as T;
  const problem = (await response.json()) as Problem;
  throw new Unusable(`${problem.title}. ${problem.detail} (${problem.code})`);
}

// The SDK's note on Node 20 is for us, not for the user of a terminal.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
goOnWithoutReader();
void main();
