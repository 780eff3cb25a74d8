/** Telemetry over Powertools: metrics of the registry only, and log fields of an allow-list only. */
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Telemetry } from '../ports';
import { METRICS_NAMESPACE, type MetricDefinition, metrics } from './metrics';

/** Fields that an event may carry. Nothing that a caller wrote is among them: no text, name, address or file name. */
const FIELDS: ReadonlySet<string> = new Set([
  'requestId',
  'operation',
  'code',
  'error',
  'errors',
  'at',
  'provider',
  'model',
  'space',
  'outcome',
  'reason',
  'count',
  'latencyMs',
]);
const MAX_FIELD_CHARACTERS = 2_000;

const units = { Count: MetricUnit.Count, Milliseconds: MetricUnit.Milliseconds, None: MetricUnit.NoUnit } as const;

const registry: Readonly<Record<string, MetricDefinition>> = metrics;

/** @param options.service value of the `service` dimension and log field */
export function cloudWatchTelemetry(options: {
  service: string;
  level: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'SILENT';
}): Telemetry {
  const logger = new Logger({ serviceName: options.service, logLevel: options.level });
  const recorder = new Metrics({ namespace: METRICS_NAMESPACE, serviceName: options.service });

  function record(metric: string, value: number, dimensions: Record<string, string> = {}): void {
    const definition = registry[metric];
    if (definition === undefined) {
      logger.error('metric is not in the registry', { code: metric });
      return;
    }
    // One metric at a time, as each has dimensions of its own; it is written at once, so nothing is left to flush.
    const single = recorder.singleMetric();
    for (const name of definition.dimensions) single.addDimension(name, dimensions[name] || 'none');
    single.addMetric(metric, units[definition.unit], value);
  }

  return {
    count: record,
    duration: record,
    event(level, message, fields = {}) {
      logger[level](message, allowed(fields));
    },
  };
}

function allowed(fields: Record<string, string | number | boolean | null>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => FIELDS.has(name))
      .map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, MAX_FIELD_CHARACTERS) : value]),
  );
}
