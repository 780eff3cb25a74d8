/** Backups that are tried out: two plans, copies in a second region, a monthly restore test, and a notice when one fails. */
import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import {
  BackupPlan,
  BackupPlanRule,
  BackupResource,
  CfnRestoreTestingPlan,
  CfnRestoreTestingSelection,
} from 'aws-cdk-lib/aws-backup';
import { Schedule } from 'aws-cdk-lib/aws-events';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { BackupCopiesStack } from './backup-copies-stack';
import { BackupNotices } from './constructs/backup-notices';
import { backupRole, restoreTestRole } from './constructs/backup-roles';
import { Vault } from './constructs/backup-vault';
import { RestoreValidation } from './constructs/restore-validation';
import type { DataStack } from './data-stack';
import type { FoundationStack } from './foundation-stack';
import type { StageConfig } from './stages';

export interface RecoveryStackProps extends StackProps {
  config: StageConfig;
  foundation: FoundationStack;
  data: DataStack;
  /** In the second region. */
  copies?: BackupCopiesStack | undefined;
}

/** What is kept, and how long; cold storage is kept for 90 days at the least. UTC. */
const PLANS = {
  Daily: { schedule: Schedule.cron({ hour: '5', minute: '0' }), keepDays: 35, coldAfterDays: undefined },
  Weekly: {
    schedule: Schedule.cron({ weekDay: 'SUN', hour: '7', minute: '0' }),
    keepDays: 365,
    coldAfterDays: 30,
  },
} as const;

export class RecoveryStack extends Stack {
  readonly vault: Vault;
  /** ARN of the restore testing plan: events of its restore jobs carry it. */
  readonly restoreTestingPlanArn: string;

  constructor(scope: Construct, id: string, props: RecoveryStackProps) {
    super(scope, id, props);
    const { config, data, copies, foundation } = props;
    const { jobs, candidates } = data.tables;
    const tableArns = [jobs.tableArn, candidates.tableArn];
    this.vault = new Vault(this, 'Backups', { config, name: `talent-match-${config.stage}` });
    const keys = [data.tableKeys.jobs, data.tableKeys.candidates, this.vault.key, copies?.copies.key];
    const keyArns = [...new Set(keys.flatMap((key) => (key === undefined ? [] : [key.keyArn])))];
    const vaultArns = [this.vault, ...(copies ? [copies.copies] : [])].map((one) => one.arn);
    const touched = { tableArns, keyArns, dataStackName: data.stackName };
    const role = backupRole(this, { ...touched, vaultArns });
    for (const name of ['Daily', 'Weekly'] as const) {
      this.plan(name, props).addSelection('Tables', {
        backupSelectionName: 'tables',
        // By name: a selection by tags would hang on what is switched on for the account.
        resources: tableArns.map((arn) => BackupResource.fromArn(arn)),
        role,
        disableDefaultBackupPolicy: true,
      });
    }
    this.restoreTestingPlanArn = this.restoreTest(config, tableArns, restoreTestRole(this, touched));
    const { deadLetters } = new BackupNotices(this, 'Notices', { foundation });
    new RestoreValidation(this, 'RestoreValidation', {
      config,
      restoreTestingPlanArn: this.restoreTestingPlanArn,
      tableArns,
      deadLetters,
      logKey: foundation.dataKey,
    });
    new CfnOutput(this, 'BackupVault', { value: this.vault.vault.backupVaultName });
  }

  private plan(name: keyof typeof PLANS, { config, copies }: RecoveryStackProps): BackupPlan {
    const { schedule, keepDays, coldAfterDays } = PLANS[name];
    const kept = {
      deleteAfter: Duration.days(keepDays),
      ...(coldAfterDays !== undefined && { moveToColdStorageAfter: Duration.days(coldAfterDays) }),
    };
    return new BackupPlan(this, name, {
      backupPlanName: `talent-match-${config.stage}-${name.toLowerCase()}`,
      backupPlanRules: [
        new BackupPlanRule({
          ruleName: name.toLowerCase(),
          backupVault: this.vault.vault,
          scheduleExpression: schedule,
          startWindow: Duration.hours(1),
          completionWindow: Duration.hours(8),
          ...kept,
          ...(copies && { copyActions: [{ destinationBackupVault: copies.copies.reference, ...kept }] }),
        }),
      ],
    });
  }

  /** Once a month the newest backup of each table becomes a table, which is looked at and deleted. */
  private restoreTest(config: StageConfig, tableArns: string[], role: IRole): string {
    const restoreTestingPlanName = `talent_match_${config.stage.replaceAll('-', '_')}`;
    const plan = new CfnRestoreTestingPlan(this, 'RestoreTest', {
      restoreTestingPlanName,
      scheduleExpression: 'cron(0 9 1 * ? *)',
      startWindowHours: 4,
      recoveryPointSelection: {
        algorithm: 'LATEST_WITHIN_WINDOW',
        recoveryPointTypes: ['SNAPSHOT'],
        includeVaults: [this.vault.arn],
        selectionWindowDays: 7,
      },
    });
    const selection = new CfnRestoreTestingSelection(this, 'RestoreTestTables', {
      restoreTestingPlanName,
      restoreTestingSelectionName: 'tables',
      protectedResourceType: 'DynamoDB',
      protectedResourceArns: tableArns,
      iamRoleArn: role.roleArn,
      validationWindowHours: 4,
    });
    selection.addResourceDependency(plan);
    return plan.attrRestoreTestingPlanArn;
  }
}
