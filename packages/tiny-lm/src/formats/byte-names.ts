/**
 * The characters by which files of byte-level vocabularies name bytes (GPT-2, 2019, `bytes_to_unicode`): those that can be seen name
 * themselves, the others are U+0100 and up in their order.
 */
const NAMES: readonly string[] = (() => {
  const isVisible = (byte: number): boolean =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isVisible(byte) ? byte : next++));
})();

/** The name of a token that is these bytes. */
export function byteName(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => NAMES[byte]!).join('');
}
