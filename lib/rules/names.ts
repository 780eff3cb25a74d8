/** Names that two stages would fight over, that are too long, or that hold what no template may hold. */
import type { Cloud } from './cloud';
import type { Place, Resource } from './place';
import { fault, type Rule } from './rule';
import { isLiteral } from './template';

interface Named {
  readonly property: string;
  readonly most: number;
  /** Signs that the service takes; left out where the schema of the type says it. */
  readonly signs?: RegExp;
}

/** Types whose names are unique in an account and region, or in the world. Source: CloudFormation template reference of each. */
const NAMED: Readonly<Record<string, Named>> = {
  'AWS::ApiGateway::RestApi': { property: 'Name', most: 255 },
  'AWS::ApiGateway::UsagePlan': { property: 'UsagePlanName', most: 255 },
  'AWS::Backup::BackupVault': { property: 'BackupVaultName', most: 50, signs: /^[A-Za-z0-9_-]+$/ },
  'AWS::Backup::RestoreTestingPlan': { property: 'RestoreTestingPlanName', most: 50 },
  'AWS::CE::AnomalyMonitor': { property: 'MonitorName', most: 1_024 },
  'AWS::CloudTrail::Trail': { property: 'TrailName', most: 128 },
  'AWS::CloudWatch::Alarm': { property: 'AlarmName', most: 255 },
  'AWS::CloudWatch::CompositeAlarm': { property: 'AlarmName', most: 255 },
  'AWS::CloudWatch::Dashboard': { property: 'DashboardName', most: 255, signs: /^[A-Za-z0-9_-]+$/ },
  'AWS::CodeBuild::Project': { property: 'Name', most: 150 },
  'AWS::CodeDeploy::Application': { property: 'ApplicationName', most: 100 },
  'AWS::CodePipeline::Pipeline': { property: 'Name', most: 100 },
  'AWS::Cognito::UserPoolDomain': {
    property: 'Domain',
    most: 63,
    signs: /^(?!.*(aws|amazon|cognito))[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
  },
  'AWS::DynamoDB::GlobalTable': { property: 'TableName', most: 255 },
  'AWS::Events::Rule': { property: 'Name', most: 64 },
  'AWS::IAM::ManagedPolicy': { property: 'ManagedPolicyName', most: 128 },
  'AWS::IAM::Role': { property: 'RoleName', most: 64 },
  'AWS::KMS::Alias': { property: 'AliasName', most: 256 },
  'AWS::Lambda::Function': { property: 'FunctionName', most: 64 },
  'AWS::Logs::LogGroup': { property: 'LogGroupName', most: 512 },
  'AWS::S3::Bucket': { property: 'BucketName', most: 63 },
  'AWS::SageMaker::Endpoint': { property: 'EndpointName', most: 63 },
  'AWS::SageMaker::EndpointConfig': { property: 'EndpointConfigName', most: 63 },
  'AWS::SageMaker::Model': { property: 'ModelName', most: 63 },
  'AWS::Scheduler::Schedule': { property: 'Name', most: 64 },
  'AWS::SecretsManager::Secret': { property: 'Name', most: 512 },
  'AWS::SNS::Topic': { property: 'TopicName', most: 256 },
  'AWS::SQS::Queue': { property: 'QueueName', most: 80 },
  'AWS::StepFunctions::StateMachine': { property: 'StateMachineName', most: 80 },
  'AWS::WAFv2::WebACL': { property: 'Name', most: 128 },
};

/** Names that are unique in the world, or stay taken for days after a deletion. */
const NEVER_FIXED: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 'bucket names are unique in the world',
  'AWS::SecretsManager::Secret': 'a deleted secret keeps its name for 7 to 30 days',
  'AWS::SageMaker::EndpointConfig': 'a changed configuration is a new one, whose name is taken',
  'AWS::SageMaker::Model': 'a changed model is a new one, whose name is taken',
};

function* named(cloud: Cloud): Iterable<{ resource: Resource; at: Place; name: string; limits: Named }> {
  for (const [type, limits] of Object.entries(NAMED)) {
    for (const resource of cloud.all(type)) {
      const at = resource.get(limits.property);
      if (at.text !== undefined && at.text !== '') yield { resource, at, name: at.text, limits };
    }
  }
}

/** `TalentMatch-dev-anna-data` and `…-service` → `dev-anna`: what the stacks of an app have in common after its name. */
function stageOf(cloud: Cloud): string | undefined {
  const [first = [], ...others] = cloud.stacks.map(({ name }) => name.split('-'));
  const ends = others.map((words) => first.findIndex((word, at) => word !== words[at])).filter((end) => end >= 0);
  const stage = first.slice(1, Math.min(first.length - 1, ...ends)).join('-');
  return stage === '' ? undefined : stage;
}

const CREDENTIAL =
  /\b(sk-[A-Za-z0-9_-]{20,}|hf_[A-Za-z0-9]{20,}|AKIA[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{20,}|xox[abp]-[A-Za-z0-9-]{10,})\b/;

export const names: readonly Rule[] = [
  {
    id: 'OPS-1301',
    title: 'Name that two stages would fight over',
    why: 'The second stage in an account fails: "already exists"; so does a second try after a failed first one.',
    fix: 'leave the name to CloudFormation, or put the stage into it.',
    source: 'CloudFormation user guide, name type',
    *check(cloud) {
      const stage = stageOf(cloud);
      for (const { at, name } of named(cloud)) {
        if (stage !== undefined && isLiteral(name) && !name.toLowerCase().replace(/[_/]/g, '-').includes(stage)) {
          yield fault(at, `"${name}" without the stage ${stage}`);
        }
      }
    },
  },
  {
    id: 'OPS-1302',
    title: 'Name that can not be given twice',
    why: 'A replacement or a second try fails: the name stays taken.',
    fix: 'leave the name out; hand the generated one on by reference or output.',
    source: 'CloudFormation template reference: update requires replacement',
    *check(cloud) {
      for (const { resource, at, name } of named(cloud)) {
        const reason = NEVER_FIXED[resource.type];
        if (reason !== undefined && isLiteral(name)) yield fault(at, `"${name}": ${reason}`);
      }
    },
  },
  {
    id: 'OPS-1303',
    title: 'Name that is too long or has signs that its service refuses',
    why: 'The service refuses it with a ValidationException.',
    fix: 'shorten it, or keep to the signs of the service; a long stage name counts.',
    source: 'CloudFormation template reference of the type',
    *check(cloud) {
      for (const { at, name, limits } of named(cloud)) {
        if (!isLiteral(name)) continue;
        if (name.length > limits.most)
          yield fault(at, `"${name}" has ${name.length} letters, ${limits.most} are the most`);
        else if (limits.signs !== undefined && !limits.signs.test(name)) yield fault(at, `"${name}"`);
      }
    },
  },
  {
    id: 'OPS-1304',
    title: 'Two resources of one name',
    why: 'The second one fails: "already exists"; two dashboards of one name write over each other.',
    fix: 'name them differently, or leave the names out.',
    source: 'CloudFormation user guide, name type',
    *check(cloud) {
      const seen = new Map<string, Resource>();
      for (const { resource, at, name } of named(cloud)) {
        const key = `${resource.type} ${resource.region} ${name}`;
        const first = seen.get(key);
        if (first !== undefined) yield fault(at, `"${name}" is the name of ${first.name}`);
        seen.set(key, resource);
      }
    },
  },
  {
    id: 'OPS-1305',
    title: 'Credential in a template',
    why: 'Whoever may read the stack reads the key, for ever: templates are kept in a bucket and in the history of the stack.',
    fix: 'keep the key in Secrets Manager, pass its ARN, and revoke this one now.',
    source: 'CloudFormation user guide, security best practices',
    *check(cloud) {
      for (const resource of cloud.resources) {
        for (const place of resource.properties.leaves()) {
          const key = CREDENTIAL.exec(place.text ?? '')?.[0];
          if (key !== undefined) yield fault(place, `a text that begins like a key (${key.slice(0, 4)}…)`);
        }
      }
    },
  },
  {
    id: 'OPS-1306',
    title: 'Fixed name of what stays when its stack goes',
    why: 'After a tear-down the next deployment fails: "already exists"; and what is imported instead has the key and the settings of then.',
    fix: 'leave the name out, or let it end with a part of the id of the stack (stackMark).',
    source: 'CloudFormation user guide, DeletionPolicy attribute',
    *check(cloud) {
      for (const { resource, at, name } of named(cloud)) {
        if (isLiteral(name) && resource.isKept) yield fault(at, `"${name}"`);
      }
    },
  },
];
