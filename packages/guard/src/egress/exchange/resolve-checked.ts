import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { hostOf, isPublicAddress } from '@bezoar/core/network';
import { EgressFailed, EgressRefused } from '../egress-refused.ts';
import { type Deadline, withinDeadline } from './deadline.ts';
import { hostAndPort, type PrivateHosts } from './private-hosts.ts';

/** An address that a host name stands for. */
export interface HostAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** A name service. */
export type ResolveHost = (host: string) => Promise<readonly HostAddress[]>;

/** Addresses that are tried, at most: big services answer with eight, and more would only spread the connection (CWE-770). */
const MAX_ADDRESSES = 16;

/**
 * The addresses of a URL's host, every one of them checked: one that is not public refuses the name, since the next
 * answer may lead only there. What is returned is what must be connected to: asking again could answer otherwise (DNS
 * rebinding, CWE-350). Rejects with an `EgressRefused` or `EgressFailed`. Attacker controls: what the name service says.
 */
export async function resolveChecked(
  url: URL,
  resolve: ResolveHost,
  privateHosts: PrivateHosts,
  deadline: Deadline,
): Promise<readonly HostAddress[]> {
  const host = hostOf(url);
  const family = isIP(host);
  const addresses = family === 0 ? await ask(host, resolve, deadline) : [{ address: host, family: family as 4 | 6 }];
  if (addresses.length === 0) throw new EgressFailed('unresolved', `\`${host}\` has no address`);
  for (const { address, family: claimed } of addresses) {
    if (isIP(address) !== claimed) throw new EgressFailed('unresolved', `\`${host}\` has an answer that is no address`);
    if (!privateHosts.has(hostAndPort(url)) && !isPublicAddress(address)) {
      throw new EgressRefused('private-address', `\`${host}\` has the address \`${address}\`, which is not public`);
    }
  }
  return addresses.slice(0, MAX_ADDRESSES);
}

async function ask(host: string, resolve: ResolveHost, deadline: Deadline): Promise<readonly HostAddress[]> {
  try {
    return await withinDeadline(resolve(host), deadline);
  } catch (cause) {
    deadline.signal.throwIfAborted();
    throw new EgressFailed('unresolved', `the name service has no answer for \`${host}\``, { cause });
  }
}

/** The machine's own name service. */
export const systemResolve: ResolveHost = async (host) => {
  const answers = await lookup(host, { all: true, verbatim: true });
  return answers.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};
