/** The tables that turn what a vendor says into a kind of failure. */
import { awsFailure } from '../../../lambdas/providers/aws-failure';
import { kindOfStatus } from '../../../lambdas/providers/http-status';
import { interruption, timeUp } from '../../../lambdas/providers/interruption';
import { isProviderError, ProviderError } from '../../../lambdas/providers/provider-error';
import { retryAfterMs } from '../../../lambdas/providers/retry-after';

const model = { provider: 'bedrock', modelId: 'm' } as const;
const OPEN = new AbortController().signal;
const exception = (name: string, status: number, more: object = {}) =>
  Object.assign(new Error('Ada Example said something'), {
    name,
    $metadata: { httpStatusCode: status, requestId: 'r-1' },
    ...more,
  });

describe('awsFailure', () => {
  it.each([
    ['ThrottlingException', 429, 'throttled', true],
    ['ModelNotReadyException', 429, 'not-ready', false],
    ['ServiceUnavailableException', 503, 'unavailable', true],
    ['InternalServerException', 500, 'unavailable', true],
    ['ModelTimeoutException', 408, 'timeout', false],
    ['ServiceQuotaExceededException', 400, 'quota', false],
    ['AccessDeniedException', 403, 'refused', false],
    ['ResourceNotFoundException', 404, 'not-found', false],
    ['ValidationException', 400, 'invalid-request', false],
    ['ConflictException', 400, 'invalid-request', false],
    ['InternalDependencyException', 530, 'unavailable', true],
    ['SomethingNew', 502, 'unavailable', true],
    ['TimeoutError', 0, 'timeout', false],
  ])('reads %s (%d) as %s', (name, status, kind, retryable) => {
    expect(awsFailure(exception(name, status), model, OPEN)).toMatchObject({ kind, retryable });
  });

  it.each([
    [500, true],
    [400, false],
  ])('retries a model error by the status of the model itself: %d', (originalStatusCode, retryable) => {
    const error = exception('ModelErrorException', 424, { originalStatusCode });
    expect(awsFailure(error, model, OPEN)).toMatchObject({ kind: 'unavailable', retryable });
  });

  it('repeats no sentence of the vendor, which may quote the input', () => {
    const error = awsFailure(exception('ValidationException', 400), model, OPEN);
    expect(error.message).toBe('bedrock m: invalid-request (400 ValidationException r-1)');
    expect(JSON.stringify(error.cause)).not.toContain('Ada');
    expect(error.stack).not.toContain('Ada Example');
  });

  it('reads the wait out of the headers', () => {
    const error = exception('ThrottlingException', 429, { $response: { headers: { 'retry-after': '2' } } });
    expect(awsFailure(error, model, OPEN).retryAfterMs).toBe(2_000);
  });
});

describe('interruption', () => {
  const coded = (code: string) => Object.assign(new Error('x'), { code });
  it.each([
    'ENOTFOUND',
    'EAI_AGAIN',
    'ECONNRESET',
    'EPIPE',
    'UND_ERR_SOCKET',
    'CERT_HAS_EXPIRED',
    'ERR_SSL_WRONG_VERSION_NUMBER',
  ])('reads %s as network, however deep it lies', (code) => {
    expect(interruption(coded(code), OPEN)).toBe('network');
    expect(interruption(new TypeError('x', { cause: new Error('y', { cause: coded(code) }) }), OPEN)).toBe('network');
  });

  it.each(['ETIMEDOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT'])('reads %s as a timeout', (code) => {
    expect(interruption(coded(code), OPEN)).toBe('timeout');
  });

  it('believes a code before the name that the AWS SDK gives to connections that broke', () => {
    const named = (code: string) => Object.assign(coded(code), { name: 'TimeoutError' });
    expect(interruption(named('ECONNRESET'), OPEN)).toBe('network');
    expect(interruption(named('EPIPE'), OPEN)).toBe('network');
    expect(interruption(named('ETIMEDOUT'), OPEN)).toBe('timeout');
    expect(interruption(timeUp(), OPEN)).toBe('timeout');
  });

  it('believes the signal before the error', () => {
    expect(interruption(coded('ECONNRESET'), AbortSignal.abort())).toBe('aborted');
    expect(interruption(coded('ECONNRESET'), AbortSignal.abort(timeUp()))).toBe('timeout');
  });

  it('says nothing of other errors', () => {
    expect(interruption(new SyntaxError('x'), OPEN)).toBeNull();
    expect(interruption('text', OPEN)).toBeNull();
  });
});

describe('kindOfStatus', () => {
  it.each([
    [401, 'refused'],
    [402, 'quota'],
    [404, 'not-found'],
    [408, 'timeout'],
    [409, 'unavailable'],
    [413, 'unsupported'],
    [422, 'invalid-request'],
    [429, 'throttled'],
    [529, 'unavailable'],
    [undefined, 'network'],
  ] as const)('reads %s as %s', (status, kind) => {
    expect(kindOfStatus(status)).toBe(kind);
  });
});

describe('retryAfterMs', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  it.each([
    [{ 'retry-after': '1.5' }, 1_500],
    [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    [{ 'x-amz-retry-after': '700' }, 700],
    [{ 'retry-after': 'Sat, 21 Nov 2026 12:00:05 GMT' }, 5_000],
    [{ 'retry-after': 'Sat, 21 Nov 2026 11:00:00 GMT' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('reads %j as %s', (headers, milliseconds) => {
    expect(retryAfterMs(headers as Record<string, string>, now)).toBe(milliseconds);
    expect(retryAfterMs(new Headers(headers as Record<string, string>), now)).toBe(milliseconds);
  });
});

describe('ProviderError', () => {
  it('is known across copies of its module', () => {
    const copy = Object.assign(new Error('x'), { name: 'ProviderError', kind: 'quota', retryable: false });
    expect(isProviderError(copy)).toBe(true);
    expect(isProviderError(new Error('x'))).toBe(false);
  });

  it('lets no sentence in as a code', () => {
    const error = new ProviderError({ ...model, kind: 'quota', fault: { code: 'Ada Example, ada@example.com' } });
    expect(error.message).toBe('bedrock m: quota');
  });
});
