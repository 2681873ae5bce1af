/** Words with the blank before them, numbers, signs, blanks: pieces that no token reaches across. The pattern of GPT-2 (2019). */
const PIECES = /'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/** The pieces of a text as UTF-8; together they are the text. A lone surrogate becomes U+FFFD. */
export function preTokenise(text: string): Uint8Array[] {
  const encoder = new TextEncoder();
  return (text.match(PIECES) ?? []).map((piece) => encoder.encode(piece));
}
