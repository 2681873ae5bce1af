import {
  type ColumnPart,
  type ColumnSets,
  type Columns,
  type TokenColumn,
  VIEW_NAMES,
  type ViewName,
} from './columns.ts';

/**
 * Merges featurised parts into document sets over one vocabulary. Canonical: the same multiset of documents gives the
 * same columns (but for `intake`), however it was cut into parts and in whatever order it was read.
 */
export function mergeParts(sets: readonly (readonly ColumnPart[])[]): ColumnSets {
  const words = new Set<string>();
  for (const parts of sets) for (const part of parts) for (const word of part.vocabulary) words.add(word);
  const vocabulary = [...words].sort();
  const tokenOf = new Map(vocabulary.map((word, index) => [word, index + 1]));
  return { vocabulary, sets: sets.map((parts) => mergeSet(parts, tokenOf)) };
}

interface Sorted {
  readonly part: number;
  readonly index: number;
  readonly tenant: string;
  readonly account: string;
}

function mergeSet(parts: readonly ColumnPart[], tokenOf: ReadonlyMap<string, number>): Columns {
  const documents: Sorted[] = [];
  const starts: number[] = [];
  let total = 0;
  for (const [p, part] of parts.entries()) {
    starts.push(total);
    total += part.count;
    for (let index = 0; index < part.count; index++) {
      documents.push({
        part: p,
        index,
        tenant: part.tenantNames[part.tenants[index]!]!,
        account: part.accountNames[part.accounts[index]!]!,
      });
    }
  }
  const digestOf = (d: Sorted): Uint8Array => parts[d.part]!.digests.subarray(d.index * 32, d.index * 32 + 32);
  documents.sort(
    (a, b) =>
      compareText(a.tenant, b.tenant) || compareText(a.account, b.account) || Buffer.compare(digestOf(a), digestOf(b)),
  );

  const intake = new Int32Array(total);
  const digests = new Uint8Array(total * 32);
  const tenants = new Int32Array(total);
  const principals = new Int32Array(total);
  let tenant = -1;
  let principal = -1;
  for (const [d, document] of documents.entries()) {
    const previous = documents[d - 1];
    if (previous === undefined || previous.tenant !== document.tenant) tenant++;
    if (previous === undefined || previous.tenant !== document.tenant || previous.account !== document.account)
      principal++;
    intake[d] = starts[document.part]! + document.index;
    digests.set(digestOf(document), d * 32);
    tenants[d] = tenant;
    principals[d] = principal;
  }

  const maps = parts.map((part) => Int32Array.from([0, ...part.vocabulary.map((word) => tokenOf.get(word)!)]));
  const merge = (column: (part: ColumnPart) => TokenColumn, flagBits: number): TokenColumn =>
    mergeColumn(parts.map(column), maps, documents, flagBits);
  const views = Object.fromEntries(VIEW_NAMES.map((name) => [name, merge((part) => part.views[name], 0)])) as Record<
    ViewName,
    TokenColumn
  >;
  return {
    count: total,
    intake,
    digests,
    tenants,
    principals,
    tenantCount: tenant + 1,
    principalCount: principal + 1,
    views,
    replies: merge((part) => part.replies, 1),
    actions: merge((part) => part.actions, 0),
  };
}

/** Copies a column into canonical order, translating tokens; the lowest `flagBits` bits of a token are kept as they are. */
function mergeColumn(
  columns: readonly TokenColumn[],
  maps: readonly Int32Array[],
  documents: readonly Sorted[],
  flagBits: number,
): TokenColumn {
  const tokens = new Int32Array(columns.reduce((sum, column) => sum + column.tokens.length, 0));
  const offsets = new Int32Array(documents.length + 1);
  const flagMask = (1 << flagBits) - 1;
  let at = 0;
  for (const [d, document] of documents.entries()) {
    const column = columns[document.part]!;
    const map = maps[document.part]!;
    const end = column.offsets[document.index + 1]!;
    for (let i = column.offsets[document.index]!; i < end; i++) {
      const token = column.tokens[i]!;
      tokens[at++] = (map[token >>> flagBits]! << flagBits) | (token & flagMask);
    }
    offsets[d + 1] = at;
  }
  return { tokens, offsets };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
