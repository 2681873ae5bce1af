import { UsageError } from '@bezoar/core';

/** Hosts with ports that may have addresses which are not public, each as `host:port`. */
export type PrivateHosts = ReadonlySet<string>;

/**
 * Reads the exceptions, such as `wiki.internal:8443` or `[::1]:80`; the port is always written, so that one service is
 * named and not a machine. Throws a `UsageError` (`guard/private-host`).
 */
export function parsePrivateHosts(listed: readonly string[]): PrivateHosts {
  return new Set(
    listed.map((text) => {
      const isPlain = /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\]):[1-9]\d{0,4}$/i.test(text) && URL.canParse(`http://${text}/`);
      if (!isPlain) throw new UsageError('guard/private-host', `\`${text}\` is not a host with its port`);
      return hostAndPort(new URL(`http://${text}/`));
    }),
  );
}

/** Host and port of a URL, the port also where it is the default one. */
export function hostAndPort(url: URL): string {
  return `${url.hostname}:${portOf(url)}`;
}

/** The port that is connected to. */
export function portOf(url: URL): number {
  return Number(url.port || (url.protocol === 'https:' ? 443 : 80));
}
