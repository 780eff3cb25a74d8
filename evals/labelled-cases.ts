/** Labelled resumes from a file of JSON lines: checked as a whole before anything is read or asked. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

/** A mistake of whoever wrote the file, in words for him. */
export class CaseFault extends Error {}

const text = z.string().trim().min(1);
const values = z.array(text);

/** What a person reads in a resume. Absent or null: not in the resume, or not labelled, and then not scored. */
const goldSchema = z.looseObject({
  name: text.nullish(),
  email: text.nullish(),
  phone: text.nullish(),
  location: text.nullish(),
  skills: values.optional(),
  companies: values.optional(),
  titles: values.optional(),
  institutions: values.optional(),
  degrees: values.optional(),
  graduationYears: z.array(z.int().min(1900).max(2100)).optional(),
});

const caseSchema = z
  .looseObject({ id: text, text: text.optional(), file: text.optional(), gold: goldSchema })
  .refine((one) => (one.text === undefined) !== (one.file === undefined), {
    error: 'give exactly one of text and file',
  });

export type LabelledCase = z.infer<typeof caseSchema>;

/**
 * @param named a file of JSON lines, or a folder that holds `cases.jsonl`
 * @returns the cases, and the folder that their files are named from
 * @throws CaseFault that names the file, the line and what is wrong with it
 */
export function readLabelledCases(named: string): { cases: LabelledCase[]; folder: string } {
  if (!existsSync(named)) throw new CaseFault(`There is no ${named}.`);
  const file = statSync(named).isDirectory() ? path.join(named, 'cases.jsonl') : named;
  if (!existsSync(file)) throw new CaseFault(`${named} is a folder without a cases.jsonl; docs/evaluate.md shows one.`);
  const folder = path.dirname(file);
  const faults: string[] = [];
  const seen = new Set<string>();
  const cases = readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, at): LabelledCase[] => {
      if (line.trim() === '') return [];
      const fault = (what: string) => {
        faults.push(`${file}:${at + 1}: ${what}`);
        return [];
      };
      const read = caseSchema.safeParse(jsonOf(line));
      if (!read.success) {
        return fault(
          read.error.issues.map(({ path, message }) => `${path.join('.') || 'the line'}: ${message}`).join('; '),
        );
      }
      const one = read.data;
      if (seen.has(one.id)) return fault(`the id ${one.id} is there twice`);
      seen.add(one.id);
      if (one.file !== undefined && !existsSync(path.resolve(folder, one.file)))
        return fault(`there is no ${one.file}`);
      return [one];
    });
  if (faults.length > 0) throw new CaseFault(faults.slice(0, 20).join('\n'));
  if (cases.length === 0) throw new CaseFault(`${file} holds no case.`);
  return { cases, folder };
}

/** Undefined for what is no JSON, which no case is. */
function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
