import { attributeKey, attributeName, type ContributionKeys, type EarlierContributions } from '../caps/lineage.ts';
import type { ContributionColumns } from '../contributions/contributions.ts';
import { forEachAccountAttribute } from './account-attributes.ts';
import { disjointSets, rootOf, unite } from './disjoint-sets.ts';
import { type AttributeReach, WIDE_ACCOUNTS, WIDE_SHARE, wideAttributes } from './wide-attributes.ts';

/** Accounts that are counted as one contributor. */
export interface AccountClusters {
  /** Cluster of each account, 0-based in order of the smallest account; -1: linked to nobody. */
  readonly clusterOfAccount: Int32Array;
  readonly clusterCount: number;
  /** Cluster of each account of earlier corpora, by key; absent where it is linked to nobody of this corpus. */
  readonly clusterOfEarlier: ReadonlyMap<string, number>;
  /** Values that link implausibly many accounts, widest first. They link all the same. */
  readonly wide: readonly AttributeReach[];
}

/** Options of `clusterAccounts`. */
export interface ClusterOptions {
  /** Names of the attributes that link. */
  readonly clusterBy: readonly string[];
  /** Earlier corpora of the lineage, with the keys of this corpus's accounts and attributes. */
  readonly earlier?: {
    readonly contributions: EarlierContributions;
    readonly keys: Pick<ContributionKeys, 'accounts' | 'attributes'>;
  };
  /** From when a value is reported as wide; `WIDE_SHARE` and `WIDE_ACCOUNTS` by default. */
  readonly wideShare?: number;
  readonly wideAccounts?: number;
}

/**
 * Joins accounts that share the value of a linking attribute, and theirs in turn: whoever runs twelve accounts from one
 * device is one contributor. Earlier accounts with the same attribute belong to the cluster too, so that fresh accounts
 * on an old device find its room taken. One record is enough to link; an account with more than `MAX_LINKING_VALUES`
 * values of one attribute is linked by none of them, or it could link everybody whose address it takes. A value that links very many (a carrier's
 * address, a placeholder) is reported and links all the same: leaving it out would let an attacker hide behind it.
 *
 * Attacker controls: every value. Accounts without a shared value are not linked; that is what the attack budget counts.
 */
export function clusterAccounts(columns: ContributionColumns, options: ClusterOptions): AccountClusters {
  const links = Uint8Array.from(columns.attributeValues, ({ name }) => (options.clusterBy.includes(name) ? 1 : 0));
  const earlier = [...(options.earlier?.contributions.accounts ?? [])];
  const parents = disjointSets(columns.accountCount + earlier.length);
  const firstOf = new Int32Array(columns.attributeValues.length).fill(-1);
  const roaming = roamingAccounts(columns, links);
  for (let record = 0; record < columns.count; record++) {
    const account = columns.accounts[record] as number;
    if (account < 0) continue;
    const end = columns.attributeOffsets[record + 1] as number;
    for (let at = columns.attributeOffsets[record] as number; at < end; at++) {
      const attribute = columns.attributes[at] as number;
      if (links[attribute] !== 1 || roaming.has(roamingKey(columns, account, attribute))) continue;
      const first = firstOf[attribute] as number;
      if (first < 0) firstOf[attribute] = account;
      else if (first !== account) unite(parents, first, account);
    }
  }
  const own = joinEarlier(columns, options, earlier, firstOf, parents);
  return {
    ...numbered(columns.accountCount, earlier, own, parents),
    wide: wideAttributes(columns, links, {
      share: options.wideShare ?? WIDE_SHARE,
      accounts: options.wideAccounts ?? WIDE_ACCOUNTS,
    }),
  };
}

/**
 * Distinct values of one attribute from which they say nothing about who an account is: a handset that roams, or somebody who
 * takes the addresses of others so that all of them are counted as one. Homes, work, a phone and a journey stay below it.
 */
export const MAX_LINKING_VALUES = 8;

/** The accounts that have too many values of an attribute to be linked by it, as keys of account and attribute name. */
function roamingAccounts(columns: ContributionColumns, links: Uint8Array): ReadonlySet<string> {
  const counts = new Map<string, number>();
  forEachAccountAttribute(columns, (account, attribute) => {
    if (links[attribute] !== 1) return;
    const key = roamingKey(columns, account, attribute);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  return new Set([...counts].filter(([, values]) => values > MAX_LINKING_VALUES).map(([key]) => key));
}

function roamingKey(columns: ContributionColumns, account: number, attribute: number): string {
  return `${account}:${columns.attributeValues[attribute]?.name ?? ''}`;
}

/** Joins the accounts of earlier corpora. Returns for each the account of this corpus that it is, or -1. */
function joinEarlier(
  columns: ContributionColumns,
  { clusterBy, earlier: given }: ClusterOptions,
  earlier: readonly (readonly [string, { readonly attributes: readonly string[] }])[],
  firstOf: Int32Array,
  parents: Int32Array,
): Int32Array {
  const own = new Int32Array(earlier.length).fill(-1);
  if (given === undefined) return own;
  const accounts = new Map(given.keys.accounts.map((key, account) => [key, account]));
  const holders = new Map<string, number>();
  for (const [id, account] of firstOf.entries()) {
    if (account < 0) continue;
    const attribute = attributeKey(columns.attributeValues[id]?.name ?? '', given.keys.attributes[id] ?? '');
    if (attribute !== undefined) holders.set(attribute, account);
  }
  for (const [index, [key, { attributes }]] of earlier.entries()) {
    const node = columns.accountCount + index;
    const account = accounts.get(key);
    if (account !== undefined) {
      own[index] = account;
      unite(parents, account, node);
    }
    const named = attributes.map(attributeName);
    for (const [at, attribute] of attributes.entries()) {
      const name = named[at] as string;
      if (!clusterBy.includes(name) || named.filter((one) => one === name).length > MAX_LINKING_VALUES) continue;
      const holder = holders.get(attribute);
      if (holder === undefined) holders.set(attribute, node);
      else unite(parents, holder, node);
    }
  }
  return own;
}

/** Numbers the sets that hold an account of this corpus and somebody else. An account's own past is nobody else. */
function numbered(
  accountCount: number,
  earlier: readonly (readonly [string, unknown])[],
  own: Int32Array,
  parents: Int32Array,
): Omit<AccountClusters, 'wide'> {
  const others = new Int32Array(parents.length).fill(-1);
  for (let node = 0; node < parents.length; node++) {
    const isOwnPast = node >= accountCount && (own[node - accountCount] as number) >= 0;
    const root = rootOf(parents, node);
    if (!isOwnPast) others[root] = (others[root] as number) + 1;
  }
  const ids = new Int32Array(parents.length).fill(-1);
  const clusterOfAccount = new Int32Array(accountCount).fill(-1);
  let clusterCount = 0;
  for (let account = 0; account < accountCount; account++) {
    const root = rootOf(parents, account);
    if ((others[root] as number) <= 0) continue;
    if ((ids[root] as number) < 0) ids[root] = clusterCount++;
    clusterOfAccount[account] = ids[root] as number;
  }
  const clusterOfEarlier = new Map<string, number>();
  for (const [index, [key]] of earlier.entries()) {
    const id = ids[rootOf(parents, accountCount + index)] as number;
    if (id >= 0) clusterOfEarlier.set(key, id);
  }
  return { clusterOfAccount, clusterCount, clusterOfEarlier };
}
