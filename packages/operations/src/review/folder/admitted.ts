import { type Sha256, sha256, sha256Stream, UsageError } from '@bezoar/core';
import { type LinePlace, readLines } from './line-file.ts';

/** An admitted record, and its place in an order that the seed decides. */
export interface DrawnRecord extends LinePlace {
  /** 0-based line of `admitted.jsonl`. */
  readonly line: number;
  readonly isInSlice: boolean;
}

/** The admitted records of each stratum, in an order that nobody can foresee without the seed. */
export interface AdmittedOrder {
  readonly slice: readonly DrawnRecord[];
  readonly rest: readonly DrawnRecord[];
}

/** Hexadecimal digits of a key: 48 bits are a whole number in a double, and ties are rare below ten million records. */
const KEY_DIGITS = 12;

/**
 * Reads `admitted.jsonl` and orders its records by a keyed hash: the first n of a stratum are a uniform sample without
 * replacement, a larger sample contains the smaller one, and the order of the file does not matter. Identical copies
 * count one by one. Throws `review/corpus-changed` where the bytes are not `corpus`.
 */
export async function orderAdmitted(
  path: string,
  corpus: Sha256,
  inSlice: ReadonlySet<number>,
  seed: string,
): Promise<AdmittedOrder> {
  const digest = sha256Stream();
  const strata: { slice: Keyed[]; rest: Keyed[] } = { slice: [], rest: [] };
  let line = 0;
  for await (const { bytes, offset, length } of readLines(path, (chunk) => digest.update(chunk))) {
    const isInSlice = inSlice.has(line);
    const key = keyOf(`${seed}\nsample\n${sha256(bytes)}`);
    strata[isInSlice ? 'slice' : 'rest'].push({ key, record: { line, offset, length, isInSlice } });
    line++;
  }
  const actual = digest.digest();
  if (actual !== corpus) {
    throw new UsageError(
      'review/corpus-changed',
      `\`${path}\`: expected the admitted corpus with the digest ${corpus}, got ${actual}; run \`bezoar admit\` again`,
    );
  }
  return { slice: ordered(strata.slice, seed), rest: ordered(strata.rest, seed) };
}

interface Keyed {
  readonly key: number;
  readonly record: DrawnRecord;
}

function ordered(records: readonly Keyed[], seed: string): readonly DrawnRecord[] {
  const byKey = (a: Keyed, b: Keyed): number => a.key - b.key || a.record.line - b.record.line;
  const sorted = [...records].sort(byKey);
  // Identical copies have one key; each further one gets a key of its own, or all of them would be drawn together.
  let copies = 0;
  const apart = sorted.map((one, index): Keyed => {
    copies = sorted[index - 1]?.key === one.key ? copies + 1 : 0;
    return copies === 0 ? one : { ...one, key: keyOf(`${seed}\ncopy\n${one.key}\n${copies}`) };
  });
  return apart.sort(byKey).map(({ record }) => record);
}

/** A number that a text decides, uniform to whoever does not know the text. */
export function keyOf(text: string): number {
  return Number.parseInt(sha256(text).slice(0, KEY_DIGITS), 16);
}
