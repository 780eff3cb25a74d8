/** Whether an address is one of the public internet: nothing inside a network of ours, or anybody's, is ever called. */
import { BlockList, isIP, isIPv4 } from 'node:net';

/** Source: IANA IPv4 Special-Purpose Address Registry, with multicast (RFC 5771) and the reserved 240/4. */
const PRIVATE_IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/**
 * Within global unicast, 2000::/3, what is not to be called: protocol assignments with Teredo and ORCHID, documentation,
 * and 6to4, which has an IPv4 address inside. Source: IANA IPv6 Special-Purpose Address Registry.
 */
const SPECIAL_IPV6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

let lists: { blocked4: BlockList; global6: BlockList; blocked6: BlockList } | undefined;

/** False also for what is no address. IPv6 in brackets is taken as URLs write it. */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/^\[(.*)\]$/, '$1');
  if (isIP(bare) === 0) return false;
  lists ??= makeLists();
  if (isIPv4(bare)) return !lists.blocked4.check(bare, 'ipv4');
  // Whatever is not global unicast is refused: loopback, IPv4 in IPv6, NAT64, unique local, link-local, multicast.
  return lists.global6.check(bare, 'ipv6') && !lists.blocked6.check(bare, 'ipv6');
}

function makeLists() {
  const [blocked4, global6, blocked6] = [new BlockList(), new BlockList(), new BlockList()];
  for (const [net, prefix] of PRIVATE_IPV4) blocked4.addSubnet(net, prefix, 'ipv4');
  global6.addSubnet('2000::', 3, 'ipv6');
  for (const [net, prefix] of SPECIAL_IPV6) blocked6.addSubnet(net, prefix, 'ipv6');
  return { blocked4, global6, blocked6 };
}
