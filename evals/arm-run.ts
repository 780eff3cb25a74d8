/** Labelled resumes read by the models of one arm, through the chain and the service that answer callers. */
import { type Arm, armProviders } from '../lambdas/domain/arm';
import { DomainError } from '../lambdas/domain/errors';
import { NO_TOKENS, type Provenance, type Usage } from '../lambdas/domain/meta';
import type { TextTask } from '../lambdas/domain/text-task';
import type { TextModel } from '../lambdas/ports';
import { capabilitiesOf } from '../lambdas/providers/capabilities';
import { isOutside, textChain } from '../lambdas/providers/chain';
import { mapConcurrently } from '../lambdas/providers/concurrency';
import { resumeMask } from '../lambdas/providers/mask';
import { costMicroUsd } from '../lambdas/providers/pricing';
import { wordsOf } from '../lambdas/providers/prompts/prompt';
import { promptFor } from '../lambdas/providers/prompts/prompt-for';
import { parseResume } from '../lambdas/services/parse-resume';
import { type CaseScores, caseScore } from './gate';
import type { AnswerFolder } from './kept-answers';
import type { LabelledCase } from './labelled-cases';
import { parsePorts, requestOf, toPrediction } from './parse';
import { FIELDS, type FieldScore, type Prediction, scoreResumes } from './score-parse';

export const EVALUATED = ['current', 'aws', 'rules'] as const;
export type Evaluated = Arm | 'rules';

/** The same time as a request has. */
const REQUEST_MS = 27_000;

export interface ArmModels {
  /** Of the arm, in its order. */
  own: readonly TextModel[];
  /** Steps in where none of them answers, as it does for callers. */
  rules: TextModel;
  knowledge: Parameters<typeof resumeMask>[0];
}

/** What it would cost to ask for what is not kept, in USD; null where a price is not known. */
export interface CostAhead {
  calls: number;
  likely: number | null;
  most: number | null;
}

export interface ArmRun {
  scores: CaseScores;
  /** Over all cases, by field. */
  totals: Record<string, FieldScore>;
  /** Share of the cases that a model of the arm answered. */
  answered: number;
  /** Who answered how many cases. */
  by: ReadonlyMap<string, number>;
  /** How calls of models ended that gave no answer. */
  failed: ReadonlyMap<string, number>;
  /** Codes of documents that could not be read. */
  refused: ReadonlyMap<string, number>;
  costUsd: number | null;
  promptVersion: string | null;
}

export function isOfArm(evaluated: Evaluated, { provider }: TextModel): boolean {
  return evaluated === 'rules' ? provider === 'rules' : armProviders[evaluated].includes(provider);
}

/** The tasks that the service would give to a model; documents that cannot be read have none. */
export async function tasksOf(cases: readonly LabelledCase[], folder: string): Promise<TextTask[]> {
  const tasks: TextTask[] = [];
  const enough = new Error('the task is known');
  const ports = parsePorts({
    run(task) {
      tasks.push(task);
      return Promise.reject(enough);
    },
  });
  for (const one of cases) {
    await parseResume(ports, requestOf(one, folder), contextOf(one.id)).catch((error: unknown) => {
      if (error !== enough && !(error instanceof DomainError)) throw error;
    });
  }
  return tasks;
}

/** What the first model of the arm would be asked for. A second one is asked only where that fails. */
export function costAhead(
  tasks: readonly TextTask[],
  { own, knowledge }: ArmModels,
  kept: AnswerFolder,
  at: number,
): CostAhead {
  const [first] = own;
  if (first === undefined || first.provider === 'rules') return { calls: 0, likely: 0, most: 0 };
  const mask = resumeMask(knowledge);
  const open = tasks.flatMap((task) => {
    try {
      const sent = isOutside(first.provider) ? mask(task).task : task;
      return kept.has(first, sent) ? [] : [sent];
    } catch {
      // Withheld from this vendor, so nothing is asked.
      return [];
    }
  });
  const total = (usageOf: (task: TextTask) => Usage | null) =>
    open.reduce<number | null>((sum, task) => {
      const usage = usageOf(task);
      const micro = usage === null ? null : costMicroUsd(first.modelId, usage, at);
      return sum === null || micro === null ? null : sum + micro / 1_000_000;
    }, 0);
  return {
    calls: open.length,
    likely: total((task) => likelyUsage(first, task)),
    most: total((task) => first.estimate(task)),
  };
}

/** About four bytes of English a token; the answer repeats the document with names of fields around it. */
function likelyUsage({ modelId }: TextModel, task: TextTask): Usage {
  const prompt = promptFor(task);
  const { tokenFactor } = capabilitiesOf(modelId);
  const tokens = (texts: readonly string[]) =>
    Math.ceil((texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 4) * tokenFactor);
  return { ...NO_TOKENS, inputTokens: tokens(wordsOf(prompt)), outputTokens: Math.ceil(1.2 * tokens([prompt.user])) };
}

/**
 * Reads the cases, a few at a time.
 * @param options.onCase told when one is done
 * @throws the reason of `signal`
 */
export async function runArm(
  cases: readonly LabelledCase[],
  folder: string,
  { own, rules, knowledge }: ArmModels,
  options: { kept: AnswerFolder; atOnce: number; signal: AbortSignal; onCase: () => void },
): Promise<ArmRun> {
  const remote = own.filter(({ provider }) => provider !== 'rules').map((model) => options.kept.around(model));
  const chain = textChain({ models: [...remote, rules], mask: resumeMask(knowledge) });
  const origins: Provenance[] = [];
  const ports = parsePorts({
    async run(task, schema, call) {
      const answer = await chain.run(task, schema, call);
      origins.push(answer.provenance);
      return answer;
    },
  });
  const predictions: Prediction[] = [];
  const refused = new Map<string, number>();
  await mapConcurrently(cases, options.atOnce, options.signal, async (one, signal) => {
    signal.throwIfAborted();
    try {
      const { resume } = await parseResume(ports, requestOf(one, folder), contextOf(one.id, signal));
      predictions.push(toPrediction(one.id, resume));
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof DomainError)) throw error;
      refused.set(error.code, (refused.get(error.code) ?? 0) + 1);
    }
    options.onCase();
  });

  const by = new Map<string, number>();
  for (const { provider, model } of origins) by.set(`${provider} ${model}`, (by.get(`${provider} ${model}`) ?? 0) + 1);
  const failed = new Map<string, number>();
  for (const { provider, outcome } of origins.flatMap(({ attempts }) => attempts)) {
    if (outcome !== 'ok') failed.set(`${provider} ${outcome}`, (failed.get(`${provider} ${outcome}`) ?? 0) + 1);
  }
  const isOwn = ({ provider }: Provenance) => own.some((model) => model.provider === provider);
  const labelled = cases.map(({ id, gold }) => ({ id, gold }));
  return {
    scores: Object.fromEntries(labelled.map((one) => [one.id, scoresOf(one, predictions)])),
    totals: scoreResumes(labelled, predictions),
    // A document that nobody could read asked no model.
    answered: origins.length === 0 ? 0 : origins.filter(isOwn).length / origins.length,
    by,
    failed,
    refused,
    costUsd: origins.reduce<number | null>(
      (sum, { costUsd }) => (sum === null || costUsd === null ? null : sum + costUsd),
      0,
    ),
    promptVersion: origins.find(isOwn)?.promptVersion ?? null,
  };
}

function scoresOf(one: Pick<LabelledCase, 'id' | 'gold'>, predictions: readonly Prediction[]): CaseScores[string] {
  const scores = scoreResumes([one], predictions);
  return Object.fromEntries(
    FIELDS.flatMap((field) => {
      const score = caseScore(scores[field]);
      return score === undefined ? [] : [[field, score]];
    }),
  );
}

function contextOf(id: string, signal = new AbortController().signal) {
  return { signal, deadline: Date.now() + REQUEST_MS, requestId: id, owner: 'evaluation', noStore: true };
}
