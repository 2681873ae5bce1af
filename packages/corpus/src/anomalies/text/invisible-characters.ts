import { hasInvisible } from '@bezoar/core';

// The bits of TEXT_SIGNALS.
const ZERO_WIDTH = 1;
const BIDIRECTIONAL = 2;
const TAGS = 4;
const OTHER = 8;

const BENIGN_ALONE = /[\u0600-\u0605\u06dd\u070f\u08e2\u00ad]/u;
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/** Scripts in which a joiner or non-joiner changes how a word is written. */
const JOINING =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Myanmar}\p{Script=Khmer}\p{Script=Thaana}]/u;
/** Scripts that write no spaces, where a zero-width space says where a line may break. */
const UNSPACED =
  /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const PICTURE = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\u{1f1e6}-\u{1f1ff}]/u;
/** What a variation selector may follow, beside pictures. */
const VARIED = /[\p{Script=Han}\p{Script=Mongolian}\p{Script=Myanmar}\p{Script=Phags_Pa}\p{Sm}\p{So}\p{Po}]/u;
const KHMER_OR_HANGUL = /[\p{Script=Khmer}\p{Script=Hangul}]/u;
const SELECTOR = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u180b-\u180d\u180f]/u;
const TAG = /[\u{e0000}-\u{e007f}]/u;
const ZERO_WIDTH_SIGN = /[\u200b-\u200d\u2060\ufeff]/u;
/** Flags of England, Scotland, Wales and the like (UTS #51, emoji tag sequences). */
const FLAG = /\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f}/gu;
/** A telephone number as address books copy it, and a value as message formats (Fluent) isolate it. */
const WRAPPED = /\u202a[+\d\s().-]{3,24}\u202c|\u2068[^\u202a-\u202e\u2066-\u2069\n]{0,200}\u2069/gu;

/** The invisible bits of `TEXT_SIGNALS` for one text. */
export function invisibleSignals(text: string): number {
  if (!hasInvisible(text)) return 0;
  const plain = text.replace(FLAG, ' ').replace(WRAPPED, ' ');
  const isRightToLeft = RIGHT_TO_LEFT.test(plain);
  const chars = Array.from(plain);
  let signals = 0;
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i]!;
    if (char >= ' ' && char <= '~') continue;
    if (hasInvisible(char)) signals |= signalOf(chars, i, isRightToLeft);
  }
  return signals;
}

function signalOf(chars: readonly string[], at: number, isRightToLeft: boolean): number {
  const char = chars[at]!;
  const before = chars[at - 1] ?? '';
  const after = chars[at + 1] ?? '';
  if (TAG.test(char)) return TAGS;
  if (SELECTOR.test(char)) return isVariation(char, before, after) ? 0 : OTHER;
  if (ZERO_WIDTH_SIGN.test(char)) return isNeeded(char, chars, at) ? 0 : ZERO_WIDTH;
  // Overrides serve no text; marks and embeddings serve text that mixes directions.
  if (char === '\u202d' || char === '\u202e') return BIDIRECTIONAL;
  if (/[\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069]/u.test(char)) return isRightToLeft ? 0 : BIDIRECTIONAL;
  if (BENIGN_ALONE.test(char)) return 0;
  if (/[\u115f\u1160\u3164\uffa0\u17b4\u17b5]/u.test(char)) {
    return KHMER_OR_HANGUL.test(before) || KHMER_OR_HANGUL.test(after) ? 0 : OTHER;
  }
  return OTHER;
}

/** One selector after something that has variants. Two in a row carry data. */
function isVariation(char: string, before: string, after: string): boolean {
  if (before === '' || SELECTOR.test(before) || SELECTOR.test(after)) return false;
  if (char === '\ufe0f' && /[0-9#*]/.test(before)) return after === '\u20e3';
  return PICTURE.test(before) || VARIED.test(before);
}

/** Whether script or emoji needs the sign here, or it stands alone at an edge of the text, where copying leaves it. */
function isNeeded(char: string, chars: readonly string[], at: number): boolean {
  const before = chars[at - 1] ?? '';
  const after = chars[at + 1] ?? '';
  if (before === '' || after === '') return !ZERO_WIDTH_SIGN.test(before + after);
  if (char === '\u200d') {
    const picture = before === '\ufe0f' ? (chars[at - 2] ?? '') : before;
    if (PICTURE.test(picture) && PICTURE.test(after)) return true;
  }
  if (char === '\u200c' || char === '\u200d') return JOINING.test(before);
  return UNSPACED.test(before) || UNSPACED.test(after);
}
