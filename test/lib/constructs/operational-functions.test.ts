import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { RestoreValidation } from '../../../lib/constructs/restore-validation';
import { SecretWatch } from '../../../lib/constructs/secret-watch';
import { stageConfig } from '../../../lib/stages';

const { context } = JSON.parse(readFileSync(join(__dirname, '../../../cdk.json'), 'utf8')) as {
  context: Record<string, unknown>;
};
const PLAN = 'arn:aws:backup:eu-west-1:111111111111:restore-testing-plan:talent_match_dev-1';
const JOBS = 'arn:aws:dynamodb:eu-west-1:111111111111:table/jobs';
const OPENAI = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:openai-Ab12Cd';

function stackWith(fill: (stack: Stack) => void): Template {
  const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  const stack = new Stack(app, 'Test', { env: { account: '111111111111', region: 'eu-west-1' } });
  fill(stack);
  return Template.fromStack(stack);
}

const config = stageConfig({}, { account: '111111111111', region: 'eu-west-1' });

/** What the function's role grants beyond its logs and traces. */
function grantsIn(template: Template, description: string): [action: string, resource: unknown][] {
  const roles = Object.values(template.findResources('AWS::IAM::Role', { Properties: { Description: description } }));
  expect(roles).toHaveLength(1);
  const [policy] = roles[0]?.Properties.Policies ?? [];
  const statements: { Action: string | string[]; Resource: unknown }[] = policy.PolicyDocument.Statement;
  return statements.flatMap(({ Action, Resource }) =>
    [Action]
      .flat()
      .filter((action) => !/^(logs|xray):/.test(action))
      .map((action): [string, unknown] => [action, Resource]),
  );
}

describe('SecretWatch', () => {
  let template: Template;
  beforeAll(() => {
    template = stackWith((stack) => {
      const openai = Secret.fromSecretCompleteArn(stack, 'OpenAi', OPENAI);
      new SecretWatch(stack, 'Watch', { config, secrets: { openai, huggingface: undefined }, logKey: undefined });
    });
  });

  it('may list the versions of the secrets in use, and read none', () => {
    expect(grantsIn(template, 'Talent Match dev: what watch-secrets may do')).toEqual([
      ['secretsmanager:ListSecretVersionIds', OPENAI],
    ]);
  });

  it('tells the function which secrets there are', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { STAGE: 'dev', OPENAI_SECRET_ID: OPENAI, HUGGINGFACE_SECRET_ID: Match.absent() } },
    });
  });

  it('runs once a day, by a role that can invoke the version in use and nothing else', () => {
    const [alias] = Object.keys(template.findResources('AWS::Lambda::Alias'));
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(1 day)',
      Target: { Arn: { Ref: alias }, RetryPolicy: { MaximumRetryAttempts: 3 } },
    });
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          Match.objectLike({
            Principal: { Service: 'scheduler.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
          }),
        ],
      },
      Policies: [
        Match.objectLike({
          PolicyDocument: Match.objectLike({
            Statement: [{ Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource: { Ref: alias } }],
          }),
        }),
      ],
    });
  });
});

describe('RestoreValidation', () => {
  let template: Template;
  beforeAll(() => {
    template = stackWith((stack) => {
      new RestoreValidation(stack, 'Validation', {
        config,
        restoreTestingPlanArn: PLAN,
        tableArns: [JOBS],
        deadLetters: new Queue(stack, 'DeadLetters'),
        logKey: undefined,
      });
    });
  });

  it('may read tables of restore tests only, and file verdicts', () => {
    const grants = grantsIn(template, 'Talent Match dev: what validate-restore may do');

    expect(Object.fromEntries(grants)).toEqual({
      'dynamodb:Scan': 'arn:aws:dynamodb:eu-west-1:111111111111:table/awsbackup-restore-test-*',
      'dynamodb:DescribeTable': JOBS,
      'backup:PutRestoreValidationResult': '*',
    });
  });

  it('hears of finished restore tests of its plan, and keeps what it could not hear', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.backup'],
        'detail-type': ['Restore Job State Change'],
        detail: { status: ['COMPLETED'], resourceType: ['DynamoDB'], restoreTestingPlanArn: [PLAN] },
      },
      Targets: [
        Match.objectLike({
          Arn: { Ref: Object.keys(template.findResources('AWS::Lambda::Alias'))[0] },
          DeadLetterConfig: { Arn: Match.anyValue() },
        }),
      ],
    });
  });
});
