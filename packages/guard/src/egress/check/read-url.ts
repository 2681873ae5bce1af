import { parseWebUrl, type WebUrl } from '@bezoar/core/network';

/**
 * Characters on which parsers of URLs disagree. WHATWG drops tabs and line ends and reads a backslash as a slash; others
 * end the host there, so that what is checked would not be what is asked (CWE-436).
 */
const AMBIGUOUS = /[\p{Cc}\\]/u;

/** Longest host name that DNS knows (RFC 1035 section 2.3.4). */
const MAX_HOST_LENGTH = 253;

/**
 * Reads an address that a tool wants to ask; every spelling of one host, numeric addresses included, becomes the same
 * text. Attacker controls: the text.
 */
export function readUrl(text: string): WebUrl {
  if (AMBIGUOUS.test(text)) return { fault: 'the address holds control characters or backslashes' };
  const parsed = parseWebUrl(text);
  if ('url' in parsed && parsed.url.hostname.length > MAX_HOST_LENGTH) {
    return { fault: `a host name of more than ${MAX_HOST_LENGTH} characters` };
  }
  return parsed;
}
