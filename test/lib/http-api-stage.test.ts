import { Match, type Template } from 'aws-cdk-lib/assertions';
import { allRoutes } from '../../lambdas/http/routes';
import { ACCESS_LOG_FIELDS } from '../../lib/constructs/gateway-logs';
import { BUCKET_SHARES } from '../../lib/constructs/throttling';
import { templatesOf } from '../support/templates';

let dev: Template;
let prod: Template;
beforeAll(() => {
  dev = templatesOf({ tracing: 'false' }).of('service');
  prod = templatesOf({
    stage: 'prod',
    account: '111111111111',
    region: 'eu-west-1',
    alarmEmail: 'oncall@example.com',
  }).of('service');
}, 300_000);

const stageOf = (template: Template) => Object.values(template.findResources('AWS::ApiGateway::Stage'))[0];
const settingsOf = (template: Template) => stageOf(template)?.Properties.MethodSettings as Record<string, unknown>[];

describe('throttling', () => {
  it('gives each route the share of its bucket, and the stage the whole', () => {
    const settings = settingsOf(prod);
    expect(settings).toHaveLength(allRoutes.length + 1);
    expect(settings[0]).toMatchObject({
      ResourcePath: '/*',
      HttpMethod: '*',
      ThrottlingRateLimit: 200,
      ThrottlingBurstLimit: 400,
    });
    for (const { method, path, bucket } of allRoutes) {
      expect(settings).toContainEqual(
        expect.objectContaining({
          ResourcePath: `/${path.replaceAll('/', '~1')}`,
          HttpMethod: method,
          ThrottlingRateLimit: 200 * BUCKET_SHARES[bucket],
          ThrottlingBurstLimit: 400 * BUCKET_SHARES[bucket],
        }),
      );
    }
  });

  it('gives an API key a plan of the stage with a daily quota', () => {
    prod.hasResourceProperties('AWS::ApiGateway::UsagePlan', {
      Quota: { Limit: 1_000_000, Period: 'DAY' },
      Throttle: { RateLimit: 200, BurstLimit: 400 },
      ApiStages: [{ ApiId: Match.anyValue(), Stage: Match.anyValue() }],
    });
    prod.resourceCountIs('AWS::ApiGateway::UsagePlanKey', 1);
  });
});

describe('the logs of API Gateway', () => {
  it('hold errors only, never a body, for every route as for the stage', () => {
    for (const setting of [...settingsOf(prod), ...settingsOf(dev)]) {
      expect(setting).toMatchObject({ LoggingLevel: 'ERROR', DataTraceEnabled: false });
    }
  });

  it('have no billed metrics of each method, and traces where the stage is traced', () => {
    for (const setting of [...settingsOf(prod), ...settingsOf(dev)]) expect(setting.MetricsEnabled).toBe(false);
    expect([stageOf(prod)?.Properties.TracingEnabled, stageOf(dev)?.Properties.TracingEnabled]).toEqual([true, false]);
  });

  it('have one line of JSON a request', () => {
    const format = JSON.parse(stageOf(prod)?.Properties.AccessLogSetting.Format) as Record<string, string>;
    expect(format).toEqual(ACCESS_LOG_FIELDS);
    expect(Object.values(format).every((value) => /^\$context\.[\w.]+$/.test(value))).toBe(true);
  });

  it.each([
    'querystring',
    'claims',
    'path',
    'authorizer.principalId',
    'error.message',
    'userArn',
    'validationErrorString',
  ])('have nothing of %s', (part) => {
    const written = Object.values(ACCESS_LOG_FIELDS).map((value) => value.slice('$context.'.length));
    expect(written.filter((name) => name === part || name.endsWith(`.${part}`) || name.includes(`${part}.`))).toEqual(
      [],
    );
  });

  it('are kept as long as those of the functions, under the key of the data', () => {
    for (const id of ['HttpApiAccessLog', 'HttpApiExecutionLog']) {
      const groups = Object.entries(prod.findResources('AWS::Logs::LogGroup')).filter(([name]) => name.startsWith(id));
      expect(groups).toHaveLength(1);
      expect(groups[0]?.[1].Properties).toMatchObject({ RetentionInDays: 365, KmsKeyId: expect.anything() });
    }
  });

  it('are there before API Gateway makes one that is kept for ever', () => {
    const [id, group] = Object.entries(prod.findResources('AWS::Logs::LogGroup')).find(([name]) =>
      name.startsWith('HttpApiExecutionLog'),
    ) ?? ['', { Properties: {} }];
    expect(JSON.stringify(group.Properties.LogGroupName)).toMatch(
      /^\{"Fn::Join":\["",\["API-Gateway-Execution-Logs_",\{"Ref":"HttpApi\w+"\},"\/prod"\]\]\}$/,
    );
    expect(stageOf(prod)?.DependsOn).toContain(id);
  });
});
