import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { hostOf, isPublicAddress } from '@bezoar/core/network';
import { FetchFault, lasting } from '../fetch-failure.ts';
import type { ResolvedAddress, WebEnvironment } from '../web-environment.ts';

/** Refuses a URL that names a non-public address itself: Node asks no `lookup` for those. Throws a `FetchFault`. */
export function checkLiteralAddress(url: URL, { allowPrivate }: Pick<WebEnvironment, 'allowPrivate'>): void {
  const host = hostOf(url);
  if (!allowPrivate && isIP(host) !== 0) checkAddress(host);
}

/** Refuses a non-public address. Throws a `FetchFault`. */
export function checkAddress(address: string): void {
  if (!isPublicAddress(address)) throw lasting('refused-address', `\`${address}\` is not on the public internet`);
}

/**
 * The `lookup` of a connection: what it answers is what is connected to, so that a name which changes its answer between
 * check and use gains nothing (DNS rebinding). One address that is not public refuses the name.
 */
export function guardedLookup({ allowPrivate, resolve = systemResolve }: WebEnvironment): LookupFunction {
  return (host, options, callback) => {
    const answer = async (): Promise<readonly ResolvedAddress[]> => {
      const all = await resolve(host);
      if (!allowPrivate) for (const { address } of all) checkAddress(address);
      const wanted = options.family === 4 || options.family === 6 ? options.family : undefined;
      const fitting = wanted === undefined ? all : all.filter(({ family }) => family === wanted);
      if (fitting.length === 0) throw lasting('unresolved', 'the host has no address');
      return fitting;
    };
    answer().then(
      (addresses) => {
        const [first] = addresses;
        if (options.all === true) callback(null, [...addresses]);
        else callback(null, first!.address, first!.family);
      },
      (error: unknown) => callback(error instanceof Error ? error : new FetchFault(unknownFailure(error)), '', 0),
    );
  };
}

function unknownFailure(error: unknown): FetchFault['failure'] {
  return { code: 'unresolved', reason: `the name service failed (${String(error)})`, isTransient: true };
}

async function systemResolve(host: string): Promise<readonly ResolvedAddress[]> {
  const addresses = await lookup(host, { all: true, verbatim: true });
  return addresses.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
}
