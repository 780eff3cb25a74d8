/** Telemetry for a terminal: failures as one line each, metrics to whoever keeps them, and nothing said once the end has begun. */
import { METRICS_NAMESPACE, METRICS_SERVICE, type MetricDefinition, metrics } from '../lambdas/platform/metrics';
import type { Telemetry } from '../lambdas/ports';
import type { MetricStore } from './simulators/account/metric-store';

const registry: Readonly<Record<string, MetricDefinition>> = metrics;

/** @param keep where metrics go, under the names and dimensions that CloudWatch would have them; by default nowhere */
export function terminalTelemetry(
  end?: AbortSignal,
  keep?: { metrics: MetricStore; stage: string; now: () => number },
): Telemetry {
  const measure: Telemetry['measure'] = (values, given = {}) => {
    if (keep === undefined) return;
    const now = keep.now();
    for (const [name, value] of Object.entries(values)) {
      if (!Object.hasOwn(registry, name)) continue;
      const dimensions: Record<string, string> = { service: METRICS_SERVICE, stage: keep.stage };
      for (const split of registry[name]?.dimensions ?? []) dimensions[split] = given[split] || 'none';
      keep.metrics.record({ namespace: METRICS_NAMESPACE, name, dimensions }, value, now);
    }
  };
  return {
    count: (metric, value, dimensions) => measure({ [metric]: value }, dimensions),
    measure,
    event(level, message, fields = {}) {
      if (level === 'info' || end?.aborted) return;
      const details = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
      console.error(`${level}: ${message} ${details.join(' ')}`);
    },
  };
}
