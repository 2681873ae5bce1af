import type { CapsPolicy } from '@bezoar/core';
import type { ContributionColumns } from '../../contributions/contributions.ts';
import { CAP_CHECKS, type CapCheck } from '../cap-checks.ts';
import type { EarlierLoad } from '../earlier-load.ts';
import { DAY_MS } from '../lineage.ts';

/** The groups of a corpus, for the reference. */
export interface NaiveGroups {
  readonly columns: ContributionColumns;
  readonly caps: CapsPolicy;
  readonly clusterOfAccount: Int32Array;
  readonly families: Int32Array;
  readonly earlier?: EarlierLoad;
}

/** A time or a day of which the moment is not known. */
type Moment = { readonly from: number; readonly to: number; readonly records: number };

/**
 * The place in `CAP_CHECKS`, 1-based, of the first cap that has no room for a record beside those that are kept; 0: all
 * have. Written as the rules read, by trying every window: slow, and independent of the code that it checks.
 */
export function firstFull(kept: readonly number[], record: number, given: NaiveGroups): number {
  return CAP_CHECKS.findIndex((check) => isFull(check, kept, record, given)) + 1;
}

function isFull(check: CapCheck, kept: readonly number[], record: number, given: NaiveGroups): boolean {
  const { caps, columns } = given;
  const limit = (check.slice ? caps.slice : caps.records)[check.limit];
  const group = groupOf(check, record, given);
  if (limit === undefined || group < 0 || (check.slice && columns.inSlice[record] !== 1)) return false;
  const beside = kept.filter(
    (other) => groupOf(check, other, given) === group && (!check.slice || columns.inSlice[other] === 1),
  );
  const isTotal = caps.lineage && (check.slice || !['tenant', 'source'].includes(check.scope));
  if (isTotal) return beside.length + totalBefore(check, group, given) >= limit;
  return fullestWindow(momentOf(record, columns), moments(check, group, beside, given), caps.windowMs) >= limit;
}

function groupOf({ scope }: CapCheck, record: number, { columns, clusterOfAccount, families }: NaiveGroups): number {
  const account = columns.accounts[record] ?? -1;
  if (scope === 'source') return columns.sources[record] ?? -1;
  if (account < 0) return -1;
  if (scope === 'account') return account;
  if (scope === 'cluster') return clusterOfAccount[account] ?? -1;
  return (scope === 'family' ? families[record] : columns.tenants[record]) ?? -1;
}

function totalBefore({ scope, slice }: CapCheck, group: number, { earlier }: NaiveGroups): number {
  if (earlier === undefined || scope === 'family') return 0;
  if (scope === 'tenant') return earlier.tenants[group]?.slice ?? 0;
  if (scope === 'source') return earlier.sources[group]?.slice ?? 0;
  const load = scope === 'account' ? earlier.accounts : earlier.clusters;
  return (slice ? load.slice : load.records)[group] ?? 0;
}

function moments(check: CapCheck, group: number, records: readonly number[], given: NaiveGroups): readonly Moment[] {
  const own = records.map((record) => momentOf(record, given.columns));
  if (!given.caps.lineage) return own;
  const before = check.scope === 'tenant' ? given.earlier?.tenants[group] : given.earlier?.sources[group];
  return [
    ...own,
    { ...ALWAYS, records: before?.undated ?? 0 },
    ...(before?.days ?? []).map(([day, count]) => ({ from: day * DAY_MS, to: (day + 1) * DAY_MS - 1, records: count })),
  ];
}

const ALWAYS = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

function momentOf(record: number, columns: ContributionColumns): Moment {
  const time = columns.timesMs[record] ?? Number.NaN;
  return Number.isNaN(time) ? { ...ALWAYS, records: 1 } : { from: time, to: time, records: 1 };
}

/** The most that a window holds which the new one would be in: tries every window that begins at or beside something. */
function fullestWindow(added: Moment, beside: readonly Moment[], windowMs: number): number {
  const meets = ({ from, to }: Moment, start: number): boolean => to >= start && from < start + windowMs;
  const starts = [added, ...beside].flatMap(({ from, to }) => [from, to, from + 1, to + 1, from - windowMs + 1]);
  const held = [0, ...starts.filter(Number.isFinite)]
    .filter((start) => meets(added, start))
    .map((start) => beside.filter((one) => meets(one, start)).reduce((sum, { records }) => sum + records, 0));
  return Math.max(...held);
}
