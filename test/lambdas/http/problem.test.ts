import { DomainError, errorCodes } from '../../../lambdas/domain/errors';
import { problemSchema } from '../../../lambdas/domain/requests';
import { problemBody, problemKinds, problemPart } from '../../../lambdas/http/problem';

const errors = [{ pointer: '/a', code: 'required', detail: 'a is required.' }];

describe('problem', () => {
  it.each(errorCodes)('says %s as an RFC 9457 body that fits its schema', (code) => {
    const body = problemBody(new DomainError(code, 'Send something else.', { errors }), 'trace-1', '/v1/matches');

    expect(problemSchema.parse(body)).toEqual(body);
    expect(body.status).toBe(problemKinds[code].status);
  });

  it.each(errorCodes)('tells the inside of %s only below 500', (code) => {
    const { status, detail, errors: told } = problemPart(new DomainError(code, 'inside', { errors }));

    expect({ detail: detail === 'inside', told: told.length }).toEqual(
      status < 500 ? { detail: true, told: 1 } : { detail: false, told: 0 },
    );
  });

  it('calls retryable what may pass by itself, and nothing that the caller must change', () => {
    const retryable = errorCodes.filter((code) => problemKinds[code].retryable);

    expect(retryable).toEqual([
      'OPERATION_NOT_FINISHED',
      'IDEMPOTENCY_IN_PROGRESS',
      'TOO_MANY_REQUESTS',
      'QUOTA_EXCEEDED',
      'OVERLOADED',
      'PROVIDER_UNAVAILABLE',
      'STORE_UNAVAILABLE',
      'DEADLINE_EXCEEDED',
      'INTERNAL',
    ]);
  });
});
