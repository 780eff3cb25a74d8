import { Match, type Template } from 'aws-cdk-lib/assertions';
import { templatesOf } from '../support/templates';

const context = {
  stage: 'prod',
  account: '111111111111',
  region: 'eu-west-1',
  alarmEmail: 'oncall@example.com',
  backupCopyRegion: 'eu-central-1',
};

let template: Template;
let copies: Template;
beforeAll(() => {
  const templates = templatesOf(context);
  template = templates.of('recovery');
  copies = templates.of('backup-copies');
}, 300_000);

/** Actions for which IAM knows no resource. */
const WITHOUT_RESOURCES = [
  'backup:PutRestoreValidationResult',
  'tag:GetResources',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

const planOf = (name: string) =>
  Object.values(template.findResources('AWS::Backup::BackupPlan'))
    .map((plan) => plan.Properties.BackupPlan)
    .find((plan) => plan.BackupPlanName === name);

describe('RecoveryStack', () => {
  it('keeps daily backups for 35 days, with a copy in the second region', () => {
    expect(planOf('talent-match-prod-daily').BackupPlanRule).toEqual([
      expect.objectContaining({
        ScheduleExpression: 'cron(0 5 * * ? *)',
        Lifecycle: { DeleteAfterDays: 35 },
        CopyActions: [{ DestinationBackupVaultArn: expect.anything(), Lifecycle: { DeleteAfterDays: 35 } }],
      }),
    ]);
  });

  it('keeps weekly backups for a year, cold after 30 days and cold for more than 90', () => {
    const lifecycle = { DeleteAfterDays: 365, MoveToColdStorageAfterDays: 30 };
    expect(planOf('talent-match-prod-weekly').BackupPlanRule).toEqual([
      expect.objectContaining({
        ScheduleExpression: 'cron(0 7 ? * SUN *)',
        Lifecycle: lifecycle,
        CopyActions: [{ DestinationBackupVaultArn: expect.anything(), Lifecycle: lifecycle }],
      }),
    ]);
    for (const plan of Object.values(template.findResources('AWS::Backup::BackupPlan'))) {
      for (const { Lifecycle } of plan.Properties.BackupPlan.BackupPlanRule) {
        const cold = Lifecycle.MoveToColdStorageAfterDays;
        if (cold !== undefined) expect(Lifecycle.DeleteAfterDays).toBeGreaterThanOrEqual(cold + 90);
      }
    }
  });

  it('copies to the vault that the stack in the second region makes, so that a missing one stops the deployment', () => {
    const arn = planOf('talent-match-prod-daily').BackupPlanRule[0].CopyActions[0].DestinationBackupVaultArn;
    const reference = arn['Fn::GetStackOutput'];
    expect(reference).toMatchObject({ StackName: 'TalentMatch-prod-backup-copies', Region: 'eu-central-1' });
    const output = copies.toJSON().Outputs[reference.OutputName];
    const [vault] = Object.keys(copies.findResources('AWS::Backup::BackupVault'));
    expect(output.Value).toEqual({ 'Fn::GetAtt': [vault, 'BackupVaultArn'] });
  });

  it('names each vault after its stage and its stack, as it outlives the stack and the next one needs a name too', () => {
    for (const [one, name] of [
      [template, 'talent-match-prod-'],
      [copies, 'talent-match-prod-copies-'],
    ] as const) {
      const [vault] = Object.values(one.findResources('AWS::Backup::BackupVault'));
      const { BackupVaultName } = vault?.Properties ?? {};
      expect(BackupVaultName['Fn::Join'][1][0]).toBe(name);
      expect(JSON.stringify(BackupVaultName)).toContain('AWS::StackId');
    }
  });

  it('selects jobs and candidates by ARN, for both plans', () => {
    const selections = Object.values(template.findResources('AWS::Backup::BackupSelection'));
    expect(selections).toHaveLength(2);
    for (const { Properties } of selections) {
      const { Resources, ListOfTags } = Properties.BackupSelection;
      expect(ListOfTags).toBeUndefined();
      expect(Resources.map((arn: object) => JSON.stringify(arn))).toEqual([
        expect.stringContaining('Jobs'),
        expect.stringContaining('Candidates'),
      ]);
    }
  });

  it('keeps the vaults, and lets nobody delete a backup before its time', () => {
    for (const one of [template, copies]) {
      const [vault] = Object.values(one.findResources('AWS::Backup::BackupVault'));
      expect(vault).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
      const [denied] = vault?.Properties.AccessPolicy.Statement ?? [];
      expect(denied).toMatchObject({ Effect: 'Deny', Principal: { AWS: '*' }, Resource: '*' });
      expect(denied.Action).toEqual(expect.arrayContaining(['backup:DeleteRecoveryPoint']));
      expect(vault?.Properties.EncryptionKeyArn).toBeDefined();
    }
  });

  it('names the restore test as AWS Backup allows, and tries the newest backup of both tables each month', () => {
    template.hasResourceProperties('AWS::Backup::RestoreTestingPlan', {
      RestoreTestingPlanName: 'talent_match_prod',
      ScheduleExpression: 'cron(0 9 1 * ? *)',
      RecoveryPointSelection: Match.objectLike({ Algorithm: 'LATEST_WITHIN_WINDOW', RecoveryPointTypes: ['SNAPSHOT'] }),
    });
    for (const [type, key] of [
      ['AWS::Backup::RestoreTestingPlan', 'RestoreTestingPlanName'],
      ['AWS::Backup::RestoreTestingSelection', 'RestoreTestingSelectionName'],
    ] as const) {
      for (const { Properties } of Object.values(template.findResources(type))) {
        expect(Properties[key]).toMatch(/^\w{1,50}$/);
      }
    }
    const [selection] = Object.values(template.findResources('AWS::Backup::RestoreTestingSelection'));
    expect(selection?.Properties.ProtectedResourceArns).toHaveLength(2);
    const [plan] = Object.keys(template.findResources('AWS::Backup::RestoreTestingPlan'));
    expect(selection?.DependsOn).toEqual([plan]);
  });

  it('gives AWS Backup no managed policy, and item access only to tables of a restore test', () => {
    const roles = Object.entries(template.findResources('AWS::IAM::Role'));
    expect(roles.flatMap(([, role]) => role.Properties.ManagedPolicyArns ?? [])).toEqual([]);
    for (const [, role] of roles) {
      for (const policy of role.Properties.Policies ?? []) {
        for (const { Action, Resource } of policy.PolicyDocument.Statement) {
          const actions = [Action].flat() as string[];
          if (actions.some((action) => /dynamodb:(Get|Put|Update|Delete)Item|Scan|Query|BatchWrite/.test(action))) {
            expect(JSON.stringify(Resource)).toContain('table/awsbackup-restore-test-*');
          }
          if (Resource === '*') expect(WITHOUT_RESOURCES).toEqual(expect.arrayContaining(actions));
        }
      }
    }
  });

  it('has every table of a restore test looked into, and no other restore', () => {
    const [plan] = Object.keys(template.findResources('AWS::Backup::RestoreTestingPlan'));
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        detail: {
          status: ['COMPLETED'],
          restoreTestingPlanArn: [{ 'Fn::GetAtt': [plan, 'RestoreTestingPlanArn'] }],
        },
      },
      Targets: [Match.objectLike({ DeadLetterConfig: { Arn: Match.anyValue() } })],
    });
  });

  it('tells of failed backup, copy and restore jobs, whichever field says so', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.backup'],
        'detail-type': ['Backup Job State Change', 'Copy Job State Change', 'Restore Job State Change'],
        detail: { $or: [{ state: Match.arrayWith(['FAILED']) }, { status: Match.arrayWith(['FAILED']) }] },
      },
      Targets: [
        Match.objectLike({
          RoleArn: Match.anyValue(),
          DeadLetterConfig: { Arn: Match.anyValue() },
          RetryPolicy: Match.absent(),
        }),
      ],
    });
  });

  it('lets the role of the notices publish to the topic and use its key', () => {
    const role = Object.values(template.findResources('AWS::IAM::Role')).find(
      ({ Properties }) => Properties.AssumeRolePolicyDocument.Statement[0].Principal.Service === 'events.amazonaws.com',
    );
    const statements = role?.Properties.Policies[0].PolicyDocument.Statement;
    expect(statements.map(({ Action }: { Action: unknown }) => Action)).toEqual([
      'sns:Publish',
      ['kms:Decrypt', 'kms:GenerateDataKey'],
    ]);
    expect(JSON.stringify(statements[1].Resource)).toContain('AlarmKey');
  });

  it('lets the rule send what it cannot publish to the queue, and alarms on that', () => {
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'sqs:SendMessage',
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Condition: { ArnEquals: { 'aws:SourceArn': Match.anyValue() } },
          }),
        ]),
      },
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      AlarmActions: [Match.anyValue()],
      TreatMissingData: 'notBreaching',
    });
  });
});
