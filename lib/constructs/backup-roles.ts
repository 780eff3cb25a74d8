/** What AWS Backup may do for this service: the DynamoDB part of its managed policies, on our tables, vaults and keys. */
import type { Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { acknowledge } from './acknowledge';

/** Tables that a restore test makes, and deletes, are called so. Source: AWS Backup, restore testing inferred metadata. */
const TEST_TABLES = 'awsbackup-restore-test-*';

interface Protected {
  tableArns: readonly string[];
  /** Of the tables and of the vaults. */
  keyArns: readonly string[];
}

/** Makes backups of the tables, and copies them. @param vaultArns where to */
export function backupRole(stack: Stack, { tableArns, keyArns, vaultArns }: Protected & { vaultArns: string[] }): Role {
  const points = `arn:${stack.partition}:backup:*:${stack.account}:recovery-point:*`;
  const role = backupServiceRole(stack, 'BackupRole', 'backups of the tables', [
    new PolicyStatement({
      actions: [
        'dynamodb:CreateBackup',
        'dynamodb:DescribeTable',
        'dynamodb:ListTagsOfResource',
        'dynamodb:StartAwsBackupJob',
      ],
      resources: [...tableArns],
    }),
    new PolicyStatement({
      actions: ['dynamodb:DeleteBackup', 'dynamodb:DescribeBackup'],
      resources: tableArns.map((arn) => `${arn}/backup/*`),
    }),
    new PolicyStatement({
      actions: ['backup:CopyIntoBackupVault', 'backup:DescribeBackupVault'],
      resources: vaultArns,
    }),
    new PolicyStatement({ actions: ['backup:CopyFromBackupVault', 'backup:TagResource'], resources: [points] }),
    // Which resources carry the tags of a selection: AWS Backup asks whatever the selection is.
    new PolicyStatement({ actions: ['tag:GetResources'], resources: ['*'] }),
    ...keyUse(keyArns),
  ]);
  const own = 'Backups and recovery points of our own tables; their names are made by AWS.';
  acknowledge(role, {
    'AwsSolutions-IAM5[Resource::*]': 'tag:GetResources knows no resources.',
    [`AwsSolutions-IAM5[Resource::${printed(stack, points)}]`]: own,
  });
  return role;
}

/** Restores backups into the tables of a restore test, and nowhere else. */
export function restoreTestRole(stack: Stack, { tableArns, keyArns }: Protected): Role {
  const tests = stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: TEST_TABLES });
  return backupServiceRole(stack, 'RestoreTestRole', 'restore tests', [
    new PolicyStatement({
      actions: ['dynamodb:RestoreTableFromAwsBackup', 'dynamodb:RestoreTableFromBackup'],
      resources: [...tableArns, ...tableArns.map((arn) => `${arn}/backup/*`), tests],
    }),
    new PolicyStatement({
      actions: [
        'dynamodb:BatchWriteItem',
        'dynamodb:DeleteItem',
        'dynamodb:DescribeTable',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:Scan',
        'dynamodb:UpdateItem',
      ],
      resources: [tests],
    }),
    ...keyUse(keyArns),
  ]);
}

function keyUse(keyArns: readonly string[]): PolicyStatement[] {
  if (keyArns.length === 0) return [];
  const resources = [...keyArns];
  return [
    new PolicyStatement({
      actions: [
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:Encrypt',
        'kms:GenerateDataKey',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
      resources,
    }),
    new PolicyStatement({
      actions: ['kms:CreateGrant'],
      resources,
      conditions: { Bool: { 'kms:GrantIsForAWSResource': true } },
    }),
  ];
}

function backupServiceRole(stack: Stack, id: string, purpose: string, statements: PolicyStatement[]): Role {
  return new Role(stack, id, {
    assumedBy: new ServicePrincipal('backup.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
    description: `Talent Match: ${purpose}`,
    inlinePolicies: { backup: new PolicyDocument({ statements }) },
  });
}

/** As findings spell an ARN. */
function printed(stack: Stack, arn: string): string {
  return JSON.stringify(stack.resolve(arn)).replace(/^"|"$/g, '');
}
