import { Match, type Template } from 'aws-cdk-lib/assertions';
import { rebuildMachine } from '../../dev/state-machine/rebuild-machine';
import { REBUILD_CONCURRENCY } from '../../lambdas/domain/vector-rebuild';
import { templatesOf } from '../support/templates';

let template: Template;
beforeAll(() => {
  const context = { stage: 'prod', account: '111111111111', region: 'eu-west-1', alarmEmail: 'oncall@example.com' };
  template = templatesOf(context).of('backfill');
}, 300_000);

const only = (type: string) => {
  const [found, ...more] = Object.entries(template.findResources(type));
  if (found === undefined || more.length > 0) throw new Error(`there is not one ${type}`);
  return { id: found[0], properties: found[1].Properties };
};

/** The definition with its references by name: text once more. */
function definition() {
  const parts: (string | { Ref: string })[] = only('AWS::StepFunctions::StateMachine').properties.DefinitionString[
    'Fn::Join'
  ][1];
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : part.Ref)).join(''));
}

describe('BackfillStack', () => {
  it('works on few parts at the same time, each in an execution of its own', () => {
    expect(definition().States.Parts).toMatchObject({
      Type: 'Map',
      ItemsPath: '$.parts',
      MaxConcurrency: REBUILD_CONCURRENCY,
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
    });
    expect(definition().States.Parts).not.toHaveProperty('ToleratedFailurePercentage');
  });

  it('sends a part back until its cursor is null', () => {
    const { States } = definition().States.Parts.ItemProcessor;
    expect(States.Rebuild).toMatchObject({ Next: 'Is it done?', OutputPath: '$.Payload' });
    expect(States['Is it done?']).toEqual({
      Type: 'Choice',
      Choices: [{ Variable: '$.cursor', IsNull: true, Next: 'Done' }],
      Default: 'Rebuild',
    });
  });

  it('waits longer and longer, and never all parts at once, when something is down; not when the work is wrong', () => {
    const [wrong, other] = definition().States.Parts.ItemProcessor.States.Rebuild.Retry;
    expect(wrong).toEqual({ ErrorEquals: ['ZodError', 'RangeError'], MaxAttempts: 0 });
    expect(other).toMatchObject({ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL', MaxDelaySeconds: 300 });
    const waits = Array.from({ length: other.MaxAttempts }, (_, i) =>
      Math.min(other.IntervalSeconds * other.BackoffRate ** i, other.MaxDelaySeconds),
    );
    expect(waits.reduce((sum, wait) => sum + wait)).toBeGreaterThan(15 * 60);
  });

  it('is, state for state, what the laptop runs', () => {
    const laptop = JSON.stringify(rebuildMachine());
    const { Retry, ...rebuild } = definition().States.Parts.ItemProcessor.States.Rebuild;
    expect(JSON.parse(laptop).States.Parts).toMatchObject({
      ...definition().States.Parts,
      ItemProcessor: {
        ...definition().States.Parts.ItemProcessor,
        States: {
          ...definition().States.Parts.ItemProcessor.States,
          Rebuild: {
            ...rebuild,
            Resource: 'arn:aws:states:::lambda:invoke',
            Parameters: { FunctionName: expect.stringContaining('rebuild-vectors'), 'Payload.$': '$' },
            Retry: Retry.map((one: object) => expect.objectContaining(one)),
          },
        },
      },
    });
  });

  it('invokes the version in use, which may scan jobs, write their vectors and ask embedders', () => {
    const { id: alias } = only('AWS::Lambda::Alias');
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([{ Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource: { Ref: alias } }]),
      }),
    });
    const role = Object.values(
      template.findResources('AWS::IAM::Role', {
        Properties: { Description: 'Talent Match prod: what rebuild-vectors may do' },
      }),
    )[0];
    const actions: string[] = role?.Properties.Policies[0].PolicyDocument.Statement.flatMap(
      ({ Action }: { Action: unknown }) => Action,
    );
    expect(actions.filter((action) => action.startsWith('dynamodb:'))).toEqual([
      'dynamodb:Scan',
      'dynamodb:UpdateItem',
      // Its breakers and the day's budget, in the state table.
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ]);
    expect(actions.filter((action) => action.startsWith('bedrock:'))).toEqual(['bedrock:InvokeModel']);
  });

  it('lets the machine start, look at, stop and redrive its own runs and no others', () => {
    const { id: machine } = only('AWS::StepFunctions::StateMachine');
    const statements = Object.values(template.findResources('AWS::IAM::Policy'))
      .flatMap((policy) => policy.Properties.PolicyDocument.Statement)
      .filter(({ Action }) => JSON.stringify(Action).includes('states:'));
    expect(statements.map(({ Action }) => Action)).toEqual([
      'states:StartExecution',
      ['states:DescribeExecution', 'states:StopExecution'],
      'states:RedriveExecution',
    ]);
    for (const { Resource } of statements) expect(JSON.stringify(Resource)).toContain(`{"Ref":"${machine}"}`);
  });

  it('logs every step without its data, under the prefix that shares a resource policy, and traces', () => {
    const { properties } = only('AWS::StepFunctions::StateMachine');
    expect(properties).toMatchObject({
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/aws/vendedlogs/states/TalentMatch-prod-rebuild-vectors',
      RetentionInDays: 365,
      KmsKeyId: Match.anyValue(),
    });
  });

  it('says where the state machine is', () => {
    const { id: machine } = only('AWS::StepFunctions::StateMachine');
    template.hasOutput('RebuildVectorsArn', { Value: { Ref: machine } });
  });
});
