/** The keys of the vendors. */
import { awsOptions, type Platform, perPlatform } from '../platform';
import { secrets } from '../secrets';

const vault = perPlatform((at) => secrets({ aws: awsOptions(at, 'secretsManager'), clock: at.clock }));

/** Reads the key of a vendor, by the id of its secret. */
export function keyIn(at: Platform, id: string | undefined) {
  return (ask?: { refresh: boolean }) => vault(at).get(id ?? '', ask);
}
