/** The door of every handler: API Gateway event → checked request → work → answer; the only catch of the request path. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type * as z from 'zod';
import type { Arm, Capability } from '../domain/arm';
import { DomainError, type ErrorCode } from '../domain/errors';
import { operationResponseSchema } from '../domain/operation';
import { fieldErrors } from '../domain/validation';
import type { AnswerStore, Clock, IdempotencyStore, StoredReply, Telemetry } from '../ports';
import { Accepted, type Binding, WithStatus } from './binding';
import { cachingWishes } from './cache-control';
import { ownerOf } from './caller';
import type { Crowd } from './crowd';
import { budgetMs, withDeadline } from './deadline';
import { findBinding, methodsOf } from './find-route';
import { idempotencyKeyOf, once } from './idempotency';
import { keepAnswer } from './keep-answer';
import { measureAnswer } from './measure-answer';
import { measureArm } from './measure-arm';
import { acceptedHeaders } from './operation-reply';
import { prefersAsync } from './prefer';
import { problemReply } from './problem-reply';
import { countRequest, isCounted, policyHeader, type Quota } from './quota';
import { bodyBytes } from './read-body';
import { headerOf, readBody, readParameters } from './read-request';
import { allowedOrigin, jsonReply, proxyResult } from './reply';
import type { Route } from './route';
import { type Assign, assigneeOf, sideOf } from './side';

/** What every door needs; made by the container on the first request. */
export interface Edge {
  clock: Clock;
  telemetry: Telemetry;
  idempotency: () => Promise<IdempotencyStore>;
  /** Shared by all handlers of the process. */
  crowd: Crowd;
  /** Of each caller; without one a caller may make any number of requests. */
  quota?: Quota;
  /** Which side of the migration serves a request that may ask a model. */
  assign?: Assign;
  /** Where it is noted how an answer came about, so that it can be rated; without it none can. */
  answers?: () => Promise<Pick<AnswerStore, 'keep'>>;
  /** What a request may take, whatever is left to the Lambda. */
  requestTimeoutMs: number;
  /** Answers are checked against their schema: on in development and tests, off where customers wait. */
  checkResponses: boolean;
  /** Origins whose pages may call, such as `https://app.example.com`; `:*` at the end stands for any port. */
  corsOrigins: readonly string[];
}

/** Of a request, as far as it is known. */
interface Asked {
  requestId: string;
  operation: string;
  path: string;
  allow: string[];
  side?: { capability: Capability; arm: Arm };
  /** A tester chose the side. */
  isTest?: boolean;
  /** Of the problem that is answered. */
  code?: ErrorCode;
  /** Of the answer. */
  meta?: ReturnType<typeof measureAnswer>;
  /** That it is being noted for a rating. */
  noting?: Promise<void>;
}

export type Handler = (event: APIGatewayProxyEvent, lambda: Context) => Promise<APIGatewayProxyResult>;

/** A Lambda handler for API Gateway REST proxy events that serves `bindings`, the routes of one slug. */
export function endpoint(edge: () => Edge, ...bindings: Binding[]): Handler {
  return async (event, lambda) => {
    const { clock, telemetry, corsOrigins, ...ports } = edge();
    const started = clock.now();
    const { requestId } = event.requestContext;
    const leave = ports.crowd.enter();
    const asked: Asked = { requestId, operation: 'none', path: event.path, allow: methodsOf(event.resource) };
    /** Beside the answer and not of it: what is kept under an idempotency key must not repeat an old count. */
    const quotaHeaders: Record<string, string> = {};
    const safely = async (work: () => Promise<StoredReply>): Promise<StoredReply> => {
      try {
        return await work();
      } catch (error) {
        if (error instanceof DomainError) asked.code = error.code;
        return problemReply(error, asked, telemetry);
      }
    };

    const reply = await safely(async () => {
      if (leave === null) throw overloaded();
      const { route, work } = findBinding(bindings, event);
      asked.operation = route.operationId;
      const quota = isCounted(route) ? ports.quota : undefined;
      if (quota !== undefined) Object.assign(quotaHeaders, policyHeader(quota));
      const owner = ownerOf(event, route);
      const idempotencyKey = route.idempotent ? idempotencyKeyOf(headerOf(event, 'idempotency-key')) : undefined;
      const bytes = bodyBytes(event);
      const parameters = readParameters(route, event);
      const body = readBody(route, event, bytes, parameters.query);
      const { capability } = route;
      const assignee = capability && ports.assign && assigneeOf(event, owner, bytes);
      asked.isTest = assignee?.override !== undefined;
      const isAsked = route.async === 'asked' && prefersAsync(headerOf(event, 'prefer'));

      const attempt = () =>
        safely(() =>
          withDeadline(clock, budgetMs(lambda.getRemainingTimeInMillis(), ports.requestTimeoutMs), async (call) => {
            if (quota !== undefined) {
              const { headers, refusal } = await countRequest(quota, { owner, body }, { clock, telemetry });
              Object.assign(quotaHeaders, headers);
              if (refusal !== undefined) throw refusal;
            }
            const key = idempotencyKey === undefined ? {} : { idempotencyKey };
            const wishes = route.cached ? cachingWishes(headerOf(event, 'cache-control')) : {};
            const side = assignee && ports.assign ? await sideOf(ports.assign, { ...assignee, capability }) : {};
            if (capability && side.arm) asked.side = { capability, arm: side.arm };
            const of = { requestId, owner, operation: route.operationId, ...(assignee && { assignee }) };
            const context = { ...call, ...key, ...wishes, ...side, ...of };
            const request = { ...parameters, body, context, prefersAsync: isAsked };
            // Made beside the work: in a new container that takes longer than the note itself may.
            const answers = route.rated ? ports.answers?.() : undefined;
            answers?.catch(() => undefined);
            const answer = await work(request as Parameters<typeof work>[0]);
            if (answer instanceof Accepted) return acceptedReply(event, answer, isAsked, ports.checkResponses);
            // What is only read again was measured when it was made, and a comparison is no answer of one model.
            if (capability !== null) asked.meta = measureAnswer(telemetry, route.operationId, answer);
            const answered = successReply(route, answer, ports.checkResponses);
            if (answers !== undefined) {
              const { operation, side, isTest, meta } = asked;
              const arm = isTest ? null : (side?.arm ?? null);
              const noted = { requestId, owner, operation, capability, arm, meta };
              asked.noting = keepAnswer(answers, noted, { clock, telemetry });
            }
            return answered;
          }),
        );
      if (idempotencyKey === undefined) return attempt();
      const sameness = { owner, operationId: route.operationId, target: targetOf(event), body: bytes };
      return once({ store: await ports.idempotency(), clock }, idempotencyKey, sameness, attempt, () => {
        telemetry.event('warn', 'idempotency record not written', { requestId, operation: route.operationId });
      });
    }).finally(() => leave?.());
    await asked.noting;

    const { operation, side, isTest, code, meta } = asked;
    const { status } = reply;
    const durationMs = clock.now() - started;
    // What testers try says nothing of how users fare.
    if (side !== undefined && !isTest) measureArm(telemetry, side, { requestId, status, durationMs, code, meta });
    telemetry.measure(
      {
        RequestDuration: durationMs,
        ClientErrors: Number(status >= 400 && status < 500),
        ServerErrors: Number(status >= 500),
        ...(reply.headers['idempotent-replayed'] === 'true' && { IdempotentReplays: 1 }),
        ...(leave === null && { RequestsShed: 1 }),
      },
      { operation },
      { requestId, status, ...(side && { arm: side.arm }) },
    );
    const told = { ...reply, headers: { ...reply.headers, ...quotaHeaders } };
    return proxyResult(told, requestId, allowedOrigin(headerOf(event, 'origin'), corsOrigins));
  };
}

/** A second is long for a process that is busy, and short for a caller. */
function overloaded(): DomainError {
  return new DomainError('OVERLOADED', 'As many requests are at work as this process can serve.', {
    retryAfterSeconds: 1,
  });
}

function successReply(route: Route, answer: unknown, check: boolean): StoredReply {
  const usual = Number(Object.keys(route.statuses)[0]);
  const { status, body, headers } = answer instanceof WithStatus ? answer : new WithStatus(usual, answer);
  if (check && route.response !== null) refuseMisfit(route.response, body, route.operationId);
  return jsonReply(status, route.response === null ? undefined : body, headers);
}

function acceptedReply(
  { resource, requestContext }: APIGatewayProxyEvent,
  { operation }: Accepted,
  isAsked: boolean,
  check: boolean,
): StoredReply {
  if (check) refuseMisfit(operationResponseSchema, { operation }, 'an accepted request');
  const headers = acceptedHeaders(operation.id, { resource, path: requestContext.path }, isAsked);
  return jsonReply(202, { operation }, headers);
}

function refuseMisfit(schema: z.ZodType, body: unknown, operation: string): void {
  const result = schema.safeParse(body);
  if (result.success) return;
  const faults = fieldErrors(result.error.issues).map((error) => `${error.pointer} ${error.code}`);
  throw new TypeError(`the answer of ${operation} does not fit its schema: ${faults.join(', ')}`);
}

function targetOf(event: APIGatewayProxyEvent): string {
  return JSON.stringify([event.path, event.multiValueQueryStringParameters ?? {}]);
}
