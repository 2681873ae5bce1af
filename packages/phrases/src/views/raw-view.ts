import { isMonthName } from '@bezoar/core';

const OPENING = new Set([...'("\'\u2018\u201c']);
const CLOSING = new Set([...'.,;:!?)"\'\u2019\u201d']);
const MAX_RAW_LENGTH = 64;

/**
 * The raw view of one turn: what stands between white space, as it was typed, ordinary punctuation at its edges
 * removed, month names as one token because they change with the month. Sees triggers that normalisation erases: case, digits, symbols, one particular look-alike letter.
 */
export function rawTokens(text: string): string[] {
  const tokens: string[] = [];
  for (const piece of text.split(/\s+/)) {
    const token = withoutEdges(piece);
    if (isMonthName(token.toLowerCase())) tokens.push('<month>');
    else if (token !== '') tokens.push(token.length > MAX_RAW_LENGTH ? token.slice(0, MAX_RAW_LENGTH) : token);
  }
  return tokens;
}

/** Without the punctuation around it. A loop, because a pattern anchored at the end backtracks over inner runs (CWE-1333). */
function withoutEdges(piece: string): string {
  let start = 0;
  let end = piece.length;
  while (start < end && OPENING.has(piece[start]!)) start++;
  while (end > start && CLOSING.has(piece[end - 1]!)) end--;
  return piece.slice(start, end);
}
