/** What a template says of its REST API: paths, methods, and where each goes. */
import type { Template } from 'aws-cdk-lib/assertions';

// biome-ignore lint/suspicious/noExplicitAny: templates are JSON of any shape
type Json = any;

export interface ApiMethod {
  path: string;
  method: string;
  /** Slug whose alias it calls; undefined for a mock. */
  slug: string | undefined;
  properties: Json;
}

/** Every method of the API, its path put together from the resources. */
export function apiMethods(template: Template): ApiMethod[] {
  const resources: Json = template.findResources('AWS::ApiGateway::Resource');
  const pathOf = (reference: Json): string => {
    const resource = resources[reference.Ref];
    if (resource === undefined) return '';
    return `${pathOf(resource.Properties.ParentId)}/${resource.Properties.PathPart}`;
  };
  return Object.values<Json>(template.findResources('AWS::ApiGateway::Method')).map(({ Properties: properties }) => ({
    path: pathOf(properties.ResourceId) || '/',
    method: properties.HttpMethod,
    slug: slugOf(template, properties.Integration.Uri),
    properties,
  }));
}

/** The functions' aliases, by logical id, with the slugs that the functions' descriptions end with. */
export function aliasSlugs(template: Template): ReadonlyMap<string, string> {
  const functions: Json = template.findResources('AWS::Lambda::Function');
  return new Map(
    Object.entries<Json>(template.findResources('AWS::Lambda::Alias')).map(([id, { Properties }]) => [
      id,
      String(functions[Properties.FunctionName.Ref].Properties.Description).split(': ').at(-1) ?? '',
    ]),
  );
}

function slugOf(template: Template, uri: Json): string | undefined {
  const text = JSON.stringify(uri ?? null);
  return [...aliasSlugs(template)].find(([id]) => text.includes(`"${id}"`))?.[1];
}
