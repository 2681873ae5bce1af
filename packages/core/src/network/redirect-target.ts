import { parseWebUrl, type WebUrl } from './web-url.ts';

/** Statuses that lead elsewhere (RFC 9110 section 15.4): 300 offers a choice, 304 is no redirect, 305 and 306 are retired. */
export const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Where a redirect from `from` leads, or in words why it is not followed: to something that is not a web address, or from
 * https to http, where anybody on the way can read and change it. Whether the target may be asked is for the caller to
 * check anew. Attacker controls: `location`.
 */
export function redirectTarget(from: URL, location: string): WebUrl {
  const target = parseWebUrl(location, from);
  if ('fault' in target) return { fault: `it redirects to an address that is not followed: ${target.fault}` };
  if (from.protocol === 'https:' && target.url.protocol === 'http:')
    return { fault: 'it redirects from https to http' };
  return target;
}
