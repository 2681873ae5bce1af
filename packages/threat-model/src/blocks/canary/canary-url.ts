import { checked, reportMismatch, type Shape } from '../../shape/shape.ts';
import { text } from '../../shape/text.ts';
import { isLoopback } from '../guard/loopback.ts';

const EXPECTS = 'an absolute http or https URL without placeholders such as `https://billing.internal/credits`';

/** No userinfo, fragment, brace, blank or backslash, which the URL standard reads as a slash. */
const PATTERN = '^https?://[^\\s{}@/?#\\\\]+(?:[/?][^\\s{}#\\\\]*)?$';

/**
 * The address of the real tool that a canary is put to. The request carries the team's credentials: without encryption
 * it goes no further than this machine (CWE-319).
 */
export function canaryUrl(): Shape<string> {
  return checked(text({ expects: EXPECTS, pattern: PATTERN }), (value, tree, what, report) => {
    if (!URL.canParse(value)) {
      reportMismatch(tree, what, EXPECTS, report);
    } else if (value.startsWith('http:') && !isLoopback(new URL(value).hostname)) {
      report(tree.at, `expected ${what} to be an https URL, since its host is not loopback, got \`${value}\``, {
        expected: 'https',
        suggestion: value.replace('http:', 'https:'),
      });
    }
  });
}
