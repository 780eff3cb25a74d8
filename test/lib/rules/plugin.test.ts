/** The plugin inside a real synthesis: it throws with the construct and the fix, and acknowledgements count one by one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Alarm, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { alarms } from '../../../lib/rules/alarms';
import { DeploySafety } from '../../../lib/rules/plugin';

const metric = new Metric({ namespace: 'TalentMatch', metricName: 'Errors' });

/** Two alarms without an action, in a stack of their own; their topic is in another. */
function watched() {
  const app = new App({ context: { '@aws-cdk/core:defaultCrossStackReferences': 'weak' } });
  const env = { account: '111111111111', region: 'eu-west-1' };
  const topic = new Topic(new Stack(app, 'Foundation', { env }), 'Told');
  const stack = new Stack(app, 'Watch', { env });
  const [first, second] = ['First', 'Second'].map((id) => {
    const alarmDescription = 'Users wait. docs/runbook.md#slow';
    const treatMissingData = TreatMissingData.NOT_BREACHING;
    return new Alarm(stack, id, { metric, threshold: 1, evaluationPeriods: 1, treatMissingData, alarmDescription });
  });
  if (first === undefined || second === undefined) throw new Error('two alarms');
  Validations.of(app).addPlugins(new DeploySafety(alarms));
  return { app, first, second, tell: (alarm: Alarm) => alarm.addAlarmAction(new SnsAction(topic)) };
}

interface Report {
  pluginReports: {
    violations: { ruleName: string; severity: string; violatingConstructs: { constructPath: string }[] }[];
    suppressedViolations?: { reason: string }[];
  }[];
}

/** What was reported, as rule and construct, and the reasons of what was let pass. */
function reported(app: App): { found: [string, string, string | undefined][]; passed: string[] } {
  const report = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8')) as Report;
  return {
    found: report.pluginReports.flatMap(({ violations }) =>
      violations.map(
        ({ ruleName, severity, violatingConstructs: [construct] }): [string, string, string | undefined] => [
          ruleName,
          severity,
          construct?.constructPath,
        ],
      ),
    ),
    passed: report.pluginReports.flatMap(({ suppressedViolations = [] }) =>
      suppressedViolations.map(({ reason }) => reason),
    ),
  };
}

describe('DeploySafety', () => {
  it('stops the synthesis and names the construct, the property, the consequence and the fix', () => {
    const { app, first, tell } = watched();
    tell(first);
    expect(() => app.synth()).toThrow(
      /Properties\.AlarmActions: no action.*no one knows[\s\S]*Watch\/Second\/Resource[\s\S]*fix: add an AlarmActions topic/,
    );
    expect(reported(app).found).toEqual([['OPS-209', 'error', 'Watch/Second/Resource']]);
  });

  it('lets an app pass whose alarms reach their topic in another stack', () => {
    const { app, first, second, tell } = watched();
    tell(first);
    tell(second);
    expect(() => app.synth()).not.toThrow();
  });

  it('lets exactly the acknowledged finding pass, with its reason', () => {
    const { app, second } = watched();
    Validations.of(second).acknowledge({ id: 'Deploy-Safety::OPS-209', reason: 'It is shown on a wall only.' });
    expect(() => app.synth()).toThrow(/First/);
    expect(reported(app)).toEqual({
      found: [['OPS-209', 'error', 'Watch/First/Resource']],
      passed: ['It is shown on a wall only.'],
    });
  });

  it.each(['Deploy-Safety::OPS-209', 'Deploy-Safety::OPS-999', 'OPS-209'])(
    'warns of the acknowledgement of %s where it lets nothing pass',
    (id) => {
      const { app, first, second, tell } = watched();
      tell(first);
      tell(second);
      Validations.of(first).acknowledge({ id, reason: 'It was once needed.' });
      jest.spyOn(console, 'error').mockImplementation(() => undefined);
      app.synth();
      expect(reported(app).found).toEqual([['OPS-000', 'warning', 'Watch/First']]);
    },
  );
});
