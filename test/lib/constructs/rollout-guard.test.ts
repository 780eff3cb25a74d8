import { Match, type Template } from 'aws-cdk-lib/assertions';
import { templatesOf } from '../../support/templates';

const where = { account: '111111111111', region: 'eu-west-1' };
const guard = { Description: Match.stringLikeRegexp('guard-rollout$') };

describe('RolloutGuard', () => {
  jest.setTimeout(120_000);
  let service: Template;
  beforeAll(() => {
    service = templatesOf({ ...where, stage: 'dev', guardedRollout: 'true', migrationPercentage: '25' }).of('service');
  });

  it('is in stages that move users by a plan only, as it looks all the time', () => {
    service.hasResourceProperties('AWS::Lambda::Function', guard);
    const dev = templatesOf({ ...where, stage: 'dev' }).of('service');
    expect(dev.findResources('AWS::Lambda::Function', { Properties: guard })).toEqual({});
    expect(dev.findResources('AWS::Scheduler::Schedule')).toEqual({});
  });

  it('looks every five minutes, and does not make up for looks that were missed', () => {
    service.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(5 minutes)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { RetryPolicy: { MaximumRetryAttempts: 0 } },
    });
  });

  it('knows what holds where the flags are silent', () => {
    service.hasResourceProperties('AWS::Lambda::Function', {
      ...guard,
      Environment: { Variables: Match.objectLike({ MIGRATION_PERCENTAGE: '25', STAGE: 'dev' }) },
    });
  });

  it('may silence the alarms of the flags alone, and where there are none it may silence none', () => {
    const actions = (template: Template) =>
      Object.values(template.findResources('AWS::IAM::Role'))
        .filter(({ Properties }) => /what guard-rollout may do/.test(Properties.Description ?? ''))
        .flatMap(({ Properties }) => Properties.Policies[0].PolicyDocument.Statement)
        .filter(({ Action }) => [Action].flat().includes('cloudwatch:DisableAlarmActions'));

    expect(actions(service)).toEqual([]);
    const prod = templatesOf({ ...where, stage: 'prod', alarmEmail: 'oncall@example.com' }).of('service');
    const names = actions(prod).flatMap(({ Resource }) =>
      Resource.map((one: { 'Fn::GetAtt': string[] }) => one['Fn::GetAtt'][0]),
    );
    expect(names.map((name: string) => name.replace(/[0-9A-F]{8}$/, ''))).toEqual([
      'FlagErrors',
      'FlagLatency',
      'FlagTextArm',
      'FlagVectorArm',
    ]);
  });
});
