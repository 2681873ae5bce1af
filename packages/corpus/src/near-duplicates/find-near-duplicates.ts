import type { Columns } from '@bezoar/phrases';
import { createKeyCensus, createLeaderIndex, type LeaderIndex } from './leader-index.ts';
import { createShingleReader, type ShingleReader } from './shingle-reader.ts';
import { BANDS, createSketcher, mix, type Sketcher } from './sketch.ts';

/** Likeness from which one of two records is superfluous. Clean Larkfield months of 20,000 conversations lose 0.7 % by it. */
export const DUPLICATE_SIMILARITY = 0.8;

/**
 * Likeness that links records as the same content: about one word in eleven differs. In a clean Larkfield month of 20,000
 * conversations 5.6 % of the records fall into families at 0.6, the largest of 27, and 11 % at 0.5. A family is no link
 * between accounts that may be passed on: chained over accounts, families at 0.6 would join a tenth of them into one.
 */
export const CONTENT_SIMILARITY = 0.6;

/**
 * Records with fewer distinct shingles are alike only where they are identical: of eight shingles, one word more or less is
 * the whole difference between 0.7 and 1. They never link accounts: everybody writes "thank you".
 */
export const MIN_SHINGLES = 8;

/** Leaders with which one record is compared in full. Bounds the work that a common template can cause (CWE-407). */
export const MAX_COMPARISONS = 128;

/**
 * What may go uncompared without a record being undecided as a duplicate. Two records of likeness 0.8 share fewer than
 * three of 24 bands with chance 6e-4, and none of 16 with chance 2e-4.
 */
const TELLING_BANDS = 3;
const TOLERATED_FULL_BUCKETS = 8;

/** Records between two pauses, so that progress shows and Ctrl-C is heard. */
const RECORDS_PER_STEP = 4096;

/**
 * Families of alike records, by number in the intake. Every record has at least the threshold's likeness to its leader;
 * two members may be less alike, and likeness is never passed on through a third record.
 */
export interface RecordFamilies {
  /** The lowest similarity of a member to its leader. */
  readonly threshold: number;
  /** The leader of each record: itself where it leads or is alone. -1: the record has no words, or too few for this threshold. */
  readonly leaders: Int32Array;
  /** Exact Jaccard similarity to the leader; 1 for leaders and 0 for records that have none. */
  readonly similarities: Float32Array;
  /** Family of each record, dense and 0-based, the largest first; -1: alone. */
  readonly familyOf: Int32Array;
  /** Families of at least two records. */
  readonly familyCount: number;
  /** Records that found no leader and were not compared with all candidates, ascending: not decided, and not clean. */
  readonly undecided: Int32Array;
}

/** What near-duplicate search gives. */
export interface NearDuplicates {
  /** At `DUPLICATE_SIMILARITY`: all but the leader are superfluous. Identical short records are in it. */
  readonly duplicates: RecordFamilies;
  /** At `CONTENT_SIMILARITY`: the same content, worded slightly differently. Short records are not in it. */
  readonly content: RecordFamilies;
}

/** Options of `findNearDuplicates`. */
export interface NearDuplicateOptions {
  /** Canonical numbers, the ones to keep first; see `keptOrder`. */
  readonly order: Int32Array;
  /** See `sketchSeed`. */
  readonly seed: number;
  readonly duplicateSimilarity?: number;
  readonly contentSimilarity?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Finds families of near-duplicates around leaders. In the given order each record joins, of the leaders that share bands
 * with it (most bands first), the first whose verified similarity reaches the threshold; else it leads a family itself.
 * Deterministic in the multiset of records, order and seed. Linear in the words, but for buckets, which are bounded.
 * Gives way to other events; throws the signal's reason when aborted.
 */
export async function findNearDuplicates(columns: Columns, options: NearDuplicateOptions): Promise<NearDuplicates> {
  const { signal, onProgress = () => undefined } = options;
  const steps = nearDuplicateSteps(columns, options);
  for (;;) {
    signal?.throwIfAborted();
    const step = steps.next();
    if (step.done === true) return step.value;
    onProgress(step.value, 2 * columns.count);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function* nearDuplicateSteps(columns: Columns, options: NearDuplicateOptions): Generator<number, NearDuplicates, void> {
  const { order, seed } = options;
  const { count } = columns;
  const work: Work = {
    reader: createShingleReader(columns, mix(seed)),
    sketcher: createSketcher(mix(seed + 1)),
    sizes: new Int32Array(count),
    keys: new Int32Array(count * BANDS),
  };
  const census = createKeyCensus(count * BANDS);
  for (let d = 0; d < count; d++) {
    if (d % RECORDS_PER_STEP === 0) yield d;
    work.sizes[d] = work.reader.load(d);
    writeKeys(work, d);
    census.count(keysOf(work, d));
  }
  const index = createLeaderIndex(count, census);
  const duplicates = openFamilies(count, options.duplicateSimilarity ?? DUPLICATE_SIMILARITY);
  const content = openFamilies(count, options.contentSimilarity ?? CONTENT_SIMILARITY);
  for (let place = 0; place < count; place++) {
    if (place % RECORDS_PER_STEP === 0) yield count + place;
    placeRecord(place, { ...work, order, index, duplicates, content });
  }
  return { duplicates: finished(duplicates, columns, order), content: finished(content, columns, order) };
}

interface Work {
  readonly reader: ShingleReader;
  readonly sketcher: Sketcher;
  /** Distinct shingles by canonical number. */
  readonly sizes: Int32Array;
  /** `BANDS` places a record: 96 bytes, the most that is kept of it. */
  readonly keys: Int32Array;
}

/** Families by place in the order. */
interface OpenFamilies {
  readonly threshold: number;
  readonly leaders: Int32Array;
  readonly similarities: Float32Array;
  readonly undecided: number[];
}

function openFamilies(count: number, threshold: number): OpenFamilies {
  const leaders = new Int32Array(count).fill(-1);
  return { threshold, leaders, similarities: new Float32Array(count), undecided: [] };
}

/** Writes the band keys of the loaded record; of a short one a single key over all its shingles. */
function writeKeys({ reader, sketcher, sizes, keys }: Work, record: number): void {
  const size = sizes[record]!;
  const hashes = reader.hashes();
  if (size >= MIN_SHINGLES) sketcher.bandKeys(hashes, size, keys, record * BANDS);
  else {
    let sum = size;
    for (let i = 0; i < size; i++) sum = (sum + mix(hashes[i]!)) | 0;
    keys[record * BANDS] = mix(sum);
  }
}

function keysOf({ sizes, keys }: Work, record: number): Int32Array {
  const size = sizes[record]!;
  return keys.subarray(record * BANDS, record * BANDS + (size >= MIN_SHINGLES ? BANDS : Math.min(size, 1)));
}

function placeRecord(
  place: number,
  work: Work & {
    readonly order: Int32Array;
    readonly index: LeaderIndex;
    readonly duplicates: OpenFamilies;
    readonly content: OpenFamilies;
  },
): void {
  const { reader, sizes, order, index, duplicates, content } = work;
  const record = order[place]!;
  const size = sizes[record]!;
  if (size === 0) return;
  const keys = keysOf(work, record);
  const { leaders, count, shared, fullBuckets } = index.find(keys);
  if (count > 0) reader.load(record);
  const isShort = size < MIN_SHINGLES;
  let needsContent = !isShort;
  let needsDuplicate = true;
  const compared = Math.min(count, MAX_COMPARISONS);
  for (let i = 0; i < compared && (needsContent || needsDuplicate); i++) {
    const leader = leaders[i]!;
    const mayDuplicate = needsDuplicate && duplicates.leaders[leader] === leader;
    const mayContent = needsContent && content.leaders[leader] === leader;
    if (!mayDuplicate && !mayContent) continue;
    const other = order[leader]!;
    const atLeast = isShort ? 1 : Math.min(mayDuplicate ? duplicates.threshold : 1, mayContent ? content.threshold : 1);
    const similarity = reader.similarityTo(other, sizes[other]!, atLeast);
    if (mayDuplicate && similarity >= (isShort ? 1 : duplicates.threshold)) {
      join(duplicates, place, leader, similarity);
      needsDuplicate = false;
    }
    if (mayContent && similarity >= content.threshold) {
      join(content, place, leader, similarity);
      needsContent = false;
    }
  }
  const isCut = fullBuckets > TOLERATED_FULL_BUCKETS || (isShort && fullBuckets > 0);
  if (needsDuplicate) {
    join(duplicates, place, place, 1);
    const isOpen = count > compared && shared[leaders[compared]!]! >= (isShort ? 1 : TELLING_BANDS);
    if (isCut || isOpen) duplicates.undecided.push(place);
  }
  if (needsContent) {
    join(content, place, place, 1);
    if (isCut || count > compared) content.undecided.push(place);
  }
  if (needsDuplicate || needsContent) index.add(place, keys);
}

function join(families: OpenFamilies, place: number, leader: number, similarity: number): void {
  families.leaders[place] = leader;
  families.similarities[place] = similarity;
}

/** Translates places in the order to numbers in the intake, and numbers the families by size. */
function finished(open: OpenFamilies, { count, intake }: Columns, order: Int32Array): RecordFamilies {
  const sizes = new Int32Array(count);
  for (let place = 0; place < count; place++) {
    const leader = open.leaders[place]!;
    if (leader >= 0) sizes[leader] = sizes[leader]! + 1;
  }
  const heads: number[] = [];
  for (let place = 0; place < count; place++) if (sizes[place]! > 1) heads.push(place);
  heads.sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const familyAt = new Int32Array(count).fill(-1);
  for (const [family, head] of heads.entries()) familyAt[head] = family;
  const numberOf = (place: number): number => intake[order[place]!]!;
  const leaders = new Int32Array(count).fill(-1);
  const similarities = new Float32Array(count);
  const familyOf = new Int32Array(count).fill(-1);
  for (let place = 0; place < count; place++) {
    const leader = open.leaders[place]!;
    if (leader < 0) continue;
    const number = numberOf(place);
    leaders[number] = numberOf(leader);
    similarities[number] = open.similarities[place]!;
    familyOf[number] = familyAt[leader]!;
  }
  return {
    threshold: open.threshold,
    leaders,
    similarities,
    familyOf,
    familyCount: heads.length,
    undecided: Int32Array.from(open.undecided, numberOf).sort(),
  };
}
