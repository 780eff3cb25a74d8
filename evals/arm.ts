/** `npm run eval -- parse --arm …`: what one arm reads, what that cost, and whether it is good enough to go on. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import * as z from 'zod';
import { simulatedAnswers } from '../dev/laptop-cloud';
import { laptopConfig, pointedAt } from '../dev/laptop-config';
import { startSimulators } from '../dev/simulators/start';
import { percentile } from '../lambdas/domain/bootstrap';
import type { Evaluation } from '../lambdas/domain/rollout-guard';
import { knowledge } from '../lambdas/platform/adapters/knowledge';
import { rules } from '../lambdas/platform/adapters/rules';
import { textModels } from '../lambdas/platform/adapters/text-models';
import { type Config, readConfig } from '../lambdas/platform/config';
import { createPlatform } from '../lambdas/platform/platform';
import type { Telemetry } from '../lambdas/ports';
import {
  type ArmModels,
  type ArmRun,
  type CostAhead,
  costAhead,
  EVALUATED,
  type Evaluated,
  isOfArm,
  runArm,
  tasksOf,
} from './arm-run';
import { type Baseline, baselineSchema, floorsSchema, type GateResult, gate } from './gate';
import { answerFolder, nothingKept } from './kept-answers';
import { CaseFault, readLabelledCases } from './labelled-cases';
import { CASES } from './parse';
import { scoreTable } from './score-parse';

export interface ArmOptions {
  arm: Evaluated;
  /** Real providers, as the environment sets them up; else the simulators. */
  live: boolean;
  /** Folder or file of labelled cases; default: the project's own. */
  cases?: string | undefined;
  limit?: number | undefined;
  gate: boolean;
  writeBaseline: boolean;
  yes: boolean;
  fresh: boolean;
  maxUsd: number;
  /** Stage whose rollout waits for the verdict. */
  record?: string | undefined;
}

/** The world of the command; a test brings its own. */
export interface ArmSurroundings {
  say(line: string): void;
  /** Null where nobody sits at a terminal. */
  ask: ((question: string) => Promise<string>) | null;
  /** The providers of `live`. */
  providers: () => Config;
  now(): number;
  signal: AbortSignal;
  /** Where answers are kept. */
  folder: string;
  record(stage: string, evaluation: Evaluation): Promise<void>;
}

const AT_ONCE = 4;
/** Of the project's own cases. */
const BASELINES = path.join(__dirname, 'baseline.json');

const fileSchema = z.strictObject({
  floors: floorsSchema.optional(),
  runs: z.partialRecord(z.enum(EVALUATED), baselineSchema).default({}),
});

/**
 * Says what it would cost before it asks a model, and asks nothing that it was answered before.
 * @returns 0 done, or passed; 1 the gate is shut; 2 nothing was asked, as somebody must decide
 * @throws CaseFault for labelled cases or a setting that are wrong
 */
export async function evaluateArm(options: ArmOptions, around: ArmSurroundings): Promise<number> {
  const { say } = around;
  refuseRecord(options);
  const all = readLabelledCases(options.cases ?? CASES);
  const cases = all.cases.slice(0, options.limit);
  const baselineFile = options.cases === undefined ? BASELINES : path.join(all.folder, 'baseline.json');
  const baselines = readBaselines(baselineFile);
  const { models, close } = await modelsOf(options, around);
  try {
    const calls: { latencyMs: number; kept: boolean }[] = [];
    const folder = {
      fresh: options.fresh,
      now: around.now,
      onCall: (call: (typeof calls)[number]) => calls.push(call),
    };
    const kept = options.live ? answerFolder(around.folder, folder) : nothingKept;
    const asked = models.own.map(({ provider, modelId }) => `${provider} ${modelId}`).join(', then ');
    say(`${cases.length} labelled resumes, read by ${asked}${options.live ? '' : ' (simulated: costs nothing)'}`);
    if (options.live) {
      const ahead = costAhead(await tasksOf(cases, all.folder), models, kept, around.now());
      const refusal = await refusalOf(ahead, options, around);
      if (refusal !== undefined) {
        say(refusal);
        return 2;
      }
    }
    const run = await runArm(cases, all.folder, models, {
      kept,
      atOnce: AT_ONCE,
      signal: around.signal,
      onCase: () => undefined,
    });
    for (const line of reportOf(run, calls, options)) say(line);
    const baseline = baselines.runs[options.arm] ?? (options.arm === 'rules' ? undefined : baselines.runs.rules);
    const floors = baselines.floors ?? readBaselines(BASELINES).floors ?? {};
    const result = gate(run.scores, { floors, baseline, answered: run.answered });
    for (const line of verdictLines(result, baseline)) say(line);
    if (options.record !== undefined) {
      await around.record(options.record, evaluationOf(result, cases.length, around.now()));
      say(`The guard of ${options.record} knows: ${result.passed ? 'passed' : 'not passed'}.`);
    }
    if (options.writeBaseline) say(write(baselineFile, baselines, run, models, options, around));
    return options.gate && !result.passed ? 1 : 0;
  } finally {
    await close();
  }
}

/** What a rollout may be held up by, so only what real models said of the AWS arm. */
function refuseRecord({ arm, live, record }: ArmOptions): void {
  if (record === undefined || (live && arm === 'aws')) return;
  throw new CaseFault('--record goes with --arm aws --live: a rollout waits for nothing else.');
}

function evaluationOf({ passed, reasons }: GateResult, cases: number, now: number): Evaluation {
  const detail = passed ? `${cases} labelled resumes` : reasons.join('; ');
  return { passed, at: new Date(now).toISOString(), detail };
}

async function modelsOf(
  options: ArmOptions,
  { providers }: ArmSurroundings,
): Promise<{ models: ArmModels; close: () => Promise<void> }> {
  const { config, close } = options.live
    ? { config: providers(), close: async () => undefined }
    : await simulatedConfig();
  const at = createPlatform(config, SILENT);
  const [all, local, known] = await Promise.all([textModels(at), rules(at), knowledge(at)]);
  const own = all.filter((model) => isOfArm(options.arm, model));
  if (own.length === 0) {
    await close();
    throw new CaseFault(
      `The arm ${options.arm} has no provider that reads resumes here. docs/evaluate.md says which variables set one up.`,
    );
  }
  return { models: { own, rules: local, knowledge: known }, close };
}

/** The providers that the environment sets up. Chains and percentages do not matter here: the arm says who is asked. */
export function providersOf(environment: Readonly<Record<string, string | undefined>>): Config {
  const { TEXT_CHAIN: _text, EMBED_CHAIN: _embed, AI_PROVIDER: _provider, ...rest } = environment;
  return readConfig(rest);
}

async function simulatedConfig() {
  const simulators = await startSimulators({ answers: simulatedAnswers() });
  return { config: pointedAt(laptopConfig({}), simulators.endpoints), close: () => simulators.close() };
}

const SILENT: Telemetry = { count() {}, measure() {}, event() {} };

/** Why nothing is asked; undefined to go on. */
async function refusalOf(
  ahead: CostAhead,
  options: ArmOptions,
  { ask, say }: ArmSurroundings,
): Promise<string | undefined> {
  if (ahead.calls === 0) {
    say('Every answer is kept from before: nothing is asked, and nothing is spent.');
    return undefined;
  }
  if (ahead.likely === null || ahead.most === null)
    return 'The price of the model is not known (docs/models.md), so nothing was asked.';
  const figures = `${ahead.calls} calls: about ${usd(ahead.likely)}, at most ${usd(ahead.most)}`;
  if (ahead.likely > options.maxUsd) {
    return `${figures}. That is above ${usd(options.maxUsd)}, so nothing was asked; --max-usd allows more, --limit takes fewer cases.`;
  }
  if (options.yes) {
    say(`${figures}.`);
    return undefined;
  }
  if (ask === null) return `${figures}. Nothing was asked: there is no terminal to say yes at; --yes says it.`;
  const answer = await ask(`${figures}. Spend it? [y/N] `);
  return /^y(es)?$/i.test(answer.trim()) ? undefined : 'Nothing was asked.';
}

const usd = (amount: number) => `${amount < 0.1 ? amount.toFixed(4) : amount.toFixed(2)} USD`;

const counted = (counts: ReadonlyMap<string, number>) =>
  [...counts].map(([what, count]) => `${what} ${count}`).join(', ');

function reportOf(run: ArmRun, calls: readonly { latencyMs: number; kept: boolean }[], { live }: ArmOptions): string[] {
  const saved = calls.filter(({ kept }) => kept).length;
  const times = calls.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b);
  return [
    '',
    scoreTable('F1 by field, all values of all cases', run.totals),
    '',
    `answered by: ${counted(run.by) || 'nobody'}`,
    ...(run.failed.size === 0 ? [] : [`gave no answer: ${counted(run.failed)}`]),
    ...(run.refused.size === 0 ? [] : [`refused: ${counted(run.refused)}`]),
    ...(times.length === 0 || !live
      ? []
      : [`a call took: p50 ${percentile(times, 0.5).toFixed(0)} ms, p95 ${percentile(times, 0.95).toFixed(0)} ms`]),
    ...(live
      ? [
          `calls: ${calls.length - saved} made, ${saved} kept from before · list price of all answers: ${run.costUsd === null ? 'not known' : usd(run.costUsd)}`,
        ]
      : []),
  ];
}

function verdictLines({ verdicts, passed, reasons }: GateResult, baseline: Baseline | undefined): string[] {
  const percent = (share: number) => (100 * share).toFixed(1);
  const signed = (share: number) => (Math.abs(share) < 0.000_5 ? '0.0' : `${share > 0 ? '+' : ''}${percent(share)}`);
  const rows = verdicts.map(({ field, cases, figure, floor, change, outcome }) =>
    [
      field.padEnd(16),
      String(cases).padStart(5),
      `${percent(figure.mean).padStart(5)} [${percent(figure.low)}, ${percent(figure.high)}]`.padEnd(22),
      (floor === undefined ? '' : percent(floor)).padStart(6),
      (change === undefined ? '' : `${signed(change.mean)} [${signed(change.low)}, ${signed(change.high)}]`).padEnd(22),
      outcome,
    ].join('  '),
  );
  return [
    '',
    baseline === undefined
      ? 'Mean F1 of a case, with its 95 % interval. There is no baseline to compare with.'
      : `Mean F1 of a case, with its 95 % interval; change against ${baseline.provider} ${baseline.model} of ${baseline.date}.`,
    `${'field'.padEnd(16)}  cases  ${'figure'.padEnd(22)}  ${'floor'.padStart(6)}  ${'change'.padEnd(22)}  verdict`,
    ...rows,
    '',
    passed ? 'Gate: open.' : `Gate: shut. ${reasons.join('; ')}.`,
  ];
}

function readBaselines(file: string): z.infer<typeof fileSchema> {
  if (!existsSync(file)) return { runs: {} };
  const read = fileSchema.safeParse(parsed(readFileSync(file, 'utf8')));
  if (!read.success)
    throw new CaseFault(
      `${file} is no baseline: ${read.error.issues[0]?.path.join('.')}: ${read.error.issues[0]?.message}`,
    );
  return read.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function write(
  file: string,
  before: z.infer<typeof fileSchema>,
  run: ArmRun,
  { own }: ArmModels,
  { arm, live }: ArmOptions,
  { now }: ArmSurroundings,
): string {
  if (!live && arm !== 'rules') return 'No baseline was written: what simulators say is none.';
  const [first] = own;
  const baseline: Baseline = {
    date: new Date(now()).toISOString().slice(0, 10),
    provider: first?.provider ?? arm,
    model: first?.modelId ?? arm,
    promptVersion: run.promptVersion,
    cases: Object.fromEntries(
      Object.entries(run.scores).map(([id, fields]) => [
        id,
        Object.fromEntries(
          Object.entries(fields).map(([field, score]) => [field, Math.round((score ?? 0) * 1_000) / 1_000]),
        ),
      ]),
    ),
  };
  writeFileSync(file, `${JSON.stringify({ ...before, runs: { ...before.runs, [arm]: baseline } }, null, 1)}\n`);
  return `Written as the baseline of ${arm}: ${path.relative(process.cwd(), file)}`;
}

/** A question on the terminal; null where there is none. */
export function terminalQuestion(): ArmSurroundings['ask'] {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return null;
  return async (question) => {
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    try {
      return await terminal.question(question);
    } catch (error) {
      // While it reads, Ctrl-C is a key, and as good as a no.
      if ((error as Error).name === 'AbortError') return '';
      throw error;
    } finally {
      terminal.close();
    }
  };
}
