/** A vault of backups: its key, its name, and who may not empty it. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { BackupVault, type CfnBackupVault } from 'aws-cdk-lib/aws-backup';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { StageConfig } from '../stages';
import { stackMark } from './stack-mark';

export class Vault extends Construct {
  readonly vault: BackupVault;
  /** Undefined: the key that AWS Backup has in the account. */
  readonly key: IKey | undefined;

  /**
   * @param name the name begins with it: 2 to 41 of letters, digits, `-` and `_`. The rest is of the stack: a vault outlives
   *   its stack, and the vault of the stack that comes after it has another key, so neither can take the place of the other
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
      backupVaultName: `${name}-${stackMark()}`,
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
