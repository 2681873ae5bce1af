import { UsageError } from '@bezoar/core/actions';
import { HttpFault } from '../answer/http-fault.ts';

/** By what names a server on the own machine is called. */
export const LOOPBACK_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** From where a request may come. */
export interface Border {
  /** Lower-case names, with or without a port; `any` where something in front checks them. */
  readonly hosts: ReadonlySet<string> | 'any';
  /** Such as `https://console.example`. */
  readonly origins: ReadonlySet<string>;
}

/** Reads the border's options. Throws `guard/host-malformed` or `guard/origin-malformed`. */
export function readBorder(hosts: readonly string[] | 'any', origins: readonly string[]): Border {
  for (const host of hosts === 'any' ? [] : hosts) {
    if (URL.canParse(`http://${host}`) && /^[^/?#@\\]+$/.test(host)) continue;
    throw new UsageError('guard/host-malformed', `expected a host name with or without a port, got \`${host}\``);
  }
  for (const origin of origins) {
    if (URL.canParse(origin) && new URL(origin).origin === origin) continue;
    throw new UsageError(
      'guard/origin-malformed',
      `expected an origin such as \`https://console.example\`, got \`${origin}\``,
    );
  }
  return {
    hosts: hosts === 'any' ? hosts : new Set(hosts.map((host) => host.toLowerCase())),
    origins: new Set(origins),
  };
}

/**
 * Refuses a request that was sent to another name than ours, since a page whose name was rebound to this machine sends its
 * own (CWE-350), and one that a browser sent for another page (CWE-352). No answer ever allows a page to read it.
 */
// Attacker controls: a page controls where a browser sends a request, and not the headers Host, Origin, Sec-Fetch-Site.
export function checkBorder({ headers }: Request, { host, hostname }: URL, { hosts, origins }: Border): void {
  if (hosts !== 'any' && !hosts.has(host) && !hosts.has(hostname)) {
    throw new HttpFault(421, 'guard/host-refused', 'the host that was asked for is not among the allowed hosts');
  }
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  const isForeign = site === 'cross-site' || site === 'same-site';
  if (origin === null ? isForeign : !origins.has(origin)) {
    throw new HttpFault(403, 'guard/origin-refused', 'pages of a browser may not ask');
  }
}
