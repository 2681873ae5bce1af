import type { GroupContribution } from '../lineage.ts';
import { DAY_MS } from '../lineage.ts';
import { maximumOf, type RangeMaximum, raiseRange, rangeMaximum } from './range-maximum.ts';
import type { Counted, Room } from './room.ts';

/** What a sliding cap needs beside its groups. */
export interface SlidingOptions {
  /** Rounded down to whole milliseconds; NaN: no time, so in every window. */
  readonly timesMs: Float64Array;
  /** Length of the window: half-open, so two records exactly this far apart are in no window together. */
  readonly windowMs: number;
  /** 1: may be taken. */
  readonly eligible: Uint8Array;
  /** What earlier corpora hold of each group. */
  readonly before?: readonly (GroupContribution | undefined)[];
}

/** One group that may overflow. */
interface Timeline {
  /** How many records are in the window that begins at each possible start, in the order of the starts; 0 without any. */
  readonly held: RangeMaximum;
  /** Records without a time. */
  undated: number;
}

/**
 * At most `limit` records of a group in any window of `windowMs`, exactly and wherever the window begins: fixed months
 * would take twice as many around their boundary. A fullest window can be moved to begin with a record, so one counter
 * for each possible beginning decides. An earlier corpus is known by the day: its whole day counts in every window that
 * touches it. O(log n) for a record, and about 30 bytes; groups that cannot overflow cost nothing.
 */
export function slidingRoom(counted: Counted, options: SlidingOptions): Room {
  const { groups, only, limit } = counted;
  const { timelines, first, last } = timelinesOf(counted, options);
  const timelineOf = (record: number): Timeline | undefined =>
    only !== undefined && only[record] !== 1 ? undefined : timelines[groups[record] as number];
  return {
    hasRoom: (record) => {
      const line = timelineOf(record);
      if (line === undefined || (line.held.highest[1] as number) + line.undated < limit) return true;
      const to = last[record] as number;
      if (to === UNDATED) return false;
      return maximumOf(line.held, first[record] as number, to) + line.undated < limit;
    },
    take: (record) => {
      const line = timelineOf(record);
      if (line === undefined) return;
      const to = last[record] as number;
      if (to === UNDATED) line.undated += 1;
      else raiseRange(line.held, first[record] as number, to);
    },
  };
}

/** Stands for the last start of a record without a time: it is in every window. */
const UNDATED = -1;

interface Timelines {
  /** By group; nothing where it cannot overflow. */
  readonly timelines: readonly (Timeline | undefined)[];
  /** First and last start, in its group, of a window that holds the record. */
  readonly first: Int32Array;
  readonly last: Int32Array;
}

function timelinesOf(counted: Counted, options: SlidingOptions): Timelines {
  const { groups, only, limit } = counted;
  const { timesMs, windowMs, before } = options;
  const isCounted = (record: number): boolean =>
    options.eligible[record] === 1 && (groups[record] as number) >= 0 && (only === undefined || only[record] === 1);
  const starts = startsOf(isCounted, counted, options);
  const first = new Int32Array(groups.length);
  const last = new Int32Array(groups.length).fill(UNDATED);
  for (let record = 0; record < groups.length; record++) {
    const time = Math.floor(timesMs[record] as number);
    if (!isCounted(record) || !Number.isFinite(time)) continue;
    const own = starts[groups[record] as number];
    if (own === undefined) continue;
    first[record] = upTo(own, time - windowMs);
    last[record] = upTo(own, time) - 1;
  }
  const timelines = starts.map((own, group): Timeline | undefined => {
    if (own === undefined) return undefined;
    const known = before?.[group];
    const held = rangeMaximum(heldBefore(own, known, windowMs, limit));
    return { held, undated: Math.min(limit, known?.undated ?? 0) };
  });
  return { timelines, first, last };
}

/**
 * Times at which a fullest window of a group may begin, rising: those of its records, and the ends of its earlier days.
 * By group; nothing where all that there is fits under the limit.
 */
function startsOf(
  isCounted: (record: number) => boolean,
  { groups, groupCount, limit }: Counted,
  { timesMs, before }: SlidingOptions,
): readonly (Float64Array | undefined)[] {
  const total = new Float64Array(groupCount);
  const dated = new Int32Array(groupCount);
  for (let record = 0; record < groups.length; record++) {
    if (!isCounted(record)) continue;
    const group = groups[record] as number;
    total[group] = (total[group] as number) + 1;
    if (Number.isFinite(timesMs[record])) dated[group] = (dated[group] as number) + 1;
  }
  const starts = Array.from({ length: groupCount }, (_, group) => {
    const { undated, days } = before?.[group] ?? { undated: 0, days: [] };
    const earlier = days.reduce((sum, [, count]) => sum + count, undated);
    if ((total[group] as number) + earlier <= limit) return undefined;
    const own = new Float64Array((dated[group] as number) + days.length);
    for (const [index, [day]] of days.entries()) own[index] = (day + 1) * DAY_MS - 1;
    dated[group] = days.length;
    return own;
  });
  for (let record = 0; record < groups.length; record++) {
    const time = Math.floor(timesMs[record] as number);
    if (!isCounted(record) || !Number.isFinite(time)) continue;
    const group = groups[record] as number;
    const at = dated[group] as number;
    const own = starts[group];
    if (own === undefined) continue;
    own[at] = time;
    dated[group] = at + 1;
  }
  return starts.map((own) => (own === undefined ? undefined : distinct(own.sort())));
}

/** Sorted values without repetition. Times of whole days leave few. */
function distinct(sorted: Float64Array): Float64Array {
  return sorted.filter((value, at) => at === 0 || value !== sorted[at - 1]);
}

/** Records of earlier days in the window that begins at each start, cut off at `limit`: more than full is full. */
function heldBefore(
  starts: Float64Array,
  known: GroupContribution | undefined,
  windowMs: number,
  limit: number,
): Int32Array {
  const held = new Int32Array(starts.length);
  if (known === undefined) return held;
  const changes = new Float64Array(starts.length + 1);
  for (const [day, records] of known.days) {
    const first = upTo(starts, day * DAY_MS - windowMs);
    const end = upTo(starts, (day + 1) * DAY_MS - 1);
    changes[first] = (changes[first] as number) + records;
    changes[end] = (changes[end] as number) - records;
  }
  let sum = 0;
  for (let at = 0; at < starts.length; at++) {
    sum += changes[at] as number;
    held[at] = Math.min(limit, sum);
  }
  return held;
}

/** How many of the rising times are at most `time`. */
function upTo(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
