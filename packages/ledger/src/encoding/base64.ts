/**
 * The bytes of a text in standard base64 with padding (RFC 4648, section 4), or `undefined` where the text is anything
 * else: another alphabet, missing padding, white space, or bits left over. One value has one spelling, so that a
 * signature cannot be rewritten into a second one (RFC 4648, section 3.5).
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? new Uint8Array(bytes) : undefined;
}

/** Standard base64 with padding (RFC 4648, section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
