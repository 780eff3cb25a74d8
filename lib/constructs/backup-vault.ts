/** A vault of backups: its key, its name, and who may not empty it. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { BackupVault, type CfnBackupVault } from 'aws-cdk-lib/aws-backup';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { StageConfig } from '../stages';

export class Vault extends Construct {
  readonly vault: BackupVault;
  /** Undefined: the key that AWS Backup has in the account. */
  readonly key: IKey | undefined;

  /**
   * @param name fixed, so that a vault that outlived its stack can be taken back by `cdk deploy --import-existing-resources`;
   *   2 to 50 of letters, digits, `-` and `_`
   */
  constructor(scope: Construct, id: string, { config, name }: { config: StageConfig; name: string }) {
    super(scope, id);
    const { stage } = config;
    if (config.customerKeys) {
      this.key = new Key(this, 'Key', {
        description: `Talent Match ${stage}: backups`,
        enableKeyRotation: true,
        removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      });
    }
    this.vault = new BackupVault(this, 'Vault', {
      backupVaultName: name,
      ...(this.key !== undefined && { encryptionKey: this.key }),
      // Backups go when their time has come, and not before, whoever asks.
      blockRecoveryPointDeletion: config.retainData,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }

  /** As the vault's own stack knows it. The name would do, but then nobody notices a vault that is not there. */
  get reference(): CfnBackupVault {
    return this.vault.node.defaultChild as CfnBackupVault;
  }

  get arn(): string {
    return this.reference.attrBackupVaultArn;
  }
}
