import { Match, type Template } from 'aws-cdk-lib/assertions';
import { flagsSchema } from '../../../lambdas/domain/flags';
import { readConfig } from '../../../lambdas/platform/config';
import { templatesOf } from '../../support/templates';

interface Metric {
  MetricName: string;
  Dimensions: { Name: string; Value: string }[];
}

const prod = { stage: 'prod', region: 'eu-west-1', alarmEmail: 'oncall@example.com' };

let service: Template;
let other: Template;
let dev: Template;
let alone: Template;
beforeAll(() => {
  dev = templatesOf({}).of('service');
  alone = templatesOf({ ...prod, openAi: 'none', huggingFace: 'none' }).of('service');
  service = templatesOf(prod).of('service');
  other = templatesOf({ ...prod, stage: 'staging', openAi: 'create', migrationPercentage: 5 }).of('service');
}, 300_000);

describe('FlagStore', () => {
  it('has the outputs that npm run flags reads', () => {
    expect(Object.keys(service.toJSON().Outputs)).toEqual(
      expect.arrayContaining([
        'FlagsApplication',
        'FlagsEnvironment',
        'FlagsProfile',
        'FlagsInstantStrategy',
        'FlagsRolloutStrategy',
      ]),
    );
  });

  it('deploys a first document that says nothing, and is the same whatever the configuration', () => {
    for (const template of [service, other]) {
      const [version] = Object.values(template.findResources('AWS::AppConfig::HostedConfigurationVersion'));
      expect(version).toMatchObject({ Properties: { Content: '{}' }, DeletionPolicy: 'RetainExceptOnCreate' });
      const [deployment] = Object.values(template.findResources('AWS::AppConfig::Deployment'));
      const [strategy] = Object.keys(
        template.findResources('AWS::AppConfig::DeploymentStrategy', {
          Properties: { FinalBakeTimeInMinutes: 0 },
        }),
      );
      expect(deployment?.Properties.DeploymentStrategyId).toEqual({ Ref: strategy });
    }
  });

  it('deploys it last, when the alarms that could take it back have a state', () => {
    const [deployment] = Object.values(service.findResources('AWS::AppConfig::Deployment'));
    const [stage] = Object.keys(service.findResources('AWS::ApiGateway::Stage'));
    expect(deployment?.DependsOn).toContain(stage);
  });

  it('checks documents with the schema that the functions read them by', () => {
    const [profile] = Object.values(service.findResources('AWS::AppConfig::ConfigurationProfile'));
    const [validator] = profile?.Properties.Validators ?? [];
    expect(validator.Type).toBe('JSON_SCHEMA');
    const schema = JSON.parse(validator.Content);
    expect(Object.keys(schema.properties)).toEqual(Object.keys(flagsSchema.shape));
    expect(schema.additionalProperties).toBe(false);
  });

  const monitors = (template: Template): { Properties: Record<string, unknown> }[] => {
    const [environment] = Object.values(template.findResources('AWS::AppConfig::Environment'));
    const alarms = template.findResources('AWS::CloudWatch::Alarm');
    return (environment?.Properties.Monitors ?? []).map(
      ({ AlarmArn }: { AlarmArn: { 'Fn::GetAtt': [string] } }) => alarms[AlarmArn['Fn::GetAtt'][0]],
    );
  };

  it('takes a change of flags back on alarms of the API, which it names as the API is named', () => {
    const [api] = Object.values(service.findResources('AWS::ApiGateway::RestApi'));
    const ofTheApi = monitors(service).filter(({ Properties }) => Properties.Namespace === 'AWS/ApiGateway');
    expect(ofTheApi.map(({ Properties }) => Properties.Dimensions)).toEqual(
      ['5XXError', 'Latency'].map(() => [{ Name: 'ApiName', Value: api?.Properties.Name }]),
    );
  });

  it('takes it back when a quarter of the requests on the AWS arm needed somebody else, two minutes on end', () => {
    const ofTheArm = monitors(other).filter(({ Properties }) => Properties.Metrics !== undefined);
    const seen = ofTheArm.map(({ Properties }) => {
      const queries = Properties.Metrics as { Expression?: string; MetricStat?: { Metric: Metric; Period: number } }[];
      const stats = queries.flatMap(({ MetricStat }) => MetricStat ?? []);
      expect(stats.map(({ Metric, Period }) => [Metric.MetricName, Period])).toEqual(
        stats.map(() => ['ArmFailures', 60]),
      );
      const of = (name: string) =>
        new Set(stats.flatMap(({ Metric }) => Metric.Dimensions.find(({ Name }) => Name === name)?.Value));
      expect([...of('arm')]).toEqual(['aws']);
      expect(queries.map(({ Expression }) => Expression ?? '').join('')).toMatch(/^IF\(SUM\(.+\) >= 10, 100 \* SUM\(/);
      expect(Properties).toMatchObject({ Threshold: 25, EvaluationPeriods: 2, TreatMissingData: 'notBreaching' });
      return [...of('capability')].sort();
    });
    expect(seen).toEqual([
      ['expand', 'explain', 'parse'],
      ['embed', 'match'],
    ]);
  });

  it('watches no arm where users cannot be moved', () => {
    const own = monitors(alone).filter(({ Properties }) => Properties.Metrics !== undefined);
    expect(own).toEqual([]);
  });

  it('watches with no more alarms than AppConfig takes', () => {
    expect([monitors(alone).length, monitors(other).length]).toEqual([2, 4]);
    expect(monitors(other).length).toBeLessThanOrEqual(5);
  });

  it('changes the flags of all containers at once, as a user must not change arms between two of them', () => {
    const strategies = (template: Template) =>
      Object.values(template.findResources('AWS::AppConfig::DeploymentStrategy')).map(({ Properties }) => [
        Properties.Name,
        Properties.GrowthFactor,
        Properties.DeploymentDurationInMinutes,
        Properties.FinalBakeTimeInMinutes,
      ]);
    expect(strategies(service)).toEqual([
      ['talent-match-prod-rollout', 100, 0, 10],
      ['talent-match-prod-instant', 100, 0, 0],
    ]);
    // Without alarms there is nothing to wait for.
    expect(strategies(dev)).toEqual([
      ['talent-match-dev-rollout', 100, 0, 0],
      ['talent-match-dev-instant', 100, 0, 0],
    ]);
    expect(monitors(dev)).toEqual([]);
  });

  it('tells the functions where the flags are, and lets them read those only', () => {
    const [application] = Object.keys(service.findResources('AWS::AppConfig::Application'));
    const reading = Object.values(service.findResources('AWS::Lambda::Function')).filter(
      ({ Properties }) => Properties.Environment?.Variables?.APPCONFIG_APPLICATION !== undefined,
    );
    expect(reading.length).toBeGreaterThanOrEqual(3);
    for (const { Properties } of reading) {
      expect(Properties.Environment.Variables.APPCONFIG_APPLICATION).toEqual({ Ref: application });
    }
  });

  it('leaves the users on the arm that the configuration says, as long as the flags are silent', () => {
    const percentage = (template: Template) => {
      const [made] = Object.values(
        template.findResources('AWS::Lambda::Function', {
          Properties: { Description: Match.stringLikeRegexp(': parse-resume$') },
        }),
      );
      const variables = Object.entries<unknown>(made?.Properties.Environment.Variables ?? {});
      const text = variables.map(([name, value]) => [name, typeof value === 'string' ? value : 'https://a-reference']);
      return readConfig(Object.fromEntries(text)).flags.rollout.percentage;
    };
    expect(percentage(service)).toBe(100);
    expect(percentage(other)).toBe(5);
  });
});
