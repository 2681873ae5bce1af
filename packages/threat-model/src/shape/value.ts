import { hasInvisible } from '@bezoar/core';
import type { Tree } from '../yaml/tree.ts';
import { suggestFlag } from './number.ts';
import { reportMismatch, type Shape } from './shape.ts';
import { isAmbiguous, MAX_TEXT } from './text.ts';

/** What is compared with a field of a JSON result. */
export type PlainValue = string | number | boolean;

const EXPECTS = 'a text, a number in plain digits, `true` or `false`';

/** Texts that readers of YAML 1.1 take for dates, times or numbers: they must stand in quotes. */
const ODD_PLAIN =
  /^(?:\d{4}-\d{1,2}-\d{1,2}.*|[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?|[-+]?[\d_]+|0[box].*|[-+]?\.(?:inf|nan))$/i;

/** A text, number or truth value. */
export function plainValue(): Shape<PlainValue> {
  return {
    expects: EXPECTS,
    schema: { type: ['string', 'number', 'boolean'] },
    leaves: [''],
    read: (tree, what, report) => {
      const value = readValue(tree);
      if (value !== undefined) return value;
      const isOdd = tree.kind === 'scalar' && tree.isPlain;
      const expected = isOdd ? `${EXPECTS}; a text that looks like something else stands in quotes` : EXPECTS;
      reportMismatch(tree, what, expected, report, suggestFlag(tree));
      return undefined;
    },
  };
}

function readValue(tree: Tree): PlainValue | undefined {
  if (tree.kind !== 'scalar') return undefined;
  const { value, source, isPlain } = tree;
  if (typeof value === 'boolean') return source === 'true' || source === 'false' ? value : undefined;
  if (typeof value === 'number') {
    const isExact = Number.isSafeInteger(value) || !Number.isInteger(value);
    return isExact && /^-?(?:0|[1-9][0-9]{0,15})(?:\.[0-9]{1,15})?$/.test(source) ? value : undefined;
  }
  if (value.length > MAX_TEXT || hasInvisible(value) || /[\t\r\n]/.test(value)) return undefined;
  return isPlain && (isAmbiguous(tree) || ODD_PLAIN.test(value)) ? undefined : value;
}
