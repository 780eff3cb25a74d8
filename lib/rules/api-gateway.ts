/** Methods, integrations and models that API Gateway refuses to make, or that answer 500 to their first caller. */
import type { Cloud } from './cloud';
import type { Place, Resource } from './place';
import { each, fault, type Rule } from './rule';
import { isLiteral } from './template';

const METHOD = 'AWS::ApiGateway::Method';
const QUOTAS = 'API Gateway developer guide, quotas for REST APIs';

/** Longest integration timeout without a raised quota. Source: the quotas page. */
const MOST_INTEGRATION_MS = 29_000;

/** The function, or the function behind the alias, that a method's integration calls. */
function target(method: Resource, cloud: Cloud): Resource | undefined {
  const uri = method.get('Integration.Uri').text;
  return cloud.find(uri, 'AWS::Lambda::Alias') ?? cloud.find(uri, 'AWS::Lambda::Function');
}

/** Two that have the same text, after the first. */
function* twins(places: readonly Place[], key: (place: Place) => string | undefined, said: (place: Place) => string) {
  const seen = new Set<string>();
  for (const place of places) {
    const text = key(place);
    if (text === undefined) continue;
    if (seen.has(text)) yield fault(place, said(place));
    seen.add(text);
  }
}

/** Keywords that draft 4 of JSON Schema has not, or has in another shape. */
const LATER_KEYWORDS = new Set([
  'const',
  '$defs',
  'prefixItems',
  'examples',
  'contains',
  'propertyNames',
  'if',
  'dependentRequired',
  'unevaluatedProperties',
  '$id',
  'contentEncoding',
  'discriminator',
  'nullable',
]);

function* laterKeywords(schema: Place): Iterable<Place> {
  for (const [key, place] of schema.fields) {
    if (LATER_KEYWORDS.has(key)) yield place;
    else if (/^exclusiveM(in|ax)imum$/.test(key) && typeof place.value === 'number') yield place;
    else if (key === '$schema' && !/draft-04/.test(place.text ?? '')) yield place;
    else if (key === 'properties' || key === 'definitions' || key === 'patternProperties') {
      for (const [, property] of place.fields) yield* laterKeywords(property);
    } else if (key !== 'enum' && key !== 'default') {
      for (const item of place.items) yield* laterKeywords(item);
    }
  }
}

export const apiGateway: readonly Rule[] = [
  {
    id: 'OPS-103',
    title: 'Integration timeout that needs a raised quota',
    why: 'API Gateway refuses it in an account as it comes: "Timeout should be between 50 ms and 29000 ms".',
    fix: 'stay at 29,000 ms or less; with the quota raised, acknowledge the rule and name the quota request.',
    source: QUOTAS,
    check: each(METHOD, function* (method) {
      const timeout = method.get('Integration.TimeoutInMillis');
      if (timeout.number !== undefined && (timeout.number > MOST_INTEGRATION_MS || timeout.number < 50)) {
        yield fault(timeout, `${timeout.number} ms`);
      }
    }),
  },
  {
    id: 'OPS-104',
    title: 'Function that may outlast the gateway',
    why: 'The gateway answers 504 while the function works on and is paid for; its answer is lost.',
    fix: 'let the function time out before the integration does (functionTimeoutSeconds below gatewayTimeoutMs).',
    source: QUOTAS,
    check: each(METHOD, function* (method, cloud) {
      const called = target(method, cloud);
      const handler =
        called?.type === 'AWS::Lambda::Alias'
          ? cloud.find(called.get('FunctionName').text, 'AWS::Lambda::Function')
          : called;
      const timeout = method.get('Integration.TimeoutInMillis');
      const seconds = handler?.get('Timeout').number ?? 3;
      if (handler !== undefined && seconds * 1_000 >= (timeout.number ?? MOST_INTEGRATION_MS)) {
        yield fault(timeout, `${timeout.number ?? MOST_INTEGRATION_MS} ms for ${handler.id}, which has ${seconds} s`);
      }
    }),
  },
  {
    id: 'OPS-108',
    title: 'Authorisation that names no authoriser, or an authoriser that knows no pool',
    why: 'API Gateway refuses it: "Invalid authorizer ID specified", or the authoriser: "Invalid Authorizer type".',
    fix: 'give the method AuthorizerId and the authoriser ProviderARNs (pools) or AuthorizerUri (function); scopes belong to COGNITO_USER_POOLS only.',
    source: 'API Gateway API reference, PutMethod, CreateAuthorizer',
    *check(cloud) {
      for (const method of cloud.all(METHOD)) {
        const kind = method.get('AuthorizationType').text ?? 'NONE';
        const id = method.get('AuthorizerId');
        if (['CUSTOM', 'COGNITO_USER_POOLS'].includes(kind) && !id.exists)
          yield fault(id, `${kind} without an authoriser`);
        const scopes = method.get('AuthorizationScopes');
        if (scopes.items.length > 0 && kind !== 'COGNITO_USER_POOLS') yield fault(scopes, `scopes with ${kind}`);
      }
      for (const authorizer of cloud.all('AWS::ApiGateway::Authorizer')) {
        const needs = authorizer.get('Type').text === 'COGNITO_USER_POOLS' ? 'ProviderARNs' : 'AuthorizerUri';
        if (authorizer.get(needs).items.length === 0) yield fault(authorizer.get(needs), `no ${needs}`);
      }
    },
  },
  {
    id: 'OPS-109',
    title: 'Method whose function does not let API Gateway in',
    why: 'Every call answers 500 "Invalid permissions on Lambda function"; no deployment fails.',
    fix: 'add an AWS::Lambda::Permission for apigateway.amazonaws.com on the very function or alias that the method calls.',
    source: 'API Gateway developer guide, Lambda proxy integrations: resource policies',
    check: each(METHOD, function* (method, cloud) {
      const called = target(method, cloud);
      if (called === undefined || method.get('Integration.Credentials').exists) return;
      const isIn = cloud.all('AWS::Lambda::Permission').some((permission) => {
        const name = permission.get('FunctionName').text;
        const to = cloud.find(name, 'AWS::Lambda::Alias') ?? cloud.find(name, 'AWS::Lambda::Function');
        return to === called && permission.get('Principal').text === 'apigateway.amazonaws.com';
      });
      if (!isIn) yield fault(method.get('Integration.Uri'), `apigateway.amazonaws.com may not invoke ${called.id}`);
    }),
  },
  {
    id: 'OPS-110',
    title: 'Lambda integration that is not called by POST',
    why: 'Every call answers 500: Lambda is invoked by POST whatever the method of the API.',
    fix: 'set Integration.IntegrationHttpMethod: POST.',
    source: 'API Gateway developer guide, Lambda proxy integrations',
    check: each(METHOD, function* (method) {
      const integration = method.get('Integration');
      const isLambda =
        /AWS(_PROXY)?$/.test(integration.get('Type').text ?? '') &&
        /:lambda:path\//.test(integration.get('Uri').text ?? '');
      const verb = integration.get('IntegrationHttpMethod');
      if (isLambda && verb.text !== 'POST') yield fault(verb, verb.text ?? 'no method');
    }),
  },
  {
    id: 'OPS-111',
    title: 'Two resources or methods at one path',
    why: 'API Gateway refuses it: "Another resource with the same parent already has this name", or "A sibling of this resource already has a variable path part".',
    fix: 'use one resource per path part, and one name for the variable at each place of the path.',
    source: 'API Gateway API reference, CreateResource, PutMethod',
    *check(cloud) {
      const parts = cloud.all('AWS::ApiGateway::Resource').map((resource) => resource.get('PathPart'));
      yield* twins(
        parts,
        ({ text = '', resource }) =>
          `${JSON.stringify(resource.get('ParentId').value)} ${/^\{[^+]+\}$/.test(text) ? '{}' : text}`,
        ({ text }) => `a second "${text}" at the same place`,
      );
      const verbs = cloud.all(METHOD).map((method) => method.get('HttpMethod'));
      yield* twins(
        verbs,
        ({ text, resource }) => `${JSON.stringify(resource.get('ResourceId').value)} ${text}`,
        ({ text }) => `a second ${text}`,
      );
    },
  },
  {
    id: 'OPS-112',
    title: 'Model that is not a schema of draft 4, or has a name with signs in it',
    why: 'API Gateway refuses it: "Invalid model specified: Validation Result: … Unsupported keyword(s)".',
    fix: 'write models in JSON Schema draft 4 (enum of one for const, exclusiveMinimum: true beside minimum); name them with letters and digits.',
    source: 'API Gateway developer guide, data models; important notes for REST APIs',
    check: each('AWS::ApiGateway::Model', function* (model) {
      const name = model.get('Name');
      if (name.text !== undefined && isLiteral(name.text) && !/^[A-Za-z0-9]+$/.test(name.text))
        yield fault(name, `"${name.text}"`);
      for (const place of laterKeywords(model.get('Schema'))) yield fault(place, 'not in draft 4');
    }),
  },
];
