/** Once a day: the age of each vendor's key, in days. */
import * as services from '../platform/container/watch-secrets';

export async function handler() {
  return services.watchSecrets();
}
