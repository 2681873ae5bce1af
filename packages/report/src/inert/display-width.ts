const ZERO = /[\p{Mn}\p{Me}\p{Cf}\p{Cc}\p{DI}\u1160-\u11FF]/u;
/** East Asian Wide and Fullwidth blocks (Unicode UAX #11), rounded outwards. */
const WIDE =
  /[\u1100-\u115F\u2329\u232A\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18DFF}\u{1AFF0}-\u{1B2FF}\u{1F200}-\u{1F2FF}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u;
const PLAIN_ASCII = /^[\x20-\x7e]*$/;

/**
 * Columns that a text takes in a terminal: 2 for East Asian wide characters and emoji, 0 for combining ones, else 1.
 * Emoji joined by a zero-width joiner are counted apart, as terminals without that ligature show them: the width is
 * never underestimated by much, so that a table may be ragged but does not overflow.
 */
export function displayWidth(text: string): number {
  if (PLAIN_ASCII.test(text)) return text.length;
  let width = 0;
  let last = 0;
  for (const character of text) {
    if (character === '\uFE0F') {
      // The selector turns a narrow symbol into a wide emoji.
      if (last === 1) width += 1;
      last = 2;
    } else {
      last = ZERO.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
      width += last;
    }
  }
  return width;
}
