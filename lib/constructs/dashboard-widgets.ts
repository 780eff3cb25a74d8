/** Widgets with what a reader needs: a title in plain words, a labelled axis, a line at the limit. */
import {
  Color,
  GraphWidget,
  type IMetric,
  type IWidget,
  LegendPosition,
  LogQueryVisualizationType,
  LogQueryWidget,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';

/** Width of a dashboard. */
const COLUMNS = 24;
const HEIGHT = 5;

export interface Graph {
  title: string;
  lines: readonly IMetric[];
  /** What the axis counts: `ms`, `%`, `requests in 5 minutes`. */
  axis: string;
  /** A line at a limit, and what it says. */
  limits?: readonly { value: number; label: string }[];
  stacked?: boolean;
  /** Upper end of the axis, where it is known: 100 for per cent. */
  max?: number;
}

/** One row of graphs, side by side, each as wide as the others. */
export function graphs(...row: readonly Graph[]): IWidget[] {
  const width = Math.floor(COLUMNS / row.length);
  return row.map(
    ({ title, lines, axis, limits = [], stacked = false, max }) =>
      new GraphWidget({
        title,
        width,
        height: HEIGHT,
        left: [...lines],
        leftYAxis: { label: axis, showUnits: false, min: 0, ...(max !== undefined && { max }) },
        leftAnnotations: limits.map(({ value, label }) => ({ value, label, color: Color.RED })),
        legendPosition: LegendPosition.BOTTOM,
        stacked,
      }),
  );
}

/** Numbers one beside the other, each over the time that the dashboard shows, over the last `days`, or the `latest` of each. */
export function numbers(
  title: string,
  values: readonly IMetric[],
  { width = COLUMNS, days, latest = false }: { width?: number; days?: number; latest?: boolean } = {},
): IWidget {
  return new SingleValueWidget({
    title,
    metrics: [...values],
    width,
    height: 3,
    setPeriodToTimeRange: !latest,
    ...(days !== undefined && { start: `-P${days}D` }),
  });
}

export function text(markdown: string, size: { width?: number; height: number }): IWidget {
  return new TextWidget({ markdown, width: size.width ?? COLUMNS, height: size.height });
}

/** Rows of a log query, side by side. */
export function logTables(
  ...row: readonly { title: string; groups: readonly string[]; query: readonly string[] }[]
): IWidget[] {
  return row.map(
    ({ title, groups, query }) =>
      new LogQueryWidget({
        title,
        logGroupNames: [...groups],
        queryLines: [...query],
        view: LogQueryVisualizationType.TABLE,
        width: Math.floor(COLUMNS / row.length),
        height: 7,
      }),
  );
}
