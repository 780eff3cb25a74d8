import * as z from 'zod';
import { routes } from '../../../lambdas/http/routes';
import { requiredParameters } from '../../../lib/constructs/required-parameters';

describe('requiredParameters', () => {
  it('are those of the path, and those of the query that may not be absent', () => {
    const queryParameters = z.strictObject({
      market: z.string(),
      since: z.string().optional(),
      format: z.enum(['native', 'jsonresume']).default('native'),
    });
    expect(requiredParameters({ ...routes.getResume, queryParameters })).toEqual({
      'method.request.path.id': true,
      'method.request.querystring.market': true,
    });
  });

  it('are none for a route that takes none', () => {
    expect(requiredParameters(routes.health)).toEqual({});
  });
});
