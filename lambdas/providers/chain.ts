/** The text models in order, with fallback: the rules stand last, so there is always an answer. */
import type * as z from 'zod';
import type { Provider } from '../domain/meta';
import type { TextTask } from '../domain/text-task';
import type { TextChain, TextModel } from '../ports';
import { ordered } from './model-order';
import { provenanceOf } from './provenance';
import { ProviderError } from './provider-error';
import { systemTime } from './resilience';
import { firstAnswer, isLocal, type Slice, type TierOptions } from './tiers';
import { orWithhold } from './withhold';

/** Takes out of a task what a second vendor need not see, and puts it back into the answer. */
export type Mask = (task: TextTask) => { task: TextTask; restore: (output: unknown) => unknown };

export interface TextChainOptions extends TierOptions {
  /** First to last. Without a local one among them the chain can fail. */
  models: readonly TextModel[];
  /** Applied to what leaves for vendors outside AWS. */
  mask?: Mask;
}

/** Made for a deadline of 27 s: 14 + 9, the rules, and the reply. */
const SLICES: Readonly<Record<Provider, Slice>> = {
  bedrock: { minBudgetMs: 1_500, maxMs: 14_000 },
  sagemaker: { minBudgetMs: 1_500, maxMs: 14_000 },
  openai: { minBudgetMs: 1_500, maxMs: 9_000 },
  huggingface: { minBudgetMs: 1_500, maxMs: 9_000 },
  rules: { minBudgetMs: 150, maxMs: 1_000 },
  embedded: { minBudgetMs: 150, maxMs: 1_000 },
};

/** Vendors that are not the account's own cloud. */
const OUTSIDE: ReadonlySet<Provider> = new Set(['openai', 'huggingface']);
export const isOutside = (provider: Provider): boolean => OUTSIDE.has(provider);

/**
 * Each model gets one retry where that can help and one repair when its answer does not fit the schema.
 * Answers by the call's deadline, whatever the models do.
 */
export function textChain(options: TextChainOptions): TextChain {
  const { mask = unmasked, time = systemTime } = options;
  return {
    async run<T>(task: TextTask, schema: z.ZodType<T>, call: Parameters<TextChain['run']>[2]) {
      const models = await ordered(options.models, options, call);
      const answer = await firstAnswer(
        models,
        call,
        {
          ...options,
          defaults: SLICES,
          repairs: true,
          worstOf: (model, faults) => model.estimate(task, [...faults]),
        },
        async (model, inner, faults) => {
          const { task: sent, restore } = isOutside(model.provider)
            ? orWithhold(model, () => mask(task))
            : unmasked(task);
          const repair = faults.length > 0 ? [...faults] : undefined;
          const { output, usage } = await model.complete(sent, inner, repair);
          const checked = schema.safeParse(restore(output));
          if (checked.success) return { value: checked.data, usage };
          const { provider, modelId } = model;
          throw new ProviderError({
            provider,
            modelId,
            kind: 'invalid-output',
            usage,
            faults: faultsOf(checked.error),
          });
        },
      );
      const provenance = provenanceOf(answer, {
        promptVersion: answer.model.promptVersion(task.kind),
        degraded: isLocal(answer.model.provider),
        simulated: options.simulated ?? false,
        at: time.now(),
      });
      return { value: answer.value, provenance };
    },
  };
}

const unmasked: Mask = (task) => ({ task, restore: (output) => output });

/** Places and rules only. The sentences of zod can repeat names that the document chose. */
function faultsOf(error: z.ZodError): string[] {
  return error.issues.slice(0, 20).map((issue) => {
    const expected = 'expected' in issue ? ` (expected ${String(issue.expected)})` : '';
    return `/${issue.path.map((step) => String(step)).join('/')}: ${issue.code}${expected}`;
  });
}
