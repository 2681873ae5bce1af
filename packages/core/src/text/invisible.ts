/**
 * Code points that take part in no word and usually show nothing: Unicode `Default_Ignorable_Code_Point` and general
 * category Cf (zero-width and bidirectional controls, tags, variation selectors, soft hyphen), C0 and C1 controls but
 * tab and line ends, and lone surrogates. An attacker hides or splits a trigger with them.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/u;
const INVISIBLE_ALL = new RegExp(INVISIBLE.source, 'gu');

/** Whether a text holds a code point that shows nothing. */
export function hasInvisible(text: string): boolean {
  return INVISIBLE.test(text);
}

/** The text without them. */
export function stripInvisible(text: string): string {
  return text.replace(INVISIBLE_ALL, '');
}

/** Each invisible code point of a text, in order, as `U+200B`. */
export function invisibleCodePoints(text: string): string[] {
  return Array.from(text.matchAll(INVISIBLE_ALL), ([char]) => codePointName(char));
}

/** `U+` and at least four hexadecimal digits of the first code point of `char`. */
export function codePointName(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
