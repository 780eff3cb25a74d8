import { Match, type Template } from 'aws-cdk-lib/assertions';
import { flagsSchema } from '../../../lambdas/domain/flags';
import { readConfig } from '../../../lambdas/platform/config';
import { templatesOf } from '../../support/templates';

const prod = { stage: 'prod', region: 'eu-west-1', alarmEmail: 'oncall@example.com' };

let service: Template;
let other: Template;
beforeAll(() => {
  service = templatesOf(prod).of('service');
  other = templatesOf({ ...prod, stage: 'staging', openAi: 'create', migrationPercentage: 5 }).of('service');
}, 300_000);

describe('FlagStore', () => {
  it('has the outputs that switch-arm reads', () => {
    expect(Object.keys(service.toJSON().Outputs)).toEqual(
      expect.arrayContaining(['FlagsApplication', 'FlagsEnvironment', 'FlagsProfile', 'FlagsInstantStrategy']),
    );
  });

  it('deploys a first document that says nothing, and is the same whatever the configuration', () => {
    for (const template of [service, other]) {
      const [version] = Object.values(template.findResources('AWS::AppConfig::HostedConfigurationVersion'));
      expect(version).toMatchObject({ Properties: { Content: '{}' }, DeletionPolicy: 'RetainExceptOnCreate' });
      const [deployment] = Object.values(template.findResources('AWS::AppConfig::Deployment'));
      const [strategy] = Object.keys(
        template.findResources('AWS::AppConfig::DeploymentStrategy', {
          Properties: { DeploymentDurationInMinutes: 0 },
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

  it('takes a rollout of flags back on alarms of the API, which it names as the API is named', () => {
    const [environment] = Object.values(service.findResources('AWS::AppConfig::Environment'));
    expect(environment?.Properties.Monitors).toHaveLength(2);
    const [api] = Object.values(service.findResources('AWS::ApiGateway::RestApi'));
    for (const { AlarmArn } of environment?.Properties.Monitors ?? []) {
      const alarm = service.findResources('AWS::CloudWatch::Alarm')[AlarmArn['Fn::GetAtt'][0]];
      expect(alarm?.Properties.Dimensions).toEqual([{ Name: 'ApiName', Value: api?.Properties.Name }]);
    }
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
