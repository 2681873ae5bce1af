import type { ContributionColumns } from '../contributions/contributions.ts';

/** Visits every pair of an account and an attribute that one of its records has, once, account by account. */
export function forEachAccountAttribute(
  columns: ContributionColumns,
  visit: (account: number, attribute: number) => void,
): void {
  const { starts, records } = recordsByAccount(columns);
  const lastSeen = new Int32Array(columns.attributeValues.length).fill(-1);
  for (let account = 0; account < columns.accountCount; account++) {
    for (let index = starts[account] as number; index < (starts[account + 1] as number); index++) {
      const record = records[index] as number;
      const end = columns.attributeOffsets[record + 1] as number;
      for (let at = columns.attributeOffsets[record] as number; at < end; at++) {
        const attribute = columns.attributes[at] as number;
        if (lastSeen[attribute] === account) continue;
        lastSeen[attribute] = account;
        visit(account, attribute);
      }
    }
  }
}

/** Records of each account: `records[starts[a] .. starts[a + 1])`. */
function recordsByAccount(columns: ContributionColumns): {
  readonly starts: Int32Array;
  readonly records: Int32Array;
} {
  const starts = new Int32Array(columns.accountCount + 1);
  for (const account of columns.accounts) {
    if (account >= 0) starts[account + 1] = (starts[account + 1] as number) + 1;
  }
  for (let account = 0; account < columns.accountCount; account++) {
    starts[account + 1] = (starts[account + 1] as number) + (starts[account] as number);
  }
  const next = starts.slice();
  const records = new Int32Array(starts[columns.accountCount] as number);
  for (let record = 0; record < columns.count; record++) {
    const account = columns.accounts[record] as number;
    if (account < 0) continue;
    const at = next[account] as number;
    records[at] = record;
    next[account] = at + 1;
  }
  return { starts, records };
}
