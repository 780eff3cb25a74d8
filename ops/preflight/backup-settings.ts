/** Whether AWS Backup looks after DynamoDB, with the features that copies to another Region and cold storage need. */
import { BackupClient, DescribeRegionSettingsCommand } from '@aws-sdk/client-backup';
import type { AwsAccess } from '../aws-access';
import { type Check, type Finding, ok, problem } from './check';

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
  const advanced = settings.ResourceTypeManagementPreference?.DynamoDB === true;
  const optedIn = settings.ResourceTypeOptInPreference?.DynamoDB !== false;
  if (advanced && optedIn) return ok(`${region}: AWS Backup looks after DynamoDB, with the advanced features.`);
  const lacks = advanced ? 'is not opted in for DynamoDB' : 'has no advanced features for DynamoDB';
  return problem(
    `${region}: AWS Backup ${lacks}; copies to another Region and cold storage would fail at night, silently.`,
    `aws backup update-region-settings --region ${region} --resource-type-opt-in-preference DynamoDB=true --resource-type-management-preference DynamoDB=true`,
  );
}
