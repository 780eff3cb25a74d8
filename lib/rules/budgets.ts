/** Budgets and cost anomalies: limits that no schema states, and singletons of the account. */

import { EMAIL } from './deliveries';
import type { Place } from './place';
import { each, fault, type Rule } from './rule';
import { isLiteral } from './template';

const BUDGET = 'AWS::Budgets::Budget';
const MONITOR = 'AWS::CE::AnomalyMonitor';
const SUBSCRIPTION = 'AWS::CE::AnomalySubscription';
const BUDGETS_API = 'AWS Budgets API reference, CreateBudget';

const notifications = (budget: { get(path: string): Place }) => budget.get('NotificationsWithSubscribers').items;

/** Where the types of cost management exist. Source: the bundled CloudFormation schemas: us-east-1 has all of them. */
const COST_REGION = 'us-east-1';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export const budgets: readonly Rule[] = [
  {
    id: 'OPS-901',
    title: 'Budget with more notices or receivers than AWS Budgets takes',
    why: 'AWS Budgets refuses it: "Notifications … exceeds the limit of 5"; a notice has 10 addresses and one topic at most.',
    fix: 'keep five notifications; send to a topic and subscribe further people there.',
    source: BUDGETS_API,
    check: each(BUDGET, function* (budget) {
      const all = notifications(budget);
      if (all.length > 5) yield fault(budget.get('NotificationsWithSubscribers'), `${all.length} notifications`);
      for (const one of all) {
        const kinds = one.get('Subscribers').items.map((subscriber) => subscriber.get('SubscriptionType').text);
        const [mails, topics] = ['EMAIL', 'SNS'].map((kind) => kinds.filter((other) => other === kind).length);
        if ((mails ?? 0) > 10 || (topics ?? 0) > 1)
          yield fault(one.get('Subscribers'), `${mails} addresses and ${topics} topics`);
        else if (kinds.length === 0) yield fault(one.get('Subscribers'), 'nobody is told');
      }
    }),
  },
  {
    id: 'OPS-902',
    title: 'Receiver of a cost notice that is no address',
    why: 'AWS Budgets and Cost Explorer refuse it: "Invalid email address".',
    fix: 'write one whole address (name@example.com) for EMAIL, and the ARN of a topic for SNS.',
    source: BUDGETS_API,
    *check(cloud) {
      const receivers = [
        ...cloud
          .all(BUDGET)
          .flatMap((budget) =>
            notifications(budget).flatMap((one) =>
              one.get('Subscribers').items.map((to) => [to.get('SubscriptionType').text, to.get('Address')] as const),
            ),
          ),
        ...cloud
          .all(SUBSCRIPTION)
          .flatMap((one) =>
            one.get('Subscribers').items.map((to) => [to.get('Type').text, to.get('Address')] as const),
          ),
      ];
      for (const [kind, address] of receivers) {
        if (address.text === undefined || !isLiteral(address.text)) continue;
        const shape = kind === 'SNS' ? /^arn:[^:]+:sns:/ : EMAIL;
        if (!shape.test(address.text)) yield fault(address, `"${address.text}" as ${kind}`);
      }
    },
  },
  {
    id: 'OPS-903',
    title: 'Cost resource in a region that may not have its type',
    why: 'CloudFormation refuses it: "Unrecognized resource types"; AWS::Budgets is absent from 21 regions, AWS::CE from 7.',
    fix: `put it into the cost stack, which is in ${COST_REGION} whatever the region of the app.`,
    source: 'bundled CloudFormation schemas by region',
    check: each(
      [
        BUDGET,
        'AWS::Budgets::BudgetsAction',
        MONITOR,
        SUBSCRIPTION,
        'AWS::CE::CostCategory',
        'AWS::CUR::ReportDefinition',
        'AWS::BCMDataExports::Export',
      ],
      function* (resource) {
        if (resource.region !== COST_REGION)
          yield fault(resource.properties, `${resource.type} in ${resource.region ?? 'any region'}`);
      },
    ),
  },
  {
    id: 'OPS-904',
    title: 'Budget with a fixed name',
    why: 'A changed address replaces the budget, and the new one fails: "the budget already exists".',
    fix: 'leave BudgetName out; CloudFormation makes one.',
    source: 'CloudFormation template reference, AWS::Budgets::Budget: update requires replacement',
    check: each(BUDGET, function* (budget) {
      const name = budget.get('Budget.BudgetName');
      if (name.exists) yield fault(name, `"${name.text}"`);
    }),
  },
  {
    id: 'OPS-905',
    title: 'Budget that AWS Budgets does not understand',
    why: 'AWS Budgets refuses it: two notices that are the same, a forecast of a daily budget, a tag filter that is not user:Key$Value, or two kinds of filter.',
    fix: 'make each notice differ in kind, threshold or comparison; write tags as user:Key$Value; use CostFilters or FilterExpression.',
    source: BUDGETS_API,
    check: each(BUDGET, function* (budget) {
      const seen = new Set<string>();
      for (const one of notifications(budget)) {
        const at = one.get('Notification');
        const same = JSON.stringify(
          ['NotificationType', 'ComparisonOperator', 'Threshold', 'ThresholdType'].map((key) => at.get(key).value),
        );
        if (seen.has(same)) yield fault(at, 'the same notice twice');
        seen.add(same);
        const kind = at.get('NotificationType');
        if (kind.text === 'FORECASTED' && budget.get('Budget.TimeUnit').text === 'DAILY')
          yield fault(kind, 'a forecast of a daily budget');
      }
      for (const tag of budget.get('Budget.CostFilters.TagKeyValue').items) {
        if (tag.text !== undefined && !/^(user|aws):[^$]+\$.*$/.test(tag.text)) yield fault(tag, `"${tag.text}"`);
      }
      const filter = budget.get('Budget.FilterExpression');
      if (filter.exists && budget.get('Budget.CostFilters').exists)
        yield fault(filter, 'FilterExpression beside CostFilters');
    }),
  },
  {
    id: 'OPS-906',
    title: 'Anomaly monitor that the account may have already',
    why: 'Cost Explorer has one DIMENSIONAL monitor for each dimension of an account, and new accounts come with SERVICE: "AlreadyExists".',
    fix: 'make a CUSTOM monitor on the application tag, or name the ARN of the one that exists.',
    source: 'Cost Explorer API reference, CreateAnomalyMonitor; cloudformation-coverage-roadmap 2515',
    check: each(MONITOR, function* (monitor) {
      const kind = monitor.get('MonitorType');
      if (kind.text === 'DIMENSIONAL')
        yield fault(kind, `DIMENSIONAL on ${monitor.get('MonitorDimension').text ?? 'nothing'}`);
      const specification = monitor.get('MonitorSpecification');
      if (
        kind.text === 'CUSTOM' &&
        (specification.text === undefined || (isLiteral(specification.text) && !isJson(specification.text)))
      ) {
        yield fault(specification, 'no specification in JSON');
      }
    }),
  },
  {
    id: 'OPS-907',
    title: 'Anomaly subscription whose receivers do not fit its frequency',
    why: 'Cost Explorer refuses it: IMMEDIATE goes to a topic only, DAILY and WEEKLY to addresses only.',
    fix: 'use IMMEDIATE with one SNS subscriber, or DAILY or WEEKLY with EMAIL; write ThresholdExpression as JSON.',
    source: 'Cost Explorer API reference, AnomalySubscription',
    check: each(SUBSCRIPTION, function* (subscription) {
      const frequency = subscription.get('Frequency').text;
      const wanted = frequency === 'IMMEDIATE' ? 'SNS' : 'EMAIL';
      for (const kind of subscription.get('Subscribers').items.map((one) => one.get('Type'))) {
        if (kind.text !== wanted) yield fault(kind, `${kind.text} with ${frequency}`);
      }
      const threshold = subscription.get('ThresholdExpression');
      if (!threshold.exists && !subscription.get('Threshold').exists) yield fault(threshold, 'no threshold');
      else if (threshold.text !== undefined && isLiteral(threshold.text) && !isJson(threshold.text))
        yield fault(threshold, 'not JSON');
    }),
  },
];
