import type { EgressLimits } from '../egress-limits.ts';

/** A query in its one spelling, without the question mark, or why it is refused. */
export type ListedQuery =
  | { readonly query: string }
  | { readonly code: 'unlisted-parameter' | 'oversized-query' | 'malformed-url'; readonly reason: string };

/**
 * Rebuilds a query from the listed parameters, each at most once, in the order of the list and with one way of escaping:
 * order, repetition and escapes then carry nothing out, and no server splits a value where it was not split here (`;`).
 * Values are strict UTF-8 without control characters. Attacker controls: `search`, from a parsed URL.
 */
export function rebuildListedQuery(search: string, listed: readonly string[], limits: EgressLimits): ListedQuery {
  const given = new Map<string, string | undefined>();
  let bytes = 0;
  for (const pair of search.length > 1 ? search.slice(1).split('&') : []) {
    const at = pair.indexOf('=');
    const name = decoded(at < 0 ? pair : pair.slice(0, at));
    const value = at < 0 ? undefined : decoded(pair.slice(at + 1));
    if (name === undefined || (at >= 0 && value === undefined)) {
      return { code: 'malformed-url', reason: 'a query parameter is not plain text' };
    }
    if (!listed.includes(name)) return { code: 'unlisted-parameter', reason: 'a query parameter is not listed' };
    if (given.has(name)) return { code: 'unlisted-parameter', reason: `the parameter \`${name}\` is given twice` };
    given.set(name, value);
    const size = Buffer.byteLength(value ?? '');
    bytes += size;
    if (size > limits.queryValueBytes) {
      return oversized(`at most ${limits.queryValueBytes} bytes in a query value, got ${size}`);
    }
  }
  if (bytes > limits.queryBytes) return oversized(`at most ${limits.queryBytes} bytes of query values, got ${bytes}`);
  const pairs = listed.filter((name) => given.has(name)).map((name) => spelled(name, given.get(name)));
  return { query: pairs.join('&') };
}

function oversized(reason: string): ListedQuery {
  return { code: 'oversized-query', reason };
}

function spelled(name: string, value: string | undefined): string {
  return value === undefined ? escaped(name) : `${escaped(name)}=${escaped(value)}`;
}

/** As `encodeURIComponent`, and the apostrophe, which `URL` escapes in queries. */
function escaped(text: string): string {
  return encodeURIComponent(text).replaceAll("'", '%27');
}

/** Form decoding of strict UTF-8; undefined where that fails, or where a control character comes out (CWE-93). */
function decoded(text: string): string | undefined {
  try {
    const plain = decodeURIComponent(text.replaceAll('+', ' '));
    return /\p{Cc}/u.test(plain) ? undefined : plain;
  } catch {
    return undefined;
  }
}
