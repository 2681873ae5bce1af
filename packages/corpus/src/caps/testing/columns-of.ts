import { sha256 } from '@bezoar/core';
import type { Attribute, ContributionColumns } from '../../contributions/contributions.ts';

/** A record as tests write it. */
export interface Row {
  /** What the digest is of; rows of one text are copies. The row's index by default. */
  readonly text?: string;
  /** Account, or -1. */
  readonly account: number;
  readonly tenant?: number;
  readonly source?: number;
  /** Milliseconds; NaN by default. */
  readonly time?: number;
  readonly inSlice?: boolean;
  readonly signals?: readonly string[];
  readonly attributes?: readonly Attribute[];
}

/** Columns of a list of rows; ids are as large as the largest that occurs, or as `counts` says. */
export function columnsOf(
  rows: readonly Row[],
  counts: { readonly accounts?: number; readonly tenants?: number; readonly sources?: number } = {},
): ContributionColumns {
  const sets = new Map<string, number>();
  const attributes = new Map<string, number>();
  const values: Attribute[] = [];
  const idOf = (attribute: Attribute): number => {
    const key = JSON.stringify([attribute.name, attribute.value]);
    const id = attributes.get(key) ?? values.length;
    if (id === values.length) values.push(attribute);
    attributes.set(key, id);
    return id;
  };
  const idOfSet = (signals: readonly string[]): number => {
    const key = JSON.stringify([...signals].sort());
    const id = sets.get(key) ?? sets.size;
    sets.set(key, id);
    return id;
  };
  const digests = new Uint8Array(32 * rows.length);
  for (const [index, { text }] of rows.entries()) {
    digests.set(Buffer.from(sha256(text ?? `row ${index}`), 'hex'), 32 * index);
  }
  const above = (ids: readonly number[]): number => Math.max(-1, ...ids) + 1;
  return {
    count: rows.length,
    digests,
    accounts: Int32Array.from(rows, ({ account }) => account),
    accountCount: counts.accounts ?? above(rows.map(({ account }) => account)),
    tenants: Int32Array.from(rows, ({ tenant }) => tenant ?? -1),
    tenantCount: counts.tenants ?? above(rows.map(({ tenant }) => tenant ?? -1)),
    sources: Int32Array.from(rows, ({ source }) => source ?? 0),
    sourceCount: counts.sources ?? above(rows.map(({ source }) => source ?? 0)),
    timesMs: Float64Array.from(rows, ({ time }) => time ?? Number.NaN),
    inSlice: Uint8Array.from(rows, ({ inSlice }) => (inSlice === true ? 1 : 0)),
    ratings: new Int8Array(rows.length),
    signals: Int32Array.from(rows, ({ signals }) => idOfSet(signals ?? [])),
    signalSets: [...sets.keys()].map((key) => JSON.parse(key) as readonly string[]),
    attributes: Int32Array.from(rows.flatMap((row) => (row.attributes ?? []).map(idOf))),
    attributeOffsets: offsetsOf(rows.map((row) => row.attributes?.length ?? 0)),
    attributeValues: values,
  };
}

function offsetsOf(lengths: readonly number[]): Int32Array {
  const offsets = new Int32Array(lengths.length + 1);
  for (const [index, length] of lengths.entries()) offsets[index + 1] = (offsets[index] as number) + length;
  return offsets;
}
