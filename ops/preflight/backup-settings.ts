/** Whether AWS Backup looks after DynamoDB, with the features that copies need, and whether our vaults' names are free. */
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

/** Vaults have fixed names and outlive their stack, so that nobody loses backups with it. */
export const vaultsCheck: Check = {
  name: 'vaults',
  needless: ({ backups }) => (backups ? undefined : 'backups=false'),
  permissions: () => [{ actions: ['backup:ListBackupVaults', 'cloudformation:DescribeStacks'] }],
  run: ({ config: { stage, region, backupCopyRegion } }, aws) =>
    Promise.all([
      vaultOf(aws, { region, name: `talent-match-${stage}`, stack: `TalentMatch-${stage}-recovery` }),
      ...(backupCopyRegion === undefined
        ? []
        : [
            vaultOf(aws, {
              region: backupCopyRegion,
              name: `talent-match-${stage}-copies`,
              stack: `TalentMatch-${stage}-backup-copies`,
            }),
          ]),
    ]),
};

async function vaultOf(aws: AwsAccess, vault: { region: string; name: string; stack: string }): Promise<Finding> {
  const { region, name, stack } = vault;
  if ((await deployedStack(aws, region, stack)) !== undefined) return ok(`${region}: ${name} is that of ${stack}.`);
  for await (const page of paginateListBackupVaults({ client: new BackupClient(aws.client(region)) }, {})) {
    if ((page.BackupVaultList ?? []).some(({ BackupVaultName }) => BackupVaultName === name)) {
      return problem(
        `${region}: a vault ${name} is kept from an earlier deployment, so a second one cannot be made.`,
        'Take it back with its backups: npx cdk deploy --all --import-existing-resources, with the same -c options',
      );
    }
  }
  return ok(`${region}: the name ${name} is free.`);
}
