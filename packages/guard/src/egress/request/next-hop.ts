import type { OutgoingRequest } from './outgoing-request.ts';
import { bodilessHeaders, carriedHeaders } from './request-headers.ts';

/**
 * The request that follows a redirect, by the rules of the Fetch standard (HTTP-redirect fetch): 303 becomes a GET unless
 * it was a HEAD, 301 and 302 turn a POST into a GET, 307 and 308 repeat the request as it was. To another origin only
 * harmless headers go along, because nobody knows which of the others are credentials. It is checked anew like the first.
 */
export function nextHop(request: OutgoingRequest, from: URL, to: URL, status: number): OutgoingRequest {
  const { method, body, redirect } = request;
  const headers = from.origin === to.origin ? request.headers : carriedHeaders(request.headers);
  const isSeeOther = status === 303 && method !== 'GET' && method !== 'HEAD';
  if (isSeeOther || ((status === 301 || status === 302) && method === 'POST')) {
    return { url: to.href, method: 'GET', headers: bodilessHeaders(headers), redirect };
  }
  return { url: to.href, method, headers, redirect, ...(body === undefined ? {} : { body }) };
}
