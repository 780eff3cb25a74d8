/** Dashboards: a body that CloudWatch refuses, or widgets that stay empty. */

import { inside, parsed } from './json-text';
import type { Place, Resource } from './place';
import { each, type Fault, fault, type Rule } from './rule';

const DASHBOARD = 'AWS::CloudWatch::Dashboard';
const BODY = 'CloudWatch API reference, dashboard body structure and syntax';
const GRID = 24;
const MOST_WIDGETS = 500;

function eachWidget(look: (widget: Place, at: Place, dashboard: Resource) => Iterable<Fault>) {
  return each(DASHBOARD, function* (dashboard) {
    const at = dashboard.get('DashboardBody');
    for (const widget of inside(at)?.get('widgets').items ?? []) yield* look(widget, at, dashboard);
  });
}

const title = (widget: Place) => `widget "${widget.get('properties.title').text ?? widget.get('type').text ?? ''}"`;

export const dashboards: readonly Rule[] = [
  {
    id: 'OPS-1001',
    title: 'Dashboard whose body is not JSON',
    why: 'CloudWatch refuses it: "The field DashboardBody must be a valid JSON object".',
    fix: 'build it with the Dashboard construct, or with stack.toJsonString.',
    source: BODY,
    check: each(DASHBOARD, function* (dashboard) {
      const at = dashboard.get('DashboardBody');
      const body = parsed(at);
      if (body === undefined) yield fault(at, 'not a text');
      else if ('fault' in body) yield fault(at, body.fault);
      else if (!Array.isArray(at.of(body.value).get('widgets').value)) yield fault(at, 'no widgets');
      else if (at.of(body.value).get('widgets').items.length > MOST_WIDGETS)
        yield fault(at, `more than ${MOST_WIDGETS} widgets`);
    }),
  },
  {
    id: 'OPS-1002',
    title: 'Widget that does not fit the grid, or lacks what its kind needs',
    why: 'CloudWatch refuses it: "Should NOT have a value greater than 24", or "Should have required property".',
    fix: 'keep x + width within 24; give metric and log widgets a region, text widgets markdown, alarm widgets alarms.',
    source: BODY,
    check: eachWidget(function* (widget, at) {
      const needs: Readonly<Record<string, readonly string[]>> = {
        metric: ['region'],
        log: ['region', 'query'],
        text: ['markdown'],
        alarm: ['alarms'],
      };
      const kind = widget.get('type').text ?? '';
      const wide = (widget.get('x').number ?? 0) + (widget.get('width').number ?? 6);
      if (wide > GRID) yield fault(at, `${title(widget)} ends at column ${wide}`);
      for (const need of needs[kind] ?? []) {
        if (!widget.get(`properties.${need}`).exists) yield fault(at, `${title(widget)} has no ${need}`);
      }
      if (needs[kind] === undefined && !['explorer', 'custom'].includes(kind))
        yield fault(at, `a widget of type "${kind}"`);
    }),
  },
  {
    id: 'OPS-1003',
    title: 'Metric in a widget that is not namespace, name and pairs of dimensions',
    why: 'CloudWatch refuses the dashboard: "Invalid metric field".',
    fix: 'write [namespace, name, dimension, value, …, {options}]; use Metric objects.',
    source: BODY,
    check: eachWidget(function* (widget, at) {
      for (const metric of widget.get('properties.metrics').items) {
        const words = metric.items.filter(({ text }) => text !== undefined);
        const [options] = metric.items.filter(({ value }) => typeof value === 'object');
        const isMath = options?.get('expression').exists === true;
        if (words.length === 0 ? !isMath : words.length < 2 || words.length % 2 !== 0) {
          yield fault(at, `${title(widget)}: ${JSON.stringify(metric.value).slice(0, 80)}`);
        }
      }
    }),
  },
  {
    id: 'OPS-1004',
    title: 'Widget that shows an alarm which no stack makes',
    why: 'The widget says "Unable to load alarm", and nobody learns of it before an incident.',
    fix: 'pass the alarm itself to the widget.',
    source: BODY,
    *check(cloud) {
      for (const dashboard of cloud.all(DASHBOARD)) {
        const at = dashboard.get('DashboardBody');
        for (const widget of inside(at)?.get('widgets').items ?? []) {
          const shown = [
            ...widget.get('properties.alarms').texts,
            ...widget.get('properties.annotations.alarms').texts,
          ];
          for (const arn of shown.filter((text) => !text.includes('‹?›'))) {
            if (cloud.find(arn, 'AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm') === undefined) {
              yield fault(at, `${title(widget)} shows ${arn}`);
            }
          }
        }
      }
    },
  },
];
