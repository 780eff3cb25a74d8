/** Every kind of alarm: how urgent it is, what users notice, where to look first. A heading of docs/runbook.md each. Pure data. */

export interface AlarmKind {
  /** `page`: somebody gets up. `ticket`: somebody looks today. */
  severity: 'page' | 'ticket';
  users: string;
  check: string;
}

const dashboard = (name: string) => `dashboard ${name}`;
const overview = 'the overview dashboard';

export const alarmKinds = {
  'service-degraded': {
    severity: 'page',
    users: 'Many users get errors, wait too long, or get answers made without a model.',
    check: `Which alarm below this one is on: ${overview}, first row.`,
  },
  'server-errors': {
    severity: 'page',
    users: 'Users get errors with a status of 500 and up.',
    check: `Which route fails: ${overview}, "Errors by route"; then the log query of the newest failures.`,
  },
  'availability-fast-burn': {
    severity: 'page',
    users: 'So many requests fail that two days would use up the errors allowed for a month.',
    check: `Which route fails: ${overview}, "Errors by route"; was something deployed in the last hour?`,
  },
  'availability-slow-burn': {
    severity: 'page',
    users: 'For hours some requests have failed; five days of it would use up the errors allowed for a month.',
    check: `Which route fails: ${overview}, "Errors by route"; then the log query of the newest failures.`,
  },
  'availability-steady-burn': {
    severity: 'ticket',
    users: 'Few requests fail, but for a day and at three times the rate that is allowed.',
    check: `The log query of the newest failures on ${overview}: one cause, or many?`,
  },
  'latency-fast-burn': {
    severity: 'page',
    users: 'Most users wait longer than three seconds.',
    check: `Is it one route or all: ${overview}, "Slowest answers by route"; then "Time of a call" of the providers.`,
  },
  'latency-slow-burn': {
    severity: 'page',
    users: 'For hours a third of the users has waited longer than three seconds.',
    check: `Is it one route or all: ${overview}, "Slowest answers by route"; then "Time of a call" of the providers.`,
  },
  'latency-steady-burn': {
    severity: 'ticket',
    users: 'For a day one user in seven has waited longer than three seconds.',
    check: `Which route became slow, and when: ${overview}, "Slowest answers by route", over a week.`,
  },
  'no-text-model': {
    severity: 'page',
    users: 'Resumes are read by rules alone; the answers say degraded and miss details.',
    check: `Why the models fail: ${dashboard('providers')}, "Failed calls", and GET /v1/health/providers.`,
  },
  'no-vector-model': {
    severity: 'page',
    users: 'Jobs are found by words alone; good matches that use other words are missing.',
    check: `Why the embedders fail: ${dashboard('providers')}, "Failed calls", and GET /v1/health/providers.`,
  },
  'budget-spent': {
    severity: 'page',
    users:
      "Answers come without a model and say degraded, as the day's budget for models is used up; until midnight UTC.",
    check: `Who used it up: ${dashboard('cost')}, "Budget of the day", and "Requests by route" of ${overview}.`,
  },
  'spend-per-hour': {
    severity: 'page',
    users: 'Nothing yet. At this rate the models use up the budget of the month within three days.',
    check: `Which model, and who asks it: ${dashboard('cost')}, "Cost of models", and "Requests by route" of ${overview}.`,
  },
  'dead-letters-expire': {
    severity: 'page',
    users: 'Changed jobs are missing from matches, and are about to be forgotten.',
    check: 'The oldest message of the dead-letter queue: it is deleted after 14 days.',
  },
  'dead-letters': {
    severity: 'ticket',
    users: 'Some changed jobs are not found in matches, or are found as they were.',
    check: 'The log of embed-changes at the time the message came in: which space, which error.',
  },
  'operation-dead-letters': {
    severity: 'ticket',
    users: 'Some resumes of a batch are not read; after twelve hours their items say that they failed.',
    check:
      'The log of run-operations at the time the message came in: a crash, a timeout, or a message of an old version.',
  },
  'operation-items-given-up': {
    severity: 'ticket',
    users: 'Resumes of a batch failed by a fault of the service, after five tries; their items say so.',
    check: 'The log of run-operations, "an item of an operation was not finished": which code.',
  },
  'operations-late': {
    severity: 'ticket',
    users: 'Those who sent resumes to be read later have waited for more than half an hour.',
    check: `Whether the worker is busy or fails: ${dashboard('data')}, "Long work" and "Crashes and timeouts of functions".`,
  },
  'webhook-dead-letters': {
    severity: 'ticket',
    users: 'Some callers are not told that their work is done; asking for the operation still answers.',
    check:
      'The log of deliver-webhooks at the time the message came in: it crashed, as no endpoint can make a dead letter.',
  },
  'webhooks-failing': {
    severity: 'ticket',
    users: 'Most events do not reach the endpoints of those who asked for them.',
    check: `One endpoint or all: ${dashboard('data')}, "Webhooks", and the log of deliver-webhooks.`,
  },
  'requests-shed': {
    severity: 'ticket',
    users: 'Some users get 503 OVERLOADED at once, with the time after which to come again.',
    check: `Which route is slow, so that requests pile up: ${overview}, "Slowest answers by route".`,
  },
  'breaker-open': {
    severity: 'ticket',
    users: 'Answers come from another model than the first choice, at once: a failing model is not even asked.',
    check: `Which model, and how it failed before: ${dashboard('providers')}, "Breakers that opened" and "Failures by kind".`,
  },
  'stream-late': {
    severity: 'ticket',
    users: 'New and changed jobs cannot be found yet.',
    check: `Whether embed-changes fails or is only slow: ${dashboard('data')}, "Changes of jobs".`,
  },
  'provider-errors': {
    severity: 'ticket',
    users: 'Answers come from another model than the first choice; they may differ and come later.',
    check: `What kind of failure: ${dashboard('providers')}, "Failures by kind", and the status page of the vendor.`,
  },
  'fallback-rate': {
    severity: 'ticket',
    users: 'One answer in ten comes from another model than the first choice.',
    check: `Which model is passed over: ${dashboard('providers')}, "Failed calls" and "Passed over".`,
  },
  'bedrock-throttles': {
    severity: 'ticket',
    users: 'Some answers come from the fallback, as Bedrock refuses calls as too many.',
    check: `Tokens per minute against the quota: ${dashboard('providers')}, "Quota of Bedrock".`,
  },
  'bedrock-quota': {
    severity: 'ticket',
    users: 'Nothing yet. Bedrock will refuse calls when the tokens per minute reach the quota.',
    check: `Whether traffic grew or resumes got longer: ${dashboard('cost')}, "Tokens sent".`,
  },
  'slow-route': {
    severity: 'ticket',
    users: 'One user in a hundred waits very long on this route.',
    check: `The log query of the slowest requests on ${overview}; then the providers, then cold starts.`,
  },
  'function-errors': {
    severity: 'ticket',
    users: 'A function crashed or ran into its timeout; the caller got a 500 that names no cause.',
    check: 'The log of the function: a timeout, no memory left, or a bundle that does not load.',
  },
  'function-near-timeout': {
    severity: 'ticket',
    users: 'Users wait nearly as long as a request may take; soon they get errors instead.',
    check: `What is slow: ${dashboard('data')}, "Time of functions", and the time of the providers.`,
  },
  'lambda-throttles': {
    severity: 'ticket',
    users: 'Some users get an error at once, as no function is free to answer.',
    check: `Concurrency against the quota of the account: ${dashboard('data')}, "Concurrency".`,
  },
  'lambda-concurrency': {
    severity: 'ticket',
    users: 'Nothing yet. Above the quota of the account users get errors.',
    check: 'Who uses it: this service, or another one in the account; then ask for a higher quota.',
  },
  'table-throttles': {
    severity: 'ticket',
    users: 'Answers are slower, or fail when the retries run out.',
    check: `Which cause: ${dashboard('data')}, "Refused by DynamoDB".`,
  },
  'table-errors': {
    severity: 'ticket',
    users: 'Some requests fail with STORE_UNAVAILABLE.',
    check: 'The health page of AWS for DynamoDB in the region.',
  },
  'budget-near': {
    severity: 'ticket',
    users:
      "Nothing yet. Four fifths of the day's budget for models are handed out; above it answers come without a model.",
    check: `Whether it lasts until midnight UTC: ${dashboard('cost')}, "Budget of the day"; who asks, and how dear an answer is.`,
  },
  'vectors-deferred': {
    severity: 'ticket',
    users: "Some changed jobs are found by words alone: the day's budget did not hold their vectors.",
    check: `How many: ${dashboard('data')}, "Changes of jobs"; after midnight UTC, npm run rebuild-vectors.`,
  },
  'cost-per-request': {
    severity: 'ticket',
    users: 'Nothing. A request costs more than the service promises.',
    check: `Which route: ${dashboard('cost')}, "Cost of an answer"; longer resumes, a dearer model, or repairs?`,
  },
  'arm-failing': {
    severity: 'ticket',
    users:
      'Users on the AWS arm are answered by another model or by the rules, some of them late; the current arm is well.',
    check: `What it fails with: ${dashboard('migration')}, "Failures", then ${dashboard('providers')}, "Failures by kind".`,
  },
  'arms-disagree': {
    severity: 'ticket',
    users: 'Perhaps nothing: resumes are read differently on the two arms, and one of them reads them worse.',
    check: `Which field, and since when: ${dashboard('migration')}, "Agreement".`,
  },
  'user-rating': {
    severity: 'ticket',
    users: 'Users are less content with the answers of this arm than promised.',
    check: `Which capability, model and version of a prompt: ${dashboard('quality')}, "Ratings by capability" and "Ratings by model".`,
  },
  'rollout-rolled-back': {
    severity: 'ticket',
    users: 'Nothing any more: those who had been moved to the AWS arm in this rollout are back on the current one.',
    check: 'The notice of the guard: which figure broke its limit, and by how much.',
  },
  'rollout-held': {
    severity: 'ticket',
    users: 'Nothing. The rollout has stood still for a day: its step is over, and the guard cannot judge it.',
    check: 'npm run rollout -- status: what it waits for.',
  },
  'guard-silent': {
    severity: 'ticket',
    users: 'Nothing yet. For half an hour nobody has looked after the rollout: what breaks would not be taken back.',
    check: 'The log of guard-rollout: does it crash, or is it not called; does AppConfig answer?',
  },
  'shadows-dropped': {
    severity: 'ticket',
    users: 'Nothing. Many requests were not asked of the other arm, so how far both agree is known of a part only.',
    check: `Since when: ${dashboard('migration')}, "Shadows dropped"; then ${dashboard('cost')}, "Budget of the day".`,
  },
  'shadow-dead-letters': {
    severity: 'ticket',
    users: 'Nothing. Some requests were not asked of the other arm, as the worker crashed over them.',
    check:
      'The log of run-shadows at the time the message came in: a crash, a timeout, or a message of an old version.',
  },
  'secret-age': {
    severity: 'ticket',
    users: 'Nothing yet. An old key is a risk, and vendors retire old keys.',
    check: 'docs/rotate-secrets.md says how a key is changed without an interruption.',
  },
  'restore-test': {
    severity: 'ticket',
    users: 'Nothing yet. A table restored from a backup was empty or could not be read: backups may be of no use.',
    check: 'AWS Backup, Restore testing, the newest job: which table, and what is wrong with it.',
  },
  'no-traffic': {
    severity: 'ticket',
    users: 'Perhaps nobody can reach the API: for six hours no request came.',
    check: 'Whether the API answers from outside: curl its /v1/health; then DNS, certificate and firewall.',
  },
} as const satisfies Record<string, AlarmKind>;

export type AlarmKindName = keyof typeof alarmKinds;
