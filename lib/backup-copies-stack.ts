/** The vault for copies of the backups, in the second region. */
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Vault } from './constructs/backup-vault';
import type { StageConfig } from './stages';

export class BackupCopiesStack extends Stack {
  readonly copies: Vault;

  constructor(scope: Construct, id: string, props: StackProps & { config: StageConfig }) {
    super(scope, id, props);
    const { config } = props;
    this.copies = new Vault(this, 'Copies', { config, name: `talent-match-${config.stage}-copies` });
    new CfnOutput(this, 'CopiesVault', { value: this.copies.vault.backupVaultName });
  }
}
