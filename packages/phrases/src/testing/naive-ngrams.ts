/** Distinct records and owners of an n-gram. */
export interface NaiveCount {
  readonly records: Set<number>;
  readonly owners: Set<number>;
}

/**
 * Every n-gram of 1 to `maxLength` tokens with its records and owners, counted one by one in a map: the reference
 * that the level-wise counter is held to. `turns[r]` are the turns of record `r`, `owners[r]` its account.
 */
export function countNaively(
  turns: readonly (readonly (readonly number[])[])[],
  owners: readonly number[],
  maxLength: number,
): Map<string, NaiveCount> {
  const counts = new Map<string, NaiveCount>();
  for (const [record, own] of turns.entries()) {
    for (const turn of own) {
      for (let at = 0; at < turn.length; at++) {
        for (let length = 1; length <= maxLength && at + length <= turn.length; length++) {
          const key = turn.slice(at, at + length).join(' ');
          const count = counts.get(key) ?? { records: new Set(), owners: new Set() };
          counts.set(key, count);
          count.records.add(record);
          count.owners.add(owners[record]!);
        }
      }
    }
  }
  return counts;
}
