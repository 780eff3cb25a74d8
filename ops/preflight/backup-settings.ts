/** Whether AWS Backup looks after DynamoDB, with the features that copies need, and which vaults outlived their stack. */
import { BackupClient, DescribeRegionSettingsCommand, paginateListBackupVaults } from '@aws-sdk/client-backup';
import type { AwsAccess } from '../aws-access';
import { deployedStack } from '../stack-outputs';
import { type Check, type Finding, ok, problem, warning } from './check';

export const backupCheck: Check = {
  name: 'backup',
  needless: ({ backups }) => (backups ? undefined : 'backups=false'),
  permissions: () => [{ actions: ['backup:DescribeRegionSettings'] }],
  run: ({ config }, aws) =>
    Promise.all(
      [config.region, config.backupCopyRegion]
        .filter((region) => region !== undefined)
        .map((region) => settingsOf(aws, region)),
    ),
};

async function settingsOf(aws: AwsAccess, region: string): Promise<Finding> {
  const settings = await new BackupClient(aws.client(region)).send(new DescribeRegionSettingsCommand({}));
  const turnOn = `aws backup update-region-settings --region ${region} --resource-type-opt-in-preference DynamoDB=true --resource-type-management-preference DynamoDB=true`;
  if (settings.ResourceTypeManagementPreference?.DynamoDB !== true) {
    return problem(
      `${region}: AWS Backup has no advanced features for DynamoDB, so copies to another Region and cold storage would fail at night.`,
      turnOn,
    );
  }
  // Our plans name their tables, and such plans run all the same.
  if (settings.ResourceTypeOptInPreference?.DynamoDB === false) {
    return warning(
      `${region}: AWS Backup is not opted in for DynamoDB; plans that go by tags would leave it out.`,
      turnOn,
    );
  }
  return ok(`${region}: AWS Backup looks after DynamoDB, with the advanced features.`);
}

/** Vaults outlive their stack, so that nobody loses backups with it; the next deployment makes its own beside them. */
export const vaultsCheck: Check = {
  name: 'vaults',
  needless: ({ backups }) => (backups ? undefined : 'backups=false'),
  permissions: () => [{ actions: ['backup:ListBackupVaults', 'cloudformation:DescribeStacks'] }],
  run: ({ config: { stage, region, backupCopyRegion } }, aws) =>
    Promise.all([
      kept(aws, { region, begins: `talent-match-${stage}`, stack: `TalentMatch-${stage}-recovery` }),
      ...(backupCopyRegion === undefined
        ? []
        : [
            kept(aws, {
              region: backupCopyRegion,
              begins: `talent-match-${stage}-copies`,
              stack: `TalentMatch-${stage}-backup-copies`,
            }),
          ]),
    ]),
};

async function kept(aws: AwsAccess, of: { region: string; begins: string; stack: string }): Promise<Finding> {
  const { region, begins, stack } = of;
  if ((await deployedStack(aws, region, stack)) !== undefined) return ok(`${region}: ${stack} has its vault.`);
  const ours = new RegExp(`^${begins}-[0-9a-f]{8}$`);
  const names: string[] = [];
  for await (const page of paginateListBackupVaults({ client: new BackupClient(aws.client(region)) }, {})) {
    names.push(...(page.BackupVaultList ?? []).map(({ BackupVaultName }) => BackupVaultName ?? ''));
  }
  const [name] = names.filter((one) => ours.test(one));
  if (name === undefined) return ok(`${region}: no vault is left over.`);
  return warning(
    `${region}: the vault ${name} is kept from an earlier deployment, with its backups; a new one is made beside it.`,
    `docs/recover.md#from-a-backup restores from it. When its backups have expired: aws backup delete-backup-vault --region ${region} --backup-vault-name ${name}`,
  );
}
