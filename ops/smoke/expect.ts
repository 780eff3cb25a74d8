/** What is demanded of an answer; the sentence of a breach says what came instead, and never shows a body. */
import type * as z from 'zod';
import { problemSchema } from '../../lambdas/domain/requests';
import { PROBLEM_MEDIA_TYPE } from '../../lambdas/http/problem';
import { securityHeaders } from '../../lambdas/http/reply';
import type { ApiAnswer } from './caller';

/** The deployment does not do what it should. */
export class Wrong extends Error {
  constructor(
    message: string,
    readonly answer?: ApiAnswer,
  ) {
    super(message);
  }
}

/** A success of this status and shape, with the headers that every answer has. */
export function expectAnswer<S extends z.ZodType>(answer: ApiAnswer, status: number, schema: S): z.output<S> {
  expectStatus(answer, status);
  const body = schema.safeParse(answer.json);
  if (!body.success) {
    const [issue] = body.error.issues;
    throw new Wrong(
      `The answer does not have its shape: ${issue?.path.join('.') || 'body'}: ${issue?.message}`,
      answer,
    );
  }
  return body.data;
}

export function expectStatus(answer: ApiAnswer, ...statuses: readonly number[]): void {
  if (!statuses.includes(answer.status)) {
    throw new Wrong(`${answer.status} instead of ${statuses.join(' or ')}${problemOf(answer)}.`, answer);
  }
  expectHeaders(answer);
}

/** A refusal in our own words, from the handlers or from the gateway. */
export function expectProblem(answer: ApiAnswer, status: number, code: string): void {
  if (answer.status !== status) {
    throw new Wrong(`${answer.status} instead of ${status}${problemOf(answer)}.`, answer);
  }
  const type = answer.headers.get('content-type') ?? 'none';
  const problem = problemSchema.safeParse(answer.json);
  if (!problem.success || !type.startsWith(PROBLEM_MEDIA_TYPE)) {
    throw new Wrong(
      `The refusal is not a problem of ours (content type ${type}): its gateway response is not set.`,
      answer,
    );
  }
  if (problem.data.code !== code) throw new Wrong(`The problem is ${problem.data.code} instead of ${code}.`, answer);
  expectHeaders(answer);
}

function expectHeaders({ headers, ...answer }: ApiAnswer): void {
  const missing = Object.entries(securityHeaders).filter(([name, value]) => headers.get(name) !== value);
  if (!headers.get('x-request-id')) missing.push(['x-request-id', '']);
  if (missing.length > 0) {
    throw new Wrong(`Headers are missing or wrong: ${missing.map(([name]) => name).join(', ')}.`, {
      headers,
      ...answer,
    });
  }
}

function problemOf({ json }: ApiAnswer): string {
  const problem = problemSchema.safeParse(json);
  if (problem.success) return `, ${problem.data.code}: ${problem.data.detail.replace(/\.$/, '')}`;
  const { message } = (json ?? {}) as { message?: unknown };
  return typeof message === 'string' ? `, ${message}` : '';
}
