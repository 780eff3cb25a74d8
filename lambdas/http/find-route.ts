/** Which of a handler's routes an event is for, and the refusal when it is for none. */
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { DomainError } from '../domain/errors';
import type { Binding } from './binding';
import { allRoutes } from './routes';

/** @throws DomainError `ROUTE_NOT_FOUND` or `METHOD_NOT_ALLOWED` */
export function findBinding(
  bindings: readonly Binding[],
  event: Pick<APIGatewayProxyEvent, 'httpMethod' | 'resource'>,
): Binding {
  const binding = bindings.find(({ route }) => route.path === event.resource && route.method === event.httpMethod);
  if (binding !== undefined) return binding;
  const methods = methodsOf(event.resource);
  if (methods.length === 0) {
    throw new DomainError('ROUTE_NOT_FOUND', 'There is no such route. GET /v1/openapi.json lists them all.');
  }
  throw new DomainError('METHOD_NOT_ALLOWED', `This route takes ${methods.join(', ')}.`);
}

/** The methods of a resource, for `Allow`; empty when there is no such resource. */
export function methodsOf(resource: string): string[] {
  return allRoutes.filter((route) => route.path === resource).map((route) => route.method);
}
