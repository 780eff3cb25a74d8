/** The registry of our metrics: every name that may be counted, with its unit, dimensions and meaning. Pure data. */

/**
 * What a metric is split by, beside `service` and `stage`, which all carry. Each combination of values that occurs is a
 * metric of its own on the bill, so these seven sets are all there are, and all their values are closed sets.
 */
type Split =
  | readonly []
  | readonly ['operation']
  | readonly ['provider', 'model']
  | readonly ['code']
  | readonly ['secret']
  | readonly ['capability', 'arm']
  | readonly ['capability', 'field'];

export interface MetricDefinition {
  unit: 'Count' | 'Milliseconds' | 'None';
  dimensions: Split;
  /** What one value is, and how values are put together. */
  meaning: string;
}

export const METRICS_NAMESPACE = 'TalentMatch';
/** Value of the dimension `service`. */
export const METRICS_SERVICE = 'talent-match';

const operation = ['operation'] as const;
const model = ['provider', 'model'] as const;
const side = ['capability', 'arm'] as const;

export const metrics = {
  RequestDuration: {
    unit: 'Milliseconds',
    dimensions: operation,
    meaning: 'From the event to the answer, without API Gateway. Its number of samples is the number of requests',
  },
  ClientErrors: {
    unit: 'Count',
    dimensions: operation,
    meaning: '1 for a request answered with 4xx, 0 for any other: the average is the rate',
  },
  ServerErrors: {
    unit: 'Count',
    dimensions: operation,
    meaning: '1 for a request answered with 5xx, 0 for any other: the average is the rate',
  },
  Problems: {
    unit: 'Count',
    dimensions: ['code'],
    meaning: 'Requests refused or failed, by problem code; the DOCUMENT_ codes are files that nobody could read',
  },
  RequestsShed: {
    unit: 'Count',
    dimensions: [],
    meaning: 'Requests turned away at once, as the process had as many at work as it may',
  },
  QuotaUnchecked: {
    unit: 'Count',
    dimensions: [],
    meaning:
      'Requests that passed without being counted against the quota of their caller, as the store did not answer',
  },
  IdempotentReplays: { unit: 'Count', dimensions: [], meaning: 'Requests answered again from the kept answer' },

  AnswersFromFallback: {
    unit: 'Count',
    dimensions: operation,
    meaning: '1 for an answer of a model that was not the first choice, 0 for one that was: the average is the share',
  },
  AnswersDegraded: {
    unit: 'Count',
    dimensions: operation,
    meaning: '1 for an answer made without a model or with less than the full method, else 0: the average is the share',
  },
  AnswersOnAws: {
    unit: 'Count',
    dimensions: operation,
    meaning: '1 for an answer of Bedrock or SageMaker, 0 for one of anybody else: the average is the adoption',
  },
  CacheHits: {
    unit: 'Count',
    dimensions: operation,
    meaning:
      '1 for an answer that was kept of the same request before, 0 for one that a model gave: the average is the share',
  },
  RequestCostUsd: {
    unit: 'None',
    dimensions: operation,
    meaning: 'USD that the models of one answer cost, where their prices are known',
  },

  AnswersServed: { unit: 'Count', dimensions: model, meaning: 'Answers by the model that gave them' },
  ProviderDuration: {
    unit: 'Milliseconds',
    dimensions: model,
    meaning: 'One call of a model, failed ones too. Its number of samples is the number of calls',
  },
  ProviderErrors: {
    unit: 'Count',
    dimensions: model,
    meaning: '1 for a call that failed by a fault of the provider or of ours, else 0: the average is the rate',
  },
  ProviderThrottles: { unit: 'Count', dimensions: model, meaning: 'Calls that were refused as too many' },
  ProviderTimeouts: { unit: 'Count', dimensions: model, meaning: 'Calls without an answer in their slice of the time' },
  ProviderInvalidAnswers: {
    unit: 'Count',
    dimensions: model,
    meaning: 'Answers that did not fit their schema: repaired by a second call, or given up',
  },
  ProviderSkipped: {
    unit: 'Count',
    dimensions: model,
    meaning: 'Times a model was passed over: breaker open, all slots taken, budget used up, or too little time left',
  },
  BreakerOpened: {
    unit: 'Count',
    dimensions: model,
    meaning: 'Times a model was given up for a while by all containers: it failed in a row, or had become slow',
  },
  RetriesRefused: {
    unit: 'Count',
    dimensions: model,
    meaning: 'Failed calls that were not made again, as too many had failed lately',
  },
  CallsHedged: {
    unit: 'Count',
    dimensions: model,
    meaning: 'Calls of an embedder made a second time as the first was late',
  },
  ModelInputTokens: { unit: 'Count', dimensions: model, meaning: 'Tokens sent in one call, cached ones too' },
  ModelOutputTokens: { unit: 'Count', dimensions: model, meaning: 'Tokens that one call answered with' },
  ModelCostUsd: { unit: 'None', dimensions: model, meaning: 'USD of one call, where the price is known; sum it' },
  BudgetSpentShare: {
    unit: 'None',
    dimensions: [],
    meaning: "Share of the day's budget for models that is handed out, 0 to 1, each time a container takes more of it",
  },
  CallsOverBudget: {
    unit: 'Count',
    dimensions: [],
    meaning: 'Calls of models that were not made as the budget of the day did not hold them',
  },
  BudgetUnknown: {
    unit: 'Count',
    dimensions: [],
    meaning: 'Times the ledger of the budget did not answer: until it does no model is paid for',
  },

  MatchResults: { unit: 'Count', dimensions: [], meaning: 'Jobs in one answer to a match' },
  MatchesWithoutResult: {
    unit: 'Count',
    dimensions: [],
    meaning: '1 for a match that found no job, else 0: the average is the share',
  },
  BestMatchScore: { unit: 'None', dimensions: [], meaning: 'Score of the first job of one match, 0 to 100' },
  ResumeQuality: { unit: 'None', dimensions: [], meaning: 'Quality score of one parsed resume, 0 to 100' },
  ValuesDropped: {
    unit: 'Count',
    dimensions: [],
    meaning: 'Values of one resume that a model reported and the document does not contain',
  },
  HiddenTextFound: {
    unit: 'Count',
    dimensions: [],
    meaning: '1 for a parsed document with text that a reader cannot see, else 0: the average is the share',
  },
  InjectionSuspected: {
    unit: 'Count',
    dimensions: [],
    meaning: '1 for a parsed document that speaks to a model, else 0: the average is the share',
  },
  TextsEmbedded: { unit: 'Count', dimensions: [], meaning: 'Vectors in one answer of the embeddings route' },
  JobsEmbedded: { unit: 'Count', dimensions: [], meaning: 'Jobs that got their vectors' },
  JobsNotEmbedded: {
    unit: 'Count',
    dimensions: [],
    meaning: 'Jobs that a rebuild of vectors passed over as they could not be read or written',
  },
  VectorsDeferred: {
    unit: 'Count',
    dimensions: [],
    meaning: "Changed jobs left without a vector as the day's budget for models was used up: a rebuild makes it",
  },
  EmbedChangesFailed: {
    unit: 'Count',
    dimensions: [],
    meaning: 'Changes of jobs handed back to the stream to be delivered again',
  },
  OperationItemsGivenUp: {
    unit: 'Count',
    dimensions: [],
    meaning:
      '1 for an item of long work that was given up after its last try by a fault of ours, 0 for one that has its result or a problem of its own: the average is the rate',
  },
  WebhookAttemptsFailed: {
    unit: 'Count',
    dimensions: [],
    meaning:
      '1 for an attempt to deliver an event that its endpoint did not answer with 2xx, else 0: the average is the rate',
  },
  WebhookEventsGivenUp: {
    unit: 'Count',
    dimensions: [],
    meaning:
      '1 for an event that was given up after its last attempt or as its endpoint is gone, 0 for one delivered: the average is the rate',
  },

  ArmDuration: {
    unit: 'Milliseconds',
    dimensions: side,
    meaning:
      'From the event to the answer of a request on an arm that asked a model. Its number of samples is the number of requests of the arm',
  },
  ArmFailures: {
    unit: 'Count',
    dimensions: side,
    meaning:
      '1 for a request that a provider of its own arm did not answer: it failed with 5xx (a store of ours that is down is not counted), or another model or the rules stepped in. Else 0: the average is the rate',
  },
  ArmCostUsd: {
    unit: 'None',
    dimensions: side,
    meaning: 'USD that the models of one request on an arm cost, where their prices are known',
  },
  ShadowDuration: {
    unit: 'Milliseconds',
    dimensions: side,
    meaning: 'Of a request that both arms were asked: what each of them took. In pairs, so that they compare',
  },
  ShadowCostUsd: {
    unit: 'None',
    dimensions: side,
    meaning: 'Of a request that both arms were asked: USD that each of them cost, where the prices are known',
  },
  ShadowFailures: {
    unit: 'Count',
    dimensions: side,
    meaning: '1 for an arm that could not answer a request that both were asked, else 0: the average is the rate',
  },
  ShadowAgreement: {
    unit: 'None',
    dimensions: ['capability', 'field'],
    meaning: 'How far the two arms agree on one field of one request, 0 to 1; the field `all` is the mean of a request',
  },
  ShadowsDropped: {
    unit: 'Count',
    dimensions: [],
    meaning: 'Requests drawn for the other arm that were not asked there: too large, no queue, no budget, or withheld',
  },
  AnswerRating: {
    unit: 'None',
    dimensions: side,
    meaning:
      "A user's rating of one answer, 1 to 5, by the arm that served it, whoever stepped in; the first rating of an answer",
  },
  ModelRating: {
    unit: 'None',
    dimensions: model,
    meaning: "A user's rating of one answer, 1 to 5, by its model; the first rating of an answer",
  },
  ClaimsDropped: {
    unit: 'Count',
    dimensions: [],
    meaning: 'Sentences of one explanation that the facts do not bear out, and that were left out',
  },
  RolloutPercentage: {
    unit: 'None',
    dimensions: [],
    meaning: 'Share of users that the flags put on the AWS arm, in per cent, as the guard last read it',
  },
  RolloutStepped: { unit: 'Count', dimensions: [], meaning: 'Times the guard raised that share by the plan' },
  RolloutRolledBack: {
    unit: 'Count',
    dimensions: [],
    meaning: 'Times the guard took a rollout back as a figure of the AWS arm broke its limit',
  },
  RolloutHeld: {
    unit: 'Count',
    dimensions: [],
    meaning:
      '1 for a look at a rollout whose step is over but cannot be judged: too few requests, or no evaluation. Else 0',
  },

  RestoreTestsFailed: {
    unit: 'Count',
    dimensions: [],
    meaning: '1 for a table restored in a test whose contents are not right, else 0',
  },
  SecretAgeDays: { unit: 'None', dimensions: ['secret'], meaning: 'Days since the key of a vendor was last changed' },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof metrics;

/** Models that no setting names: they come with the code. */
export const MODELS_OF_THE_CODE = ['amazon.titan-embed-text-v2:0', 'word-table', 'rules-2'] as const;
/** Value of the dimension `model` for any model that the deployment does not name. */
export const OTHER_MODEL = 'other';
