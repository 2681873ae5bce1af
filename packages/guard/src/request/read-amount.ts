import { type ActionAmount, type Amount, type JsonValue, minorDigits, parseAmount } from '@bezoar/core/actions';

/**
 * Largest amount of one call, in minor units: ten thousand million dollars. Nine thousand such calls still add up exactly; one
 * near the largest safe integer would make a counter that everybody shares overflow (CWE-190).
 */
export const MAX_AMOUNT_MINOR: number = 10 ** 12;

/** The amount of a call, or why there is none. */
export type ReadAmount = { readonly amount: Amount } | { readonly reason: string };

/**
 * Reads the declared amount. Minor units: a positive whole number. Major units: a decimal text with the currency's
 * number of decimals or none, or a number with no more decimals than the currency has. Nothing is rounded or guessed:
 * `"100,000"`, `12.345`, `-5`, a missing amount and one in another currency are denials.
 */
export function readAmount(
  { argument, currency, unit }: ActionAmount,
  values: { readonly [name: string]: JsonValue },
): ReadAmount {
  const value = Object.hasOwn(values, argument) ? values[argument] : undefined;
  const named = Object.hasOwn(values, 'currency') ? values.currency : undefined;
  if (argument !== 'currency' && named !== undefined && named !== currency) {
    return { reason: `expected \`currency\` to be \`${currency}\`, as the policy counts` };
  }
  const minor = unit === 'minor' ? value : minorOf(value, currency);
  if (typeof minor !== 'number' || !Number.isSafeInteger(minor) || minor < 1 || minor > MAX_AMOUNT_MINOR) {
    const expected =
      unit === 'minor'
        ? 'a positive whole number of minor units'
        : `a positive amount with at most ${minorDigits(currency)} decimals`;
    return { reason: `expected \`${argument}\` to be ${expected}` };
  }
  return { amount: { minor, currency } };
}

function minorOf(value: JsonValue | undefined, currency: string): number | undefined {
  const text = typeof value === 'number' ? decimalText(value, minorDigits(currency)) : value;
  if (typeof text !== 'string') return undefined;
  try {
    return parseAmount(`${text} ${currency}`).minor;
  } catch {
    return undefined;
  }
}

/** A JSON number as the decimal text that it is read from; undefined where that has more decimals, or an exponent. */
function decimalText(value: number, digits: number): string | undefined {
  const [, whole, fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(String(value)) ?? [];
  if (whole === undefined || fraction.length > digits) return undefined;
  return fraction === '' ? whole : `${whole}.${fraction.padEnd(digits, '0')}`;
}
