/** Whether more users may be moved: both sides beside each other, how far they agree, what users think, what the guard did. */
import type { IMetric, IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { type Arm, arms, type Capability } from '../../lambdas/domain/arm';
import type { MetricName } from '../../lambdas/platform/metrics';
import { answeringOperations, comparedFields, ratedCapabilities } from '../custom-metrics';
import { calculated, numbered, ratio, type Sources, sumOf } from '../metric-sources';
import { objectives } from '../objectives';
import { armsOf, movable } from '../stage-arms';
import { AGREEMENT_LEAST, ARM_FAILING_PERCENT } from './alarm-migration';
import { graphs, logTables, numbers, text } from './dashboard-widgets';

/** A few requests an hour say nothing in five minutes. */
const HOUR = 60;
const WAITING = 'ApproximateNumberOfMessagesVisible';

export function migrationDashboard(sources: Sources): IWidget[][] {
  return [
    [text(header(sources), { height: 4 })],
    [
      numbers('Now', [shareByFlags(sources)], { width: 4, latest: true }),
      numbers('Over the time shown', headline(sources), { width: 20 }),
    ],
    shareRow(sources),
    ...movable(sources.config).map((capability) => sideRow(sources, capability)),
    agreementRow(sources),
    shadowRow(sources),
    ratingRow(sources),
    logTables(ratingsByPrompt(sources)),
  ];
}

function header({ config }: Sources): string {
  return [
    `# Migration of ${config.stage}: may more users be moved?`,
    `Yes, while for each capability the AWS arm fails no more often than the current one, answers within ${objectives.latencyMs / 1_000} s (p95), ` +
      `costs no more than ${objectives.costPerRequestUsd} USD, agrees with it on what was read (${AGREEMENT_LEAST} and above), and users rate it ${objectives.ratingLeast} or better.`,
    'A request has failed here when the models of its own arm did not answer it: the other arm did, or the rules. Commands, and the way back: docs/rollout.md.',
  ].join('\n\n');
}

function sides(
  own: Sources['own'],
  name: MetricName,
  of: readonly Capability[],
  arm: Arm,
  stat: string,
  period = HOUR,
) {
  return of.map((capability) => own(name, { capability, arm }, { stat, period }));
}

function shareByFlags({ own }: Sources, period = 15): IMetric {
  return own('RolloutPercentage', {}, { stat: 'Maximum', period, label: 'by the flags, %' });
}

/** Share of the requests that models were asked for. */
function shareOfRequests({ config, own }: Sources, label: string): IMetric {
  const moved = movable(config);
  const of = (arm: Arm) => sides(own, 'ArmDuration', moved, arm, 'SampleCount');
  return ratio(of('aws'), arms.flatMap(of), { label, period: HOUR, times: 100 });
}

function adoption({ own }: Sources, label: string): IMetric {
  const read = (stat: string) =>
    answeringOperations.map((operation) => own('AnswersOnAws', { operation }, { stat, period: HOUR }));
  return ratio(read('Sum'), read('SampleCount'), { label, period: HOUR, times: 100 });
}

/** The mean of all ratings of an arm. */
function ratingOf({ config, own }: Sources, arm: Arm, label: string): IMetric {
  const rated = ratedCapabilities.filter((capability) => armsOf(config, capability).includes(arm));
  const read = (stat: string) => sides(own, 'AnswerRating', rated, arm, stat);
  return ratio(read('Sum'), read('SampleCount'), { label, period: HOUR });
}

function headline(sources: Sources): IMetric[] {
  const { own } = sources;
  const sum = (name: MetricName, label: string) => own(name, {}, { stat: 'Sum', period: HOUR, label });
  return [
    shareOfRequests(sources, 'Requests on the AWS arm, %'),
    adoption(sources, 'Answers from AWS, %'),
    ...arms.map((arm) => ratingOf(sources, arm, `Rating on ${arm}`)),
    sum('RolloutStepped', 'Steps'),
    sum('RolloutRolledBack', 'Roll-backs'),
    sum('RolloutHeld', 'Looks that could not judge'),
    sum('ShadowsDropped', 'Shadows dropped'),
  ];
}

function shareRow(sources: Sources): IWidget[] {
  const { own } = sources;
  const sum = (name: MetricName, label: string) => own(name, {}, { stat: 'Sum', label });
  return graphs(
    {
      title: 'Share of the AWS arm',
      axis: '%',
      max: 100,
      lines: [
        shareByFlags(sources, HOUR),
        shareOfRequests(sources, 'of requests'),
        adoption(sources, 'of answers, whichever arm was asked'),
      ],
      limits: [{ value: objectives.adoptionPercent, label: 'goal of the migration' }],
    },
    {
      title: 'What the guard did',
      axis: 'times in 5 minutes',
      lines: [
        sum('RolloutStepped', 'raised the share'),
        sum('RolloutRolledBack', 'took it back'),
        sum('RolloutHeld', 'could not judge'),
      ],
    },
  );
}

/** One capability, the same three questions to both sides. */
function sideRow({ own }: Sources, capability: Capability): IWidget[] {
  const both = (name: MetricName, stat: string) =>
    arms.map((arm) => own(name, { capability, arm }, { stat, period: HOUR, label: arm }));
  return graphs(
    {
      title: `Failures: ${capability}`,
      axis: '% of requests of the arm',
      lines: arms.map((arm) =>
        calculated(
          '100 * failed',
          { failed: own('ArmFailures', { capability, arm }, { stat: 'Average', period: HOUR }) },
          { label: arm, period: HOUR },
        ),
      ),
      limits: [{ value: ARM_FAILING_PERCENT, label: 'alarm, where only the AWS arm fails' }],
    },
    {
      title: `Slowest answers (p95): ${capability}`,
      axis: 'ms, without API Gateway',
      lines: both('ArmDuration', 'p95'),
      limits: [{ value: objectives.latencyMs, label: 'promised' }],
    },
    {
      title: `Cost of a request: ${capability}`,
      axis: 'USD, average',
      lines: both('ArmCostUsd', 'Average'),
      limits: [{ value: objectives.costPerRequestUsd, label: 'promised' }],
    },
    {
      title: `Requests: ${capability}`,
      axis: 'requests per hour',
      lines: both('ArmDuration', 'SampleCount'),
    },
  );
}

function agreementRow({ config, own }: Sources): IWidget[] {
  const fields = comparedFields(config);
  return graphs(
    ...movable(config)
      .filter((capability) => fields.some((one) => one.capability === capability))
      .map((capability) => ({
        title: `Agreement: ${capability}`,
        axis: '0 to 1, average',
        max: 1,
        lines: fields
          .filter((one) => one.capability === capability)
          .map(({ field }) =>
            own('ShadowAgreement', { capability, field }, { stat: 'Average', period: HOUR, label: field }),
          ),
        limits: capability === 'parse' ? [{ value: AGREEMENT_LEAST, label: 'alarm' }] : [],
      })),
  );
}

/** The same requests, asked of both: what is left of a difference is the models'. */
function shadowRow({ config, own, queue }: Sources): IWidget[] {
  const each = (name: MetricName, stat: string) =>
    movable(config).flatMap((capability) =>
      arms.map((arm) => own(name, { capability, arm }, { stat, period: HOUR, label: `${capability} ${arm}` })),
    );
  return graphs(
    { title: 'Asked of both: time (p50)', axis: 'ms', lines: each('ShadowDuration', 'p50') },
    { title: 'Asked of both: cost', axis: 'USD, average', lines: each('ShadowCostUsd', 'Average') },
    { title: 'Asked of both: no answer', axis: 'requests per hour', lines: each('ShadowFailures', 'Sum') },
    {
      title: 'Shadows dropped, and waiting',
      axis: 'requests',
      lines: [
        own('ShadowsDropped', {}, { stat: 'Sum', period: HOUR, label: 'dropped per hour' }),
        queue('shadows', 'queue', WAITING, { stat: 'Maximum', period: HOUR, label: 'waiting' }),
        queue('shadows', 'deadLetters', WAITING, { stat: 'Maximum', period: HOUR, label: 'given up' }),
      ],
    },
  );
}

function ratingRow(sources: Sources): IWidget[] {
  const of = (arm: Arm) => ratedCapabilities.filter((capability) => armsOf(sources.config, capability).includes(arm));
  const counted = arms.map((arm) => {
    const read = sides(sources.own, 'AnswerRating', of(arm), arm, 'SampleCount');
    return calculated(sumOf(read.map((_, index) => `rated${index}`)), numbered('rated', read), {
      label: arm,
      period: HOUR,
    });
  });
  return graphs(
    {
      title: 'Ratings of both arms',
      axis: '1 to 5, average',
      max: 5,
      lines: arms.map((arm) => ratingOf(sources, arm, arm)),
      limits: [{ value: objectives.ratingLeast, label: 'promised' }],
    },
    { title: 'How many rated', axis: 'ratings per hour', stacked: true, lines: counted },
  );
}

/** Too many for metrics: what a change of a prompt did. */
function ratingsByPrompt({ service }: Sources) {
  const { logGroup } = service.functions.feedback;
  return {
    title: 'Ratings by version of the prompt',
    groups: [logGroup.logGroupName],
    query: [
      'filter ispresent(ModelRating)',
      'stats avg(ModelRating) as rating, count(*) as times by operation, promptVersion, arm, provider, model',
      'sort operation, rating desc',
    ],
  };
}
