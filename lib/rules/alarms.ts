/** Alarms that CloudWatch refuses, or that turn red with nobody told. */
import type { Cloud } from './cloud';
import type { Place, Resource } from './place';
import { each, fault, type Rule } from './rule';
import { isLiteral, UNKNOWN } from './template';

const ALARM = 'AWS::CloudWatch::Alarm';
const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm';
const ALARM_API = 'CloudWatch API reference, PutMetricAlarm';

/** Comparisons with a band, which need a band to compare with. */
const BAND = /^(LessThanLowerOrGreaterThanUpper|LessThanLower|GreaterThanUpper)Threshold$/;

/** Periods of an alarm: its own, and those of the metrics of its expression. */
function periods(alarm: Resource): Place[] {
  const own = alarm.get('Metrics').items.flatMap((query) => [query.get('MetricStat.Period'), query.get('Period')]);
  return [alarm.get('Period'), ...own].filter((period) => period.number !== undefined);
}

/** The alarms that the rule of a composite alarm names, and the names that it gives for them. */
function children(composite: Resource, cloud: Cloud): [string, Resource | undefined][] {
  const rule = composite.get('AlarmRule').text ?? '';
  const names = [...rule.matchAll(/\b(?:ALARM|OK|INSUFFICIENT_DATA)\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]+))\s*\)/g)];
  return names.map(([, a, b, c]) => {
    const name = a ?? b ?? c ?? '';
    return [name, cloud.find(name, ALARM, COMPOSITE)];
  });
}

export const alarms: readonly Rule[] = [
  {
    id: 'OPS-201',
    title: 'Alarm on a SEARCH or METRICS expression',
    why: 'CloudWatch refuses it: "SEARCH is not supported on Metric Alarms"; an alarm watches one series.',
    fix: 'name each metric in Metrics and add them up, or alarm on the account-wide metric; SEARCH is for dashboards.',
    source: 'CloudWatch user guide, using metric math: alarms',
    check: each(ALARM, (alarm) =>
      alarm
        .get('Metrics')
        .items.map((query) => query.get('Expression'))
        .filter(({ text }) => /\b(SEARCH|METRICS)\s*\(/i.test(text ?? ''))
        .map((expression) => fault(expression, `an alarm on "${expression.text}"`)),
    ),
  },
  {
    id: 'OPS-202',
    title: 'Alarm period that CloudWatch does not know',
    why: 'CloudWatch refuses it: "Invalid metric period".',
    fix: 'use 10, 20 or 30 seconds, or a multiple of 60.',
    source: ALARM_API,
    check: each(ALARM, (alarm) =>
      periods(alarm)
        .filter(({ number = 60 }) => ![10, 20, 30].includes(number) && (number <= 0 || number % 60 !== 0))
        .map((period) => fault(period, `a period of ${period.number} s`)),
    ),
  },
  {
    id: 'OPS-203',
    title: 'Alarm that looks too far back',
    why: 'CloudWatch refuses it: "Metrics cannot be checked across more than a day" (a week from periods of an hour).',
    fix: 'let EvaluationPeriods times the period be 86,400 s at most, or 604,800 s with a period of 3,600 s or more.',
    source: ALARM_API,
    check: each(ALARM, function* (alarm) {
      const seconds = Math.max(0, ...periods(alarm).map(({ number = 0 }) => number));
      const range = seconds * (alarm.get('EvaluationPeriods').number ?? 1);
      const most = seconds >= 3_600 ? 604_800 : 86_400;
      if (range > most)
        yield fault(alarm.get('EvaluationPeriods'), `a look-back of ${range} s where ${most} s is the most`);
    }),
  },
  {
    id: 'OPS-204',
    title: 'Anomaly alarm without its band, or a band without such an alarm',
    why: 'CloudWatch refuses it: a comparison with a band needs ThresholdMetricId, and takes no Threshold.',
    fix: 'set ThresholdMetricId to the id of the ANOMALY_DETECTION_BAND expression and leave Threshold out.',
    source: ALARM_API,
    check: each(ALARM, function* (alarm) {
      const band = alarm.get('ThresholdMetricId');
      if (!BAND.test(alarm.get('ComparisonOperator').text ?? '')) {
        if (band.exists) yield fault(band, 'a band for a comparison that uses none');
        return;
      }
      if (!band.exists) yield fault(band, 'no ThresholdMetricId for a comparison with a band');
      else if (alarm.get('Threshold').exists) yield fault(alarm.get('Threshold'), 'a Threshold beside a band');
      else {
        const query = alarm.get('Metrics').items.find((item) => item.get('Id').text === band.text);
        const isBand = /ANOMALY_DETECTION_BAND\s*\(/i.test(query?.get('Expression').text ?? '');
        if (!isBand) yield fault(band, `"${band.text}" is not the id of an ANOMALY_DETECTION_BAND`);
      }
    }),
  },
  {
    id: 'OPS-205',
    title: 'Composite alarm that names an alarm which does not exist',
    why: 'CloudWatch refuses it: "AlarmRule contains alarms that do not exist"; the order of creation counts too.',
    fix: 'build the rule with AlarmRule.fromAlarm(alarm), so that the alarm exists first; write no names by hand.',
    source: 'CloudWatch API reference, PutCompositeAlarm',
    check: each(COMPOSITE, function* (composite, cloud) {
      const rule = composite.get('AlarmRule');
      for (const [name, child] of children(composite, cloud)) {
        if (child === undefined) {
          if (!name.includes(UNKNOWN)) yield fault(rule, `it names "${name}", which no stack makes`);
        } else if (!cloud.after(composite, child)) yield fault(rule, `it may be made before "${name}"`);
      }
      if (children(composite, cloud).length === 0 && rule.text !== undefined && !/\b(TRUE|FALSE)\b/.test(rule.text)) {
        yield fault(rule, 'it names no alarm');
      }
    }),
  },
  {
    id: 'OPS-206',
    title: 'Metric queries that do not fit together',
    why: 'CloudWatch refuses it: an expression may only name ids of the same alarm, and exactly one query returns data.',
    fix: 'give every query a lower-case id, name only those, and set ReturnData: false on all but one; at most 10 queries.',
    source: ALARM_API,
    check: each(ALARM, function* (alarm) {
      const queries = alarm.get('Metrics').items;
      if (queries.length === 0) return;
      const ids = queries.map((query) => query.get('Id').text ?? '');
      if (queries.length > 10) yield fault(alarm.get('Metrics'), `${queries.length} queries`);
      const shown = queries.filter((query) => query.get('ReturnData').value !== false);
      const banded = alarm.get('ThresholdMetricId').exists ? 2 : 1;
      if (shown.length < 1 || shown.length > banded)
        yield fault(alarm.get('Metrics'), `${shown.length} queries return data`);
      for (const query of queries) {
        const id = query.get('Id');
        if (!/^[a-z]\w*$/.test(id.text ?? '')) yield fault(id, `"${id.text ?? ''}" as an id`);
        const expression = query.get('Expression');
        const bare = (expression.text ?? '').replace(/"[^"]*"|'[^']*'/g, '');
        for (const [word] of bare.matchAll(/\b[a-z]\w*\b(?!\s*\()/g)) {
          if (!ids.includes(word)) yield fault(expression, `it uses "${word}", which is not an id here`);
        }
      }
    }),
  },
  {
    id: 'OPS-207',
    title: 'More data points to alarm than periods, or two kinds of statistic',
    why: 'CloudWatch refuses it with a ValidationError.',
    fix: 'let DatapointsToAlarm be EvaluationPeriods at most; use one of Statistic, ExtendedStatistic and Metrics.',
    source: ALARM_API,
    check: each(ALARM, function* (alarm) {
      const points = alarm.get('DatapointsToAlarm');
      if ((points.number ?? 0) > (alarm.get('EvaluationPeriods').number ?? Infinity)) {
        yield fault(points, `${points.number} of ${alarm.get('EvaluationPeriods').number} periods`);
      }
      const kinds = ['Statistic', 'ExtendedStatistic', 'Metrics'].filter((kind) => alarm.get(kind).exists);
      if (kinds.length !== 1) yield fault(alarm.get(kinds[1] ?? 'Statistic'), kinds.join(' and ') || 'no statistic');
      if (alarm.get('Metrics').exists && alarm.get('MetricName').exists) {
        yield fault(alarm.get('MetricName'), 'MetricName beside Metrics');
      }
    }),
  },
  {
    id: 'OPS-208',
    title: 'Alarm action in another region, or too many actions',
    why: 'CloudWatch refuses it: "Invalid region … specified. Only … is supported"; five actions a state are the most.',
    fix: 'make a topic in the region of the alarm; put further receivers behind the topic.',
    source: ALARM_API,
    check: each([ALARM, COMPOSITE], function* (alarm, cloud) {
      for (const property of ['AlarmActions', 'OKActions', 'InsufficientDataActions']) {
        const actions = alarm.get(property);
        if (actions.items.length > 5) yield fault(actions, `${actions.items.length} actions`);
        for (const action of actions.items) {
          const topic = cloud.find(action.text, 'AWS::SNS::Topic');
          const region = topic?.region ?? /^arn:[^:]+:sns:([a-z0-9-]+):/.exec(action.text ?? '')?.[1];
          if (region !== undefined && alarm.region !== undefined && region !== alarm.region) {
            yield fault(action, `a topic in ${region} for an alarm in ${alarm.region}`);
          }
        }
      }
    }),
  },
  {
    id: 'OPS-209',
    title: 'Alarm that tells nobody',
    why: 'It turns red and nothing happens: no deployment fails, and no one knows.',
    fix: 'add an AlarmActions topic, or let a composite alarm or a deployment group watch it.',
    source: 'operations guide: every alarm has an action',
    check: each([ALARM, COMPOSITE], function* (alarm, cloud) {
      if (alarm.get('AlarmActions').items.length > 0 && alarm.get('ActionsEnabled').value !== false) return;
      const isWatched = [
        ...cloud.all(COMPOSITE).flatMap((composite) => children(composite, cloud).map(([, child]) => child)),
        ...cloud
          .all('AWS::CodeDeploy::DeploymentGroup', 'AWS::AppConfig::Environment')
          .flatMap((watcher) => cloud.named(watcher.properties.value)),
      ].includes(alarm);
      if (!isWatched) yield fault(alarm.get('AlarmActions'), 'no action, and nothing watches it');
    }),
  },
  {
    id: 'OPS-210',
    title: 'Alarm that says nothing about missing data',
    why: 'The default keeps a quiet metric in INSUFFICIENT_DATA, and an error metric without errors never returns to OK.',
    fix: 'set TreatMissingData: notBreaching for errors, breaching for a heartbeat, ignore or missing where that is meant.',
    source: 'CloudWatch user guide, configuring how alarms treat missing data',
    check: each(ALARM, function* (alarm) {
      const wanted = ['breaching', 'notBreaching', 'ignore', 'missing'];
      const given = alarm.get('TreatMissingData');
      if (!wanted.includes(given.text ?? '')) yield fault(given, given.text ?? 'nothing is said');
    }),
  },
  {
    id: 'OPS-211',
    title: 'Alarm that on-call can not act on',
    why: 'Who is woken needs what users see, the first check and the runbook; CloudWatch cuts nothing: over 1,024 letters it refuses.',
    fix: 'describe it in AlarmDescription with a link to docs/runbook.md, in 1,024 letters at most.',
    source: `${ALARM_API}; operations guide`,
    check: each([ALARM, COMPOSITE], function* (alarm) {
      const description = alarm.get('AlarmDescription');
      if (description.text === undefined) yield fault(description, 'no description');
      else if (isLiteral(description.text) && description.text.length > 1_024) {
        yield fault(description, `${description.text.length} letters`);
      }
    }),
  },
];
