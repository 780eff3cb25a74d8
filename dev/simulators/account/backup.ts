/** AWS Backup: which services it looks after in a Region, and the verdicts on its restore tests. */
import * as z from 'zod';
import { Refusal } from '../exchange';
import { type ControlApi, operation, perRegion } from './api';

export interface SimBackupRegion {
  /** Backup as a whole may be used with DynamoDB. */
  optedIn: boolean;
  /** The advanced features: copies to another Region, cold storage. */
  advanced: boolean;
  /** Names of vaults. */
  vaults: Set<string>;
}

export interface SimVerdict {
  status: string;
  message: string | undefined;
}

export function backupApi(): ControlApi & {
  in: (region: string) => SimBackupRegion;
  /** Verdicts on restore tests by restore job; a job without one is not known. */
  restoreTests: Map<string, SimVerdict | undefined>;
} {
  const restoreTests = new Map<string, SimVerdict | undefined>();
  const states = perRegion((): SimBackupRegion => ({ optedIn: true, advanced: true, vaults: new Set(['Default']) }));
  return {
    in: states,
    restoreTests,
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
      'GET /backup-vaults': operation(
        z.object(),
        (_input, { region, accountId }) => ({
          BackupVaultList: [...states(region).vaults].map((BackupVaultName) => ({
            BackupVaultName,
            BackupVaultArn: `arn:aws:backup:${region}:${accountId}:backup-vault:${BackupVaultName}`,
          })),
        }),
        ['backup:ListBackupVaults'],
      ),
      'PUT /restore-jobs/{restoreJobId}/validations': operation(
        z.object({
          restoreJobId: z.string(),
          ValidationStatus: z.enum(['FAILED', 'SUCCESSFUL', 'TIMED_OUT', 'VALIDATING']),
          ValidationStatusMessage: z.string().optional(),
        }),
        ({ restoreJobId, ValidationStatus: status, ValidationStatusMessage: message }) => {
          if (!restoreTests.has(restoreJobId)) {
            throw new Refusal(400, 'ResourceNotFoundException', `Restore job ${restoreJobId} not found.`);
          }
          if (restoreTests.get(restoreJobId) !== undefined) {
            throw new Refusal(400, 'InvalidRequestException', 'The validation status is final.');
          }
          restoreTests.set(restoreJobId, { status, message });
          return {};
        },
        ['backup:PutRestoreValidationResult'],
      ),
    },
  };
}
