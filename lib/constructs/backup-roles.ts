/** What AWS Backup may do for this service: the DynamoDB part of its managed policies, on our tables, vaults and keys. */
import type { Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { accountInFindings, acknowledge } from './acknowledge';

/** Tables that a restore test makes, and deletes, are called so. Source: AWS Backup, restore testing inferred metadata. */
const TEST_TABLES = 'awsbackup-restore-test-*';

interface Protected {
  /** Of the data stack; tables are called after it, also those that were restored. */
  dataStackName: string;
  tableArns: readonly string[];
  /** Of the tables and of the vaults. */
  keyArns: readonly string[];
}

/** Makes backups of the tables, and copies them. @param vaultArns where to */
export function backupRole(
  stack: Stack,
  { tableArns, keyArns, vaultArns, dataStackName }: Protected & { vaultArns: string[] },
): Role {
  const points = (account: string) => `arn:${stack.partition}:backup:*:${account}:recovery-point:*`;
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
      resources: [backupsOf(stack, dataStackName, stack.account)],
    }),
    new PolicyStatement({
      actions: ['backup:CopyIntoBackupVault', 'backup:DescribeBackupVault'],
      resources: vaultArns,
    }),
    new PolicyStatement({
      actions: ['backup:CopyFromBackupVault', 'backup:TagResource'],
      resources: [points(stack.account)],
    }),
    // Which resources carry the tags of a selection: AWS Backup asks whatever the selection is.
    new PolicyStatement({ actions: ['tag:GetResources'], resources: ['*'] }),
    ...keyUse(keyArns),
  ]);
  const own = 'Backups and recovery points of our own tables; their names are made by AWS.';
  acknowledge(role, {
    'AwsSolutions-IAM5[Resource::*]': 'tag:GetResources knows no resources.',
    [`AwsSolutions-IAM5[Resource::${points(accountInFindings(stack))}]`]: own,
    [`AwsSolutions-IAM5[Resource::${backupsOf(stack, dataStackName, accountInFindings(stack))}]`]: own,
  });
  return role;
}

/** Restores backups into the tables of a restore test, and nowhere else. */
export function restoreTestRole(stack: Stack, { tableArns, keyArns, dataStackName }: Protected): Role {
  const testsOf = (account: string) =>
    `arn:${stack.partition}:dynamodb:${stack.region}:${account}:table/${TEST_TABLES}`;
  const tests = testsOf(stack.account);
  const role = backupServiceRole(stack, 'RestoreTestRole', 'restore tests', [
    new PolicyStatement({
      actions: ['dynamodb:RestoreTableFromAwsBackup', 'dynamodb:RestoreTableFromBackup'],
      resources: [...tableArns, backupsOf(stack, dataStackName, stack.account), tests],
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
  acknowledge(role, {
    [`AwsSolutions-IAM5[Resource::${testsOf(accountInFindings(stack))}]`]:
      'The names of restored tables are random behind this beginning, which no table of ours has.',
    [`AwsSolutions-IAM5[Resource::${backupsOf(stack, dataStackName, accountInFindings(stack))}]`]:
      'Backups of our own tables; their names are made by AWS.',
  });
  return role;
}

function backupsOf(stack: Stack, dataStackName: string, account: string): string {
  return `arn:${stack.partition}:dynamodb:${stack.region}:${account}:table/${dataStackName}-*/backup/*`;
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
    assumedBy: new ServicePrincipal('backup.amazonaws.com'),
    description: `Talent Match: ${purpose}`,
    inlinePolicies: { backup: new PolicyDocument({ statements }) },
  });
}
