import { describe, expect, it } from 'vitest';
import { preTokenise } from './pre-tokenise.ts';

/** Pieces, with everything beyond ASCII as code points. */
function piecesOf(text: string): string[] {
  return preTokenise(text).map((piece) => Buffer.from(piece).toString());
}

describe('preTokenise', () => {
  // What `tokenizers` 0.23 for Python gives (`ByteLevel(add_prefix_space=False)`).
  it.each([
    ["we've 12 o'clock,\n\n ok", ['we', "'ve", ' 12', ' o', "'", 'clock', ',', '\n\n', ' ok']],
    ['a\u0085\u0085 b', ['a', '\u0085\u0085', ' b']],
    [' \u0085\n1', [' \u0085', '\n', '1']],
    ['...\ufeff', ['...\ufeff']],
    ['\n\u2028\ufeff', ['\n', '\u2028', '\ufeff']],
    ['a\ufeff\u200b\u0301b', ['a', '\ufeff\u200b\u0301', 'b']],
    ['\u001c.', ['\u001c.']],
    ['  \u3000x', ['  ', '\u3000', 'x']],
  ])('cuts %j as other tokenizers do, white space of Unicode and nothing else being blank', (text, pieces) => {
    expect(piecesOf(text)).toEqual(pieces);
  });
});
