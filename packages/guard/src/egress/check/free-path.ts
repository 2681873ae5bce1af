import type { EgressLimits } from '../egress-limits.ts';

/** The part of a path that a wildcard leaves free, in its one spelling, or why it is refused. */
export type FreePath =
  | { readonly path: string }
  | { readonly code: 'unlisted-path' | 'oversized-path'; readonly reason: string };

/**
 * Rebuilds what stands for `*` in one spelling, so that the server cannot read it as another path than was checked:
 * no empty or dot segment in any disguise (`%2e%2e`, fullwidth dots, dots among invisible characters), nothing that
 * decodes to a slash, backslash, percent sign (`%252e`), semicolon (`..;/`), question mark, hash or control character
 * (CWE-22, CWE-436). One slash may stand at the end. `free` comes from a parsed URL. Attacker controls: `free`.
 */
export function rebuildFreePath(free: string, limits: EgressLimits): FreePath {
  const segments = free.split('/');
  const isFolder = segments.length > 1 && segments.at(-1) === '';
  if (isFolder) segments.pop();
  if (segments.length > limits.pathSegments) {
    return oversized(`at most ${limits.pathSegments} path segments, got ${segments.length}`);
  }
  const rebuilt: string[] = [];
  let bytes = segments.length - (isFolder ? 0 : 1);
  for (const segment of segments) {
    const text = decoded(segment);
    if (text === undefined || isDisguised(text)) {
      return { code: 'unlisted-path', reason: 'a path segment can be read in more than one way' };
    }
    const size = Buffer.byteLength(text);
    bytes += size;
    if (size > limits.segmentBytes) {
      return oversized(`at most ${limits.segmentBytes} bytes in a path segment, got ${size}`);
    }
    rebuilt.push(encodeSegment(text));
  }
  if (bytes > limits.pathBytes) return oversized(`at most ${limits.pathBytes} bytes of free path, got ${bytes}`);
  return { path: `${rebuilt.join('/')}${isFolder ? '/' : ''}` };
}

function oversized(reason: string): FreePath {
  return { code: 'oversized-path', reason };
}

/** Percent-decoding of strict UTF-8; undefined where that fails, such as for overlong forms (`%c0%ae`). */
function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function isDisguised(text: string): boolean {
  const plain = text.normalize('NFKC').replace(/[\s\p{Cf}]/gu, '');
  return /\p{Cc}/u.test(text) || /^\.*$/.test(plain) || /[/\\%;?#]/.test(plain);
}

/** Percent-encodes all but unreserved characters and the delimiters that paths use as they are (RFC 3986 section 3.3). */
function encodeSegment(text: string): string {
  return encodeURIComponent(text).replace(/%(?:3A|40|24|26|2B|2C|3D)/g, (triplet) => decodeURIComponent(triplet));
}
