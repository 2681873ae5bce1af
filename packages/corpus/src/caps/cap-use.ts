import type { CapCheck } from './cap-checks.ts';
import type { Counted } from './room/room.ts';

/** How one cap was used. */
export interface CapUse extends CapCheck {
  /** Most records of one group. */
  readonly records: number;
  /** Groups with an eligible record. */
  readonly groups: number;
  /** Groups of which a record was left out because of this cap. */
  readonly fullGroups: number;
  /** Records left out because of this cap: it was the first that was full. */
  readonly leftOut: number;
  /** Groups that lost most, at most `LISTED_GROUPS`. */
  readonly most: readonly {
    /** Id of the account, cluster, family, tenant or source. */
    readonly group: number;
    readonly eligible: number;
    readonly kept: number;
    readonly leftOut: number;
  }[];
}

/** Most groups that one cap's use names. */
export const LISTED_GROUPS = 50;

/** Counts a cap's groups after the fact. Groups that lost equally many are listed by id. */
export function capUse(
  check: CapCheck,
  counted: Counted,
  outcome: { readonly eligible: Uint8Array; readonly kept: Uint8Array; readonly leftOut: (record: number) => boolean },
): CapUse {
  const { groups, groupCount, only, limit } = counted;
  const eligible = new Int32Array(groupCount);
  const kept = new Int32Array(groupCount);
  const leftOut = new Int32Array(groupCount);
  for (let record = 0; record < groups.length; record++) {
    const group = groups[record] as number;
    if (group < 0 || outcome.eligible[record] !== 1 || (only !== undefined && only[record] !== 1)) continue;
    eligible[group] = (eligible[group] as number) + 1;
    kept[group] = (kept[group] as number) + (outcome.kept[record] as number);
    if (outcome.leftOut(record)) leftOut[group] = (leftOut[group] as number) + 1;
  }
  const losers: number[] = [];
  for (let group = 0; group < groupCount; group++) if ((leftOut[group] as number) > 0) losers.push(group);
  losers.sort((a, b) => (leftOut[b] as number) - (leftOut[a] as number) || a - b);
  return {
    ...check,
    records: limit,
    groups: eligible.reduce((sum, records) => sum + (records > 0 ? 1 : 0), 0),
    fullGroups: losers.length,
    leftOut: leftOut.reduce((sum, records) => sum + records, 0),
    most: losers.slice(0, LISTED_GROUPS).map((group) => ({
      group,
      eligible: eligible[group] as number,
      kept: kept[group] as number,
      leftOut: leftOut[group] as number,
    })),
  };
}
