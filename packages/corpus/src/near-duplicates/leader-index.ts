/**
 * Most leaders that are kept under one band key. A template that every record shares puts all of them into one bucket
 * (CWE-407); records that meet many full buckets and find no family are reported, never passed over in silence.
 */
export const MAX_BUCKET_LEADERS = 256;

/** Candidates of a record: leaders that share a band with it. Valid until the next search. */
export interface Candidates {
  /** Leaders, in its first `count` places, most shared bands first, the earliest among equals. */
  readonly leaders: Int32Array;
  readonly count: number;
  /** Bands shared, by leader. */
  readonly shared: Uint8Array;
  /** Keys whose buckets were full: later leaders are missing from them. */
  readonly fullBuckets: number;
}

/** Leaders by band key. Leaders are numbers below the capacity, added in ascending order. */
export interface LeaderIndex {
  find(keys: Int32Array): Candidates;
  /** Adds a leader under those of its keys that some other record has as well. */
  add(leader: number, keys: Int32Array): void;
}

/** Says of every band key whether at least two records have it; now and then also of one that a single record has. */
export interface KeyCensus {
  count(keys: Int32Array): void;
  isShared(key: number): boolean;
}

/** Cells for each key: one false "shared" among eight. */
const CELLS_PER_KEY = 4;
const MAX_CELL_BITS = 30;

/** Counts keys in cells of two bits: 1 byte for each expected key. Most records of a corpus share no band with any other. */
export function createKeyCensus(expectedKeys: number): KeyCensus {
  let bits = 10;
  while (bits < MAX_CELL_BITS && 2 ** bits < expectedKeys * CELLS_PER_KEY) bits++;
  const cells = new Uint8Array(2 ** (bits - 2));
  const shift = 32 - bits;
  return {
    count: (keys) => {
      for (let i = 0; i < keys.length; i++) {
        const cell = keys[i]! >>> shift;
        const at = (cell & 3) * 2;
        const known = (cells[cell >>> 2]! >>> at) & 3;
        if (known < 2) cells[cell >>> 2] = cells[cell >>> 2]! + (1 << at);
      }
    },
    isShared: (key) => {
      const cell = key >>> shift;
      return ((cells[cell >>> 2]! >>> ((cell & 3) * 2)) & 3) >= 2;
    },
  };
}

const NODE = 3;
const MAX_HEAD_BITS = 24;

/** An empty index for leaders below `capacity`. A list of keys has at most 255. */
export function createLeaderIndex(capacity: number, census: KeyCensus): LeaderIndex {
  let bits = 10;
  while (bits < MAX_HEAD_BITS && 2 ** bits < capacity * 2) bits++;
  const shift = 32 - bits;
  const heads = new Int32Array(2 ** bits);
  // Node n: leader, key, next node. Node 0 is none.
  let nodes = new Int32Array(NODE * 1024);
  let used = 1;
  const stamps = new Int32Array(capacity);
  const shared = new Uint8Array(capacity);
  let stamp = 0;
  let leaders = new Int32Array(1024);
  const fullKeys = new Set<number>();

  return {
    find: (keys) => {
      stamp++;
      let count = 0;
      let fullBuckets = 0;
      for (let i = 0; i < keys.length; i++) {
        const key = keys[i]!;
        if (fullKeys.size > 0 && fullKeys.has(key)) fullBuckets++;
        for (let node = heads[key >>> shift]!; node !== 0; node = nodes[node * NODE + 2]!) {
          if (nodes[node * NODE + 1] !== key) continue;
          const leader = nodes[node * NODE]!;
          if (stamps[leader] === stamp) {
            shared[leader] = shared[leader]! + 1;
            continue;
          }
          stamps[leader] = stamp;
          shared[leader] = 1;
          if (count === leaders.length) leaders = grown(leaders);
          leaders[count++] = leader;
        }
      }
      if (count > 1) leaders.subarray(0, count).sort((a, b) => shared[b]! - shared[a]! || a - b);
      return { leaders, count, shared, fullBuckets };
    },
    add: (leader, keys) => {
      for (let i = 0; i < keys.length; i++) {
        const key = keys[i]!;
        if (!census.isShared(key)) continue;
        let length = 0;
        for (let node = heads[key >>> shift]!; node !== 0; node = nodes[node * NODE + 2]!) {
          if (nodes[node * NODE + 1] === key) length++;
        }
        if (length >= MAX_BUCKET_LEADERS) {
          fullKeys.add(key);
          continue;
        }
        if ((used + 1) * NODE > nodes.length) nodes = grown(nodes);
        nodes[used * NODE] = leader;
        nodes[used * NODE + 1] = key;
        nodes[used * NODE + 2] = heads[key >>> shift]!;
        heads[key >>> shift] = used++;
      }
    },
  };
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}
