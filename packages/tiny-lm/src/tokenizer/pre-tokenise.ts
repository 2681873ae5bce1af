/**
 * Words with the blank before them, numbers, signs, blanks: pieces that no token reaches across. The pattern of GPT-2 (2019). White
 * space is that of Unicode, as for tokenizers of other languages: `\s` of JavaScript holds U+FEFF and not U+0085.
 */
const PIECES =
  /'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/** The pieces of a text as UTF-8; together they are the text. A lone surrogate becomes U+FFFD. */
export function preTokenise(text: string): Uint8Array[] {
  const encoder = new TextEncoder();
  return (text.match(PIECES) ?? []).map((piece) => encoder.encode(piece));
}
