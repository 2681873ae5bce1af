import { countedName, principalKey } from '@bezoar/core';
import type { ColumnPart } from '@bezoar/phrases';
import type { ContributionPart } from './contribution-part.ts';
import type { Attribute, ContributionColumns } from './contributions.ts';

/** A part of the intake as far as contributions are concerned. */
export interface AssembledPart {
  readonly fileIndex: number;
  readonly columns: ColumnPart;
  readonly contributions: ContributionPart;
}

/** What the document says of a file. */
export interface FileSource {
  /** Dense id of its source. */
  readonly source: number;
  /** Records without an account have nobody behind them whom a cap could bind: reviewed first-party data. */
  readonly isExempt: boolean;
}

/** Contribution columns, and the names behind their ids. */
export interface Contributions extends ContributionColumns {
  /** Per record: text signals and `PARTIAL_BIT`. */
  readonly flags: Uint8Array;
  /** `principalKey` of each account id. */
  readonly accountKeys: readonly string[];
  readonly tenantNames: readonly string[];
}

/** Puts the parts of an intake together, in order. */
export function assembleContributions(
  parts: readonly AssembledPart[],
  sourceOf: (fileIndex: number) => FileSource,
  sourceCount: number,
): Contributions {
  const count = parts.reduce((sum, { columns }) => sum + columns.count, 0);
  const held = parts.reduce((sum, { contributions }) => sum + contributions.attributes.length, 0);
  const digests = new Uint8Array(count * 32);
  const accounts = new Int32Array(count);
  const tenants = new Int32Array(count);
  const sources = new Int32Array(count);
  const timesMs = new Float64Array(count);
  const ratings = new Int8Array(count);
  const inSlice = new Uint8Array(count);
  const flags = new Uint8Array(count);
  const signals = new Int32Array(count);
  const attributes = new Int32Array(held);
  const attributeOffsets = new Int32Array(count + 1);
  const accountIds = new Map<string, number>();
  const tenantIds = new Map<string, number>();
  const signalIds = new Map<string, number>();
  const signalSets: (readonly string[])[] = [];
  const attributeIds = new Map<string, number>();
  const attributeValues: Attribute[] = [];
  const tenantOfName = new Map<string, number>();
  const tenantOf = (tenant: string): number => {
    const known = tenantOfName.get(tenant) ?? intern(tenantIds, countedName(tenant));
    tenantOfName.set(tenant, known);
    return known;
  };
  let start = 0;
  let attributeStart = 0;
  for (const { fileIndex, columns, contributions } of parts) {
    const { source, isExempt } = sourceOf(fileIndex);
    digests.set(columns.digests, start * 32);
    timesMs.set(contributions.timesMs, start);
    ratings.set(contributions.ratings, start);
    inSlice.set(contributions.inSlice, start);
    flags.set(contributions.flags, start);
    sources.fill(source, start, start + columns.count);
    const accountOfPair = new Map<number, number>();
    for (let i = 0; i < columns.count; i++) {
      const [t, a] = [columns.tenants[i]!, columns.accounts[i]!];
      const tenant = columns.tenantNames[t]!;
      const account = columns.accountNames[a]!;
      tenants[start + i] = tenant === '' ? -1 : tenantOf(tenant);
      if (account === '' && isExempt) {
        accounts[start + i] = -1;
        continue;
      }
      const pair = t * columns.accountNames.length + a;
      const known = accountOfPair.get(pair) ?? intern(accountIds, countedPrincipal(tenant, account));
      accountOfPair.set(pair, known);
      accounts[start + i] = known;
    }
    const setIds = contributions.signalSets.map((names) => {
      const id = intern(signalIds, names.join('\0'));
      if (id === signalSets.length) signalSets.push(names);
      return id;
    });
    for (let i = 0; i < columns.count; i++) signals[start + i] = setIds[contributions.signals[i]!]!;
    const valueIds = contributions.attributeValues.map((one) => {
      const id = intern(attributeIds, `${one.name}\0${one.value}`);
      if (id === attributeValues.length) attributeValues.push(one);
      return id;
    });
    for (const [i, id] of contributions.attributes.entries()) attributes[attributeStart + i] = valueIds[id]!;
    for (let i = 1; i <= columns.count; i++) {
      attributeOffsets[start + i] = attributeStart + contributions.attributeOffsets[i]!;
    }
    start += columns.count;
    attributeStart += contributions.attributes.length;
  }
  return {
    count,
    digests,
    accounts,
    accountCount: accountIds.size,
    tenants,
    tenantCount: tenantIds.size,
    sources,
    sourceCount,
    timesMs,
    inSlice,
    ratings,
    signals,
    signalSets,
    attributes,
    attributeOffsets,
    attributeValues,
    flags,
    accountKeys: [...accountIds.keys()],
    tenantNames: [...tenantIds.keys()],
  };
}

/** The key of a principal as it is counted: see `countedName`. */
function countedPrincipal(tenant: string, account: string): string {
  return principalKey({ tenant: countedName(tenant), account: countedName(account) });
}

/**
 * The same contributions with somebody behind every record that is not exempt: those without an account share one in their
 * tenant. For when it is known that a record stands lower than its file.
 */
export function withoutExemption(
  contributions: Contributions,
  tenantOf: (record: number) => string,
  isExempt: (record: number) => boolean,
): Contributions {
  const accounts = contributions.accounts.slice();
  const ids = new Map(contributions.accountKeys.map((key, id) => [key, id]));
  let isChanged = false;
  for (let record = 0; record < contributions.count; record++) {
    if (accounts[record] !== -1 || isExempt(record)) continue;
    accounts[record] = intern(ids, countedPrincipal(tenantOf(record), ''));
    isChanged = true;
  }
  return isChanged
    ? { ...contributions, accounts, accountCount: ids.size, accountKeys: [...ids.keys()] }
    : contributions;
}

function intern(ids: Map<string, number>, key: string): number {
  const known = ids.get(key);
  if (known !== undefined) return known;
  ids.set(key, ids.size);
  return ids.size - 1;
}
