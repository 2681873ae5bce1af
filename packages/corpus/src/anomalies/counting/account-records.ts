import type { AnomalyColumns } from '../anomaly-input.ts';

/** Records of each group, ascending: those of group `g` are `records[offsets[g] .. offsets[g + 1])`. */
export interface GroupedRecords {
  readonly count: number;
  readonly offsets: Int32Array;
  readonly records: Int32Array;
}

/** Groups records by a dense id; -1 belongs to no group. */
export function groupRecords(groupOf: Int32Array, count: number): GroupedRecords {
  const offsets = new Int32Array(count + 1);
  for (const group of groupOf) if (group >= 0) offsets[group + 1] = offsets[group + 1]! + 1;
  for (let g = 0; g < count; g++) offsets[g + 1] = offsets[g + 1]! + offsets[g]!;
  const next = offsets.slice();
  const records = new Int32Array(offsets[count]!);
  for (let record = 0; record < groupOf.length; record++) {
    const group = groupOf[record]!;
    if (group < 0) continue;
    records[next[group]!] = record;
    next[group] = next[group]! + 1;
  }
  return { count, offsets, records };
}

/** The records of one group. */
export function recordsOf({ offsets, records }: GroupedRecords, group: number): Int32Array {
  return records.subarray(offsets[group]!, offsets[group + 1]!);
}

/** Records of each named account. Records without an account name belong to nobody. */
export function recordsByAccount({ accounts, accountCount, accountKeys }: AnomalyColumns): GroupedRecords {
  const isNamed = accountKeys.map((key) => {
    const parsed: unknown = JSON.parse(key);
    return Array.isArray(parsed) && parsed[1] !== '';
  });
  return groupRecords(
    accounts.map((account) => (account >= 0 && isNamed[account] === true ? account : -1)),
    accountCount,
  );
}

/** How often a group's records have a property. */
export function hitsOf(records: Int32Array, hasProperty: (record: number) => boolean): number {
  let hits = 0;
  for (const record of records) if (hasProperty(record)) hits++;
  return hits;
}
