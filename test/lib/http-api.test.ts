import { Match, type Template } from 'aws-cdk-lib/assertions';
import { allRoutes } from '../../lambdas/http/routes';
import { type ApiMethod, aliasSlugs, apiMethods } from '../support/api-template';
import { templatesOf } from '../support/templates';

const prodContext = {
  stage: 'prod',
  account: '111111111111',
  region: 'eu-west-1',
  alarmEmail: 'oncall@example.com',
  corsOrigins: 'https://app.example.com,https://admin.example.com',
  machineApiKeys: 'true',
  domainName: 'api.example.com',
  certificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/00000000-0000-0000-0000-000000000000',
  hostedZoneId: 'Z0123456789',
  hostedZoneName: 'example.com',
};

let dev: Template;
let prod: Template;
let foreign: Template;
let methods: ApiMethod[];
beforeAll(() => {
  dev = templatesOf({}).of('service');
  prod = templatesOf(prodContext).of('service');
  foreign = templatesOf({
    userPoolArn: 'arn:aws:cognito-idp:us-east-1:111111111111:userpool/us-east-1_AbCdEf',
  }).of('service');
  methods = apiMethods(prod);
}, 300_000);

const only = (template: Template, type: string) => {
  const found = Object.values(template.findResources(type));
  expect(found).toHaveLength(1);
  return found[0] as { Properties: Record<string, never>; DependsOn?: string[] };
};

describe('the methods of HttpApi', () => {
  it.each(allRoutes.map((route) => [route.method, route.path, route] as const))(
    '%s %s goes to the alias of its slug, with its authorisation',
    (method, path, route) => {
      const [found, ...more] = methods.filter((each) => each.method === method && each.path === path);
      expect(more).toEqual([]);
      expect(found?.slug).toBe(route.slug);
      const { AuthorizationType, AuthorizationScopes, AuthorizerId, ApiKeyRequired, OperationName, Integration } =
        found?.properties ?? {};
      expect(OperationName).toBe(route.operationId);
      expect(Integration).toMatchObject({ Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', TimeoutInMillis: 29_000 });
      expect({
        AuthorizationType,
        AuthorizationScopes,
        ApiKeyRequired,
        hasAuthorizer: AuthorizerId !== undefined,
      }).toEqual(
        {
          public: { AuthorizationType: 'NONE', hasAuthorizer: false },
          user: {
            AuthorizationType: 'COGNITO_USER_POOLS',
            AuthorizationScopes: [`talent-match/${route.scope}`],
            hasAuthorizer: true,
          },
          machine: { AuthorizationType: 'AWS_IAM', ApiKeyRequired: true, hasAuthorizer: false },
        }[route.auth],
      );
    },
  );

  it('are those of the route table, a refusal of the rest for each path, and a preflight for each path', () => {
    const paths = new Set(methods.map(({ path }) => path));
    const names = methods.map(({ method, path }) => `${method} ${path}`).sort();
    const wanted = [
      ...allRoutes.map(({ method, path }) => `${method} ${path}`),
      ...[...paths].flatMap((path) => [`ANY ${path}`, `OPTIONS ${path}`]),
    ];
    expect(names).toEqual(wanted.sort());
    expect([...paths]).toEqual(expect.arrayContaining(['/', '/v1', '/v1/jobs', '/v1/resumes', '/{proxy+}']));
  });

  it('refuse what is no route in the words of the handlers, whoever asks', () => {
    const rest = methods.filter(({ method }) => method === 'ANY');
    expect(new Set(rest.map(({ slug }) => slug))).toEqual(new Set(['meta']));
    expect(new Set(rest.map(({ properties }) => properties.AuthorizationType))).toEqual(new Set(['NONE']));
  });

  it('answer preflights only where pages may call', () => {
    expect(apiMethods(dev).filter(({ method }) => method === 'OPTIONS')).toEqual([]);
  });

  it('ask for no scopes of tokens from a pool that exists, as its identity tokens carry none', () => {
    const users = apiMethods(foreign).filter(({ properties }) => properties.AuthorizationType === 'COGNITO_USER_POOLS');
    expect(users).toHaveLength(allRoutes.filter(({ auth }) => auth === 'user').length);
    for (const { properties } of users) expect(properties.AuthorizationScopes).toBeUndefined();
    foreign.hasResourceProperties('AWS::ApiGateway::Authorizer', {
      Type: 'COGNITO_USER_POOLS',
      ProviderARNs: ['arn:aws:cognito-idp:us-east-1:111111111111:userpool/us-east-1_AbCdEf'],
    });
  });

  it('have their required parameters checked, and no bodies', () => {
    prod.hasResourceProperties('AWS::ApiGateway::RequestValidator', {
      ValidateRequestParameters: true,
      ValidateRequestBody: false,
    });
    for (const { path, method, properties } of methods) {
      if (!allRoutes.some((route) => route.path === path && route.method === method)) continue;
      expect(properties.RequestValidatorId).toBeDefined();
      expect(properties.RequestParameters ?? {}).toEqual(
        Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [`method.request.path.${name}`, true])),
      );
    }
  });

  it('call without API keys until machine callers have them', () => {
    for (const { properties } of apiMethods(dev)) expect(properties.ApiKeyRequired ?? false).toBe(false);
  });
});

describe('the permissions to call the functions', () => {
  const permissions = () => {
    const slugs = aliasSlugs(prod);
    return Object.values(prod.findResources('AWS::Lambda::Permission'))
      .map(({ Properties }) => Properties)
      .filter(({ Principal }) => Principal === 'apigateway.amazonaws.com')
      .map(({ FunctionName, SourceArn, ...rest }) => ({
        slug: slugs.get(FunctionName.Ref),
        source: SourceArn['Fn::Join'][1].map((part: unknown) => (typeof part === 'string' ? part : '*')).join(''),
        bytes: JSON.stringify({ FunctionName, SourceArn, ...rest }).length,
      }));
  };

  it('are for the aliases, by method and path, and for the whole API only for what refuses the rest', () => {
    const granted = permissions().map(({ slug, source }) => `${slug} ${source.split(':').at(-1)}`);
    const wanted = allRoutes.map(
      ({ slug, method, path }) => `${slug} */*/${method}${path.replaceAll(/\{\w+\}/g, '*')}`,
    );
    expect(granted.sort()).toEqual([...wanted, 'meta */*/*/*'].sort());
  });

  it('of those who sign are told in one output', () => {
    const [output] = Object.values(prod.findOutputs('MachineRoutes'));
    const text = output?.Value['Fn::Join'][1].map((part: unknown) => (typeof part === 'string' ? part : '*')).join('');
    const named = text.split(' ').map((arn: string) => arn.split('/*/').at(-1));
    const machine = allRoutes.filter(({ auth }) => auth === 'machine');
    expect(named.sort()).toEqual(machine.map(({ method, path }) => `${method}${path.replace('{id}', '*')}`).sort());
    // CloudFormation takes outputs of 1,024 bytes.
    expect(text.length + 6 * 40).toBeLessThan(1_024);
  });

  it('stay far below the 20 KB of a resource policy', () => {
    const bytes = new Map<string | undefined, number>();
    for (const each of permissions()) bytes.set(each.slug, (bytes.get(each.slug) ?? 0) + each.bytes);
    expect(Math.max(...bytes.values())).toBeLessThan(4_000);
  });
});

describe('the REST API', () => {
  it('is regional, named after the stage, and speaks TLS 1.2 and up', () => {
    prod.hasResourceProperties('AWS::ApiGateway::RestApi', {
      Name: 'talent-match-prod',
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'BASIC',
    });
  });

  it('hands documents on as they are, and JSON as text', () => {
    const { BinaryMediaTypes, MinimumCompressionSize } = only(prod, 'AWS::ApiGateway::RestApi').Properties;
    expect(BinaryMediaTypes).toEqual(
      expect.arrayContaining(['application/pdf', 'text/plain', 'application/octet-stream']),
    );
    expect(BinaryMediaTypes).not.toContain('application/json');
    expect(BinaryMediaTypes).not.toContain('*/*');
    expect(MinimumCompressionSize).toBeUndefined();
  });

  it('answers under its own host name alone where it has one', () => {
    prod.hasResourceProperties('AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: true });
    prod.hasResourceProperties('AWS::ApiGateway::DomainName', {
      DomainName: 'api.example.com',
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointConfiguration: { Types: ['REGIONAL'] },
      RegionalCertificateArn: prodContext.certificateArn,
    });
    prod.hasResourceProperties('AWS::ApiGateway::BasePathMapping', {
      BasePath: Match.absent(),
      Stage: Match.anyValue(),
    });
    prod.hasResourceProperties('AWS::Route53::RecordSet', { Name: 'api.example.com.', Type: 'A' });
    prod.hasOutput('ApiUrl', { Value: 'https://api.example.com/' });
    dev.hasResourceProperties('AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: false });
    dev.resourceCountIs('AWS::ApiGateway::DomainName', 0);
  });

  it('tells the functions which pages may call', () => {
    const slugs = new Set(allRoutes.map(({ slug }) => slug));
    const variables = (template: Template) =>
      Object.values(template.findResources('AWS::Lambda::Function'))
        .filter(({ Properties }) => slugs.has(String(Properties.Description).split(': ').at(-1) ?? ''))
        .map(({ Properties }) => Properties.Environment.Variables.CORS_ORIGINS);
    expect(new Set(variables(prod))).toEqual(new Set([prodContext.corsOrigins]));
    expect(new Set(variables(dev))).toEqual(new Set([undefined]));
  });
});
