/** Which model answers, which one fails, how, and how near the quota is. */
import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { MetricName } from '../../lambdas/platform/metrics';
import { answeringOperations } from '../custom-metrics';
import { calculated, ratio, type Sources } from '../metric-sources';
import { type ModelTier, modelTiers } from '../model-tiers';
import { FAILING_PERCENT } from './alarm-providers';
import { type Graph, graphs, logTables, text } from './dashboard-widgets';

export function providersDashboard(sources: Sources): IWidget[][] {
  const { config, service } = sources;
  const tiers = modelTiers(config);
  const remote = tiers.filter(({ isLocal }) => !isLocal);
  return [
    [
      text(
        `# Models of ${config.stage}\n\nFirst choice: ${firstChoices(tiers)}. A model that fails passes the request on.`,
        { height: 3 },
      ),
    ],
    callRow(sources, remote),
    timeRow(sources, remote),
    failureRow(sources, remote),
    guardRow(sources, remote),
    answerRow(sources, tiers),
    ...(config.useBedrock ? [bedrockRow(sources, remote)] : []),
    ...(sources.sageMaker === undefined ? [] : [sageMakerRow(sources)]),
    logTables({
      title: 'Failures of calls, most frequent first',
      groups: Object.values(service.functions).map(({ logGroup }) => logGroup.logGroupName),
      query: [
        'fields @timestamp, provider, model, outcome',
        'filter ispresent(outcome) and outcome != "ok"',
        'stats count(*) as times, max(@timestamp) as newest by provider, model, outcome',
        'sort times desc',
      ],
    }),
  ];
}

/** The order at deployment; flags may change it. */
function firstChoices(tiers: readonly ModelTier[]): string {
  const first = (capability: ModelTier['capability']) => tiers.find((tier) => tier.capability === capability);
  return `resumes ${nameOf(first('text'))}, vectors ${nameOf(first('vectors'))}`;
}

function nameOf(tier: ModelTier | undefined): string {
  return tier === undefined ? 'none' : `${tier.provider} ${tier.model}`;
}

function perModel({ own }: Sources, tiers: readonly ModelTier[], name: MetricName, stat: string) {
  return tiers.map((tier) => own(name, { provider: tier.provider, model: tier.model }, { stat, label: nameOf(tier) }));
}

function callRow(sources: Sources, remote: readonly ModelTier[]): IWidget[] {
  const shares = remote.map((tier) =>
    calculated(
      '100 * failed',
      { failed: sources.own('ProviderErrors', { provider: tier.provider, model: tier.model }, { stat: 'Average' }) },
      { label: nameOf(tier) },
    ),
  );
  return graphs(
    { title: 'Calls', axis: 'calls in 5 minutes', lines: perModel(sources, remote, 'ProviderDuration', 'SampleCount') },
    {
      title: 'Failed calls',
      axis: '% of calls',
      lines: shares,
      max: 100,
      limits: [{ value: FAILING_PERCENT, label: 'alarm' }],
    },
  );
}

function timeRow(sources: Sources, remote: readonly ModelTier[]): IWidget[] {
  return graphs(
    ...['p50', 'p95', 'p99'].map((stat) => ({
      title: `Time of a call (${stat})`,
      axis: 'ms',
      lines: perModel(sources, remote, 'ProviderDuration', stat),
    })),
  );
}

function failureRow(sources: Sources, remote: readonly ModelTier[]): IWidget[] {
  const graph = (title: string, name: MetricName): Graph => ({
    title,
    axis: 'calls in 5 minutes',
    lines: perModel(sources, remote, name, 'Sum'),
  });
  return graphs(
    graph('Failures by kind: refused as too many', 'ProviderThrottles'),
    graph('Failures by kind: no answer in time', 'ProviderTimeouts'),
    graph('Failures by kind: answer not usable', 'ProviderInvalidAnswers'),
    graph('Passed over without a call', 'ProviderSkipped'),
  );
}

/** What keeps a failing or late model from making things worse. */
function guardRow(sources: Sources, remote: readonly ModelTier[]): IWidget[] {
  const embedders = remote.filter(({ capability }) => capability === 'vectors');
  const hedged = embedders.map((tier) => {
    const split = { provider: tier.provider, model: tier.model };
    const again = sources.own('CallsHedged', split, { stat: 'Sum' });
    const calls = sources.own('ProviderDuration', split, { stat: 'SampleCount' });
    return ratio([again], [calls], { label: nameOf(tier), times: 100 });
  });
  return graphs(
    {
      title: 'Breakers that opened',
      axis: 'times in 5 minutes',
      lines: perModel(sources, remote, 'BreakerOpened', 'Sum'),
    },
    {
      title: 'Calls not made again, as too many had failed',
      axis: 'calls in 5 minutes',
      lines: perModel(sources, remote, 'RetriesRefused', 'Sum'),
    },
    ...(hedged.length === 0
      ? []
      : [{ title: 'Late calls of embedders made a second time', axis: '% of calls', lines: hedged }]),
  );
}

function answerRow(sources: Sources, tiers: readonly ModelTier[]): IWidget[] {
  const shares = (name: MetricName) =>
    answeringOperations.map((operation) =>
      calculated('100 * share', { share: sources.own(name, { operation }, { stat: 'Average' }) }, { label: operation }),
    );
  return graphs(
    {
      title: 'Who gave the answers',
      axis: 'answers in 5 minutes',
      lines: perModel(sources, tiers, 'AnswersServed', 'Sum'),
      stacked: true,
    },
    { title: 'Answers by a fallback', axis: '% of answers', lines: shares('AnswersFromFallback'), max: 100 },
    { title: 'Degraded answers', axis: '% of answers', lines: shares('AnswersDegraded'), max: 100 },
  );
}

function sageMakerRow({ endpoint }: Sources): IWidget[] {
  const milliseconds = (name: 'ModelLatency' | 'OverheadLatency', label: string) =>
    calculated('microseconds / 1000', { microseconds: endpoint(name, { stat: 'p95' }) }, { label });
  return graphs(
    {
      title: 'SageMaker: calls, and calls that failed',
      axis: 'calls in 5 minutes',
      lines: [
        endpoint('Invocations', { stat: 'Sum', label: 'all' }),
        endpoint('Invocation4XXErrors', { stat: 'Sum', label: 'by a fault of ours' }),
        endpoint('Invocation5XXErrors', { stat: 'Sum', label: 'by a fault of the model' }),
      ],
    },
    {
      title: 'SageMaker: time of a call (p95)',
      axis: 'ms',
      lines: [milliseconds('ModelLatency', 'in the model'), milliseconds('OverheadLatency', 'around it')],
    },
  );
}

/** As Bedrock itself counts, whoever in the account calls these models. */
function bedrockRow({ config, bedrock }: Sources, remote: readonly ModelTier[]): IWidget[] {
  const models = remote.filter(({ provider }) => provider === 'bedrock').map(({ model }) => model);
  const quota = config.bedrockTokensPerMinute;
  const each = (name: Parameters<typeof bedrock>[1], stat: string, words = '', period = 5) =>
    models.map((model) => bedrock(model, name, { stat, period, label: `${model}${words}` }));
  return graphs(
    {
      title: 'Bedrock: calls, and calls refused',
      axis: 'calls in 5 minutes',
      lines: [...each('Invocations', 'Sum'), ...each('InvocationThrottles', 'Sum', ' refused')],
    },
    {
      title: 'Bedrock: errors of ours and of theirs',
      axis: 'calls in 5 minutes',
      lines: [...each('InvocationClientErrors', 'Sum', ' ours'), ...each('InvocationServerErrors', 'Sum', ' theirs')],
    },
    { title: 'Bedrock: time to the last token (p95)', axis: 'ms', lines: each('InvocationLatency', 'p95') },
    {
      title: 'Quota of Bedrock',
      axis: 'tokens per minute',
      lines: each('EstimatedTPMQuotaUsage', 'Maximum', '', 1),
      ...(quota !== undefined && { limits: [{ value: quota, label: 'quota' }] }),
    },
  );
}
