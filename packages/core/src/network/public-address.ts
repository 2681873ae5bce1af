import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** IPv4 ranges that are not the public internet (IANA special-purpose registry, RFC 6890). */
const RESERVED_V4: readonly (readonly [string, number])[] = [
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
];

/** Parts of `2000::/3` that are not the public internet, or that carry an IPv4 address (Teredo, 6to4). */
const RESERVED_V6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const reservedV4 = blockList(RESERVED_V4, 'ipv4');
const reservedV6 = blockList(RESERVED_V6, 'ipv6');
const globalV6 = blockList([['2000::', 3]], 'ipv6');
/** IPv4 inside IPv6: mapped (RFC 4291) and NAT64 (RFC 6052); judged by the IPv4 address. */
const carriesV4 = blockList(
  [
    ['::ffff:0:0', 96],
    ['64:ff9b::', 96],
  ],
  'ipv6',
);

/**
 * Whether an address is on the public internet. Everything else is refused unless allowed: an address that somebody
 * else chose, in a manifest or through a model, must not reach the machines behind this one (server-side request forgery,
 * CWE-918). Text that is no address, and an address with a zone, are not public.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !reservedV4.check(address, 'ipv4');
  if (!isIPv6(address) || address.includes('%')) return false;
  if (carriesV4.check(address, 'ipv6')) return isPublicAddress(lastV4(address));
  return globalV6.check(address, 'ipv6') && !reservedV6.check(address, 'ipv6');
}

/** The IPv4 address in the last 32 bits. */
function lastV4(address: string): string {
  const dotted = /(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  if (dotted !== null) return dotted[1]!;
  // `URL` writes IPv6 in its shortest form with hexadecimal groups.
  const groups = new URL(`http://[${address}]/`).hostname.slice(1, -1).split(':');
  const [high = '0', low = '0'] = groups.slice(-2).map((group) => group || '0');
  const value = Number.parseInt(high, 16) * 65_536 + Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff).join('.');
}

function blockList(ranges: readonly (readonly [string, number])[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of ranges) list.addSubnet(net, prefix, family);
  return list;
}
