import { encodedSignals } from './text/encoded-runs.ts';
import { invisibleSignals } from './text/invisible-characters.ts';

/** What stands out in a record's text, one bit each; at most seven. */
export const TEXT_SIGNALS = {
  /** Zero-width characters within text, or several in a row. */
  zeroWidth: 1,
  /** Controls that reorder what is shown. */
  bidirectional: 2,
  /** Tag characters outside of a flag: invisible ASCII. */
  tags: 4,
  /** Variation selectors where there is nothing to vary, fillers, control characters. */
  otherInvisible: 8,
  /** Base64 or base32 that decodes to words. */
  base64: 16,
  /** Hexadecimal or percent escapes that decode to words. */
  hexadecimal: 32,
  /** A rotated alphabet. */
  rotated: 64,
} as const;

/** One of `TEXT_SIGNALS`. */
export type TextSignal = keyof typeof TEXT_SIGNALS;

/** Any bit that says that something is not to be seen. */
export const INVISIBLE: number = 0b0000_1111;
/** Any bit that says that something is encoded. */
export const ENCODED: number = 0b0111_0000;

/**
 * Signals of a record's texts, as bits of `TEXT_SIGNALS`. Linear in the text. What scripts need is no signal: joiners of Persian and Indic
 * words, emoji sequences, marks in right-to-left text; nor are digests, UUIDs, tokens and order numbers, which decode to
 * no words. Own ciphers, and encodings of fewer than 16 bytes, are not seen.
 * Attacker controls: the texts.
 */
export function textSignals(texts: readonly string[]): number {
  let signals = 0;
  for (const text of texts) signals |= invisibleSignals(text) | encodedSignals(text);
  return signals;
}
