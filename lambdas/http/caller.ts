/** Who asks, as API Gateway's authorisers state it; a protected route without a caller is refused here a second time. */
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ARM_SCOPE, TESTERS } from '../domain/arm';
import { DomainError } from '../domain/errors';
import type { Route } from './route';

/** Tenant of callers whose token names none. */
const DEFAULT_TENANT = 'default';

/**
 * The owner of what the request stores: `tenant/subject` from a JWT, or the ARN of the user or role that signed the request.
 * @throws DomainError `UNAUTHENTICATED`, or `FORBIDDEN` when a token lacks the scope of the route
 */
export function ownerOf(event: APIGatewayProxyEvent, route: Route): string {
  if (route.auth === 'public') return 'anonymous';
  const { authorizer, identity } = event.requestContext;
  const claims: unknown = authorizer?.claims;
  if (isClaims(claims)) {
    const scopes = typeof claims.scope === 'string' ? claims.scope.split(' ') : undefined;
    if (!mayUse(route, scopes)) {
      throw new DomainError('FORBIDDEN', `The token lacks the scope ${route.scope}.`);
    }
    return `${claims['custom:tenant'] ?? DEFAULT_TENANT}/${claims.sub}`;
  }
  if (identity?.userArn) return signerOf(identity.userArn);
  throw new DomainError('UNAUTHENTICATED', 'Send a token of the user pool, or sign the request with SigV4.');
}

/**
 * The role, without the name of its session: each container of a caller has another one, and a retry must still be the
 * same caller's. People who come by single sign-on have their e-mail address there.
 */
function signerOf(userArn: string): string {
  return userArn.replace(/(:assumed-role\/[^/]+)\/.*$/, '$1');
}

/** Whether the owner of the request is no single person: a role, a program that signs in by itself, or nobody known. */
export function isManyPeople({ requestContext }: APIGatewayProxyEvent): boolean {
  const claims: unknown = requestContext.authorizer?.claims;
  return !isClaims(claims) || claims.sub === claims.client_id;
}

/**
 * Whether the caller may say which arm serves a request: a token with the scope, a person of the group, or a signer, who
 * is a user or role of the account.
 */
export function mayChooseArm({ requestContext }: APIGatewayProxyEvent): boolean {
  const claims: unknown = requestContext.authorizer?.claims;
  if (!isClaims(claims)) return requestContext.identity?.userArn != null;
  const { scope = '', 'cognito:groups': groups = '' } = claims;
  return scope.split(' ').map(nameOf).includes(ARM_SCOPE) || groups.split(',').includes(TESTERS);
}

function isClaims(claims: unknown): claims is Record<string, string> {
  return typeof claims === 'object' && claims !== null && typeof (claims as { sub?: unknown }).sub === 'string';
}

/** Identity tokens carry no scopes and open the routes for users; Cognito writes a scope as `resource-server/scope`. */
function mayUse(route: Route, scopes: readonly string[] | undefined): boolean {
  if (scopes === undefined) return route.auth === 'user';
  return scopes.some((scope) => nameOf(scope) === route.scope);
}

function nameOf(scope: string): string {
  return scope.slice(scope.lastIndexOf('/') + 1);
}
