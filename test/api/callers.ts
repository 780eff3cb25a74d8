/** Requests of several callers to the laptop cloud of this process: the handlers behind API Gateway's event, with a caller of the test's choice. */
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { gatewayEvent } from '../../dev/gateway-event';
import { handlerOf } from '../../dev/handler-of';
import { allRoutes } from '../../lambdas/http/routes';

export interface CallerAnswer {
  status: number;
  headers: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every route
  body: any;
  text: string;
}
export type Caller = (
  method: string,
  target: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<CallerAnswer>;

const everyScope = [...new Set(allRoutes.flatMap(({ scope }) => scope ?? []))].join(' ');

/** A user of a tenant, by a token. */
export const user = (sub: string, tenant: string): Caller =>
  caller({ authorizer: { claims: { sub, 'custom:tenant': tenant, scope: everyScope } } });
/** A role, by a signature. */
export const role = (userArn: string): Caller => caller({ authorizer: null, identity: { userArn } });

function caller(identity: object): Caller {
  return async (method, target, body, more = {}) => {
    const headers = { ...(body !== undefined && { 'content-type': 'application/json' }), ...more };
    const request = {
      url: target,
      method,
      httpVersion: '1.1',
      headers,
      rawHeaders: Object.entries(headers).flat(),
      socket: {},
    } as unknown as IncomingMessage;
    const event = gatewayEvent(request, Buffer.from(body === undefined ? '' : JSON.stringify(body)));
    const known = { ...event.requestContext, ...identity } as APIGatewayProxyEvent['requestContext'];
    const route = allRoutes.find((row) => row.path === event.resource && row.method === method);
    const handler = await handlerOf(route?.slug ?? 'meta');
    const context = { awsRequestId: 'test', getRemainingTimeInMillis: () => 29_000 } as Context;
    const answer = await handler({ ...event, requestContext: known }, context);
    return {
      status: answer.statusCode,
      headers: answer.headers as Record<string, string>,
      text: answer.body,
      body: answer.body && JSON.parse(answer.body),
    };
  };
}
