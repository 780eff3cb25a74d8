/** CORS preflights, answered by API Gateway alone, with the caller's origin when it is one of the allowed. */
import { AuthorizationType, type IResource, MockIntegration, PassthroughBehavior } from 'aws-cdk-lib/aws-apigateway';
import { preflightHeaders } from '../gateway-answers';

const ORIGIN = 'access-control-allow-origin';

/**
 * An integration response can name one origin only, and none when it is not allowed; so the headers are set by the
 * template, which looks the origin up. It is the rule of `allowedOrigin` in lambdas/http/reply.ts: listed as it is, or
 * under a pattern that ends in `:*`.
 */
export function addPreflight(resource: IResource, origins: readonly string[]): void {
  const names = [ORIGIN, ...Object.keys(preflightHeaders)];
  resource.addMethod(
    'OPTIONS',
    new MockIntegration({
      passthroughBehavior: PassthroughBehavior.WHEN_NO_TEMPLATES,
      requestTemplates: { 'application/json': '{"statusCode": 204}' },
      integrationResponses: [
        {
          statusCode: '204',
          responseParameters: { 'method.response.header.vary': "'origin'" },
          responseTemplates: { 'application/json': preflightTemplate(origins) },
        },
      ],
    }),
    {
      authorizationType: AuthorizationType.NONE,
      methodResponses: [
        {
          statusCode: '204',
          responseParameters: Object.fromEntries(
            ['vary', ...names].map((name) => [`method.response.header.${name}`, true]),
          ),
        },
      ],
    },
  );
}

/** Velocity. Header names are looked up as they were sent: HTTP/2 sends them in lower case. */
export function preflightTemplate(origins: readonly string[]): string {
  const headers = Object.entries(preflightHeaders);
  return [
    '#set($origin = $input.params().header.get("origin"))',
    '#if(!$origin || $origin == "")#set($origin = $input.params().header.get("Origin"))#end',
    `#if(${origins.map(test).join(' || ')})`,
    `#set($context.responseOverride.header.${ORIGIN} = $origin)`,
    ...headers.map(([name, value]) => `#set($context.responseOverride.header.${name} = "${value}")`),
    '#end',
  ].join('\n');
}

/** Origins are host names with a port (lib/stage-config.ts); nothing in them has a meaning to Velocity. */
function test(origin: string): string {
  if (!origin.endsWith(':*')) return `$origin == "${origin}"`;
  return `$origin.matches("${origin.slice(0, -1).replaceAll('.', '[.]')}[0-9]+")`;
}
