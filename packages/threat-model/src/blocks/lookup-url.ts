import { checked, type Shape } from '../shape/shape.ts';
import { text } from '../shape/text.ts';

const ARGUMENT = /\{[A-Za-z_][A-Za-z0-9_]{0,63}\}/g;

/** Arguments that a look-up's URL names, each once. */
export function argumentsIn(url: string): readonly string[] {
  return [...new Set((url.match(ARGUMENT) ?? []).map((one) => one.slice(1, -1)))];
}

/**
 * The URL of a look-up. `{argument}` stands for an argument of the action, which the model chose: it may fill a path
 * segment or a query value, never the host, or the model would choose who vouches for it (CWE-918).
 */
export function lookupUrl(): Shape<string> {
  const rule = {
    expects: 'an absolute http or https URL such as `https://billing.internal/orders/{order_id}`',
    pattern: '^https?://[^\\s{}@/?#]+(?:[/?][^\\s#]*)?$',
  };
  return checked(text(rule), (value, { at }, what, report) => {
    const filled = value.replaceAll(ARGUMENT, 'x');
    if (/[{}]/.test(filled)) {
      report(at, `expected the braces in ${what} to enclose the name of an argument, such as \`{order_id}\``);
    } else if (!URL.canParse(filled)) {
      report(at, `expected ${what} to be ${rule.expects}, got \`${value}\``);
    }
  });
}
