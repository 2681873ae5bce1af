import type { Destination } from '@bezoar/core';
import { type EgressLimits, egressLimits } from '../egress-limits.ts';
import type { EgressRefusal } from '../egress-refused.ts';
import { type DestinationPattern, parseDestination } from './destination-pattern.ts';
import { rebuildFreePath } from './free-path.ts';
import { rebuildListedQuery } from './listed-query.ts';
import { readUrl } from './read-url.ts';

/** What a tool wants to ask. */
export interface DestinationRequest {
  readonly url: string;
  /** Upper case. */
  readonly method: string;
}

/** Whether a request may be sent, and to which URL exactly. */
export type DestinationCheck =
  | {
      readonly allowed: true;
      readonly destination: Destination;
      /** The checked URL in its one spelling. INVARIANT: this is what is sent, and it is its own checked form. */
      readonly url: string;
    }
  | { readonly allowed: false; readonly code: EgressRefusal; readonly reason: string };

/**
 * Holds a request against the listed destinations: scheme, host, port, path, method and query parameters must all be
 * named by one of them. Pure; addresses are resolved and checked when it is sent. Throws a `UsageError` for a destination
 * that cannot be read. Attacker controls: the request.
 */
export function checkDestination(
  request: DestinationRequest,
  destinations: readonly Destination[],
  limits: EgressLimits = egressLimits(),
): DestinationCheck {
  return checkPatterns(request, destinations.map(parseDestination), limits);
}

/** `checkDestination` for destinations that were read before. */
export function checkPatterns(
  request: DestinationRequest,
  patterns: readonly DestinationPattern[],
  limits: EgressLimits,
): DestinationCheck {
  const parsed = readUrl(request.url);
  if ('fault' in parsed) return { allowed: false, code: 'malformed-url', reason: parsed.fault };
  const { url } = parsed;
  let nearest: Refused = refused('unlisted-host', `\`${url.host}\` is not a listed destination`);
  for (const pattern of patterns) {
    if (pattern.origin !== url.origin) continue;
    const one = checkOne(url, request.method, pattern, limits);
    if (one.allowed) return one;
    if (NEARNESS.indexOf(one.code) > NEARNESS.indexOf(nearest.code)) nearest = one;
  }
  return nearest;
}

type Refused = DestinationCheck & { readonly allowed: false };

/** The later, the more of a destination fitted: the reason that helps is that of the one that fitted most. */
const NEARNESS: readonly EgressRefusal[] = [
  'unlisted-host',
  'unlisted-path',
  'oversized-path',
  'unlisted-method',
  'malformed-url',
  'unlisted-parameter',
  'oversized-query',
];

function checkOne(url: URL, method: string, pattern: DestinationPattern, limits: EgressLimits): DestinationCheck {
  const { destination } = pattern;
  const path = checkPath(url.pathname, pattern, limits);
  if ('code' in path) return refused(path.code, path.reason);
  if (!destination.methods.includes(method)) return refused('unlisted-method', 'the method is not listed there');
  const query = rebuildListedQuery(url.search, destination.query, limits);
  if ('code' in query) return refused(query.code, query.reason);
  const checked = `${pattern.origin}${path.path}${query.query === '' ? '' : `?${query.query}`}`;
  return { allowed: true, destination, url: checked };
}

function checkPath(
  pathname: string,
  { path }: DestinationPattern,
  limits: EgressLimits,
): ReturnType<typeof rebuildFreePath> {
  const unlisted = { code: 'unlisted-path', reason: 'the path is not listed there' } as const;
  if (path.kind === 'exact') return pathname === path.path ? { path: pathname } : unlisted;
  if (!pathname.startsWith(path.prefix)) return unlisted;
  const free = pathname.slice(path.prefix.length);
  if (free === '') return path.kind === 'all' ? { path: '/' } : unlisted;
  const rebuilt = rebuildFreePath(free, limits);
  return 'code' in rebuilt ? rebuilt : { path: `${path.prefix}${rebuilt.path}` };
}

function refused(code: EgressRefusal, reason: string): Refused {
  return { allowed: false, code, reason };
}
