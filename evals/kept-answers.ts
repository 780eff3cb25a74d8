/** Answers of models in a folder, by the hash of the request: what was paid for once is not paid for again. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { fingerprint } from '../lambdas/domain/canonical-json';
import { usageSchema } from '../lambdas/domain/meta';
import type { TextTask } from '../lambdas/domain/text-task';
import type { TextModel } from '../lambdas/ports';
import { wordsOf } from '../lambdas/providers/prompts/prompt';
import { promptFor } from '../lambdas/providers/prompts/prompt-for';

const entrySchema = z.strictObject({
  output: z.unknown(),
  usage: usageSchema.nullable(),
  /** Of the call that was made. */
  latencyMs: z.number(),
});
type Entry = z.infer<typeof entrySchema>;

export interface AnswerFolder {
  has(model: TextModel, task: TextTask): boolean;
  /** The model, which is asked only for what is not in the folder. Failures are not kept. */
  around(model: TextModel): TextModel;
}

/** For simulators: an answer of theirs must not be given as that of a real model of the same name. */
export const nothingKept: AnswerFolder = { has: () => false, around: (model) => model };

/**
 * The folder holds what models read in resumes, so nobody else may look into it.
 * @param options.fresh nothing is taken from the folder; what is answered takes the place of what was there
 * @param options.onCall told of each call that is made, and of each that is saved
 */
export function answerFolder(
  folder: string,
  options: { fresh: boolean; now: () => number; onCall: (call: { latencyMs: number; kept: boolean }) => void },
): AnswerFolder {
  const fileOf = (model: TextModel, task: TextTask, repair?: string[]) =>
    path.join(folder, `${fingerprint([model.provider, model.modelId, wordsOf(promptFor(task, repair))])}.json`);
  const read = (file: string): Entry | undefined => {
    if (options.fresh) return undefined;
    try {
      return entrySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
      // Not there, or broken off: it is asked for again.
      return undefined;
    }
  };
  return {
    has: (model, task) => read(fileOf(model, task)) !== undefined,
    around: (model) => ({
      ...model,
      async complete(task, call, repair) {
        const file = fileOf(model, task, repair);
        const kept = read(file);
        if (kept !== undefined) {
          options.onCall({ latencyMs: kept.latencyMs, kept: true });
          return { output: kept.output, usage: kept.usage };
        }
        const started = options.now();
        const answer = await model.complete(task, call, repair);
        const latencyMs = options.now() - started;
        options.onCall({ latencyMs, kept: false });
        write(file, { ...answer, latencyMs });
        return answer;
      },
    }),
  };

  /** Whole or not at all, also when the run is stopped in the middle. */
  function write(file: string, entry: Entry): void {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const begun = `${file}.${process.pid}`;
    writeFileSync(begun, JSON.stringify(entry), { mode: 0o600 });
    renameSync(begun, file);
  }
}
