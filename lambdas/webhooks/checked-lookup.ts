/** Names to addresses for sockets: only to such as may be called, so that what was checked is what is connected to. */
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address';

/** All addresses of a host. @throws Error of `dns.lookup` */
export type Resolve = (host: string) => Promise<LookupAddress[]>;

export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';

  constructor() {
    super('the host has an address that may not be called');
  }
}

/**
 * The addresses of the host of a URL, which may itself be one.
 * @throws AddressRefused when one of them is not public: a name that leads to both is not trusted with either
 */
export async function publicAddresses(host: string, resolve: Resolve): Promise<LookupAddress[]> {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const found = await resolve(bare);
  if (found.length === 0 || !found.every(({ address }) => isPublicAddress(address))) throw new AddressRefused();
  return found;
}

/** For the `lookup` option of a request. The answer goes straight to the socket: nobody asks for the name again. */
export function checkedLookup(resolve: Resolve): LookupFunction {
  return (host, options, callback) => {
    publicAddresses(host, resolve).then(
      (found) => {
        const [first] = found;
        if (options.all) callback(null, found);
        else callback(null, first?.address ?? '', first?.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };
}
