import { checked, reportMismatch, type Shape } from '../../shape/shape.ts';
import { text } from '../../shape/text.ts';
import { isLoopback } from './loopback.ts';

const EXPECTS = 'an http or https URL with an exact host such as `https://billing.internal/orders/*`';

/** No userinfo, query, fragment, backslash, brace or blank; what `*` may stand for is checked below. */
const PATTERN = '^https?://[^\\s{}@/?#*\\\\]+(?:/[^\\s{}?#\\\\]*)?$';

/**
 * The address of a destination. It must be written as the URL standard (WHATWG) writes it, since the guard compares
 * texts: a host in capitals, a default port, `..` or an encoded dot would be one address to the author and another, or
 * none, to the guard (CWE-918, CWE-180).
 */
export function destinationUrl(): Shape<string> {
  return checked(text({ expects: EXPECTS, pattern: PATTERN }), (value, tree, what, report) => {
    const canonical = canonicalUrl(value);
    if (canonical === undefined) {
      reportMismatch(tree, what, EXPECTS, report);
    } else if (canonical !== value) {
      const message = `expected ${what} to be written as it is compared, got \`${value}\``;
      report(tree.at, message, { expected: EXPECTS, suggestion: canonical });
    } else if (/\*/.test(value.replace(/\/\*$/, ''))) {
      report(tree.at, `expected \`*\` only as the last segment of the path of ${what}, got \`${value}\``, {
        expected: EXPECTS,
      });
    } else if (value.startsWith('http:') && !isLoopback(new URL(value).hostname)) {
      // CWE-319: whoever is on the way reads what the tool sends, and writes what the model reads.
      report(tree.at, `expected ${what} to be an https URL, since its host is not loopback, got \`${value}\``, {
        expected: 'https',
        suggestion: value.replace('http:', 'https:'),
      });
    }
  });
}

/** As the URL standard writes it; without a path where none was written. Undefined where it is no URL. */
function canonicalUrl(value: string): string | undefined {
  if (!URL.canParse(value)) return undefined;
  const { href } = new URL(value);
  const hasPath = /^https?:\/\/[^/]+\//.test(value);
  return hasPath ? href : href.replace(/\/$/, '');
}
