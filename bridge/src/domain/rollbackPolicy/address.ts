import type { LookupAddress, LookupOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Where nobody outside may make the bridge call: its own machine and network, and what clouds tell their machines. */
const inside = new BlockList();
for (const [network, prefix] of [
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
] as const)
  inside.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(network, prefix, 'ipv6');

/** Whether an address of IP is one that everybody can reach: not one of IANA's special purposes. What is no address is not. */
export function isPublic(address: string): boolean {
  const version = isIP(address);
  if (version === 0) return false;
  // An IPv4 address within an IPv6 one is checked as the former, by BlockList itself.
  return !inside.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

/** Why an address must not be called, before its name is looked up; null where it may. */
export function refusedAddress(url: string, allowPrivate: boolean): string | null {
  if (!URL.canParse(url)) return 'the address is none';
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') return 'an address with a name or a password in it is not called';
  if (allowPrivate) return protocol === 'https:' || protocol === 'http:' ? null : 'only https and http are called';
  if (protocol !== 'https:') return 'only https is called';
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) !== 0 && !isPublic(bare) ? 'the address is private' : null;
}

export class PrivateAddress extends Error {}

type Resolve = (
  hostname: string,
  options: LookupOptions,
  callback: (error: NodeJS.ErrnoException | null, found: string | LookupAddress[]) => void,
) => void;

/** As `dns.lookup`, which is given, but an answer with a private address among it is none. */
export const publicLookup =
  (resolve: Resolve): LookupFunction =>
  (hostname, options, callback) => {
    const all: LookupOptions = { ...options, all: true };
    resolve(hostname, all, (error, found) => {
      if (error) return void callback(error, '');
      const addresses = Array.isArray(found) ? found : [];
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isPublic(address)))
        return void callback(new PrivateAddress(`${hostname} leads to a private address`), '');
      if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
