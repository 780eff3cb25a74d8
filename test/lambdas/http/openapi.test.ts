import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { errorCodes } from '../../../lambdas/domain/errors';
import { requestExamples } from '../../../lambdas/http/examples';
import { openApiDocument, problemCodes } from '../../../lambdas/http/openapi';
import { allRoutes } from '../../../lambdas/http/routes';

const document = openApiDocument(allRoutes);
const json = JSON.stringify(document);

describe('openapi', () => {
  it('is what docs/openapi.json holds', () => {
    const written = readFileSync(path.join(__dirname, '../../../docs/openapi.json'), 'utf8');

    expect(JSON.parse(written)).toEqual(JSON.parse(json));
  });

  it('has every route of the table with an operation id of its own', () => {
    const operations = Object.values(document.paths as Record<string, Record<string, { operationId: string }>>).flatMap(
      (path) => Object.values(path).map((operation) => operation.operationId),
    );

    expect(operations.sort()).toEqual(allRoutes.map((route) => route.operationId).sort());
    expect(new Set(operations).size).toBe(allRoutes.length);
  });

  it('resolves each of its references', () => {
    const references = [...json.matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] ?? '');

    const missing = references.filter((reference) => resolve(document, reference) === undefined);

    expect(references.length).toBeGreaterThan(100);
    expect(missing).toEqual([]);
  });

  it('says how to ask for an operation, and where to look for it', () => {
    const { parseResume, parseResumesBatch, embed } = Object.fromEntries(
      Object.values(document.paths as Record<string, Record<string, { operationId: string }>>)
        .flatMap(Object.values)
        .map((operation) => [operation.operationId, operation]),
    );
    const prefer = { $ref: '#/components/parameters/Prefer' };
    const schema = { properties: { operation: { $ref: '#/components/schemas/Operation' } } };
    const accepted = { headers: { location: {}, 'retry-after': {} }, content: { 'application/json': { schema } } };

    expect(parseResume.parameters).toContainEqual(prefer);
    expect(parseResume.responses).toMatchObject({ 200: {}, 202: { headers: { 'preference-applied': {} } } });
    expect(parseResume.responses[202]).toMatchObject(accepted);
    expect(parseResumesBatch.parameters).not.toContainEqual(prefer);
    expect(parseResumesBatch.responses[202]).toMatchObject(accepted);
    expect(embed.responses).not.toHaveProperty('202');
  });

  it('says of every route that it may refuse when as many requests are at work as it can serve', () => {
    const refusals = allRoutes.map((route) => [route.operationId, problemCodes(route).includes('OVERLOADED')]);

    expect(refusals).toEqual(allRoutes.map((route) => [route.operationId, true]));
  });

  it('names each event that is sent, and asks for no credentials of ours with it', () => {
    const events = Object.values(document.webhooks as Record<string, { post: object }>).map(({ post }) => post);

    expect(events).toMatchObject([
      { operationId: 'onOperationFinished', security: [] },
      { operationId: 'onWebhookTest', security: [] },
    ]);
  });

  it('explains every problem code', () => {
    const { description } = document.info as { description: string };

    expect(errorCodes.filter((code) => !description.includes(`\`${code}\``))).toEqual([]);
  });

  it.each(allRoutes.filter((route) => route.request).map((route) => [route.operationId, route] as const))(
    'shows requests of %s that fit the schema it states and the schema the service checks',
    (operationId, route) => {
      const ajv = new Ajv2020({ strict: false });
      addFormats(ajv);
      ajv.addSchema(document, 'api');
      const pointer = `api#/paths/${route.path.replaceAll('/', '~1')}/${route.method.toLowerCase()}/requestBody/content/application~1json/schema`;
      const examples = Object.values(requestExamples[operationId] ?? {});

      expect(examples.length).toBeGreaterThan(0);
      for (const { value } of examples) {
        expect(ajv.validate({ $ref: encodeURI(pointer) }, value)).toBe(true);
        expect(route.request?.safeParse(value).success).toBe(true);
      }
    },
  );
});

function resolve(root: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[decode(key)], root);
}

function decode(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}
