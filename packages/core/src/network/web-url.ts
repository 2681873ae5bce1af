/** Longest address, UTF-16 units: browsers and servers take about 8,000 (CWE-770). */
export const MAX_URL_LENGTH = 8192;

/** An address that may be fetched, or in words why not. */
export type WebUrl = { readonly url: URL } | { readonly fault: string };

/**
 * Reads an address: absolute, http or https, without user name or password (they would be sent to whoever holds the
 * domain now, and written into manifests), without a fragment. Attacker controls: the text.
 */
export function parseWebUrl(text: string, base?: URL): WebUrl {
  if (text.length > MAX_URL_LENGTH) return { fault: `an address of more than ${MAX_URL_LENGTH} characters` };
  if (!URL.canParse(text, base?.href)) return { fault: 'not an absolute http or https address' };
  const url = new URL(text, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return { fault: `\`${url.protocol}\` is not http or https` };
  if (url.username !== '' || url.password !== '') return { fault: 'the address holds credentials' };
  url.hash = '';
  return { url };
}

/** The host of a URL as an address or name, without the brackets of IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}
