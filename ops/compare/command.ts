/** Compares resume files and writes the report; what it says and asks goes through `around`, so that a test can listen. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ApiAnswer, type ApiRequest, callApi } from '../smoke/caller';
import { AllRefused, type AskedFile, askAll } from './ask-all';
import type { CompareOptions } from './command-line';
import { costLines, expectedCost } from './expected-cost';
import type { findApi } from './find-api';
import { type Report, reportHtml } from './report-html';
import { resumeFiles } from './resume-files';
import { summaryOf } from './summary';
import { files as counted, sentencesOf, together } from './words';

export interface Around {
  find: () => ReturnType<typeof findApi>;
  /** Results, or JSON. */
  say(line: string): void;
  /** Beside the results. */
  tell(line: string): void;
  /** Whether to go on; undefined where nobody can be asked. */
  confirm(question: string): Promise<boolean | undefined>;
  now(): number;
  stop: AbortSignal;
}

/** @returns the exit code: 0 done, 1 something failed, 130 stopped */
export async function compareFiles(options: CompareOptions, around: Around): Promise<number> {
  const { say, tell, stop } = around;
  const { files, leftOut } = resumeFiles(options.paths);
  for (const sentence of leftOut) tell(`Left out: ${sentence}`);
  if (files.length === 0) {
    tell('There is no resume to compare: no PDF, DOCX, DOC, RTF, HTML or TXT file that can be sent.');
    return 1;
  }
  const { target, isSimulated } = await around.find();
  tell(`${counted(files.length)} by ${together(options.arms)}, at ${target.url}`);
  if (!(await mayAsk(files.length, isSimulated, options, around))) return 0;

  const call = (request: ApiRequest): Promise<ApiAnswer> => callApi(target, request);
  const onDone = (asked: AskedFile, done: number) => tell(`${place(done, files.length)}  ${lineOf(asked)}`);
  let asked: AskedFile[];
  try {
    asked = await askAll(files, { call, arms: options.arms, atOnce: options.atOnce, stop, onDone });
  } catch (error) {
    if (!(error instanceof AllRefused)) throw error;
    tell(error.message);
    return 1;
  }
  const summary = summaryOf(asked, options.arms);
  const createdAt = new Date(around.now()).toISOString();
  const report: Report = { createdAt, api: target.url, isSimulated, summary, files: asked };
  const [data, page] = write(options.out, report);
  if (options.json) say(JSON.stringify({ ...report, files: undefined, report: { data, page } }, null, 2));
  else for (const line of ['', ...sentencesOf(summary).map((sentence) => `· ${sentence}`), '', page]) say(line);
  tell(`${page} and ${data} hold personal data: only you may read them.`);
  if (stop.aborted) {
    tell(`Stopped after ${asked.length} of ${files.length}.`);
    return 130;
  }
  return asked.length < files.length || asked.some(({ comparison }) => comparison === null) ? 1 : 0;
}

async function mayAsk(
  files: number,
  isSimulated: boolean,
  { arms, yes }: CompareOptions,
  { tell, confirm }: Around,
): Promise<boolean> {
  if (isSimulated) {
    tell('Its models are simulators: it costs nothing, and says nothing of real models.');
    return true;
  }
  const cost = expectedCost(files, arms);
  for (const line of costLines(cost)) tell(line);
  if (yes || cost.sides.length === 0) return true;
  const answer = await confirm('Go on?');
  if (answer === undefined) tell('Nothing was asked. Add --yes to do it.');
  return answer === true;
}

function lineOf({ file, comparison, problem }: AskedFile): string {
  if (comparison === null) return `${file}  ${problem?.code ?? ''}`;
  const failed = comparison.contenders.filter(({ result }) => result === null).map(({ name }) => `${name} failed`);
  const shares = comparison.agreement.flatMap(({ all }) => all ?? []);
  const agreed = shares.length === 0 ? [] : [`${Math.round(Math.min(...shares) * 100)} %`];
  return `${file}  ${[...agreed, ...failed].join(', ')}`;
}

const place = (done: number, all: number): string => `${String(done).padStart(String(all).length)}/${all}`;

/** Only their owner may read them; also where files of that name were there before. */
function write(folder: string, report: Report): [data: string, page: string] {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const put = (name: string, text: string) => {
    const file = path.join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    chmodSync(file, 0o600);
    return file;
  };
  return [
    put('comparison.json', `${JSON.stringify({ version: 1, ...report }, null, 2)}\n`),
    put('comparison.html', reportHtml(report)),
  ];
}
