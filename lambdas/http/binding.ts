/** Ties a route to the work behind it, so that body, parameters and answer have the types of the route's schemas. */
import type * as z from 'zod';
import type { Operation } from '../domain/operation';
import type { RequestContext } from '../ports';
import type { Route } from './route';

type Read<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
// biome-ignore lint/suspicious/noConfusingVoidType: the work of a route without an answer returns nothing
type Answered<Schema> = Schema extends z.ZodType ? z.output<Schema> : void;

/** A request whose parts have been checked against the route's schemas. */
export interface Checked<R extends Route> {
  body: Read<R['request']>;
  path: Read<R['pathParameters']>;
  query: Read<R['queryParameters']>;
  /** The caller would rather have an operation than wait: `Prefer: respond-async` (RFC 7240). */
  prefersAsync: boolean;
  context: RequestContext;
}

/** The answer's body with a status that is not the route's usual one, or with headers. */
export class WithStatus<T> {
  constructor(
    readonly status: number,
    readonly body: T,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

/** 202: the work goes on after the answer, in this operation. */
export class Accepted {
  constructor(readonly operation: Operation) {}
}

export interface Binding {
  route: Route;
  work(request: Checked<Route>): Promise<unknown>;
}

/** The work of one route. It returns the answer's body, that body `WithStatus`, or what it has `Accepted`. */
export function on<R extends Route>(
  route: R,
  work: (request: Checked<R>) => Promise<Answered<R['response']> | WithStatus<Answered<R['response']>> | Accepted>,
): Binding {
  return { route, work: work as Binding['work'] };
}
