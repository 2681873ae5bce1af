/** Schemes that a location may carry; anything else is a path. */
const REMOTE = /^(?<scheme>https?|s3|gs|hf):\/\/(?<rest>.*)$/s;

/**
 * A path as a URI reference (RFC 3986): relative paths stay relative, absolute ones become `file:` URIs, every other
 * character is percent-encoded. A lone surrogate, which has no UTF-8 form, becomes U+FFFD.
 */
export function artifactUri(path: string): string {
  const text = path.replace(/[\uD800-\uDFFF]/gu, '\uFFFD');
  const remote = REMOTE.exec(text);
  if (remote !== null) return `${remote.groups!.scheme}://${encodeSegments(remote.groups!.rest!)}`;
  const slashed = text.replaceAll('\\', '/');
  if (/^[A-Za-z]:\//.test(slashed)) return `file:///${slashed[0]}:${encodeSegments(slashed.slice(2))}`;
  if (slashed.startsWith('/')) return `file:///${encodeSegments(slashed.replace(/^\/+/, ''))}`;
  return encodeSegments(slashed);
}

function encodeSegments(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
