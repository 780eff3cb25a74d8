import { on } from '../../../lambdas/http/binding';
import { cachingWishes } from '../../../lambdas/http/cache-control';
import { endpoint } from '../../../lambdas/http/endpoint';
import { apiDocument } from '../../../lambdas/http/openapi';
import { allRoutes, routes } from '../../../lambdas/http/routes';
import type { RequestContext } from '../../../lambdas/ports';
import { aContext, anEvent } from './event';
import { anEdge } from './fakes';

describe('cachingWishes', () => {
  it.each([
    [undefined, {}],
    ['', {}],
    ['max-age=0', {}],
    ['no-cache', { fresh: true }],
    ['No-Cache, max-age=0', { fresh: true }],
    ['max-age=0,no-store', { fresh: true, noStore: true }],
    ['x-no-cache, no-cache=field', {}],
  ])('reads %p', (header, wishes) => {
    expect(cachingWishes(header)).toEqual(wishes);
  });
});

describe('Cache-Control at the door', () => {
  /** The context that the work gets. */
  async function contextOf(headers: Record<string, string>): Promise<RequestContext> {
    const seen: RequestContext[] = [];
    const handler = endpoint(
      anEdge().edge,
      on(routes.embed, async ({ context }) => {
        seen.push(context);
        throw new Error('seen');
      }),
    );
    await handler(anEvent({ body: JSON.stringify({ input: 'nurse' }), headers }), aContext());
    const [context] = seen;
    if (context === undefined) throw new Error('the work was not asked');
    return context;
  }

  it('reaches the work', async () => {
    expect(await contextOf({ 'Cache-Control': 'no-cache' })).toMatchObject({ fresh: true });
    expect(await contextOf({ 'cache-control': 'no-store' })).toMatchObject({ fresh: true, noStore: true });
    expect(await contextOf({})).not.toHaveProperty('fresh');
  });

  it('is documented where answers may have been kept, and only there', () => {
    const { paths } = apiDocument() as unknown as {
      paths: Record<string, Record<string, { parameters: { $ref?: string }[] }>>;
    };
    const taking = allRoutes.filter(({ path, method }) =>
      paths[path]?.[method.toLowerCase()]?.parameters.some(
        ({ $ref }) => $ref === '#/components/parameters/CacheControl',
      ),
    );

    expect(taking.map(({ operationId }) => operationId)).toEqual([
      'parseResume',
      'parseResumesBatch',
      'embed',
      'matchJobs',
      'expandQuery',
      'explainMatch',
    ]);
  });
});
