/** Watching the age of the secrets, with its ports. */
import * as service from '../../services/watch-secrets';
import { ledger } from '../adapters/secret-ages';
import { platform } from '../platform';

export async function watchSecrets(): Promise<Record<string, number>> {
  const at = platform();
  const { config, telemetry, clock } = at;
  const secrets = { openai: config.OPENAI_SECRET_ID, huggingface: config.HUGGINGFACE_SECRET_ID };
  return service.watchSecrets({ ledger: await ledger(at), telemetry, clock }, secrets);
}
