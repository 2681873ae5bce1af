/** Bytes of a SipHash key. */
export const SIPHASH_KEY_BYTES = 16;

/**
 * SipHash-c-d (Aumasson and Bernstein, INDOCRYPT 2012) over a stream of 64-bit blocks: a keyed pseudo-random function, so
 * that whoever does not hold the key can neither find colliding inputs nor predict where one is counted (CWE-328).
 * 64-bit words are pairs of 32-bit halves, the low one first. `finish` may be called after any block and leaves the state.
 */
export class SipHash {
  /** Halves of the last result. */
  low = 0;
  high = 0;
  private readonly initial: Int32Array;
  private readonly state: Int32Array = new Int32Array(8);
  private readonly last: Int32Array = new Int32Array(8);
  private readonly blockRounds: number;
  private readonly finalRounds: number;
  private blocks = 0;

  /** `key`: 16 bytes. 1-3 for tables whose contents nobody sees, 2-4 where the result leaves the process. */
  constructor(key: Uint8Array, blockRounds = 1, finalRounds = 3) {
    const word = (at: number): number => key[at]! | (key[at + 1]! << 8) | (key[at + 2]! << 16) | (key[at + 3]! << 24);
    const [k0, k1, k2, k3] = [word(0), word(4), word(8), word(12)];
    this.initial = Int32Array.of(
      0x70736575 ^ k0,
      0x736f6d65 ^ k1,
      0x6e646f6d ^ k2,
      0x646f7261 ^ k3,
      0x6e657261 ^ k0,
      0x6c796765 ^ k1,
      0x79746573 ^ k2,
      0x74656462 ^ k3,
    );
    this.blockRounds = blockRounds;
    this.finalRounds = finalRounds;
  }

  reset(): void {
    this.state.set(this.initial);
    this.blocks = 0;
  }

  /** Takes in one block of eight bytes. */
  block(low: number, high: number): void {
    absorb(this.state, low, high, this.blockRounds);
    this.blocks++;
  }

  /** The result for the blocks so far and up to seven bytes more: `tailLow`, `tailHigh`, `tailBytes`. */
  finish(tailLow = 0, tailHigh = 0, tailBytes = 0): void {
    const state = this.last;
    state.set(this.state);
    absorb(state, tailLow, tailHigh | ((this.blocks * 8 + tailBytes) << 24), this.blockRounds);
    state[4] = state[4]! ^ 0xff;
    rounds(state, this.finalRounds);
    this.low = state[0]! ^ state[2]! ^ state[4]! ^ state[6]!;
    this.high = state[1]! ^ state[3]! ^ state[5]! ^ state[7]!;
  }

  /** The hash of bytes. */
  bytes(data: Uint8Array): void {
    this.reset();
    const whole = data.length - (data.length % 8);
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    for (let at = 0; at < whole; at += 8) this.block(view.getInt32(at, true), view.getInt32(at + 4, true));
    this.finish(wordAt(data, whole), wordAt(data, whole + 4), data.length - whole);
  }

  /** The hash of a text's UTF-16 code units, two bytes each, low byte first. */
  text(text: string): void {
    this.reset();
    const { length } = text;
    let at = 0;
    for (; at + 4 <= length; at += 4) {
      this.block(
        text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16),
        text.charCodeAt(at + 2) | (text.charCodeAt(at + 3) << 16),
      );
    }
    const rest = length - at;
    const low = (rest > 0 ? text.charCodeAt(at) : 0) | (rest > 1 ? text.charCodeAt(at + 1) << 16 : 0);
    this.finish(low, rest > 2 ? text.charCodeAt(at + 2) : 0, rest * 2);
  }
}

function wordAt(data: Uint8Array, at: number): number {
  return (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8) | ((data[at + 2] ?? 0) << 16) | ((data[at + 3] ?? 0) << 24);
}

function absorb(state: Int32Array, low: number, high: number, count: number): void {
  state[6] = state[6]! ^ low;
  state[7] = state[7]! ^ high;
  rounds(state, count);
  state[0] = state[0]! ^ low;
  state[1] = state[1]! ^ high;
}

function rounds(state: Int32Array, count: number): void {
  let a = state[0]!;
  let A = state[1]!;
  let b = state[2]!;
  let B = state[3]!;
  let c = state[4]!;
  let C = state[5]!;
  let d = state[6]!;
  let D = state[7]!;
  let t = 0;
  for (let round = 0; round < count; round++) {
    // v0 += v1; v1 = rotl(v1, 13) ^ v0; v0 = rotl(v0, 32)
    t = (a + b) | 0;
    A = (A + B + (t >>> 0 < a >>> 0 ? 1 : 0)) | 0;
    a = t;
    t = (b << 13) | (B >>> 19);
    B = ((B << 13) | (b >>> 19)) ^ A;
    b = t ^ a;
    t = a;
    a = A;
    A = t;
    // v2 += v3; v3 = rotl(v3, 16) ^ v2
    t = (c + d) | 0;
    C = (C + D + (t >>> 0 < c >>> 0 ? 1 : 0)) | 0;
    c = t;
    t = (d << 16) | (D >>> 16);
    D = ((D << 16) | (d >>> 16)) ^ C;
    d = t ^ c;
    // v0 += v3; v3 = rotl(v3, 21) ^ v0
    t = (a + d) | 0;
    A = (A + D + (t >>> 0 < a >>> 0 ? 1 : 0)) | 0;
    a = t;
    t = (d << 21) | (D >>> 11);
    D = ((D << 21) | (d >>> 11)) ^ A;
    d = t ^ a;
    // v2 += v1; v1 = rotl(v1, 17) ^ v2; v2 = rotl(v2, 32)
    t = (c + b) | 0;
    C = (C + B + (t >>> 0 < c >>> 0 ? 1 : 0)) | 0;
    c = t;
    t = (b << 17) | (B >>> 15);
    B = ((B << 17) | (b >>> 15)) ^ C;
    b = t ^ c;
    t = c;
    c = C;
    C = t;
  }
  state[0] = a;
  state[1] = A;
  state[2] = b;
  state[3] = B;
  state[4] = c;
  state[5] = C;
  state[6] = d;
  state[7] = D;
}
