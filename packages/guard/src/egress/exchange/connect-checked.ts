import { connect as connectTcp, isIP, isIPv6, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { hostOf } from '@bezoar/core/network';
import { EgressFailed, EgressRefused } from '../egress-refused.ts';
import type { Deadline } from './deadline.ts';
import { portOf } from './private-hosts.ts';
import type { HostAddress } from './resolve-checked.ts';

/**
 * A connection to one of the checked addresses, over TLS where the URL says so: the certificate is verified for the
 * URL's host, whatever the environment says, and SNI names it. Nothing was sent on it but the TLS handshake, and that only
 * after the peer was checked. Rejects with an `EgressRefused`, an `EgressFailed` or the deadline's reason.
 *
 * `trusted`: certificates (PEM) of authorities, in place of the system's.
 */
export async function connectChecked(
  url: URL,
  addresses: readonly HostAddress[],
  deadline: Deadline,
  trusted?: readonly string[],
): Promise<Socket> {
  const host = hostOf(url);
  const tcp = connectTcp({
    host,
    port: portOf(url),
    // The name is not asked for again: these addresses were checked.
    lookup: (_host, options, answer) => {
      if (options.all === true) answer(null, [...addresses]);
      else answer(null, addresses[0]!.address, addresses[0]!.family);
    },
  });
  await settled(tcp, 'connect', deadline);
  try {
    checkPeer(tcp.remoteAddress, addresses);
  } catch (error) {
    tcp.destroy();
    throw error;
  }
  if (url.protocol !== 'https:') return tcp;
  const tls = connectTls({
    socket: tcp,
    host,
    servername: isIP(host) === 0 ? host : '',
    ALPNProtocols: ['http/1.1'],
    // Stated, because the environment can turn the default off.
    rejectUnauthorized: true,
    ...(trusted === undefined ? {} : { ca: [...trusted] }),
  });
  await settled(tls, 'secureConnect', deadline);
  return tls;
}

/** Throws an `EgressRefused` unless a connection leads to one of the checked addresses. */
export function checkPeer(peer: string | undefined, checked: readonly HostAddress[]): void {
  const address = canonicalAddress(peer ?? '');
  if (checked.some((one) => canonicalAddress(one.address) === address)) return;
  throw new EgressRefused('private-address', `the connection leads to \`${peer}\`, which was not checked`);
}

/** One spelling for each address: IPv4-mapped as IPv4, IPv6 in its shortest form. */
function canonicalAddress(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIPv6(plain) && !plain.includes('%') ? new URL(`http://[${plain}]/`).hostname : plain;
}

function settled(socket: Socket, event: 'connect' | 'secureConnect', { signal }: Deadline): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (outcome: () => void): void => {
      signal.removeEventListener('abort', onAbort);
      socket.removeListener(event, onReady);
      outcome();
    };
    const onReady = (): void => finish(resolve);
    const onAbort = (): void => {
      finish(() => reject(signal.reason));
      socket.destroy();
    };
    // Stays: an error that nobody listens for would end the process.
    socket.on('error', (error) => finish(() => reject(connectionFailure(error))));
    socket.once('close', () => finish(() => reject(connectionFailure(undefined))));
    socket.once(event, onReady);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
}

/** What Node says of a connection that failed. */
export function connectionFailure(error: unknown): EgressFailed {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'closed';
  if (code.startsWith('HPE_'))
    return new EgressFailed('protocol', `the answer is not HTTP (${code})`, { cause: error });
  return new EgressFailed('not-connected', `the connection failed (${code})`, { cause: error });
}
