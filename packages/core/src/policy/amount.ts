import { BezoarError } from '../errors.ts';

/** An amount of money in the currency's smallest unit. */
export interface Amount {
  /** Whole minor units (cents), at least 0 and at most `Number.MAX_SAFE_INTEGER`. */
  readonly minor: number;
  /** ISO 4217, three capital letters. */
  readonly currency: string;
}

/** Decimals of the currencies that do not have two (ISO 4217, List One). */
const MINOR_DIGITS: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

/** Decimals of a currency's major unit: 2 for most, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  return Object.hasOwn(MINOR_DIGITS, currency) ? MINOR_DIGITS[currency]! : 2;
}

/**
 * Reads `50.00 USD`: exactly the currency's number of decimals, or none. Never through floating point.
 * Throws `amount/malformed`.
 */
export function parseAmount(text: string): Amount {
  const match = /^(\d{1,15})(?:\.(\d{1,3}))? ([A-Z]{3})$/.exec(text);
  if (match === null) throw malformed(text, 'expected an amount such as `50.00 USD`');
  const [, whole = '', fraction, currency = ''] = match;
  const digits = minorDigits(currency);
  if (fraction !== undefined && fraction.length !== digits) {
    throw malformed(text, `expected ${digits} decimals for ${currency}, got ${fraction.length}`);
  }
  const minor = Number(`${whole}${(fraction ?? '').padEnd(digits, '0')}`);
  if (!Number.isSafeInteger(minor)) throw malformed(text, `expected at most ${Number.MAX_SAFE_INTEGER} minor units`);
  return { minor, currency };
}

/** `50.00 USD`. */
export function formatAmount({ minor, currency }: Amount): string {
  const digits = minorDigits(currency);
  const text = String(minor).padStart(digits + 1, '0');
  const split = text.length - digits;
  return `${text.slice(0, split)}${digits === 0 ? '' : `.${text.slice(split)}`} ${currency}`;
}

function malformed(text: string, expected: string): BezoarError {
  return new BezoarError('amount/malformed', `${expected}, got \`${text}\``);
}
