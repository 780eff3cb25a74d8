/** AWS Backup: which services it looks after in a Region. */
import * as z from 'zod';
import { type ControlApi, operation, perRegion } from './api';

export interface SimBackupRegion {
  /** Backup as a whole may be used with DynamoDB. */
  optedIn: boolean;
  /** The advanced features: copies to another Region, cold storage. */
  advanced: boolean;
}

export function backupApi(): ControlApi & { in: (region: string) => SimBackupRegion } {
  const states = perRegion((): SimBackupRegion => ({ optedIn: true, advanced: true }));
  return {
    in: states,
    protocol: 'rest',
    signingName: 'backup',
    operations: {
      'GET /account-settings': operation(
        z.object(),
        (_input, { region }) => ({
          ResourceTypeOptInPreference: { DynamoDB: states(region).optedIn, S3: true },
          ResourceTypeManagementPreference: { DynamoDB: states(region).advanced },
        }),
        ['backup:DescribeRegionSettings'],
      ),
    },
  };
}
