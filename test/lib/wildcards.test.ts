import { everything } from '../support/contexts';
import { templatesOf } from '../support/templates';

/** Every `*` that may stand in a policy: whose, which actions, on what, and why it cannot be narrower. */
const LISTED: readonly { where: RegExp; actions: RegExp; resource?: RegExp; reason: string }[] = [
  {
    where: /./,
    actions: /^xray:(GetSamplingRules|GetSamplingTargets|PutTelemetryRecords|PutTraceSegments)$/,
    reason: 'X-Ray has no resources to name',
  },
  {
    where: /^service\/(parseresume|createupload|runoperations)Role/,
    actions: /^s3:(GetObject|PutObject)$/,
    resource: /Uploads.*\/uploads\/\*/,
    reason: 'keys of uploads hold a random id',
  },
  {
    where: /^service\/FlagsMonitorRole/,
    actions: /^cloudwatch:DescribeAlarms$/,
    reason: 'AppConfig asks for all alarms at once, so the action takes no single one',
  },
  {
    where: /^service\/RolloutGuard/,
    actions: /^cloudwatch:(DescribeAlarms|GetMetricData)$/,
    reason: 'reading metrics and alarms takes no single one',
  },
  {
    where: /^service\/RolloutGuard/,
    actions: /^appconfig:(Get|Create|List)HostedConfigurationVersions?$|^appconfig:(Get|Start|Stop)Deployment$/,
    resource: /hostedconfigurationversion\/\*|deployment\/\*/,
    reason: 'versions and deployments of the flags of this stage alone; AppConfig numbers them',
  },
  {
    where: /^sagemaker\/Role/,
    actions: /^(ecr:GetAuthorizationToken|cloudwatch:PutMetricData)$/,
    reason: 'these actions have no resources to name; the metrics are bound to their namespace by a condition',
  },
  {
    where: /^sagemaker\/Role/,
    actions: /^logs:/,
    resource: /log-group:\/aws\/sagemaker\/Endpoints\/\*/,
    reason: 'SageMaker names the log group after the generated name of the endpoint',
  },
  {
    where: /^backfill\/RebuildVectorsRole/,
    actions: /^logs:(.*LogDelivery|DescribeLogGroups|DescribeResourcePolicies|ListLogDeliveries|PutResourcePolicy)$/,
    reason: 'deliveries of logs by Step Functions have no resources to name',
  },
  {
    where: /^backfill\/RebuildVectorsDistributedMap/,
    actions: /^states:(DescribeExecution|StopExecution|RedriveExecution)$/,
    resource: /:execution:.*RebuildVectors/,
    reason: 'a distributed map runs executions of its own machine under generated names',
  },
  {
    where: /^recovery\/(BackupRole|RestoreTestRole)/,
    actions: /^dynamodb:/,
    resource: /\/backup\/\*|awsbackup-restore-test-\*/,
    reason: 'AWS Backup names its backups and the tables of restore tests',
  },
  {
    where: /^recovery\/BackupRole/,
    actions: /^(backup:(CopyFromBackupVault|TagResource)|tag:GetResources)$/,
    reason: 'recovery points have generated names, and the lookup of tags has no resource to name',
  },
  {
    where: /^recovery\/RestoreValidation/,
    actions: /^(backup:PutRestoreValidationResult|dynamodb:Scan)$/,
    reason: 'the result has no resource to name, and the restored table a generated name',
  },
  {
    where: /^(audit|recovery)\/\w*Publisher/,
    actions: /^kms:GenerateDataKey\*$/,
    reason: 'the two actions that SNS needs of the key of the alarm topic alone',
  },
  {
    where: /^pipeline\//,
    actions: /^s3:/,
    resource: /Artifacts.*\/\*|Artifacts/,
    reason: 'objects of the pipeline’s own bucket, whose keys are generated',
  },
  {
    where: /^pipeline\/(Staging|Production)Smoke/,
    actions: /^execute-api:Invoke$/,
    resource: /:\*\/(staging|prod)\/\*/,
    reason: 'the id of the API is known to its own stack only; the stage is named',
  },
  {
    where: /^pipeline\/(Staging|Production)Smoke/,
    actions: /^cognito-idp:DescribeUserPoolClient$/,
    resource: /userpool\/\*/,
    reason: 'the id of the user pool is known to its own stack only',
  },
];

interface Wildcard {
  where: string;
  action: string;
  resource: string;
}

interface Statement {
  Effect: string;
  Principal?: unknown;
  Action: string | string[];
  Resource?: unknown;
}

interface Resource {
  Type: string;
  Properties?: {
    Policies?: { PolicyDocument: { Statement: Statement[] } }[];
    PolicyDocument?: { Statement: Statement[] };
  };
}

/** Of the policies of identities; those of resources (keys, buckets, topics) name the resource itself with `*`. */
function wildcards(settings: Readonly<Record<string, string>>): Wildcard[] {
  const templates = templatesOf(settings);
  return templates.parts.flatMap((part) => {
    const { Resources } = templates.of(part).toJSON() as { Resources: Record<string, Resource> };
    return Object.entries(Resources)
      .filter(([, { Type }]) => ['AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].includes(Type))
      .flatMap(([id, { Properties = {} }]) => {
        const documents = [
          ...(Properties.Policies ?? []).map((policy) => policy.PolicyDocument),
          Properties.PolicyDocument,
        ];
        const statements = documents
          .flatMap((document) => document?.Statement ?? [])
          .filter(({ Effect }) => Effect === 'Allow');
        return statements.flatMap(({ Action, Resource: on }) =>
          [Action]
            .flat()
            .flatMap((action) =>
              [on].flat().map((one) => ({ where: `${part}/${id}`, action, resource: JSON.stringify(one) })),
            ),
        );
      })
      .filter(({ action, resource }) => action.includes('*') || resource.includes('*'));
  });
}

const fits = (entry: (typeof LISTED)[number], { where, action, resource }: Wildcard) =>
  entry.where.test(where) && entry.actions.test(action) && (entry.resource?.test(resource) ?? true);

describe('wildcards in the policies of roles', () => {
  const found = wildcards(everything);

  it('each stands on the list, with a reason', () => {
    expect(found.filter((wildcard) => !LISTED.some((entry) => fits(entry, wildcard)))).toEqual([]);
  });

  it('the list names none that is not there', () => {
    expect(LISTED.filter((entry) => !found.some((wildcard) => fits(entry, wildcard)))).toEqual([]);
  });

  it('dev has no more than X-Ray and the uploads', () => {
    const actions = new Set(wildcards({}).map(({ action }) => action.split(':')[0]));

    expect([...actions].sort()).toEqual(['s3', 'xray']);
  });

  it('no policy allows every action of a service', () => {
    expect(found.filter(({ action }) => /^\*|:\*$/.test(action))).toEqual([]);
  });
});
