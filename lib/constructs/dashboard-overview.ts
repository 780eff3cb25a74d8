/** The first look: are users well served? One screen, and below it the failures and slow requests one by one. */
import {
  type AlarmBase,
  AlarmState,
  AlarmStatusWidget,
  AlarmStatusWidgetSortBy,
  type IWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { allRoutes } from '../../lambdas/http/routes';
import { answeringOperations } from '../custom-metrics';
import type { Sources } from '../metric-sources';
import { modelTiers } from '../model-tiers';
import { burnRates, objectives } from '../objectives';
import type { StageConfig } from '../stages';
import { runbookLink } from './alarm-set';
import { burnRate } from './alarm-slo';
import { allowanceLeft, headline } from './dashboard-headline';
import { graphs, logTables, numbers, text } from './dashboard-widgets';

/** Names of the other dashboards behind the stage's; empty where the stage has only this one. */
export function overview(sources: Sources, alarms: readonly AlarmBase[], others: readonly string[]): IWidget[][] {
  return [
    [text(header(sources, others), { width: 14, height: 4 }), alarmStatus(alarms)],
    [
      numbers('How users are served, over the time shown', headline(sources), { width: 19 }),
      numbers('Of what 30 days allow is left', allowanceLeft(sources), { width: 5, days: 30 }),
    ],
    serviceRow(sources),
    routeRow(sources),
    modelRow(sources),
    logTables(...logs(sources)),
  ];
}

function header({ config }: Sources, others: readonly string[]): string {
  const {
    availabilityPercent,
    latencyMs,
    latencyPercent,
    errorPercent,
    costPerRequestUsd,
    ratingLeast,
    adoptionPercent,
  } = objectives;
  const links = others.map((name) => `[${name.replace(/^talent-match-/, '')}](#dashboards/dashboard/${name})`);
  return [
    `# Talent Match ${config.stage}`,
    `Promised: ${availabilityPercent} % available · ${latencyPercent} % of answers within ${latencyMs / 1000} s · errors below ${errorPercent} % · ` +
      `${costPerRequestUsd} USD an answer · rated ${ratingLeast} or better · ${adoptionPercent} % on AWS at the end of the migration.`,
    `What to do about an alarm: ${runbookLink(config, 'how-to-use-this-book')} · back to the release before: docs/recover.md`,
    ...(links.length > 0 ? [`Look closer: ${links.join(' · ')}`] : []),
  ].join('\n\n');
}

function alarmStatus(alarms: readonly AlarmBase[]): IWidget {
  return new AlarmStatusWidget({
    title: 'Alarms that are on (none: all is well)',
    alarms: [...alarms],
    width: 10,
    height: 4,
    states: [AlarmState.ALARM],
    sortBy: AlarmStatusWidgetSortBy.STATE_UPDATED_TIMESTAMP,
  });
}

function serviceRow(sources: Sources): IWidget[] {
  const { api, config, firewall } = sources;
  const { longMinutes, shortMinutes } = burnRates[0];
  const latency = (stat: string) => api('Latency', { stat, label: stat });
  return graphs(
    {
      title: 'How fast the allowed errors and slow answers are used up',
      axis: 'times the allowed rate',
      lines: [
        burnRate(sources, 'availability', longMinutes, `Errors, over ${longMinutes} min`),
        burnRate(sources, 'availability', shortMinutes, `Errors, over ${shortMinutes} min`),
        burnRate(sources, 'latency', longMinutes, `Slow answers, over ${longMinutes} min`),
      ],
      limits: burnRates.map(({ pace, factor }) => ({ value: factor, label: `${pace} burn` })),
    },
    {
      title: 'Time to the answer, as callers see it',
      axis: 'ms',
      lines: [latency('p50'), latency('p95'), latency('p99')],
      limits: [{ value: objectives.latencyMs, label: 'promised p95' }],
    },
    {
      title: 'Requests, refused and failed',
      axis: 'requests in 5 minutes',
      lines: [
        api('Count', { stat: 'Sum', label: 'all' }),
        api('4XXError', { stat: 'Sum', label: 'refused (4xx)' }),
        api('5XXError', { stat: 'Sum', label: 'failed (5xx)' }),
        ...(config.fullMonitoring
          ? [sources.own('RequestsShed', {}, { stat: 'Sum', label: 'turned away, too many at work' })]
          : []),
        ...(config.waf ? [firewall('BlockedRequests', { stat: 'Sum', label: 'blocked by the firewall' })] : []),
      ],
    },
  );
}

/** Health checks and the contract would only lengthen the legends. */
const NOT_FOR_USERS = new Set(['health', 'meta']);
/** All there are where the dashboard is to stay within what is free: those that may ask a model. */
const MAY_ASK = new Set<(typeof allRoutes)[number]['bucket']>(['parse', 'match', 'embed']);

function watchedRoutes({ fullMonitoring }: StageConfig): string[] {
  return allRoutes
    .filter(({ slug, bucket }) => !NOT_FOR_USERS.has(slug) && (fullMonitoring || MAY_ASK.has(bucket)))
    .map(({ operationId }) => operationId);
}

function routeRow({ config, own }: Sources): IWidget[] {
  const watched = watchedRoutes(config);
  return graphs(
    {
      title: 'Requests by route',
      axis: 'requests in 5 minutes',
      lines: watched.map((operation) =>
        own('RequestDuration', { operation }, { stat: 'SampleCount', label: operation }),
      ),
    },
    {
      title: 'Slowest answers by route (p95)',
      axis: 'ms, without API Gateway',
      lines: watched.map((operation) => own('RequestDuration', { operation }, { stat: 'p95', label: operation })),
      limits: [{ value: objectives.latencyMs, label: 'promised' }],
    },
    {
      title: 'Errors by route',
      axis: 'requests failed with 5xx in 5 minutes',
      lines: watched.map((operation) => own('ServerErrors', { operation }, { stat: 'Sum', label: operation })),
    },
  );
}

function modelRow({ config, own }: Sources): IWidget[] {
  const tiers = modelTiers(config).filter(({ isLocal }) => !isLocal);
  const perModel = (name: 'ProviderErrors' | 'ProviderDuration', stat: string) =>
    tiers.map(({ provider, model }) => own(name, { provider, model }, { stat, label: `${provider} ${model}` }));
  return graphs(
    { title: 'Failed calls of models', axis: 'calls in 5 minutes', lines: perModel('ProviderErrors', 'Sum') },
    { title: 'Time of a call of a model (p95)', axis: 'ms', lines: perModel('ProviderDuration', 'p95') },
    {
      title: 'Answers by a fallback, or degraded',
      axis: 'answers in 5 minutes',
      lines: answeringOperations.flatMap((operation) => [
        own('AnswersFromFallback', { operation }, { stat: 'Sum', label: `${operation}: fallback` }),
        own('AnswersDegraded', { operation }, { stat: 'Sum', label: `${operation}: degraded` }),
      ]),
    },
    {
      title: 'Cost of models',
      axis: 'USD per hour',
      stacked: true,
      lines: tiers
        .filter(({ paidByToken }) => paidByToken)
        .map(({ provider, model }) =>
          own('ModelCostUsd', { provider, model }, { stat: 'Sum', period: 60, label: `${provider} ${model}` }),
        ),
    },
  );
}

function logs({ service }: Sources) {
  const groups = Object.values(service.functions).map(({ logGroup }) => logGroup.logGroupName);
  return [
    {
      title: 'Newest failures',
      groups,
      query: [
        'fields @timestamp, operation, code, errors, message, requestId',
        'filter level = "ERROR"',
        'sort @timestamp desc',
        'limit 20',
      ],
    },
    {
      title: 'Slowest requests',
      groups,
      query: [
        'fields @timestamp, operation, RequestDuration, status, requestId',
        'filter ispresent(RequestDuration)',
        'sort RequestDuration desc',
        'limit 20',
      ],
    },
  ];
}
