import { type Destination, UsageError } from '@bezoar/core';
import { MAX_QUERY_PARAMETERS } from '../egress-limits.ts';
import { readUrl } from './read-url.ts';

/** A destination made ready for comparison. */
export interface DestinationPattern {
  readonly destination: Destination;
  /** Scheme, host and port, as `URL.origin` writes them. */
  readonly origin: string;
  /** `exact`: this path. `below`: what begins with it and goes on. `all`: every path of the host. */
  readonly path:
    | { readonly kind: 'exact'; readonly path: string }
    | { readonly kind: 'below'; readonly prefix: string }
    | { readonly kind: 'all'; readonly prefix: '/' };
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * Reads a destination of the policy. Throws a `UsageError` (`guard/destination`) for one that does not say plainly what
 * it allows: a rule that is misread is a rule that allows too much.
 */
export function parseDestination(destination: Destination): DestinationPattern {
  const { url: text, methods, query } = destination;
  const fail = (why: string): never => {
    throw new UsageError('guard/destination', `\`${text}\` cannot be a destination: ${why}`);
  };
  const parsed = readUrl(text);
  if ('fault' in parsed) return fail(parsed.fault);
  const { url } = parsed;
  if (/[?#]/.test(text)) return fail('parameters are listed by name, not in the address');
  if (url.hostname.endsWith('.')) return fail('the host ends in a dot');
  if (url.hostname.includes('*')) return fail('the host is a pattern, and each must be named');
  const unknown = methods.find((method) => !METHODS.has(method));
  if (unknown !== undefined) return fail(`\`${unknown}\` is not one of ${[...METHODS].join(', ')}`);
  if (query.length > MAX_QUERY_PARAMETERS) {
    return fail(`at most ${MAX_QUERY_PARAMETERS} parameters, got ${query.length}`);
  }
  if (new Set(query).size !== query.length) return fail('a parameter is listed twice');
  const star = url.pathname.indexOf('*');
  if (star >= 0 && (star !== url.pathname.length - 1 || !url.pathname.endsWith('/*'))) {
    return fail('a `*` may only stand for the last part of the path');
  }
  const { origin } = url;
  // `https://host` is every path, `https://host/` only the root: a URL object no longer tells them apart.
  if (/^[^/]*\/\/[^/]*$/.test(text)) return { destination, origin, path: { kind: 'all', prefix: '/' } };
  if (star >= 0) return { destination, origin, path: { kind: 'below', prefix: url.pathname.slice(0, -1) } };
  return { destination, origin, path: { kind: 'exact', path: url.pathname } };
}
