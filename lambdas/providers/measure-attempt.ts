/** What one attempt at a model says in numbers: whether it failed and how, how long it took, what it cost. */
import type { Clock, Telemetry } from '../ports';
import { costMicroUsd, usdOf } from './pricing';
import type { TierOptions } from './tiers';

/** The model was passed over and not asked. */
const SKIPPED: ReadonlySet<string> = new Set(['no-time', 'breaker-open', 'busy', 'over-budget']);
/** The model does what it should: this request was not for it. */
const NO_FAULT: ReadonlySet<string> = new Set(['ok', 'unsupported', 'filtered']);

const COUNTED: Readonly<Record<string, string>> = {
  throttled: 'ProviderThrottles',
  timeout: 'ProviderTimeouts',
  'invalid-output': 'ProviderInvalidAnswers',
};

/** For the `report` of a chain. */
export function attemptMeter(telemetry: Telemetry, clock: Clock): NonNullable<TierOptions['report']> {
  return ({ provider, model, outcome, latencyMs }, _error, usage) => {
    if (SKIPPED.has(outcome)) {
      telemetry.measure({ ProviderSkipped: 1 }, { provider, model }, { outcome });
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
      { outcome },
    );
  };
}
