import { isWellFormed } from '../../request/well-formed.ts';
import { notStorable, storeCorrupt } from './store-fault.ts';

/**
 * A text as it may stand in a column. Refused: U+0000, at which SQLite ends a text and which PostgreSQL does not take, and
 * lone surrogates, which UTF-8 has no bytes for (CWE-158, CWE-176). Two keys must never become one.
 */
export function storableText(text: string): string {
  if (typeof text !== 'string') throw notStorable(`expected a text, got ${typeof text}`);
  if (text.includes('\0') || !isWellFormed(text))
    throw notStorable('expected a text without U+0000 and lone surrogates');
  return text;
}

/** `storableText` of each. */
export function storableTexts(texts: readonly string[]): readonly string[] {
  for (const text of texts) storableText(text);
  return texts;
}

/** An integer that a column and a number both hold exactly. */
export function storableInteger(value: number): number {
  if (!Number.isSafeInteger(value)) throw notStorable(`expected an integer of at most 2^53 - 1, got ${String(value)}`);
  return value;
}

/** A column of texts. */
export function readText(value: unknown): string {
  if (typeof value !== 'string') throw storeCorrupt(`expected a text in the store, got ${typeof value}`);
  return value;
}

/**
 * A column of integers, as the driver gives it: a number, a bigint, or decimal digits. Beyond 2^53 - 1 it is refused, since
 * a sum that was rounded is another sum (CWE-190).
 */
export function readInteger(value: unknown): number {
  const number = typeof value === 'number' ? value : Number(isDigits(value) || typeof value === 'bigint' ? value : NaN);
  if (!Number.isSafeInteger(number)) throw storeCorrupt('expected an integer of at most 2^53 - 1 in the store');
  return number;
}

/** `readInteger`, or null. */
export function readNullableInteger(value: unknown): number | null {
  return value === null ? null : readInteger(value);
}

function isDigits(value: unknown): boolean {
  return typeof value === 'string' && /^-?\d{1,16}$/.test(value);
}
