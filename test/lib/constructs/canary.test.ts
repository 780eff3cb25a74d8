import { Match } from 'aws-cdk-lib/assertions';
import { allRoutes } from '../../../lambdas/http/routes';
import { functions } from '../../../lib/functions';
import { templatesOf } from '../../support/templates';

describe('the canary of a function', () => {
  const service = templatesOf({ stage: 'prod', alarmEmail: 'oncall@example.com' }).of('service');
  const groups = Object.values(service.findResources('AWS::CodeDeploy::DeploymentGroup'));
  const alarms = Object.values(service.findResources('AWS::CloudWatch::Alarm'));
  const watched = alarms.flatMap(({ Properties }) =>
    (Properties.Metrics ?? [])
      .filter((entry: { MetricStat?: unknown }) => entry.MetricStat !== undefined)
      .map(
        (entry: { MetricStat: { Metric: { MetricName: string; Dimensions: { Name: string; Value: string }[] } } }) =>
          entry.MetricStat.Metric,
      ),
  );

  it('goes back on an alarm, whichever function it is of', () => {
    expect(groups).toHaveLength(Object.keys(functions).length);
    service.allResourcesProperties('AWS::CodeDeploy::DeploymentGroup', {
      AlarmConfiguration: { Enabled: true },
      AutoRollbackConfiguration: { Enabled: true, Events: Match.arrayWith(['DEPLOYMENT_STOP_ON_ALARM']) },
    });
  });

  it.each(allRoutes.map((route) => route.operationId))(
    'goes back when %s answers with 5xx, which is no error of Lambda',
    (operation) => {
      const of = watched.filter((metric) =>
        metric.Dimensions.some(
          ({ Name, Value }: { Name: string; Value: string }) => Name === 'operation' && Value === operation,
        ),
      );

      expect(of.map((metric) => metric.MetricName)).toEqual(['ServerErrors']);
    },
  );

  it('has both alarms where there are routes, and that of Lambda where there are none', () => {
    const counts = groups.map(({ Properties }) => Properties.AlarmConfiguration.Alarms.length).sort();

    const withoutRoutes = Object.keys(functions).filter((slug) => !allRoutes.some((route) => route.slug === slug));
    expect(counts).toEqual([...withoutRoutes.map(() => 1), ...Array(groups.length - withoutRoutes.length).fill(2)]);
  });
});
