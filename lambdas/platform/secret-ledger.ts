/** The age of secrets from AWS Secrets Manager: their versions are listed, their values never read. */
import type { SecretsManagerClientConfig } from '@aws-sdk/client-secrets-manager';
import type { SecretLedger } from '../ports';

/**
 * The date of the version in use. The date that `DescribeSecret` gives will not do: it moves with every change of a tag or
 * a description, so each deployment would make an old key look new.
 */
export function secretLedger(
  aws: Pick<SecretsManagerClientConfig, 'region' | 'endpoint' | 'credentials'>,
): SecretLedger {
  return {
    async currentSince(secretId) {
      const { ListSecretVersionIdsCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
      const client = new SecretsManagerClient(aws);
      try {
        let NextToken: string | undefined;
        do {
          const page = await client.send(
            new ListSecretVersionIdsCommand({ SecretId: secretId, ...(NextToken !== undefined && { NextToken }) }),
          );
          const current = page.Versions?.find(({ VersionStages }) => VersionStages?.includes('AWSCURRENT'));
          if (current?.CreatedDate !== undefined) return current.CreatedDate.getTime();
          NextToken = page.NextToken;
        } while (NextToken !== undefined);
        throw new Error('it has no value');
      } catch (error) {
        throw new Error(`the age of the secret ${secretId} cannot be told`, { cause: error });
      } finally {
        client.destroy();
      }
    },
  };
}
