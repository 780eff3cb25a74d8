/** What a reader wants to see of the deployment: the kinds of resources that are drawn, and what permissions mean in a word. */

/** Main resource of a construct → what it is called; earlier ones win. */
export const KINDS: readonly (readonly [type: string, kind: string])[] = [
  ['AWS::ApiGateway::RestApi', 'REST API'],
  ['AWS::Lambda::Function', 'Lambda'],
  ['AWS::DynamoDB::GlobalTable', 'table'],
  ['AWS::StepFunctions::StateMachine', 'state machine'],
  ['AWS::SageMaker::Endpoint', 'endpoint'],
  ['AWS::AppConfig::Application', 'AppConfig'],
  ['AWS::Cognito::UserPool', 'user pool'],
  ['AWS::SecretsManager::Secret', 'secret'],
  ['AWS::SNS::Topic', 'topic'],
  ['AWS::CodePipeline::Pipeline', 'pipeline'],
  ['AWS::CodeBuild::Project', 'CodeBuild'],
  ['AWS::CloudTrail::Trail', 'trail'],
  ['AWS::Backup::BackupPlan', 'backup plan'],
  ['AWS::Backup::BackupVault', 'vault'],
  ['AWS::Backup::RestoreTestingPlan', 'restore test'],
  ['AWS::Backup::RestoreTestingSelection', 'restore test'],
  ['AWS::Budgets::Budget', 'budget'],
  ['AWS::Budgets::BudgetsAction', 'budget action'],
  ['AWS::CE::AnomalySubscription', 'anomaly detection'],
  ['AWS::Scheduler::Schedule', 'schedule'],
  ['AWS::Events::Rule', 'event rule'],
  ['AWS::CloudWatch::Alarm', 'alarms'],
  ['AWS::CloudWatch::Dashboard', 'dashboard'],
  ['AWS::S3::Bucket', 'bucket'],
  ['AWS::SQS::Queue', 'queue'],
];

/** Actions that every role has, or that say nothing of who works with whom. */
export const QUIET =
  /^((logs|xray|kms|sts|ssm|cloudwatch|iam|codedeploy|tag):|dynamodb:(GetRecords|GetShardIterator|DescribeStream|ListStreams)$)/;

/** A word for what a statement's actions do to its resource. */
const WORDS: readonly (readonly [actions: RegExp, word: string])[] = [
  [/^dynamodb:SearchVectors$/, 'searches'],
  [
    /^(dynamodb:(Get|BatchGet|Query|Scan|Describe|List)|s3:(Get|List)|secretsmanager:(Get|Describe)|appconfig:|backup:(Get|List|Describe))/,
    'reads',
  ],
  [/^(dynamodb:(Put|Update|Delete|BatchWrite)|s3:(Put|Delete|Abort))/, 'writes'],
  [/^(sqs:SendMessage|sns:Publish)/, 'sends'],
  [/^(lambda:Invoke|states:Start|sagemaker:Invoke|bedrock:Invoke|codebuild:)/, 'calls'],
];

export function wordsOf(actions: readonly string[]): string[] {
  return WORDS.filter(([pattern]) => actions.some((action) => pattern.test(action))).map(([, word]) => word);
}
