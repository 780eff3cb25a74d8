/** Every way in which a vendor is known to fail, and what the chain must make of it. */
import type { FaultRow, Vendor, Wrong } from './fault-row';

type Facts = Omit<FaultRow, 'name' | 'wrong'>;

const row = (name: string, wrong: Wrong, facts: Facts): FaultRow => ({ name, wrong, ...facts });
const error = (status: number, code?: string, more: object = {}): Wrong => ({
  kind: 'error',
  status,
  ...(code !== undefined && { code }),
  ...more,
});

/** Once more, then the next. */
const twice = (kind: string, bill: FaultRow['bill'] = 'none'): Facts => ({
  outcomes: [kind, kind],
  bill,
  breaker: 'open',
});
const once = (kind: string, bill: FaultRow['bill'] = 'none'): Facts => ({ outcomes: [kind], bill, breaker: 'open' });
const throttled: Facts = { outcomes: ['throttled', 'throttled'], bill: 'none', breaker: 'capacity' };
/** The model is well: this request was not for it. */
const unsuited = (kind: string, bill: FaultRow['bill'] = 'none'): Facts => ({ ...once(kind, bill), breaker: 'closed' });
/** Another vendor must not get what this one refused, or what is a mistake of ours. */
const final = (kind: string, bill: FaultRow['bill'] = 'none'): Facts => ({ ...unsuited(kind, bill), next: 'local' });
/** A second call says what was wrong with the first answer. */
const spoilt = (bill: FaultRow['bill']): Facts => ({
  outcomes: ['invalid-output', 'invalid-output'],
  bill,
  breaker: 'closed',
});
const well: Facts = { outcomes: ['ok'], bill: 'said', breaker: 'closed' };

const ENDED = 'This model version has reached the end of its life. Please refer to the AWS documentation.';
const LEGACY =
  'Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in the last 30 days.';
const NO_PROFILE =
  'Invocation of model ID m with on-demand throughput isn’t supported. Retry your request with an inference profile.';
/** Ten minutes, which nothing here waits for. */
const SLOWLY = 600_000;

/** @param bill what is billed for a call that broke off after it was sent */
function wireRows(bill: FaultRow['bill']): FaultRow[] {
  const late: Facts = { ...once('timeout', bill), isEndless: true };
  return [
    row('no header comes', { kind: 'stall-headers' }, late),
    row('the body stops', { kind: 'stall-body' }, late),
    row('a byte now and then', { kind: 'drip', delayMs: SLOWLY }, late),
    row('an answer after ten minutes', { kind: 'delay', delayMs: SLOWLY }, late),
    row('connection reset', { kind: 'reset' }, twice('network', bill)),
    row('connection ends in the body', { kind: 'truncate' }, twice('network', bill)),
    row('nobody listens', 'nobody-listens', { ...twice('network'), calls: 0 }),
    row('no such host (DNS)', 'no-such-host', { ...twice('network'), calls: 0 }),
    row('no TLS at the other end', 'no-tls', { ...twice('network', bill), calls: 0 }),
  ];
}

const awsAccess: FaultRow[] = [
  row('AccessDeniedException 403', error(403, 'AccessDeniedException'), once('refused')),
  row('ExpiredTokenException 403', error(403, 'ExpiredTokenException'), once('refused')),
];

const bedrockErrors: FaultRow[] = [
  row('throttled', error(429, 'ThrottlingException'), throttled),
  row('throttled, wait 50 ms', error(429, 'ThrottlingException', { retryAfterSeconds: 0.05 }), throttled),
  row('throttled, wait an hour', error(429, 'ThrottlingException', { retryAfterSeconds: 3_600 }), {
    ...throttled,
    outcomes: ['throttled'],
  }),
  row('ModelNotReadyException 429', error(429, 'ModelNotReadyException'), once('not-ready')),
  row('unavailable', error(503, 'ServiceUnavailableException'), twice('unavailable')),
  row('internal error', error(500, 'InternalServerException'), twice('unavailable')),
  row('ModelTimeoutException 408', error(408, 'ModelTimeoutException'), once('timeout', 'most')),
  row('ModelErrorException 424 of a 500', error(424, 'ModelErrorException'), twice('unavailable')),
  row(
    'ModelErrorException 424 of a 400',
    error(424, 'ModelErrorException', { originalStatus: 400 }),
    once('unavailable'),
  ),
  row('quota used up', error(400, 'ServiceQuotaExceededException'), once('quota')),
  ...awsAccess,
  row('end of life', error(404, 'ResourceNotFoundException', { message: ENDED }), once('not-found')),
  row('legacy, not used lately', error(404, 'ResourceNotFoundException', { message: LEGACY }), once('not-found')),
  row('our request is wrong', error(400, 'ValidationException'), final('invalid-request')),
  row('ConflictException 400', error(400, 'ConflictException'), final('invalid-request')),
  row(
    'too long for the model',
    error(400, 'ValidationException', { message: 'Input is too long for requested model.' }),
    unsuited('unsupported'),
  ),
  row(
    'needs an inference profile',
    error(400, 'ValidationException', { message: NO_PROFILE }),
    unsuited('unsupported'),
  ),
];

const sageMakerErrors: FaultRow[] = [
  row('throttled', error(429, 'ThrottlingException'), throttled),
  row('ModelNotReadyException 429', error(429, 'ModelNotReadyException'), once('not-ready')),
  row('unavailable', error(503, 'ServiceUnavailable'), twice('unavailable')),
  row('internal error', error(500, 'InternalFailure'), twice('unavailable')),
  row('InternalDependencyException 530', error(530, 'InternalDependencyException'), twice('unavailable')),
  row('ModelError 424 of a 500', error(424, 'ModelError'), twice('unavailable')),
  row('ModelError 424 of a 400', error(424, 'ModelError', { originalStatus: 400 }), once('unavailable')),
  ...awsAccess,
  row(
    'no such endpoint',
    error(400, 'ValidationError', { message: 'Endpoint e of account 1 not found.' }),
    once('not-found'),
  ),
  row('our request is wrong', error(400, 'ValidationError'), final('invalid-request')),
];

const openAiErrors: FaultRow[] = [
  row('throttled', error(429), throttled),
  row('throttled, wait 50 ms', error(429, undefined, { retryAfterSeconds: 0.05 }), throttled),
  row('throttled, wait an hour', error(429, undefined, { retryAfterSeconds: 3_600 }), {
    ...throttled,
    outcomes: ['throttled'],
  }),
  row('quota used up', error(429, 'insufficient_quota'), once('quota')),
  row('unavailable', error(503), twice('unavailable')),
  row('internal error', error(500), twice('unavailable')),
  row('request timeout 408', error(408), once('timeout', 'most')),
  row('conflict 409', error(409), twice('unavailable')),
  row('forbidden 403', error(403), once('refused')),
  row('key revoked 401', error(401), { ...once('refused'), keyReads: 1 }),
  row('key rotated 401', 'key-rotated', { ...well, calls: 2, keyReads: 1 }),
  row('key not put in yet', 'key-not-set-up', { ...once('refused'), calls: 0, keyReads: 1 }),
  row('end of life', error(404), once('not-found')),
  row('too long for the model', error(400, 'context_length_exceeded'), unsuited('unsupported')),
  row('our request is wrong', error(400), final('invalid-request')),
];

const answerRows: FaultRow[] = [
  row('200 with broken JSON', { kind: 'malformed' }, spoilt('most')),
  row('not of the schema', { kind: 'answer', answer: 'schema-invalid' }, spoilt('said')),
  row(
    'not of the schema, once',
    { kind: 'answer', answer: 'schema-invalid', count: 1 },
    {
      ...well,
      outcomes: ['invalid-output', 'ok'],
    },
  ),
  row('words only', { kind: 'answer', answer: 'no-tool' }, spoilt('said')),
  row('nothing', { kind: 'answer', answer: 'empty' }, spoilt('said')),
  row('cut at its token limit', { kind: 'answer', answer: 'max-tokens' }, unsuited('truncated', 'said')),
  row('content filter', { kind: 'answer', answer: 'filtered' }, final('filtered', 'said')),
  row('an answer of 5 MB', { kind: 'answer', answer: 'huge' }, spoilt('most')),
];

/** @param huge what becomes of an answer of 5 MB */
const vectorRows = (bill: FaultRow['bill'], huge: Facts): FaultRow[] => [
  row('200 with broken JSON', { kind: 'malformed' }, unsuited('invalid-output', bill)),
  row('no vector', { kind: 'answer', answer: 'empty' }, unsuited('invalid-output', bill)),
  row('a vector of another length', { kind: 'answer', answer: 'wrong-dimension' }, unsuited('invalid-output', bill)),
  row('an answer of 5 MB', { kind: 'answer', answer: 'huge' }, huge),
];

export const faultMatrix: readonly Vendor[] = [
  {
    title: 'Bedrock, text',
    work: 'text',
    provider: 'bedrock',
    other: 'openai',
    rows: [
      ...bedrockErrors,
      row('credentials ended, renewed by the SDK', 'credentials-renewed', well),
      ...wireRows('most'),
      ...answerRows,
      row('another tool is called', { kind: 'answer', answer: 'wrong-tool' }, spoilt('said')),
      row('its reasoning first', { kind: 'answer', answer: 'reasoning-first' }, well),
      row('guardrail', { kind: 'answer', answer: 'guardrail' }, final('filtered', 'said')),
      row('context window full', { kind: 'answer', answer: 'context-full' }, unsuited('unsupported', 'said')),
      row('malformed tool use', { kind: 'answer', answer: 'malformed-tool' }, spoilt('said')),
    ],
  },
  {
    title: 'OpenAI, text',
    work: 'text',
    provider: 'openai',
    other: 'bedrock',
    rows: [
      ...openAiErrors,
      ...wireRows('most'),
      ...answerRows,
      row('refusal', { kind: 'answer', answer: 'refusal' }, final('filtered', 'said')),
    ],
  },
  {
    title: 'Bedrock, embeddings',
    work: 'embeddings',
    provider: 'bedrock',
    other: 'openai',
    rows: [...bedrockErrors, ...wireRows('most'), ...vectorRows('most', unsuited('invalid-output', 'most'))],
  },
  {
    title: 'SageMaker, embeddings',
    work: 'embeddings',
    provider: 'sagemaker',
    other: 'bedrock',
    rows: [...sageMakerErrors, ...wireRows('none'), ...vectorRows('none', well)],
  },
  {
    title: 'OpenAI, embeddings',
    work: 'embeddings',
    provider: 'openai',
    other: 'bedrock',
    rows: [...openAiErrors, ...wireRows('most'), ...vectorRows('most', well)],
  },
  {
    title: 'Hugging Face, embeddings',
    work: 'embeddings',
    provider: 'huggingface',
    other: 'bedrock',
    rows: [
      row('throttled', error(429), throttled),
      row('the model is being loaded 503', error(503), once('not-ready')),
      row('internal error', error(500), twice('unavailable')),
      row('key revoked 401', error(401), { ...once('refused'), keyReads: 1 }),
      row('key rotated 401', 'key-rotated', { ...well, calls: 2, keyReads: 1 }),
      row('credit used up 402', error(402), once('quota')),
      row('end of life', error(404), once('not-found')),
      row('too long for the model', error(413), unsuited('unsupported')),
      row('our request is wrong', error(422), final('invalid-request')),
      ...wireRows('none'),
      ...vectorRows('none', well),
    ],
  },
];
