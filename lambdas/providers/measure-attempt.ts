/** What one attempt at a model says in numbers: whether it failed and how, how long it took, what it cost. */
import { sha256 } from '../domain/canonical-json';
import type { Usage } from '../domain/meta';
import type { Call, Clock, Telemetry } from '../ports';
import { profileScope } from './capabilities';
import { costMicroUsd, PRICES_VERSION, usdOf } from './pricing';
import type { TierOptions } from './tiers';

/** The model was passed over and not asked. */
const SKIPPED: ReadonlySet<string> = new Set([
  'no-time',
  'breaker-open',
  'busy',
  'over-budget',
  'budget-unknown',
  'withheld',
]);
/** The model does what it should: this request was not for it. */
const NO_FAULT: ReadonlySet<string> = new Set(['ok', 'unsupported', 'filtered']);

const COUNTED: Readonly<Record<string, string>> = {
  throttled: 'ProviderThrottles',
  timeout: 'ProviderTimeouts',
  'invalid-output': 'ProviderInvalidAnswers',
};

/**
 * For the `report` of a chain. The line of an attempt is its row in the ledger of costs: beside the numbers it says for
 * whom and for what the call was, and all that is needed to compute its price again.
 */
export function attemptMeter(telemetry: Telemetry, clock: Clock): NonNullable<TierOptions['report']> {
  return ({ provider, model, outcome, latencyMs }, { call, number, usage, estimated }) => {
    const fields = { outcome, attempt: number, ...whoseIs(call) };
    if (SKIPPED.has(outcome)) {
      telemetry.measure({ ProviderSkipped: 1 }, { provider, model }, fields);
      return;
    }
    const kind = COUNTED[outcome];
    const costMicro = usage ? costMicroUsd(model, usage, clock.now()) : null;
    telemetry.measure(
      {
        ProviderDuration: latencyMs,
        ProviderErrors: Number(!NO_FAULT.has(outcome)),
        ...(kind !== undefined && { [kind]: 1 }),
        ...(usage && {
          ModelInputTokens: usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens,
          ModelOutputTokens: usage.outputTokens,
        }),
        ...(costMicro !== null && { ModelCostUsd: usdOf(costMicro) }),
      },
      { provider, model },
      { ...fields, ...(usage && priced(model, usage, costMicro, estimated)) },
    );
  };
}

/** The caller as a hash: it tells callers apart in the logs and is no name. */
function whoseIs({ requestId, operation, owner, arm }: Call) {
  return {
    ...(arm !== undefined && { arm }),
    ...(requestId !== undefined && { requestId }),
    ...(operation !== undefined && { operation }),
    ...(owner !== undefined && { caller: sha256(owner).slice(0, 16) }),
  };
}

function priced(modelId: string, usage: Usage, costMicro: number | null, estimated: boolean) {
  const { cacheReadTokens, cacheWriteTokens, cacheWriteHourTokens } = usage;
  return {
    // The dimension may say `other`.
    modelId,
    scope: profileScope(modelId),
    cacheReadTokens,
    cacheWriteTokens,
    cacheWriteHourTokens,
    prices: PRICES_VERSION,
    costMicroUsd: costMicro,
    estimated,
  };
}
