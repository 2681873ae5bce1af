/** All records of a phrase are compared up to this many, then every fourth beyond it: small samples of large families lose rank. */
const FULL_SAMPLE = 96;
const MAX_SAMPLE = 320;

/**
 * All records of a small posting; of a large one a sample that no order of input can change: the smallest by digest mixed
 * with `salt`, so that nobody who does not know the whole month can choose which of his records are looked at.
 */
export function sampleByDigest(postings: Int32Array, digests: Uint8Array, salt: number): Int32Array {
  if (postings.length <= FULL_SAMPLE) return postings;
  const wanted = Math.min(MAX_SAMPLE, FULL_SAMPLE + Math.floor((postings.length - FULL_SAMPLE) / 4));
  const view = new DataView(digests.buffer, digests.byteOffset);
  const keyed = Array.from(postings, (record) => ({ record, key: mixed(view.getUint32(record * 32) ^ salt) }));
  keyed.sort((a, b) => a.key - b.key || a.record - b.record);
  return Int32Array.from(keyed.slice(0, wanted), ({ record }) => record);
}

/** 32 bits that depend on every digest of a month, in canonical order. */
export function saltOf(digests: Uint8Array): number {
  const view = new DataView(digests.buffer, digests.byteOffset, digests.byteLength);
  let salt = 0x9e3779b9;
  for (let at = 0; at + 4 <= digests.length; at += 32) salt = mixed(salt ^ view.getUint32(at));
  return salt;
}

function mixed(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
