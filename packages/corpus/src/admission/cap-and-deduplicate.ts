import type { CapResult } from '../caps/cap-contributions.ts';

/** How often a family whose kept record a cap left out gets another try. Bounds the work (CWE-400); one try is the rule. */
const MAX_ROUNDS = 4;

/** What near-duplicates and caps leave of the records that may stay. */
export interface CappedFamilies {
  /** Records that are superfluous beside another one that may stay. */
  readonly duplicates: ReadonlySet<number>;
  /** Undefined without caps. */
  readonly capped?: CapResult;
}

/**
 * Keeps one record of each family of near-duplicates, and of these what the caps allow. A family whose kept record a cap left
 * out is given to the next of its members: otherwise whoever copies others and is capped for it would take their text away.
 * `reasons` is 0 for records that may stay; `leaders` says of each record which one it is alike to, itself where to none.
 */
export function capAndDeduplicate(
  reasons: Uint32Array,
  leaders: Int32Array,
  cap: ((eligible: Uint8Array) => CapResult) | undefined,
): CappedFamilies {
  const families = familiesOf(reasons, leaders);
  const place = new Map<number, number>([...families.keys()].map((leader) => [leader, 0]));
  const eligible = Uint8Array.from(reasons, (bits) => (bits === 0 ? 1 : 0));
  for (const members of families.values()) for (const record of members.slice(1)) eligible[record] = 0;
  let capped = cap?.(eligible);
  for (let round = 1; capped !== undefined && round < MAX_ROUNDS; round++) {
    let isChanged = false;
    for (const [leader, members] of families) {
      const at = place.get(leader)!;
      const next = members[at + 1];
      if (next === undefined || capped.kept[members[at]!] === 1) continue;
      eligible[members[at]!] = 0;
      eligible[next] = 1;
      place.set(leader, at + 1);
      isChanged = true;
    }
    if (!isChanged) break;
    capped = cap?.(eligible);
  }
  const duplicates = new Set<number>();
  for (const [leader, members] of families) {
    const chosen = members[place.get(leader)!];
    for (const record of members) if (record !== chosen) duplicates.add(record);
  }
  return { duplicates, ...(capped === undefined ? {} : { capped }) };
}

/** The members of each family that may stay, the leader first where it may, the others by number. */
function familiesOf(reasons: Uint32Array, leaders: Int32Array): ReadonlyMap<number, readonly number[]> {
  const families = new Map<number, number[]>();
  for (const [record, leader] of leaders.entries()) {
    if (leader < 0 || leader === record) continue;
    const members = families.get(leader) ?? (reasons[leader] === 0 ? [leader] : []);
    families.set(leader, members);
    if (reasons[record] === 0) members.push(record);
  }
  return families;
}
