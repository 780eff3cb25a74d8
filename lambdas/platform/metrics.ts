/** The registry of our metrics: every name that may be counted, with its unit, dimensions and meaning. Pure data. */

export interface MetricDefinition {
  unit: 'Count' | 'Milliseconds' | 'None';
  dimensions: readonly string[];
  meaning: string;
}

export const METRICS_NAMESPACE = 'TalentMatch';

export const metrics = {
  Requests: {
    unit: 'Count',
    dimensions: ['operation', 'statusClass'],
    meaning: 'Requests answered, by operation and class of status (2xx, 4xx, 5xx)',
  },
  RequestDuration: {
    unit: 'Milliseconds',
    dimensions: ['operation'],
    meaning: 'From the event to the answer, without API Gateway',
  },
  Problems: {
    unit: 'Count',
    dimensions: ['operation', 'code'],
    meaning: 'Requests refused or failed, by problem code',
  },
  ProviderAttempts: {
    unit: 'Count',
    dimensions: ['provider', 'model', 'outcome'],
    meaning: 'Calls of a model, by outcome: ok, or the kind of failure',
  },
  ProviderDuration: {
    unit: 'Milliseconds',
    dimensions: ['provider', 'model'],
    meaning: 'One call of a model, failed ones too',
  },
  JobsEmbedded: { unit: 'Count', dimensions: [], meaning: 'Jobs that got their vectors' },
  EmbedChangesFailed: {
    unit: 'Count',
    dimensions: [],
    meaning: 'Changes of jobs handed back to the stream to be delivered again',
  },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof metrics;
