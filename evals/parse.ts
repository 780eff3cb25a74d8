/** The parse evaluation: labelled resumes through the parse service with the rules as its only model, scored per field. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { documentReader } from '../lambdas/documents/document-reader';
import { DomainError } from '../lambdas/domain/errors';
import type { ParseResumeRequest } from '../lambdas/domain/requests';
import type { ParsedResume } from '../lambdas/domain/resume';
import type { TextChain } from '../lambdas/ports';
import { rulesModel } from '../lambdas/providers/rules/rules-model';
import { readPhoneNumber } from '../lambdas/reference/phone-numbers';
import { readOccupations, readSkillTaxonomy } from '../lambdas/reference/read-reference';
import { NO_PROVIDER } from '../lambdas/services/answer-meta';
import { type ParsePorts, parseResume } from '../lambdas/services/parse-resume';
import { type GoldResume, type Prediction, scoreResumes, scoreTable } from './score-parse';

/** One labelled resume: its text, or the path of its file from the folder of the case file. */
export interface ParseCase {
  id: string;
  text?: string | undefined;
  file?: string | undefined;
  gold: GoldResume;
}

/** The day "present" means in every run, so that two runs compare. */
const TODAY = '2026-01-01';
export const CASES = join(__dirname, 'cases', 'parse.jsonl');

const readCases = (file: string): ParseCase[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as ParseCase);

const notUsed = () => Promise.reject(new Error('the evaluation stores nothing'));

/** @param text default: the rules alone */
export function parsePorts(text?: TextChain): ParsePorts {
  const knowledge = { taxonomy: readSkillTaxonomy(), occupations: readOccupations() };
  const model = rulesModel(knowledge);
  return {
    // A busy machine may take longer than a request is allowed to, and nothing here needs to be stopped.
    documents: documentReader({ timeoutMs: 60_000 }),
    text: text ?? {
      run: async (task, schema, call) => ({
        value: schema.parse((await model.complete(task, call)).output),
        provenance: { ...NO_PROVIDER, provider: model.provider, model: model.modelId },
      }),
    },
    uploads: { read: notUsed },
    resumes: { put: notUsed, get: notUsed, delete: notUsed },
    knowledge,
    readPhone: readPhoneNumber,
    clock: { now: Date.now },
  };
}

/** As the resume states it, which is what the sets label; else the sum of the dated work. */
function yearsOfExperience({ statedMonths, totalMonths }: ParsedResume['derived']): number | null {
  const months = statedMonths ?? (totalMonths > 0 ? totalMonths : null);
  return months === null ? null : Math.round(months / 1.2) / 10;
}

export function toPrediction(id: string, { basics, work, education, skills, derived }: ParsedResume): Prediction {
  return {
    id,
    parsed: {
      contact: {
        name: basics.name,
        email: basics.email,
        phone: basics.phone,
        location: basics.location?.raw ?? null,
      },
      skills: skills.map(({ name }) => name),
      experience: work.map((entry) => ({
        company: entry.name,
        title: entry.position,
        start: entry.startDate,
        end: entry.endDate,
      })),
      education: education.map((entry) => ({
        institution: entry.institution,
        degree: entry.studyType,
        field: entry.area,
        endDate: entry.endDate ?? entry.startDate,
      })),
      yearsOfExperience: yearsOfExperience(derived),
    },
  };
}

/** The request that reads a case; its file is named from `folder`. */
export function requestOf({ text, file }: Pick<ParseCase, 'text' | 'file'>, folder: string): ParseResumeRequest {
  const source =
    file === undefined
      ? { text: text ?? '' }
      : { document: { contentBase64: readFileSync(resolve(folder, file)).toString('base64') } };
  return { ...source, documentDate: TODAY, store: false, include: [] };
}

/** Parses every case; a refused document has no prediction and is counted under its code. */
async function predict(cases: readonly ParseCase[], folder: string) {
  const service = parsePorts();
  const predictions: Prediction[] = [];
  const refused = new Map<string, number>();
  for (const one of cases) {
    const { id } = one;
    const request = requestOf(one, folder);
    const call = { signal: new AbortController().signal, deadline: Date.now() + 60_000 };
    try {
      const { resume } = await parseResume(service, request, { ...call, requestId: id, owner: 'eval' });
      predictions.push(toPrediction(id, resume));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refused.set(error.code, (refused.get(error.code) ?? 0) + 1);
    }
  }
  return { predictions, refused };
}

const refusals = (refused: ReadonlyMap<string, number>): string =>
  refused.size === 0 ? '' : `refused: ${[...refused].map(([code, count]) => `${code} ${count}`).join(', ')}\n`;

/** Runs the data folder's own scorer over the predictions. */
function scoreWith(dataDir: string, gold: string, predictions: readonly Prediction[], by: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'talent-eval-'));
  try {
    const file = join(folder, 'predictions.jsonl');
    writeFileSync(file, predictions.map((prediction) => JSON.stringify(prediction)).join('\n'));
    const run = spawnSync(
      process.execPath,
      [join(dataDir, 'score_parse.mjs'), '--gold', gold, '--pred', file, '--by', by],
      { encoding: 'utf8' },
    );
    if (run.status !== 0) throw new Error(`the scorer failed: ${run.stderr}`);
    return run.stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Prints and returns the score tables: over the labelled sets of `dataDir`, or without it over the project's own cases.
 */
export async function evaluateParse(options: { dataDir: string | undefined; half?: string }): Promise<string> {
  const reports: string[] = [];
  if (options.dataDir === undefined) {
    const cases = readCases(CASES);
    const { predictions, refused } = await predict(cases, dirname(CASES));
    reports.push(refusals(refused) + scoreTable('own cases', scoreResumes(cases, predictions)));
  } else {
    for (const [set, by] of [
      ['parse-gold', 'origin'],
      ['layouts', 'tags'],
    ] as const) {
      const gold = join(options.dataDir, set, `${options.half ?? 'dev'}.jsonl`);
      const { predictions, refused } = await predict(readCases(gold), dirname(gold));
      reports.push(`\n== ${set} ==\n${refusals(refused)}${scoreWith(options.dataDir, gold, predictions, by)}`);
    }
  }
  const report = reports.join('\n');
  console.log(report);
  return report;
}
