/** Roles that their service can not take, and policies that IAM refuses or that allow nothing. */

import { ACTIONS, OTHER_SERVICES } from './iam-actions';
import { covers, documentsOf, trusted } from './policies';
import { each, fault, type Rule } from './rule';
import { isLiteral } from './template';

/** Property with a role → service that takes it; `*` stands for every element of a list. */
const TAKEN_BY: readonly [type: string, path: string, service: string][] = [
  ['AWS::AppConfig::ConfigurationProfile', 'RetrievalRoleArn', 'appconfig'],
  ['AWS::AppConfig::Environment', 'Monitors.*.AlarmRoleArn', 'appconfig'],
  ['AWS::Backup::BackupSelection', 'BackupSelection.IamRoleArn', 'backup'],
  ['AWS::Backup::RestoreTestingSelection', 'IamRoleArn', 'backup'],
  ['AWS::Budgets::BudgetsAction', 'ExecutionRoleArn', 'budgets'],
  ['AWS::CloudTrail::Trail', 'CloudWatchLogsRoleArn', 'cloudtrail'],
  ['AWS::CodeBuild::Project', 'ServiceRole', 'codebuild'],
  ['AWS::CodeDeploy::DeploymentGroup', 'ServiceRoleArn', 'codedeploy'],
  ['AWS::CodePipeline::Pipeline', 'RoleArn', 'codepipeline'],
  ['AWS::Events::Rule', 'Targets.*.RoleArn', 'events'],
  ['AWS::Lambda::Function', 'Role', 'lambda'],
  ['AWS::SageMaker::Model', 'ExecutionRoleArn', 'sagemaker'],
  ['AWS::Scheduler::Schedule', 'Target.RoleArn', 'scheduler'],
  ['AWS::StepFunctions::StateMachine', 'RoleArn', 'states'],
];

const ROLE = 'AWS::IAM::Role';
const POLICIES = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'];
const QUOTAS = 'IAM user guide, IAM and AWS STS quotas';

/** Letters that a policy counts: JSON without blanks; a reference is taken to be as long as an ARN. */
const size = (document: unknown) =>
  JSON.stringify(document)
    ?.replace(/‹[^›]*›/g, 'x'.repeat(60))
    .replace(/\s/g, '').length ?? 0;

export const roles: readonly Rule[] = [
  {
    id: 'OPS-1201',
    title: 'Role that its service may not take',
    why: 'The service refuses it: "The role defined … cannot be assumed by …".',
    fix: 'name the service in AssumeRolePolicyDocument (assumedBy: new ServicePrincipal(…)).',
    source: 'IAM user guide, roles for AWS services',
    *check(cloud) {
      for (const [type, path, service] of TAKEN_BY) {
        for (const resource of cloud.all(type)) {
          const [head = '', tail] = path.split('.*.');
          const places =
            tail === undefined ? [resource.get(path)] : resource.get(head).items.map((item) => item.get(tail));
          for (const place of places) {
            const role = cloud.find(place.text, ROLE);
            if (role !== undefined && !trusted(role).some((name) => name.startsWith(`${service}.`))) {
              yield fault(place, `${role.id} does not trust ${service}.amazonaws.com`);
            }
          }
        }
      }
    },
  },
  {
    id: 'OPS-1202',
    title: 'Role or policy above a limit of IAM',
    why: 'IAM refuses it: LimitExceeded (inline policies of a role 10,240 letters, a managed policy 6,144, ten managed policies a role).',
    fix: 'split the function, or name fewer resources; grants of one table in one statement.',
    source: QUOTAS,
    *check(cloud) {
      for (const role of cloud.all(ROLE)) {
        const inline = documentsOf(role, cloud).filter(({ resource }) => resource.type !== 'AWS::IAM::ManagedPolicy');
        const letters = inline.reduce((sum, { value }) => sum + size(value), 0);
        if (letters > 10_240) yield fault(role.properties, `inline policies of about ${letters} letters`);
        const managed = role.get('ManagedPolicyArns');
        if (managed.items.length > 10) yield fault(managed, `${managed.items.length} managed policies`);
      }
      for (const policy of cloud.all('AWS::IAM::ManagedPolicy')) {
        const at = policy.get('PolicyDocument');
        if (size(at.value) > 6_144) yield fault(at, `about ${size(at.value)} letters`);
      }
    },
  },
  {
    id: 'OPS-1203',
    title: 'Action that its service does not have',
    why: 'IAM takes it without a word, and the call is denied when somebody needs it.',
    fix: 'spell it as the service authorization reference does; a new one goes into lib/rules/iam-actions.ts.',
    source: 'Service Authorization Reference',
    check: each([ROLE, ...POLICIES], function* (resource) {
      const documents = [
        resource.get('PolicyDocument'),
        ...resource.get('Policies').items.map((policy) => policy.get('PolicyDocument')),
      ];
      for (const action of documents.flatMap((document) =>
        document.get('Statement').items.flatMap((one) => one.get('Action').items),
      )) {
        const [service = '', name = ''] = (action.text ?? '').split(':');
        const known = ACTIONS[service];
        if (action.text === '*' || action.text === undefined || OTHER_SERVICES.includes(service)) continue;
        if (!known?.some((other) => covers(name, other))) yield fault(action, `"${action.text}"`);
      }
    }),
  },
  {
    id: 'OPS-1204',
    title: 'Action on a part of a resource that it does not act on',
    why: 'The call is denied: objects need BUCKET/*, a vector search the index, not the table.',
    fix: 'name the objects (bucket.arnForObjects) or the index (TABLE_ARN/index/NAME).',
    source: 'Service Authorization Reference: resource types',
    check: each(POLICIES, function* (policy, cloud) {
      const shapes: readonly [RegExp, string, RegExp, string][] = [
        [/^s3:(Get|Put|Delete)Object/i, 'AWS::S3::Bucket', /\/./, 'a bucket without its objects'],
        [/^s3:ListBucket$/i, 'AWS::S3::Bucket', /^[^/]*$/, 'objects where the bucket is meant'],
        [/^dynamodb:SearchVectors$/i, 'AWS::DynamoDB::GlobalTable', /\/index\//, 'a table without its index'],
      ];
      for (const statement of policy.get('PolicyDocument').get('Statement').items) {
        for (const [action, type, shape, said] of shapes) {
          if (!statement.get('Action').texts.some((name) => action.test(name))) continue;
          const places = statement
            .get('Resource')
            .items.filter((place) => cloud.named(place.value).some((one) => one.type === type));
          const fits = places.filter(({ text = '' }) => shape.test(text.replace(/‹[^›]*›/g, '')));
          const [first] = places;
          if (first !== undefined && fits.length === 0) yield fault(first, said);
        }
      }
    }),
  },
  {
    id: 'OPS-1205',
    title: 'Trust in a principal that does not exist',
    why: 'IAM refuses it: "Invalid principal in policy".',
    fix: 'write the service as SERVICE.amazonaws.com, and account roots as arn:aws:iam::ACCOUNT:root.',
    source: 'IAM user guide, AWS JSON policy elements: Principal',
    check: each(ROLE, function* (role) {
      for (const statement of role.get('AssumeRolePolicyDocument.Statement').items) {
        for (const service of statement.get('Principal.Service').items) {
          const text = service.text ?? '';
          if (isLiteral(text) && !/^[a-z][a-z0-9.-]*\.(amazonaws\.com(\.cn)?|amazon\.com)$/.test(text))
            yield fault(service, `"${text}"`);
        }
      }
    }),
  },
];
