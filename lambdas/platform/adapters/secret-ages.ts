/** What is known of the secrets without reading them. */
import { awsOptions, perPlatform } from '../platform';

export const ledger = perPlatform(async (at) => {
  const { secretLedger } = await import('../secret-ledger');
  return secretLedger(awsOptions(at, 'secretsManager'));
});
