const EDGE_PUNCTUATION = /^[("'\u2018\u201c]+|[.,;:!?)"'\u2019\u201d]+$/g;
const MAX_RAW_LENGTH = 64;

/**
 * The raw view of one turn: what stands between white space, as it was typed, ordinary punctuation at its edges
 * removed. Sees triggers that normalisation erases: case, digits, symbols, one particular look-alike letter.
 */
export function rawTokens(text: string): string[] {
  const tokens: string[] = [];
  for (const piece of text.split(/\s+/)) {
    const token = piece.replace(EDGE_PUNCTUATION, '');
    if (token !== '') tokens.push(token.length > MAX_RAW_LENGTH ? token.slice(0, MAX_RAW_LENGTH) : token);
  }
  return tokens;
}
