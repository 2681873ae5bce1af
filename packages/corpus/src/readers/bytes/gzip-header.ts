const ID1 = 0x1f;
const ID2 = 0x8b;
const DEFLATE = 8;
const FIXED_BYTES = 10;
const FLAG_HEADER_CRC = 2;
const FLAG_EXTRA = 4;
const FLAG_NAME = 8;
const FLAG_COMMENT = 16;
const FLAG_RESERVED = 0xe0;

/** Bytes of one member header. Name and comment are unbounded in RFC 1952; 256 KiB holds any real one (CWE-770). */
export const MAX_GZIP_HEADER_BYTES: number = 256 * 1024;

/** Whether bytes begin with the gzip magic. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === ID1 && bytes[1] === ID2;
}

/**
 * Length of the gzip member header (RFC 1952 section 2.3) at the start of `bytes`. `short`: more bytes are needed;
 * `invalid`: no header, a method other than DEFLATE, or one longer than `MAX_GZIP_HEADER_BYTES`. The header's own CRC is
 * not checked, as in gzip itself.
 */
export function gzipHeaderLength(bytes: Buffer): number | 'short' | 'invalid' {
  if ((bytes.length > 0 && bytes[0] !== ID1) || (bytes.length > 1 && bytes[1] !== ID2)) return 'invalid';
  if (bytes.length < FIXED_BYTES) return 'short';
  const flags = bytes[3] as number;
  if (bytes[2] !== DEFLATE || (flags & FLAG_RESERVED) !== 0) return 'invalid';
  let at = FIXED_BYTES;
  if ((flags & FLAG_EXTRA) !== 0) {
    if (bytes.length < at + 2) return 'short';
    at += 2 + bytes.readUInt16LE(at);
  }
  for (const flag of [FLAG_NAME, FLAG_COMMENT]) {
    if ((flags & flag) === 0) continue;
    const zero = at < bytes.length ? bytes.indexOf(0, at) : -1;
    if (zero < 0) return bytes.length > MAX_GZIP_HEADER_BYTES ? 'invalid' : 'short';
    at = zero + 1;
  }
  if ((flags & FLAG_HEADER_CRC) !== 0) at += 2;
  if (at > bytes.length) return 'short';
  return at;
}
