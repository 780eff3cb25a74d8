/** Every metric that an alarm or a widget of a template looks at, with the place where it does. */
import type { Template } from 'aws-cdk-lib/assertions';

export interface WatchedMetric {
  /** Logical id of the alarm, or dashboard and title of the widget. */
  where: string;
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
}

export interface Widget {
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  properties: {
    title?: string;
    markdown?: string;
    metrics?: unknown[][];
    alarms?: string[];
    query?: string;
    view?: string;
    yAxis?: { left?: { label?: string } };
  };
}

interface Properties {
  [name: string]: unknown;
}

/** Text of a value of a template; what is known at deployment only stands as `<name>`. */
export function flat(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[name, inner] = ['', '']] = Object.entries(value);
  if (name === 'Fn::Join') return (inner as [string, unknown[]])[1].map(flat).join('');
  return `<${[inner]
    .flat()
    .map((part) => (typeof part === 'object' ? Object.values(part ?? {}).join('.') : part))
    .join('.')}>`;
}

export function widgetsOf(template: Template): Record<string, Widget[]> {
  const dashboards = template.findResources('AWS::CloudWatch::Dashboard');
  return Object.fromEntries(
    Object.values(dashboards).map(({ Properties: properties }) => {
      const { widgets } = JSON.parse(flat(properties.DashboardBody)) as { widgets: Widget[] };
      return [flat(properties.DashboardName), widgets];
    }),
  );
}

export function watchedMetrics(template: Template): WatchedMetric[] {
  const inWidgets = Object.entries(widgetsOf(template)).flatMap(([dashboard, widgets]) =>
    widgets.flatMap((widget) => metricsOfWidget(widget, `${dashboard}: ${widget.properties.title ?? widget.type}`)),
  );
  const alarms = Object.entries(template.findResources('AWS::CloudWatch::Alarm'));
  return [...inWidgets, ...alarms.flatMap(([id, alarm]) => metricsOfAlarm(id, alarm.Properties))];
}

function metricsOfAlarm(where: string, properties: Properties): WatchedMetric[] {
  const queries = (properties.Metrics ?? []) as { MetricStat?: { Metric: Properties } }[];
  const metrics: Properties[] =
    queries.length > 0 ? queries.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : [])) : [properties];
  return metrics.map((metric) => ({
    where,
    namespace: flat(metric.Namespace),
    name: flat(metric.MetricName),
    dimensions: Object.fromEntries(
      ((metric.Dimensions ?? []) as { Name: string; Value: unknown }[]).map(({ Name, Value }) => [Name, flat(Value)]),
    ),
  }));
}

/** A line is `[namespace, name, dimension, value, …, options]`; an expression `[{expression}]`. SEARCH would escape the tests. */
function metricsOfWidget({ properties }: Widget, where: string): WatchedMetric[] {
  return (properties.metrics ?? []).flatMap((line) => {
    const [first] = line;
    if (typeof first === 'object') {
      if (/SEARCH|METRICS/.test(JSON.stringify(first))) throw new Error(`${where} searches for metrics`);
      return [];
    }
    const [namespace, name, ...pairs] = line.filter((part): part is string => typeof part === 'string');
    const dimensions: Record<string, string> = {};
    for (let at = 0; at + 1 < pairs.length; at += 2) dimensions[pairs[at] ?? ''] = pairs[at + 1] ?? '';
    return [{ where, namespace: namespace ?? '', name: name ?? '', dimensions }];
  });
}
