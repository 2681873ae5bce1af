import { EgressRefused } from '../egress-refused.ts';

/**
 * Headers that a tool may not set: those that say where a message ends and what is done with its connection (RFC 9110
 * section 7.6.1; request smuggling, CWE-444), those that name another host, path or method than was checked, and cookies,
 * which carry a session that no policy lists.
 */
const REFUSED: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'cookie',
  'expect',
  'forwarded',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-original-url',
  'x-rewrite-url',
]);

/** Families of them. */
const REFUSED_PREFIXES = ['x-forwarded-', 'proxy-', 'sec-'];

/** Set here and by nobody else: only what `decodeBody` decodes is asked for. */
const REPLACED: ReadonlySet<string> = new Set(['accept-encoding']);

/** What goes along to another origin. Any other header may be a credential, whatever it is called. */
const CARRIED: ReadonlySet<string> = new Set(['accept', 'accept-language', 'content-type', 'user-agent']);

/** Headers of a request, lower case, checked. */
export type RequestHeaders = Readonly<Record<string, string>>;

/**
 * The headers that are sent, or an `EgressRefused`. Line ends and other control characters are refused by `Headers`
 * itself before this (CWE-113). Attacker controls: values, where a tool puts arguments into them.
 */
export function checkRequestHeaders(given: Headers, maxBytes: number): RequestHeaders {
  const headers: Record<string, string> = {};
  let bytes = 0;
  for (const [name, value] of given) {
    if (REFUSED.has(name) || REFUSED_PREFIXES.some((prefix) => name.startsWith(prefix))) {
      throw new EgressRefused('refused-header', `the header \`${name}\` may not be set`);
    }
    if (REPLACED.has(name)) continue;
    bytes += name.length + value.length + 4;
    headers[name] = value;
  }
  if (bytes > maxBytes) throw new EgressRefused('refused-header', `at most ${maxBytes} bytes of headers, got ${bytes}`);
  return headers;
}

/** What of the headers goes along to another origin. */
export function carriedHeaders(headers: RequestHeaders): RequestHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => CARRIED.has(name)));
}

/** The headers of a request whose body was dropped. */
export function bodilessHeaders(headers: RequestHeaders): RequestHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('content-')));
}
