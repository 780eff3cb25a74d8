/** Asks for the comparison of each file, a few at a time. */
import { readFile } from 'node:fs/promises';
import { type CompareResponse, type ContenderName, compareResponseSchema } from '../../lambdas/domain/compare';
import { problemSchema } from '../../lambdas/domain/requests';
import { type ApiAnswer, type ApiRequest, NoAnswer } from '../smoke/caller';

/** Either what came back, or why there is nothing. */
export interface AskedFile {
  file: string;
  comparison: Omit<CompareResponse, 'meta'> | null;
  problem: { code: string; detail: string } | null;
}

/** Holds for every file: there is no use in asking for the next one. */
export class AllRefused extends Error {}

export async function askAll(
  files: readonly string[],
  ask: {
    call: (request: ApiRequest) => Promise<ApiAnswer>;
    arms: readonly ContenderName[];
    atOnce: number;
    /** No further file is begun; those under way are waited for. */
    stop: AbortSignal;
    onDone: (asked: AskedFile, done: number) => void;
  },
): Promise<AskedFile[]> {
  const asked = new Map<string, AskedFile>();
  const waiting = [...files];
  let refusal: AllRefused | undefined;
  const work = async () => {
    while (!ask.stop.aborted && refusal === undefined) {
      const file = waiting.shift();
      if (file === undefined) return;
      try {
        const outcome = await askFor(file, ask, asked.size === 0);
        asked.set(file, outcome);
        ask.onDone(outcome, asked.size);
      } catch (error) {
        if (!(error instanceof AllRefused)) throw error;
        refusal ??= error;
      }
    }
  };
  await Promise.all(Array.from({ length: ask.atOnce }, work));
  // What was paid for is kept.
  if (refusal !== undefined && asked.size === 0) throw refusal;
  return files.flatMap((file) => asked.get(file) ?? []);
}

async function askFor(
  file: string,
  { call, arms: contenders }: Pick<Parameters<typeof askAll>[1], 'call' | 'arms'>,
  isFirst: boolean,
): Promise<AskedFile> {
  const failed = (code: string, detail: string) => ({ file, comparison: null, problem: { code, detail } });
  let answer: ApiAnswer;
  try {
    const document = { contentBase64: (await readFile(file)).toString('base64') };
    const body = { capability: 'parse', input: { document }, contenders };
    answer = await call({ method: 'POST', path: '/v1/compare', as: 'machine', body });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!(error instanceof NoAnswer)) return failed('UNREADABLE', `The file cannot be read (${code ?? message}).`);
    if (isFirst) throw new AllRefused(message);
    return failed('NO_ANSWER', message);
  }
  if (answer.status === 200) {
    const read = compareResponseSchema.safeParse(answer.json);
    if (!read.success) throw new AllRefused('The API is of another version: its answer is not as this one knows it.');
    const { meta: _, ...comparison } = read.data;
    return { file, comparison, problem: null };
  }
  const read = problemSchema.safeParse(answer.json);
  const { code, detail, errors } = read.data ?? {
    code: `HTTP_${answer.status}`,
    detail: `The API answered ${answer.status}.`,
    errors: [],
  };
  const isOfContenders = errors.some(({ pointer }) => pointer.startsWith('/contenders'));
  if (isOfContenders || FOR_ALL.has(answer.status)) throw new AllRefused(`${code}: ${detail}`);
  return failed(code, detail);
}

/** Who may call what, and whether there is such a route. */
const FOR_ALL: ReadonlySet<number> = new Set([401, 403, 404, 405]);
