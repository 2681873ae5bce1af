const P = 2n ** 255n - 19n;

/** y-coordinates, in hexadecimal as encoded, of the two pairs of points of order 8. */
const ORDER_EIGHT = [
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
];

/** y of the points whose order divides 8: 1 and -1 (orders 1 and 2), 0 (order 4) and the two of order 8. */
const LOW_ORDER: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  P - 1n,
  ...ORDER_EIGHT.map((hex) => littleEndian(fromHex(hex))),
]);

/**
 * Whether 32 bytes encode a point of Edwards25519 whose order divides 8, in any of its spellings. For such a "public
 * key" a signature that fits every message, or one message in eight, can be made without any secret (RFC 8032, section
 * 8.9 leaves the check to the application).
 */
export function isLowOrderPoint(encoded: Uint8Array): boolean {
  const bytes = new Uint8Array(encoded);
  // The top bit is the sign of x (RFC 8032, section 5.1.2); both signs have the same order.
  bytes[31]! &= 0x7f;
  return LOW_ORDER.has(littleEndian(bytes) % P);
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
}

function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}
