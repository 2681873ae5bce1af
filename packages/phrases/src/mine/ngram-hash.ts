const C1 = 0x9e3779b1 | 0;
const C2 = 0x85ebca77 | 0;
const C3 = 0x2c1b3c6d | 0;
const C4 = 0xc2b2ae3d | 0;

/** First 32 bits of the key of the `length` tokens that begin at `at`. Never 0. */
export function hashHigh(tokens: Int32Array, at: number, length: number): number {
  let h = tokens[at]! ^ Math.imul(length, C4);
  for (let k = 1; k < length; k++) h = (Math.imul(h ^ (h >>> 15), C1) + tokens[at + k]!) | 0;
  h = Math.imul(h ^ (h >>> 15), C3);
  return (h ^ (h >>> 13)) | 1;
}

/** Second 32 bits of the key, independent of the first. */
export function hashLow(tokens: Int32Array, at: number, length: number): number {
  let g = (tokens[at]! + 0x3c6ef372) | 0;
  for (let k = 1; k < length; k++) g = (Math.imul(g ^ (g >>> 13), C2) + tokens[at + k]!) | 0;
  g = Math.imul(g ^ (g >>> 16), C4);
  return g ^ (g >>> 15);
}
