import { REDIRECT_STATUSES, redirectTarget } from '@bezoar/core/network';
import { isSameSite } from './address/site.ts';
import { lasting } from './fetch-failure.ts';
import { type OpenResponse, openResponse } from './open-response.ts';
import type { WebEnvironment } from './web-environment.ts';

/** How redirects are followed. */
export interface RedirectRules {
  /** Addresses whose registered names may be led to; absent: any. */
  readonly sites?: readonly URL[];
  /** Headers for a hop, such as a range that only one address knows. */
  headersFor(url: URL): Readonly<Record<string, string>>;
}

/**
 * Asks for a URL and follows its redirects by hand: few of them, none twice, never from https to http, never to another
 * registered name than was curated, and each hop's address is checked anew. Rejects with a `FetchFault`.
 */
export async function followRedirects(
  start: URL,
  rules: RedirectRules,
  environment: WebEnvironment,
): Promise<OpenResponse> {
  const seen = new Set<string>();
  let url = start;
  for (let hops = 0; ; hops++) {
    seen.add(url.href);
    const response = await openResponse(url, rules.headersFor(url), environment);
    const location = response.header('location');
    if (!REDIRECT_STATUSES.has(response.status) || location === undefined) return response;
    response.close();
    if (hops >= environment.limits.maxRedirects)
      throw lasting('redirect', `more than ${environment.limits.maxRedirects} redirects`);
    const next = redirectTarget(url, location);
    if ('fault' in next) throw lasting('redirect', next.fault);
    if (seen.has(next.url.href)) throw lasting('redirect', 'its redirects lead in a circle');
    if (rules.sites !== undefined && !rules.sites.some((site) => isSameSite(site, next.url))) {
      throw lasting('moved', `it redirects to \`${next.url.host}\`, another host than was curated`);
    }
    url = next.url;
  }
}
