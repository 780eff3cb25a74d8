/** Files the outcome of a restore test with AWS Backup. */
import type { BackupClientConfig } from '@aws-sdk/client-backup';
import type { RestoreVerdicts } from '../ports';

export function restoreVerdicts(aws: Pick<BackupClientConfig, 'region' | 'endpoint' | 'credentials'>): RestoreVerdicts {
  return {
    async put(restoreJobId, { successful, message }) {
      const { BackupClient, PutRestoreValidationResultCommand } = await import('@aws-sdk/client-backup');
      const client = new BackupClient(aws);
      try {
        await client.send(
          new PutRestoreValidationResultCommand({
            RestoreJobId: restoreJobId,
            ValidationStatus: successful ? 'SUCCESSFUL' : 'FAILED',
            ValidationStatusMessage: message,
          }),
        );
      } finally {
        client.destroy();
      }
    },
  };
}
