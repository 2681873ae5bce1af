/** A code point that shows nothing, or changes what is shown. */
export interface InvisiblePoint {
  readonly point: number;
  readonly name: string;
}

const point = (code: number, name: string): InvisiblePoint => ({ point: code, name });

/** Zero-width characters, most used first. */
export const ZERO_WIDTH: readonly InvisiblePoint[] = [
  point(0x200b, 'zero width space'),
  point(0x200d, 'zero width joiner'),
  point(0x200c, 'zero width non-joiner'),
  point(0x2060, 'word joiner'),
  point(0xfeff, 'byte order mark'),
  point(0x00ad, 'soft hyphen'),
  point(0x034f, 'combining grapheme joiner'),
  point(0x061c, 'arabic letter mark'),
  point(0x180e, 'mongolian vowel separator'),
  point(0x2061, 'function application'),
  point(0x2062, 'invisible times'),
  point(0x2063, 'invisible separator'),
  point(0x2064, 'invisible plus'),
  point(0x115f, 'hangul choseong filler'),
  point(0x3164, 'hangul filler'),
  point(0xffa0, 'halfwidth hangul filler'),
  point(0x2800, 'braille pattern blank'),
];

/** Bidirectional controls (UAX #9), overrides first. */
export const BIDI_CONTROLS: readonly InvisiblePoint[] = [
  point(0x202e, 'right-to-left override'),
  point(0x202d, 'left-to-right override'),
  point(0x202b, 'right-to-left embedding'),
  point(0x202a, 'left-to-right embedding'),
  point(0x202c, 'pop directional formatting'),
  point(0x2067, 'right-to-left isolate'),
  point(0x2066, 'left-to-right isolate'),
  point(0x2068, 'first strong isolate'),
  point(0x2069, 'pop directional isolate'),
  point(0x200f, 'right-to-left mark'),
  point(0x200e, 'left-to-right mark'),
];

/** Spaces and line ends that are no ordinary ones. */
export const RARE_SPACES: readonly InvisiblePoint[] = [
  point(0x00a0, 'no-break space'),
  point(0x3000, 'ideographic space'),
  point(0x2003, 'em space'),
  point(0x2009, 'thin space'),
  point(0x200a, 'hair space'),
  point(0x202f, 'narrow no-break space'),
  point(0x205f, 'medium mathematical space'),
  point(0x2028, 'line separator'),
  point(0x2029, 'paragraph separator'),
  point(0x0085, 'next line'),
  point(0x000b, 'vertical tab'),
  point(0x000c, 'form feed'),
];

/** Variation selectors: the first of each kind, the emoji one, and two of the supplement. */
export const VARIATION_SELECTORS: readonly InvisiblePoint[] = [
  point(0xfe0f, 'variation selector-16'),
  point(0xfe0e, 'variation selector-15'),
  point(0xfe00, 'variation selector-1'),
  point(0xfe01, 'variation selector-2'),
  point(0xe0100, 'variation selector-17'),
  point(0xe01ef, 'variation selector-256'),
  point(0x180b, 'mongolian free variation selector one'),
];
