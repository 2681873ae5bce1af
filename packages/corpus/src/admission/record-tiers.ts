import { lowerTier, TRUST_TIERS, type TrustTier } from '@bezoar/core';
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

/**
 * The tier after a decision that covers a record. A raise holds only from the tier that it names; a lowering holds wherever
 * the record stands, so that nothing rises when the raise that it answered expires.
 */
export function changedTier(tier: TrustTier, { from, to }: Pick<TierChange, 'from' | 'to'>): TrustTier {
  if (lowerTier(from, to) === to) return lowerTier(tier, to);
  return tier === from ? to : tier;
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

/** Stands for the owners of what goes back to several tenants. */
export const SEVERAL_OWNERS = '\0several owners';

const OPEN: number = TRUST_TIERS.indexOf('open');

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
  /** The tenant whose data a generated record goes back to, for those that go back to any; `SEVERAL_OWNERS` for more than one. */
  readonly ownerOf: ReadonlyMap<number, string>;
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
      for (const change of changes) if (change.covers(digest)) tier = changedTier(tier, change);
    }
    tiers[record] = TRUST_TIERS.indexOf(tier);
  }
  return { tiers, ownerOf: await inherit(request, tiers) };
}

/** A name that records give as their parent: everything that it may mean, as one. */
interface NamedParent {
  tier: number;
  owner: string | undefined;
  /** Records that name it. */
  readonly children: number[];
}

/**
 * Lowers generated records to their parents and generators; returns whose data they go back to. A name means every record that
 * carries it, here and in earlier admissions; only a digest is exact. Linear in the names that records give: what a name
 * stands for can sink or gain an owner a handful of times, whatever circles the records describe (CWE-407).
 */
async function inherit(request: TierRequest, tiers: Uint8Array): Promise<ReadonlyMap<number, string>> {
  const { intake, generatorTier, earlierRecord } = request;
  const owners = new Map<number, string>();
  const names = new Map<string, NamedParent>();
  for (const { index, parents, generator } of intake.derived) {
    if (generator !== undefined) tiers[index] = Math.max(tiers[index]!, TRUST_TIERS.indexOf(generatorTier(generator)));
    for (const name of new Set(parents)) {
      const known = names.get(name) ?? { tier: 0, owner: undefined, children: [] };
      names.set(name, known);
      known.children.push(index);
    }
  }
  if (names.size === 0) return owners;
  const carried = carriedNames(intake, names);
  const known = new Set([...carried.values()].flat());
  for (const [name, parent] of names) {
    const found = await earlierRecord(name);
    if (found === undefined && !known.has(parent)) parent.tier = OPEN;
    if (found === undefined) continue;
    parent.tier = Math.max(parent.tier, TRUST_TIERS.indexOf(found.tier));
    for (const tenant of found.tenants) parent.owner = jointOwner(parent.owner, tenant);
  }
  /** Passes what a record is on to the names that it carries. */
  const passOn = (record: number): NamedParent[] => {
    const { tenant } = intake.principal(record);
    const isOwned = TRUST_TIERS[tiers[record]!] === 'customer-owned';
    const own = isOwned ? (tenant === '' ? UNKNOWN_OWNER : tenant) : undefined;
    const owner = jointOwner(own, owners.get(record));
    return (carried.get(record) ?? []).filter((parent) => {
      const joint = jointOwner(parent.owner, owner);
      const isChanged = tiers[record]! > parent.tier || joint !== parent.owner;
      parent.tier = Math.max(parent.tier, tiers[record]!);
      parent.owner = joint;
      return isChanged;
    });
  };
  for (const record of carried.keys()) passOn(record);
  const queue = [...names.values()];
  for (let parent = queue.pop(); parent !== undefined; parent = queue.pop()) {
    for (const child of parent.children) {
      const joint = jointOwner(owners.get(child), parent.owner);
      if (tiers[child]! >= parent.tier && joint === owners.get(child)) continue;
      tiers[child] = Math.max(tiers[child]!, parent.tier);
      if (joint !== undefined) owners.set(child, joint);
      queue.push(...passOn(child));
    }
  }
  return owners;
}

/** The owner of what goes back to both: the same one, or several, who are nobody's tenant. */
function jointOwner(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined || a === b) return a ?? b;
  return SEVERAL_OWNERS;
}

/** The named parents that each record of the intake may be: by its id and by its digest. */
function carriedNames(
  intake: Intake,
  names: ReadonlyMap<string, NamedParent>,
): ReadonlyMap<number, readonly NamedParent[]> {
  const carried = new Map<number, NamedParent[]>();
  for (let record = 0; record < intake.records; record++) {
    const own = [intake.id(record), intake.digest(record)].flatMap((name) =>
      name === undefined ? [] : (names.get(name) ?? []),
    );
    if (own.length > 0) carried.set(record, own);
  }
  return carried;
}
