/** Once a day: the age of each vendor's key, in days. */
import { services } from '../platform/container';

export async function handler() {
  return services().watchSecrets();
}
