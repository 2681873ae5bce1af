/** One cap over all its groups, while records are taken. */
export interface Room {
  /** Whether a record fits into its group, or is in none. */
  hasRoom(record: number): boolean;
  /** Takes the room of one record. INVARIANT: `hasRoom` was true. */
  take(record: number): void;
}

/** The records that a cap counts, by group. */
export interface Counted {
  /** Group of each record; -1: not counted. */
  readonly groups: Int32Array;
  readonly groupCount: number;
  /** 1: counted. Everything where absent. */
  readonly only?: Uint8Array;
  readonly limit: number;
}

/** At most `limit` records of a group, whatever their time. `before`: records of the group in earlier corpora. */
export function totalRoom(counted: Counted, before?: Float64Array): Room {
  const { groups, groupCount, only, limit } = counted;
  const room = new Int32Array(groupCount);
  for (let group = 0; group < groupCount; group++) room[group] = Math.max(0, limit - (before?.[group] ?? 0));
  const groupOf = (record: number): number =>
    only !== undefined && only[record] !== 1 ? -1 : (groups[record] as number);
  return {
    hasRoom: (record) => {
      const group = groupOf(record);
      return group < 0 || (room[group] as number) > 0;
    },
    take: (record) => {
      const group = groupOf(record);
      if (group >= 0) room[group] = (room[group] as number) - 1;
    },
  };
}
