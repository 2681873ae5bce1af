import { similarityOf } from './shingle-sketch.ts';

/** Something that may be alike. */
export interface SketchedItem {
  /** Index of the item in its batch. */
  readonly item: number;
  /** Order-independent name, by which ties are broken: a digest. */
  readonly digest: string;
  readonly account: string;
  readonly sketch: Uint32Array;
}

/** Items that are alike, held together by one of them: no chains (A like B, B like C, C nothing like A). */
export interface SimilarGroup {
  readonly hub: SketchedItem;
  /** The hub included. */
  readonly members: readonly SketchedItem[];
  readonly accounts: number;
}

/** Likeness from which two contributions say the same in the same words. */
export const SIMILAR_SHARE = 0.6;
/** Different accounts that say it: two may quote one page. */
export const MIN_ACCOUNTS = 3;
/** Bands of two hashes: a pair with a likeness of 0.6 collides in at least one with 1 - (1 - 0.36)^16 = 0.999. */
const BANDS = 16;
/** Others that one item is compared with: a batch of one text over and over costs no more (CWE-407). */
const MAX_COMPARED = 64;

/** Groups of like items from at least `MIN_ACCOUNTS` accounts, the largest first. Near linear; independent of the order. */
export function similarGroups(items: readonly SketchedItem[]): SimilarGroup[] {
  const sorted = items
    .filter(({ sketch }) => sketch.length > 0)
    .sort((a, b) => compare(a.digest, b.digest) || compare(a.account, b.account) || a.item - b.item);
  const buckets = new Map<string, number[]>();
  const keys = sorted.map(({ sketch }) => bandKeys(sketch));
  for (const [index, own] of keys.entries()) {
    for (const key of own) {
      const bucket = buckets.get(key);
      if (bucket === undefined) buckets.set(key, [index]);
      else bucket.push(index);
    }
  }
  const near = sorted.map((item, index) => neighbours(index, item, keys[index]!, buckets, sorted));
  const order = near
    .map((list, index) => ({ index, size: list.length }))
    .sort((a, b) => b.size - a.size || a.index - b.index);
  const taken = new Set<number>();
  const groups: SimilarGroup[] = [];
  for (const { index } of order) {
    if (taken.has(index)) continue;
    const hub = sorted[index]!;
    const members = near[index]!.filter((other) => !taken.has(other)).map((other) => sorted[other]!);
    const accounts = new Set([hub, ...members].map(({ account }) => account)).size;
    if (accounts < MIN_ACCOUNTS) continue;
    taken.add(index);
    for (const other of near[index]!) taken.add(other);
    groups.push({ hub, members: [hub, ...members], accounts });
  }
  return joinEqual(groups);
}

/** Verified neighbours; where a bucket is larger than what is compared, equal texts come first because they are sorted. */
function neighbours(
  index: number,
  { sketch }: SketchedItem,
  keys: readonly string[],
  buckets: ReadonlyMap<string, readonly number[]>,
  sorted: readonly SketchedItem[],
): number[] {
  const seen = new Set<number>([index]);
  const found: number[] = [];
  for (const key of keys) {
    const bucket = buckets.get(key) ?? [];
    const from = Math.max(0, Math.min(bucket.length - MAX_COMPARED, rankOf(bucket, index) - MAX_COMPARED / 2));
    for (const other of bucket.slice(from, from + MAX_COMPARED)) {
      if (seen.has(other) || seen.size > 2 * MAX_COMPARED) continue;
      seen.add(other);
      if (similarityOf(sketch, sorted[other]!.sketch) >= SIMILAR_SHARE) found.push(other);
    }
  }
  return found;
}

/** Where a number stands in an ascending list. */
function rankOf(ascending: readonly number[], wanted: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A family that is larger than what one item is compared with falls into several groups with like hubs. */
function joinEqual(groups: readonly SimilarGroup[]): SimilarGroup[] {
  const joined: SimilarGroup[] = [];
  for (const group of groups) {
    const at = joined
      .slice(0, MAX_COMPARED)
      .findIndex(({ hub }) => similarityOf(hub.sketch, group.hub.sketch) >= SIMILAR_SHARE);
    const into = joined[at];
    if (into === undefined) joined.push(group);
    else {
      const members = [...into.members, ...group.members];
      joined[at] = { hub: into.hub, members, accounts: new Set(members.map(({ account }) => account)).size };
    }
  }
  return joined.sort((a, b) => b.members.length - a.members.length || compare(a.hub.digest, b.hub.digest));
}

/** MinHash by 32 cheap permutations of the kept hashes, two to a band. */
function bandKeys(sketch: Uint32Array): string[] {
  const least = new Uint32Array(2 * BANDS).fill(0xffffffff);
  for (const hash of sketch) {
    for (let i = 0; i < least.length; i++) {
      const value = Math.imul(hash ^ SEEDS[i]!, 0x9e3779b1) >>> 0;
      const mixed = (value ^ (value >>> 15)) >>> 0;
      if (mixed < least[i]!) least[i] = mixed;
    }
  }
  return Array.from({ length: BANDS }, (_, band) => `${band}:${least[2 * band]}:${least[2 * band + 1]}`);
}

const SEEDS: Uint32Array = Uint32Array.from({ length: 2 * BANDS }, (_, i) => Math.imul(i + 1, 0x85ebca6b) >>> 0);

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
