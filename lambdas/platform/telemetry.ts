/**
 * Telemetry over Powertools: metrics of the registry only, and log fields of an allow-list only.
 *
 * Metrics are lines in the embedded metric format, which CloudWatch Logs turns into metrics. Powertools writes them to
 * standard output itself: through `console.log` Lambda's JSON format would wrap them, and the metrics be lost. Lambda
 * takes a line without a level for INFO, so an application log level above INFO would lose them too.
 */
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Telemetry } from '../ports';
import {
  METRICS_NAMESPACE,
  METRICS_SERVICE,
  type MetricDefinition,
  MODELS_OF_THE_CODE,
  metrics,
  OTHER_MODEL,
} from './metrics';

/** Fields that a line may carry. Nothing that a caller wrote is among them: no text, name, address or file name. */
const FIELDS: ReadonlySet<string> = new Set([
  'requestId',
  'operation',
  'status',
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
  'jobs',
  'latencyMs',
  'webhook',
  'caller',
  'attempt',
  'modelId',
  'scope',
  'cacheReadTokens',
  'cacheWriteTokens',
  'cacheWriteHourTokens',
  'prices',
  'costMicroUsd',
  'estimated',
  'arm',
  'capability',
  'promptVersion',
]);
const MAX_FIELD_CHARACTERS = 2_000;

const units = { Count: MetricUnit.Count, Milliseconds: MetricUnit.Milliseconds, None: MetricUnit.NoUnit } as const;

const registry: Readonly<Record<string, MetricDefinition>> = metrics;

type Fields = Parameters<Telemetry['event']>[2];

interface Recorded {
  name: string;
  unit: MetricDefinition['unit'];
  value: number;
}

/** @param options.models ids that the settings name; any other is counted as `other` */
export function cloudWatchTelemetry(options: {
  stage: string;
  level: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'SILENT';
  models: readonly string[];
}): Telemetry {
  const { stage, level } = options;
  const models: ReadonlySet<string> = new Set([...MODELS_OF_THE_CODE, ...options.models]);
  const logger = new Logger({ serviceName: METRICS_SERVICE, logLevel: level, persistentKeys: { stage } });
  const recorder = new Metrics({
    namespace: METRICS_NAMESPACE,
    serviceName: METRICS_SERVICE,
    defaultDimensions: { stage },
  });

  function measure(
    values: Readonly<Record<string, number>>,
    given: Readonly<Record<string, string>> = {},
    fields: Fields = {},
  ): void {
    const beside = Object.entries(allowed({ ...given, ...fields }));
    for (const { names, group } of bySplit(values)) {
      for (const name of names) recorder.addDimension(name, dimensionOf(name, given[name]));
      for (const [name, value] of beside) {
        if (!names.includes(name)) recorder.addMetadata(name, String(value));
      }
      for (const { name, unit, value } of group) recorder.addMetric(name, units[unit], value);
      // Written at once: what is kept back is lost with a function that runs into its timeout.
      recorder.publishStoredMetrics();
    }
  }

  /** One line carries one set of dimensions. */
  function bySplit(values: Readonly<Record<string, number>>) {
    const groups = new Map<string, { names: readonly string[]; group: Recorded[] }>();
    for (const [name, value] of Object.entries(values)) {
      const definition = Object.hasOwn(registry, name) ? registry[name] : undefined;
      if (definition === undefined) {
        logger.error('metric is not in the registry', { code: name });
        continue;
      }
      const { dimensions: names, unit } = definition;
      const split = names.join();
      const known = groups.get(split);
      if (known === undefined) groups.set(split, { names, group: [{ name, unit, value }] });
      else known.group.push({ name, unit, value });
    }
    return groups.values();
  }

  function dimensionOf(dimension: string, value: string | undefined): string {
    if (!value) return 'none';
    return dimension === 'model' && !models.has(value) ? OTHER_MODEL : value;
  }

  return {
    count: (metric, value, dimensions) => measure({ [metric]: value }, dimensions),
    measure,
    event(level, message, fields = {}) {
      logger[level](message, allowed(fields));
    },
  };
}

function allowed(fields: NonNullable<Fields>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => FIELDS.has(name))
      .map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, MAX_FIELD_CHARACTERS) : value]),
  );
}
