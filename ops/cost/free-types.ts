/** Resource types that cost nothing themselves; what goes through them is counted where it is billed. */

export const freeTypes: Readonly<Record<string, string>> = {
  ...only('a setting of the API, whose requests are counted', [
    'AWS::ApiGateway::Account',
    'AWS::ApiGateway::ApiKey',
    'AWS::ApiGateway::Authorizer',
    'AWS::ApiGateway::BasePathMapping',
    'AWS::ApiGateway::Deployment',
    'AWS::ApiGateway::DomainName',
    'AWS::ApiGateway::GatewayResponse',
    'AWS::ApiGateway::Method',
    'AWS::ApiGateway::Model',
    'AWS::ApiGateway::RequestValidator',
    'AWS::ApiGateway::Resource',
    'AWS::ApiGateway::UsagePlan',
    'AWS::ApiGateway::UsagePlanKey',
    'AWS::WAFv2::LoggingConfiguration',
    'AWS::WAFv2::WebACLAssociation',
  ]),
  ...only('a setting of a function, whose calls are counted', [
    'AWS::Lambda::EventInvokeConfig',
    'AWS::Lambda::Permission',
    'AWS::Lambda::Version',
    'AWS::ApplicationAutoScaling::ScalableTarget',
    'AWS::ApplicationAutoScaling::ScalingPolicy',
  ]),
  ...only('CodeDeploy charges nothing for Lambda', [
    'AWS::CodeDeploy::Application',
    'AWS::CodeDeploy::DeploymentConfig',
    'AWS::CodeDeploy::DeploymentGroup',
  ]),
  ...only('IAM costs nothing', ['AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy', 'AWS::IAM::Role']),
  ...only('a policy, alias or subscription', [
    'AWS::KMS::Alias',
    'AWS::S3::BucketPolicy',
    'AWS::SecretsManager::ResourcePolicy',
    'AWS::SNS::Subscription',
    'AWS::SNS::TopicPolicy',
    'AWS::SQS::QueuePolicy',
    'AWS::Events::EventBusPolicy',
    'AWS::Scheduler::ScheduleGroup',
  ]),
  ...only('people are counted at the pool', [
    'AWS::Cognito::UserPoolClient',
    'AWS::Cognito::UserPoolDomain',
    'AWS::Cognito::UserPoolGroup',
    'AWS::Cognito::UserPoolResourceServer',
    'AWS::Cognito::UserPoolUser',
    'AWS::Cognito::ManagedLoginBranding',
  ]),
  ...only('what is asked of AppConfig is counted at its environment', [
    'AWS::AppConfig::Application',
    'AWS::AppConfig::ConfigurationProfile',
    'AWS::AppConfig::Deployment',
    'AWS::AppConfig::DeploymentStrategy',
    'AWS::AppConfig::HostedConfigurationVersion',
  ]),
  ...only('what is kept in it is counted at the plan', [
    'AWS::Backup::BackupSelection',
    'AWS::Backup::BackupVault',
    'AWS::Backup::RestoreTestingSelection',
  ]),
  ...only('budgets without actions and anomaly detection cost nothing', [
    'AWS::Budgets::Budget',
    'AWS::CE::AnomalyMonitor',
    'AWS::CE::AnomalySubscription',
  ]),
  ...only('the first trail of an account is free; a second costs 2 USD per 100,000 events', ['AWS::CloudTrail::Trail']),
  ...only('hours or calls are counted at the endpoint configuration', [
    'AWS::SageMaker::Endpoint',
    'AWS::SageMaker::Model',
  ]),
  ...only('log queries are paid by the run', [
    'AWS::Logs::MetricFilter',
    'AWS::Logs::QueryDefinition',
    'AWS::Logs::ResourcePolicy',
    'AWS::CloudWatch::AnomalyDetector',
    'AWS::CloudWatch::AlarmMuteRule',
  ]),
  ...only('events of AWS services and the rules for them cost nothing', ['AWS::Events::Rule']),
  ...only('one setting of the account', ['AWS::XRay::ResourcePolicy', 'AWS::ResourceGroups::Group']),
  ...only('notices of the pipeline', ['AWS::CodeStarNotifications::NotificationRule']),
};

function only(reason: string, types: readonly string[]): Record<string, string> {
  return Object.fromEntries(types.map((type) => [type, reason]));
}
