/** The route table: every route of the API as pure data. The endpoint, OpenAPI, the dev server and the CDK read it. */
import * as z from 'zod';
import { matchCandidatesRequestSchema, matchCandidatesResponseSchema } from '../domain/candidates';
import { compareRequestSchema, compareResponseSchema } from '../domain/compare';
import { expandQueryRequestSchema, expandQueryResponseSchema } from '../domain/expansion';
import { explainRequestSchema, explainResponseSchema } from '../domain/explain-request';
import { feedbackRequestSchema, feedbackResponseSchema } from '../domain/feedback';
import { jobIdSchema, jobSchema } from '../domain/job';
import { jsonResumeSchema, resumeFormats } from '../domain/json-resume';
import { operationResponseSchema, parseBatchRequestSchema } from '../domain/operation';
import {
  createUploadRequestSchema,
  createUploadResponseSchema,
  embedRequestSchema,
  embedResponseSchema,
  healthResponseSchema,
  jobResponseSchema,
  jobsBatchRequestSchema,
  jobsBatchResponseSchema,
  matchRequestSchema,
  matchResponseSchema,
  parseResumeRequestSchema,
  parseResumeResponseSchema,
  problemPartSchema,
  providersHealthResponseSchema,
} from '../domain/requests';
import { parsedResumeSchema } from '../domain/resume';
import {
  createWebhookRequestSchema,
  createWebhookResponseSchema,
  listWebhooksResponseSchema,
  testWebhookResponseSchema,
  webhookIdSchema,
} from '../domain/webhook';
import { type Route, route } from './route';

const jobPath = z.strictObject({ id: jobIdSchema });
const resumePath = z.strictObject({ id: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/, 'an id such as res_01') });
const resumeResponse = z.strictObject({ resume: parsedResumeSchema });
const operationId = z.string().regex(/^op_[A-Za-z0-9_-]{22}$/, 'an id such as op_3q2-7wAAAAAAAAAAAAAAAA');
const operationPath = z.strictObject({ id: operationId });
const resultPath = z.strictObject({
  id: operationId,
  index: z
    .string()
    .regex(/^\d{1,3}$/, 'the index of an item, from 0')
    .transform(Number),
});
const webhookPath = z.strictObject({ id: webhookIdSchema });
const jsonResumeResponse = z.strictObject({ id: z.string().nullable(), resume: jsonResumeSchema });

const format = z
  .enum(resumeFormats)
  .default('native')
  .describe('`jsonresume`: the resume as plain JSON Resume 1.0, without what JSON Resume has no name for');

const parsedForms = [
  parseResumeResponseSchema,
  jsonResumeResponse.extend({ meta: parseResumeResponseSchema.shape.meta }),
] as const;

/** What the JSON body says beside the document, for a document that is the body. */
const documentOptions = z.strictObject({
  documentDate: parseResumeRequestSchema.shape.documentDate,
  language: parseResumeRequestSchema.shape.language,
  store: z
    .enum(['true', 'false'])
    .transform((word) => word === 'true')
    .optional(),
  include: z
    .enum(['provenance'])
    .transform((word) => [word])
    .optional(),
  format,
});

const parsing = { slug: 'parse-resume', auth: 'user', scope: 'resumes:write', bucket: 'parse' } as const;
const uploading = { slug: 'create-upload', auth: 'user', scope: 'resumes:write', bucket: 'write' } as const;
const stored = { slug: 'resumes', auth: 'user' } as const;
const catalogue = { slug: 'jobs', auth: 'machine' } as const;
const longWork = { slug: 'operations', auth: 'user' } as const;
const telling = { slug: 'webhooks', auth: 'user' } as const;
const health = { slug: 'health', bucket: 'open' } as const;

export const routes = {
  parseResume: route({
    ...parsing,
    operationId: 'parseResume',
    capability: 'parse',
    method: 'POST',
    path: '/v1/resumes/parse',
    summary: 'Read a resume into structured data',
    description:
      'Takes text, a document in base64, an upload, or the bytes of a document as the body. The kind of document is told by its bytes. Nothing is stored unless `store` is true. The query is for a document that is the body; a JSON body has these fields itself, save `format`.',
    request: parseResumeRequestSchema,
    queryParameters: documentOptions,
    response: z.union(parsedForms),
    statuses: { 200: 'The resume, and how the answer came about.' },
    acceptsDocument: true,
    cached: true,
    async: 'asked',
    problems: [
      'UNSUPPORTED_MEDIA_TYPE',
      'DOCUMENT_EMPTY',
      'DOCUMENT_SCANNED_NO_TEXT',
      'DOCUMENT_ENCRYPTED',
      'DOCUMENT_CORRUPTED',
      'DOCUMENT_TOO_LARGE',
      'DOCUMENT_TOO_COMPLEX',
      'DOCUMENT_NOT_A_RESUME',
      'UPLOAD_NOT_FOUND',
    ],
  }),
  parseResumesBatch: route({
    ...longWork,
    operationId: 'parseResumesBatch',
    method: 'POST',
    path: '/v1/resumes/batch',
    scope: 'resumes:write',
    bucket: 'parse',
    summary: 'Read up to 100 uploaded resumes',
    description:
      'Answers at once with an operation. Each file is read by itself: one that cannot be read has its problem, and the others have their results. `language` and `documentDate` are those of the item, `store` and `include` hold for all of them.',
    request: parseBatchRequestSchema,
    response: operationResponseSchema,
    statuses: { 202: 'The work is taken on. `Location` says where to ask for it.' },
    cached: true,
    async: 'always',
  }),
  getOperation: route({
    ...longWork,
    operationId: 'getOperation',
    method: 'GET',
    path: '/v1/operations/{id}',
    scope: 'resumes:read',
    bucket: 'read',
    summary: 'See how far long work is',
    description:
      'An operation belongs to the caller who started it; to everyone else it does not exist. It can be read for 24 hours, its results too. After 12 hours an item without a result has failed.',
    pathParameters: operationPath,
    response: operationResponseSchema,
    statuses: { 200: 'The operation. While it is under way, `Retry-After` says when there may be news.' },
    problems: ['OPERATION_NOT_FOUND'],
  }),
  getOperationResult: route({
    ...longWork,
    operationId: 'getOperationResult',
    method: 'GET',
    path: '/v1/operations/{id}/results/{index}',
    scope: 'resumes:read',
    bucket: 'read',
    summary: 'Get what came of one item',
    description:
      'The answer that the parse would have given, or the problem of this item. A stored resume that was deleted since is gone from here too.',
    pathParameters: resultPath,
    queryParameters: z.strictObject({ format }),
    response: z.union([...parsedForms, z.strictObject({ problem: problemPartSchema })]),
    statuses: { 200: 'The resume and how it came about, or why there is none.' },
    problems: ['OPERATION_NOT_FOUND', 'OPERATION_NOT_FINISHED', 'RESUME_NOT_FOUND'],
  }),
  createUpload: route({
    ...uploading,
    operationId: 'createUpload',
    method: 'POST',
    path: '/v1/uploads',
    summary: 'Get a form to upload a large document',
    description: 'Answers a presigned POST. Send the file there, then parse it by `uploadId`.',
    request: createUploadRequestSchema,
    response: createUploadResponseSchema,
    statuses: { 201: 'Where and how to send the file.' },
    problems: ['UNSUPPORTED_MEDIA_TYPE', 'DOCUMENT_TOO_LARGE'],
  }),
  getResume: route({
    ...stored,
    operationId: 'getResume',
    method: 'GET',
    path: '/v1/resumes/{id}',
    scope: 'resumes:read',
    bucket: 'read',
    summary: 'Get a stored resume',
    description: 'A resume belongs to the caller who stored it; to everyone else it does not exist.',
    pathParameters: resumePath,
    queryParameters: z.strictObject({ format }),
    response: z.union([resumeResponse, jsonResumeResponse]),
    statuses: { 200: 'The resume as it was parsed.' },
    problems: ['RESUME_NOT_FOUND'],
  }),
  deleteResume: route({
    ...stored,
    operationId: 'deleteResume',
    method: 'DELETE',
    path: '/v1/resumes/{id}',
    scope: 'resumes:write',
    bucket: 'write',
    summary: 'Delete a stored resume and all that was made from it',
    description:
      'Deleting twice answers 404 the second time. What is kept to answer you again ends by itself: that of a parse within the hour, unless the service is set up otherwise; that of a request with an `Idempotency-Key` within a day.',
    pathParameters: resumePath,
    response: null,
    statuses: { 204: 'It is gone.' },
    problems: ['RESUME_NOT_FOUND'],
  }),
  getRedactedResume: route({
    ...stored,
    operationId: 'getRedactedResume',
    method: 'GET',
    path: '/v1/resumes/{id}/redacted',
    scope: 'resumes:read',
    bucket: 'read',
    summary: 'Get a stored resume without the identity of its owner',
    description: 'The same resume without name, contacts, address and links, for a review without bias.',
    pathParameters: resumePath,
    response: resumeResponse,
    statuses: { 200: 'The resume without identity.' },
    problems: ['RESUME_NOT_FOUND'],
  }),
  embed: route({
    slug: 'embed',
    operationId: 'embed',
    capability: 'embed',
    method: 'POST',
    path: '/v1/embeddings',
    auth: 'user',
    scope: 'embeddings:write',
    bucket: 'embed',
    summary: 'Turn texts into vectors',
    description:
      'All vectors of one answer are of one space, and the answer names it. Vectors of two spaces never compare.',
    request: embedRequestSchema,
    response: embedResponseSchema,
    statuses: { 200: 'One unit vector for each text, in the order sent.' },
    cached: true,
  }),
  matchJobs: route({
    slug: 'match-jobs',
    operationId: 'matchJobs',
    capability: 'match',
    method: 'POST',
    path: '/v1/matches',
    auth: 'user',
    scope: 'matches:write',
    bucket: 'match',
    summary: 'Rank jobs for a candidate',
    description:
      'Ranks the catalogue, or the jobs sent with the request. Code computes the score: the same candidate and job always get the same number, with the evidence for each part.',
    request: matchRequestSchema,
    response: matchResponseSchema,
    statuses: { 200: 'The best first; ties in the order of job ids.' },
    cached: true,
    problems: ['RESUME_NOT_FOUND', 'DOCUMENT_EMPTY', 'DOCUMENT_NOT_A_RESUME'],
  }),
  matchCandidates: route({
    slug: 'match-candidates',
    operationId: 'matchCandidates',
    method: 'POST',
    path: '/v1/jobs/{id}/candidates',
    auth: 'user',
    scope: 'matches:write',
    bucket: 'match',
    summary: 'Rank candidates for a job',
    description:
      'Ranks the resumes that you have stored, those that you name, or those sent with the request, for a job of the catalogue. The pair has the score that a match for the candidate gives it. Of more than 200 stored resumes those are scored that share most words and skills with the job. Answers no word of a resume: read it by its id.',
    request: matchCandidatesRequestSchema,
    pathParameters: jobPath,
    response: matchCandidatesResponseSchema,
    rated: true,
    statuses: { 200: 'The best first; ties in the order of resume ids.' },
    problems: ['JOB_NOT_FOUND'],
  }),
  expandQuery: route({
    slug: 'expand-query',
    operationId: 'expandQuery',
    capability: 'expand',
    method: 'POST',
    path: '/v1/queries/expand',
    auth: 'user',
    scope: 'matches:write',
    bucket: 'match',
    summary: 'Say a search phrase in other words',
    description:
      'Answers titles and skills that go with the phrase, each with who suggested it. Matching does not do this by itself: what a search finds with `expanded` is more, and less to the point.',
    request: expandQueryRequestSchema,
    response: expandQueryResponseSchema,
    statuses: { 200: 'Related titles and skills, the nearest first.' },
    cached: true,
  }),
  explainMatch: route({
    slug: 'explain-match',
    operationId: 'explainMatch',
    capability: 'explain',
    method: 'POST',
    path: '/v1/matches/explain',
    auth: 'user',
    scope: 'matches:write',
    bucket: 'parse',
    summary: 'Explain in prose how a candidate and a job fit',
    description:
      'The match is the one that `POST /v1/matches` gives for the pair; the explanation never changes it. A model words facts of the match: it sees neither the resume nor the job, and a sentence that says more than the facts it cites is left out. Without a model a template words them.',
    request: explainRequestSchema,
    response: explainResponseSchema,
    statuses: { 200: 'The match, and what explains it.' },
    cached: true,
    problems: ['JOB_NOT_FOUND', 'RESUME_NOT_FOUND', 'DOCUMENT_EMPTY', 'DOCUMENT_NOT_A_RESUME'],
  }),
  putJob: route({
    ...catalogue,
    operationId: 'putJob',
    method: 'PUT',
    path: '/v1/jobs/{id}',
    scope: 'jobs:write',
    bucket: 'write',
    summary: 'Add a job to the catalogue, or replace it',
    description:
      'The id in the body must be the id in the path. The job can be found a moment later, once it is embedded.',
    request: jobSchema,
    pathParameters: jobPath,
    response: jobResponseSchema,
    statuses: { 200: 'The job was there and is replaced.', 201: 'The job is new.' },
  }),
  getJob: route({
    ...catalogue,
    operationId: 'getJob',
    method: 'GET',
    path: '/v1/jobs/{id}',
    scope: 'jobs:read',
    bucket: 'read',
    summary: 'Get a job of the catalogue',
    description: 'The job as it was sent.',
    pathParameters: jobPath,
    response: jobResponseSchema,
    statuses: { 200: 'The job.' },
    problems: ['JOB_NOT_FOUND'],
  }),
  deleteJob: route({
    ...catalogue,
    operationId: 'deleteJob',
    method: 'DELETE',
    path: '/v1/jobs/{id}',
    scope: 'jobs:write',
    bucket: 'write',
    summary: 'Remove a job from the catalogue',
    description: 'Its vectors and search terms go with it.',
    pathParameters: jobPath,
    response: null,
    statuses: { 204: 'It is gone.' },
    problems: ['JOB_NOT_FOUND'],
  }),
  putJobsBatch: route({
    ...catalogue,
    operationId: 'putJobsBatch',
    method: 'POST',
    path: '/v1/jobs/batch',
    scope: 'jobs:write',
    bucket: 'write',
    summary: 'Add or replace up to 100 jobs',
    description:
      'Each job is checked on its own. One bad job does not reject the others; each rejected job has its reason.',
    request: jobsBatchRequestSchema,
    response: jobsBatchResponseSchema,
    statuses: { 200: 'Which jobs were accepted and which were not, and why.' },
  }),
  createWebhook: route({
    ...telling,
    operationId: 'createWebhook',
    method: 'POST',
    path: '/v1/webhooks',
    scope: 'resumes:write',
    bucket: 'write',
    summary: 'Be told of events at a URL',
    description:
      'Events are signed by Standard Webhooks 1.0 with the secret of this answer, which is shown only here. You may have 5 webhooks. As the secret must not be kept for a replay, this route takes no `Idempotency-Key`.',
    request: createWebhookRequestSchema,
    response: createWebhookResponseSchema,
    statuses: { 201: 'The webhook and its secret.' },
    idempotent: false,
  }),
  listWebhooks: route({
    ...telling,
    operationId: 'listWebhooks',
    method: 'GET',
    path: '/v1/webhooks',
    scope: 'resumes:read',
    bucket: 'read',
    summary: 'List your webhooks',
    description: 'With how the last attempt to deliver went. Secrets are not shown.',
    response: listWebhooksResponseSchema,
    statuses: { 200: 'The webhooks, in no order of meaning.' },
  }),
  deleteWebhook: route({
    ...telling,
    operationId: 'deleteWebhook',
    method: 'DELETE',
    path: '/v1/webhooks/{id}',
    scope: 'resumes:write',
    bucket: 'write',
    summary: 'Be told no more',
    description: 'Events that are still on their way are not delivered.',
    pathParameters: webhookPath,
    response: null,
    statuses: { 204: 'It is gone.' },
    problems: ['WEBHOOK_NOT_FOUND'],
  }),
  testWebhook: route({
    ...telling,
    operationId: 'testWebhook',
    method: 'POST',
    path: '/v1/webhooks/{id}/test',
    scope: 'resumes:write',
    bucket: 'write',
    summary: 'Send a test event',
    description:
      'Sends an event of type `webhook.test`, signed like any other, once. `GET /v1/webhooks` shows how it went.',
    pathParameters: webhookPath,
    response: testWebhookResponseSchema,
    statuses: { 202: 'The event is on its way.' },
    problems: ['WEBHOOK_NOT_FOUND'],
  }),
  giveFeedback: route({
    slug: 'feedback',
    operationId: 'giveFeedback',
    method: 'POST',
    path: '/v1/feedback',
    auth: 'user',
    scope: 'feedback:write',
    bucket: 'write',
    summary: 'Rate an answer',
    description:
      'Of a resume that was read, of matches, or of what was written about them: what a user thinks of it. Only who got the answer can rate it, for 30 days; a second rating takes the place of the first. What a worker answered later cannot be rated.',
    request: feedbackRequestSchema,
    response: feedbackResponseSchema,
    statuses: { 200: 'It takes the place of your earlier rating.', 201: 'The answer is rated.' },
    problems: ['ANSWER_NOT_FOUND'],
  }),
  compare: route({
    slug: 'compare',
    operationId: 'compare',
    method: 'POST',
    path: '/v1/compare',
    auth: 'machine',
    scope: 'compare:write',
    bucket: 'parse',
    summary: 'Give one request to several sides, and compare what they answer',
    description:
      'Each contender is asked at the same time and by itself: where none of its own providers answers, it has a problem in place of a result. Nothing is stored or kept for later answers, so this route takes no `Idempotency-Key`. It costs what its contenders cost together.',
    request: compareRequestSchema,
    response: compareResponseSchema,
    statuses: { 200: 'What each answered, and how far they agree; also when some of them, or all, failed.' },
    idempotent: false,
    problems: [
      'DOCUMENT_EMPTY',
      'DOCUMENT_SCANNED_NO_TEXT',
      'DOCUMENT_ENCRYPTED',
      'DOCUMENT_CORRUPTED',
      'DOCUMENT_TOO_LARGE',
      'DOCUMENT_TOO_COMPLEX',
      'DOCUMENT_NOT_A_RESUME',
      'RESUME_NOT_FOUND',
      'JOB_NOT_FOUND',
    ],
  }),
  health: route({
    ...health,
    operationId: 'health',
    method: 'GET',
    path: '/v1/health',
    auth: 'public',
    scope: null,
    summary: 'Say that the service is up',
    description: 'For load balancers and monitors: asks no provider and no store.',
    response: healthResponseSchema,
    statuses: { 200: 'The service answers.' },
  }),
  providersHealth: route({
    ...health,
    operationId: 'providersHealth',
    method: 'GET',
    path: '/v1/health/providers',
    auth: 'machine',
    scope: 'health:read',
    summary: 'Say how each provider and store is',
    description: 'For the people on call: asks each provider and store with a short deadline.',
    response: providersHealthResponseSchema,
    statuses: { 200: 'One line for each provider and store, also when some of them fail.' },
  }),
  openApi: route({
    slug: 'meta',
    operationId: 'openApi',
    method: 'GET',
    path: '/v1/openapi.json',
    auth: 'public',
    scope: null,
    bucket: 'open',
    summary: 'Get this contract',
    description: 'OpenAPI 3.1, made from the schemas that the service itself validates with.',
    response: z.looseObject({ openapi: z.string() }),
    statuses: { 200: 'The contract.' },
  }),
};

/** The same rows as a list, in the order of the documentation. */
export const allRoutes: readonly Route[] = Object.values(routes);
