import { BezoarError } from '@bezoar/core';

/** A cursor over bytes in the SSH wire format. It fails rather than read past the end. */
export interface WireReader {
  /** The next byte. */
  byte(): number;
  /** The next four bytes, big-endian (RFC 4251, section 5). */
  uint32(): number;
  /** The next `length` bytes. */
  bytes(length: number): Uint8Array;
  /** A length of four bytes, then so many bytes, at most `maxBytes`. */
  string(maxBytes: number): Uint8Array;
  /** A string of printable ASCII, at most `maxBytes`. */
  text(maxBytes: number): string;
  /** A positive `mpint` in its one shortest form, without the sign byte; at most `maxBytes` of magnitude. */
  positiveInteger(maxBytes: number): Uint8Array;
  /** Fails when any byte is left. */
  end(): void;
}

/**
 * Reads the SSH wire format (RFC 4251, section 5). `what` names the structure in messages. Each method throws
 * `sshsig/malformed`; a length is compared with what is there before anything is copied (CWE-130).
 */
export function wireReader(data: Uint8Array, what: string): WireReader {
  // Attacker controls: data.
  let at = 0;
  const fail = (message: string): never => {
    throw new BezoarError('sshsig/malformed', `${what}: ${message}`);
  };
  const bytes = (length: number): Uint8Array => {
    if (length > data.length - at) fail(`expected ${length} bytes at ${at}, got ${data.length - at}`);
    at += length;
    return data.subarray(at - length, at);
  };
  const uint32 = (): number => new DataView(new Uint8Array(bytes(4)).buffer).getUint32(0);
  const string = (maxBytes: number): Uint8Array => {
    const length = uint32();
    if (length > maxBytes) fail(`expected at most ${maxBytes} bytes at ${at}, got a length of ${length}`);
    return bytes(length);
  };
  const text = (maxBytes: number): string => {
    const value = Buffer.from(string(maxBytes)).toString('latin1');
    if (!/^[ -~]*$/.test(value)) fail('expected printable ASCII');
    return value;
  };
  const positiveInteger = (maxBytes: number): Uint8Array => {
    const value = string(maxBytes + 1);
    const [first = 0, second = 0] = value;
    if (value.length === 0 || first >= 0x80) fail('expected a positive integer');
    if (first === 0 && second < 0x80) fail('expected an integer in its shortest form');
    const magnitude = first === 0 ? value.subarray(1) : value;
    if (magnitude.length > maxBytes) fail(`expected an integer of at most ${maxBytes} bytes, got ${magnitude.length}`);
    return magnitude;
  };
  const end = (): void => {
    if (at !== data.length) fail(`${data.length - at} bytes after the end`);
  };
  return { byte: () => bytes(1)[0]!, uint32, bytes, string, text, positiveInteger, end };
}

/** `data` after its length in four bytes (RFC 4251, section 5). A text is written in UTF-8. */
export function wireString(data: Uint8Array | string): Uint8Array {
  const body = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
}
