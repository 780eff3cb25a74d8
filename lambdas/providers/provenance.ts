/** How an answer of a chain came about, and what it cost. */
import { addUsage, type Provenance, type Provider, type Usage } from '../domain/meta';
import { costMicroUsd, usdOf } from './pricing';
import { type Answer, isLocal } from './tiers';

interface Identity {
  readonly provider: Provider;
  readonly modelId: string;
}

/** Sums usage and cost over all attempts that reached a model: a failed answer is billed too. */
export function provenanceOf(
  answer: Answer<Identity, unknown>,
  facts: { promptVersion: string | null; degraded: boolean; simulated: boolean; at: number },
): Provenance {
  const { model, attempts, fallbackUsed, spent } = answer;
  return {
    provider: model.provider,
    model: model.modelId,
    attempts,
    fallbackUsed,
    degraded: facts.degraded,
    cached: false,
    simulated: facts.simulated && !isLocal(model.provider),
    promptVersion: facts.promptVersion,
    usage: total(spent.map((one) => one.usage)),
    costUsd: costOf(spent, facts.at),
    costEstimated: spent.some((one) => one.estimated),
  };
}

function total(usages: readonly (Usage | null)[]): Usage | null {
  const [first, ...more] = usages.filter((usage) => usage !== null);
  return first === undefined ? null : more.reduce(addUsage, first);
}

/** USD; null as soon as one part of it is unknown. What runs in this process is free. */
function costOf(spent: Answer<Identity, unknown>['spent'], at: number): number | null {
  let microUsd = 0;
  for (const { model, usage } of spent) {
    if (isLocal(model.provider)) continue;
    const cost = usage === null ? null : costMicroUsd(model.modelId, usage, at);
    if (cost === null) return null;
    microUsd += cost;
  }
  return usdOf(microUsd);
}
