import { isSha256, lowerTier, TRUST_TIERS, type TrustTier } from '@bezoar/core';
import type { Intake } from '../intake/intake.ts';

/** Where a file of the intake comes from, as the document says. */
export interface AssignedSource {
  /** Name of the source in the document. */
  readonly name: string;
  readonly tier: TrustTier;
  /** False: no source of the document matches the file, and nothing is trusted in it. */
  readonly isDeclared: boolean;
}

/** A signed decision that moves exactly these records from one tier to another, in force. Oldest first in a list. */
export interface TierChange {
  readonly from: TrustTier;
  readonly to: TrustTier;
  /** Whether a record of this digest is among those that were decided about. */
  covers(digest: string): boolean;
}

/** What is needed to know the tier of every record. */
export interface TierRequest {
  readonly intake: Intake;
  /** One per file of the intake. */
  readonly sources: readonly AssignedSource[];
  readonly changes: readonly TierChange[];
  /** Tier of a generator that a record names; anything unknown is `open`. */
  readonly generatorTier: (generator: string) => TrustTier;
  /** A record of an earlier admission, by its id or digest; undefined where there is none. */
  readonly earlierRecord: (parent: string) => Promise<EarlierRecord | undefined>;
}

/** Stands for the owner of customer data that names none: nobody's, so no tenant's. */
export const UNKNOWN_OWNER = '\0unknown owner';

/** What earlier admissions know of the records of a name: the least trusted of their tiers. */
export interface EarlierRecord {
  readonly tier: TrustTier;
  /** Tenants to whose data it goes back. */
  readonly tenants: readonly string[];
}

/** Tier and scope of every record, by intake number. */
export interface RecordTiers {
  /** Index into `TRUST_TIERS`. */
  readonly tiers: Uint8Array;
  /** Tenants whose data a generated record goes back to, for those that go back to any. */
  readonly tenantsOf: ReadonlyMap<number, ReadonlySet<string>>;
}

/**
 * Folds every record's tier: its source's, then each decision in force whose scope covers it, oldest first; then, for
 * generated records, no higher than the lowest of its parents and its generator. A parent that nobody knows is `open`.
 *
 * Attacker controls: what a record names as its parents and generator. Naming a better one lowers nothing and raises nothing:
 * a record never stands above its own source.
 */
export async function foldTiers(request: TierRequest): Promise<RecordTiers> {
  const { intake, sources, changes } = request;
  const tiers = new Uint8Array(intake.records);
  for (let record = 0; record < intake.records; record++) {
    let tier = sources[intake.fileIndex(record)]!.tier;
    if (changes.length > 0) {
      const digest = intake.digest(record);
      for (const change of changes) if (change.from === tier && change.covers(digest)) tier = change.to;
    }
    tiers[record] = TRUST_TIERS.indexOf(tier);
  }
  return { tiers, tenantsOf: await inherit(request, tiers) };
}

/** Lowers generated records to their parents and generators; returns whose data they go back to. */
async function inherit(request: TierRequest, tiers: Uint8Array): Promise<ReadonlyMap<number, ReadonlySet<string>>> {
  const { intake, generatorTier, earlierRecord } = request;
  const tenantsOf = new Map<number, Set<string>>();
  if (intake.derived.length === 0) return tenantsOf;
  const here = recordsNamed(intake, new Set(intake.derived.flatMap(({ parents }) => parents)));
  const children = new Map<number, number[]>();
  const lower = (record: number, tier: TrustTier): boolean => {
    const lowered = TRUST_TIERS.indexOf(lowerTier(TRUST_TIERS[tiers[record]!]!, tier));
    if (lowered === tiers[record]) return false;
    tiers[record] = lowered;
    return true;
  };
  const include = (record: number, tenants: Iterable<string>): boolean => {
    const known = tenantsOf.get(record) ?? new Set<string>();
    const before = known.size;
    for (const tenant of tenants) known.add(tenant);
    tenantsOf.set(record, known);
    return known.size > before;
  };
  for (const { index, parents, generator } of intake.derived) {
    if (generator !== undefined) lower(index, generatorTier(generator));
    for (const name of parents) {
      // A name means everything that it may mean; only a digest is exact.
      const own = here.get(name) ?? [];
      for (const parent of own) children.set(parent, [...(children.get(parent) ?? []), index]);
      const found = own.length > 0 && isSha256(name) ? undefined : await earlierRecord(name);
      if (found !== undefined || own.length === 0) lower(index, found?.tier ?? 'open');
      if (found !== undefined) include(index, found.tenants);
    }
  }
  // A tier can only sink, and the set of tenants only grow, so this ends, whatever cycles the records name.
  const queue = [...children.keys()];
  const ownTenant = (record: number): string[] => {
    const { tenant } = intake.principal(record);
    if (TRUST_TIERS[tiers[record]!] !== 'customer-owned') return [];
    return [tenant === '' ? UNKNOWN_OWNER : tenant];
  };
  for (let parent = queue.pop(); parent !== undefined; parent = queue.pop()) {
    const inherited = [...ownTenant(parent), ...(tenantsOf.get(parent) ?? [])];
    for (const child of children.get(parent) ?? []) {
      const sank = lower(child, TRUST_TIERS[tiers[parent]!]!);
      const grew = include(child, inherited);
      if ((sank || grew) && children.has(child)) queue.push(child);
    }
  }
  return tenantsOf;
}

/** Records of the intake by the ids and digests that others name as parents. An id that repeats means all of them. */
function recordsNamed(intake: Intake, wanted: ReadonlySet<string>): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  if (wanted.size === 0) return found;
  const note = (name: string | undefined, record: number): void => {
    if (name === undefined || !wanted.has(name)) return;
    const known = found.get(name);
    if (known === undefined) found.set(name, [record]);
    else known.push(record);
  };
  for (let record = 0; record < intake.records; record++) {
    note(intake.id(record), record);
    note(intake.digest(record), record);
  }
  return found;
}
