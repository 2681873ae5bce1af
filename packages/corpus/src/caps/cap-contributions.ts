import type { CapsPolicy } from '@bezoar/core';
import type { ContributionColumns } from '../contributions/contributions.ts';
import { CAP_CHECKS, type CapCheck, type CapScope } from './cap-checks.ts';
import { type CapUse, capUse } from './cap-use.ts';
import { contributionOrder } from './contribution-order.ts';
import type { EarlierLoad, TotalLoad } from './earlier-load.ts';
import type { GroupContribution } from './lineage.ts';
import { type Counted, type Room, totalRoom } from './room/room.ts';
import { slidingRoom } from './room/sliding-room.ts';

/** What `capContributions` works on. */
export interface CapInput {
  readonly columns: ContributionColumns;
  readonly caps: CapsPolicy;
  /** 1: may be kept. */
  readonly eligible: Uint8Array;
  /** Cluster of each account; -1: linked to nobody. */
  readonly clusterOfAccount: Int32Array;
  /** Group of records that say the same, -1: none. A group of its own: it does not join clusters. */
  readonly families: Int32Array;
  /** 32 secret bytes: who knows them can write records that come first. */
  readonly orderKey: Uint8Array;
  /** What the lineage was trained on before; ignored unless the policy counts over it. */
  readonly earlier?: EarlierLoad;
  /** `contributionOrder(columns, orderKey)`, where it is known already. */
  readonly order?: Uint32Array;
}

/** What the caps leave. */
export interface CapResult {
  /** 1: kept. */
  readonly kept: Uint8Array;
  /** Of an eligible record that is not kept: 1-based place in `CAP_CHECKS` of the first cap that was full; else 0. */
  readonly exceeded: Uint8Array;
  readonly records: { readonly eligible: number; readonly kept: number };
  readonly slice: { readonly eligible: number; readonly kept: number };
  /** One row for each cap that the policy sets. */
  readonly uses: readonly CapUse[];
}

/**
 * Keeps records while every group that they are in has room: account, cluster, content family, tenant, source, and for
 * records that teach a declared action the same again under the tighter caps. Records compete in the order of
 * `contributionOrder`, so the result depends on no file order and nobody without the key can write records that win.
 * What is left out could not be added to what is kept.
 *
 * With `lineage`, account, cluster and family caps and every cap of the slice count everything that the lineage was
 * ever trained on: what plants a backdoor is a number of records, whatever the time. Tenant and source caps are rates,
 * held in every window of `windowMs`, earlier corpora included. Without `lineage` every cap is a rate in this corpus.
 *
 * INVARIANT: account -1 means that no user stands behind the record (reviewed first-party data). Only the caps of its
 * source apply. Give unreviewed records without an account one common account, never -1.
 */
export function capContributions(input: CapInput): CapResult {
  const { columns, eligible } = input;
  const order = (input.order ?? contributionOrder(columns, input.orderKey)).filter((record) => eligible[record] === 1);
  const rooms = roomsOf(input);
  const kept = new Uint8Array(columns.count);
  const exceeded = new Uint8Array(columns.count);
  for (const record of order) {
    let full: CheckedRoom | undefined;
    for (let index = 0; index < rooms.length && full === undefined; index++) {
      const one = rooms[index] as CheckedRoom;
      if (!one.room.hasRoom(record)) full = one;
    }
    if (full === undefined) {
      kept[record] = 1;
      for (const { room } of rooms) room.take(record);
    } else {
      exceeded[record] = full.place;
    }
  }
  return {
    kept,
    exceeded,
    records: { eligible: order.length, kept: kept.reduce((sum, one) => sum + one, 0) },
    slice: { eligible: sliceCount(columns, eligible), kept: sliceCount(columns, kept) },
    uses: rooms.map(({ place, check, counted }) =>
      capUse(check, counted, { eligible, kept, leftOut: (record) => exceeded[record] === place }),
    ),
  };
}

interface CheckedRoom {
  /** 1-based, in `CAP_CHECKS`. */
  readonly place: number;
  readonly check: CapCheck;
  readonly counted: Counted;
  readonly room: Room;
}

function roomsOf(input: CapInput): readonly CheckedRoom[] {
  const { caps, columns } = input;
  const groups = new Map<CapScope, { readonly groups: Int32Array; readonly groupCount: number }>();
  return CAP_CHECKS.flatMap((check, index) => {
    const place = index + 1;
    const limit = (check.slice ? caps.slice : caps.records)[check.limit];
    if (limit === undefined) return [];
    const scope = groups.get(check.scope) ?? groupsOf(check.scope, input);
    groups.set(check.scope, scope);
    const counted: Counted = { ...scope, limit, ...(check.slice ? { only: columns.inSlice } : {}) };
    const isRate = !caps.lineage || (!check.slice && (check.scope === 'tenant' || check.scope === 'source'));
    if (!isRate) return [{ place, check, counted, room: totalRoom(counted, totalBefore(check, input)) }];
    const before = caps.lineage ? rateBefore(check, input) : undefined;
    const { timesMs } = columns;
    const options = {
      timesMs,
      windowMs: caps.windowMs,
      eligible: input.eligible,
      ...(before === undefined ? {} : { before }),
    };
    return [{ place, check, counted, room: slidingRoom(counted, options) }];
  });
}

/** The group of each record in a scope. Records that no user stands behind are in none but their source. */
function groupsOf(
  scope: CapScope,
  { columns, clusterOfAccount, families }: CapInput,
): { readonly groups: Int32Array; readonly groupCount: number } {
  const { accounts, tenants, sources } = columns;
  if (scope === 'source') return { groups: sources, groupCount: columns.sourceCount };
  if (scope === 'account') return { groups: accounts, groupCount: columns.accountCount };
  const ids = scope === 'tenant' ? tenants : families;
  const groups = accounts.map((account, record) =>
    account < 0 ? -1 : ((scope === 'cluster' ? clusterOfAccount[account] : ids[record]) as number),
  );
  return { groups, groupCount: groups.reduce((most, group) => Math.max(most, group), -1) + 1 };
}

/** Records of earlier corpora that count whatever their time. A family has none: texts of earlier corpora are not kept. */
function totalBefore({ scope, slice }: CapCheck, { earlier }: CapInput): Float64Array | undefined {
  if (earlier === undefined || scope === 'family') return undefined;
  if (scope === 'tenant' || scope === 'source') {
    const groups = scope === 'tenant' ? earlier.tenants : earlier.sources;
    return Float64Array.from(groups, (group) => group?.slice ?? 0);
  }
  const load: TotalLoad = scope === 'account' ? earlier.accounts : earlier.clusters;
  return slice ? load.slice : load.records;
}

function rateBefore(
  { scope }: CapCheck,
  { earlier }: CapInput,
): readonly (GroupContribution | undefined)[] | undefined {
  return scope === 'tenant' ? earlier?.tenants : earlier?.sources;
}

function sliceCount({ inSlice }: ContributionColumns, among: Uint8Array): number {
  return among.reduce((sum, one, record) => sum + (one === 1 ? (inSlice[record] as number) : 0), 0);
}
