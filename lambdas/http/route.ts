/** The shape of one row of the route table. */
import type * as z from 'zod';
import type { Capability } from '../domain/arm';
import type { ErrorCode } from '../domain/errors';

/** `public`: anyone. `user`: a Cognito JWT. `machine`: a SigV4 signature. */
export type Auth = 'public' | 'user' | 'machine';
/** The throttling group a route counts against. */
export type Bucket = 'parse' | 'match' | 'embed' | 'write' | 'read' | 'open';

/** `Request` is the body's schema (null: no body), `Path` and `Query` those of the parameters, `Response` the answer's. */
export interface Route<
  Request extends z.ZodType | null = z.ZodType | null,
  Path extends z.ZodObject | null = z.ZodObject | null,
  Query extends z.ZodObject | null = z.ZodObject | null,
  Response extends z.ZodType | null = z.ZodType | null,
> {
  /** Names handler file, metric dimension, alarm and runbook heading. */
  slug: string;
  operationId: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** API Gateway resource, with parameters as `{id}`. */
  path: `/v1/${string}`;
  auth: Auth;
  /** Null for public routes. */
  scope: string | null;
  bucket: Bucket;
  summary: string;
  description: string;
  request: Request;
  pathParameters: Path;
  queryParameters: Query;
  /** Null: the answer has no body. */
  response: Response;
  /** Success status to what it means; the lowest is the usual one. */
  statuses: Record<number, string>;
  /** Refusals of this route's own work, beside those that every route can give. */
  problems: readonly ErrorCode[];
  /** A body that is not JSON is taken as the bytes of a document. */
  acceptsDocument: boolean;
  /** What the migration moves; null where no model is asked. Takes `X-AI-Arm` and `X-Session-Id`. */
  capability: Capability | null;
  /** Its answers can be rated by `POST /v1/feedback`. */
  rated: boolean;
  /** Takes an `Idempotency-Key`. */
  idempotent: boolean;
  /** May answer with what it answered before; takes `Cache-Control`. */
  cached: boolean;
  /** Answers 202 with an operation: `always`, or `asked` for with `Prefer: respond-async`. */
  async: 'never' | 'asked' | 'always';
}

type Defaulted =
  | 'request'
  | 'pathParameters'
  | 'queryParameters'
  | 'problems'
  | 'acceptsDocument'
  | 'capability'
  | 'rated'
  | 'idempotent'
  | 'cached'
  | 'async';

/** A row with the usual values filled in; POST routes take an idempotency key. */
export function route<
  Request extends z.ZodType | null = null,
  Path extends z.ZodObject | null = null,
  Query extends z.ZodObject | null = null,
  Response extends z.ZodType | null = null,
>(
  row: Omit<Route<Request, Path, Query, Response>, Defaulted> &
    Partial<Pick<Route<Request, Path, Query, Response>, Defaulted>>,
): Route<Request, Path, Query, Response> {
  const defaults = {
    request: null,
    pathParameters: null,
    queryParameters: null,
    problems: [],
    acceptsDocument: false,
    capability: null,
    // A vector is nothing that a user sees.
    rated: row.capability != null && row.capability !== 'embed',
    idempotent: row.method === 'POST',
    cached: false,
    async: 'never',
  };
  return { ...defaults, ...row } as Route<Request, Path, Query, Response>;
}
