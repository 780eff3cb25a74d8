import { prefersAsync } from '../../../lambdas/http/prefer';

describe('the header Prefer', () => {
  it.each(['respond-async', 'Respond-Async', 'wait=10, respond-async', 'respond-async; foo=1', 'respond-async=""'])(
    '%s asks for an operation',
    (header) => {
      expect(prefersAsync(header)).toBe(true);
    },
  );

  it.each([
    undefined,
    '',
    'wait=10',
    'return=minimal',
    'respond-asynchronously',
    'respond-async=no',
    'x-respond-async',
  ])('%s does not', (header) => {
    expect(prefersAsync(header)).toBe(false);
  });
});
