import { seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { capContributions } from './cap-contributions.ts';
import { MAX_CLUSTER_ACCOUNTS, suggestCaps } from './suggest-caps.ts';
import { columnsOf, type Row } from './testing/columns-of.ts';

const DAY_MS = 86_400_000;

/** A month of a few heavy and many light accounts, one in eight records in the slice. */
function month(seed: number, count = 3000): Row[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const account = Math.floor(900 * random.next() ** 2);
    return {
      text: `${index}`,
      account,
      tenant: account % 6,
      time: random.integer(30) * DAY_MS,
      inSlice: index % 8 === 0,
    };
  });
}

const alone = (accounts: number): Int32Array => new Int32Array(accounts).fill(-1);
/** Every three neighbours are one cluster, up to the account 300. */
const trios = (accounts: number): Int32Array =>
  Int32Array.from({ length: accounts }, (_, account) => (account < 300 ? Math.floor(account / 3) : -1));

describe('suggestCaps', () => {
  it('suggests the tightest account cap that costs at most what it may, measured', () => {
    const columns = columnsOf(month(1), { accounts: 900 });
    const { caps, outside } = suggestCaps(columns, { clusterBy: [], clusterOfAccount: alone(900) });
    expect(outside.share).toBeLessThanOrEqual(0.02);
    const tighter = { ...caps, records: { account: (caps.records.account as number) - 1 }, slice: {} };
    const result = capContributions({
      columns,
      caps: tighter,
      eligible: new Uint8Array(columns.count).fill(1),
      clusterOfAccount: alone(900),
      families: new Int32Array(columns.count).fill(-1),
      orderKey: new Uint8Array(32),
    });
    const lostOutside = result.records.eligible - result.records.kept - (result.slice.eligible - result.slice.kept);
    expect(lostOutside / (result.records.eligible - result.slice.eligible)).toBeGreaterThan(0.02);
  });

  it('keeps all three caps together within the loss, each at most the next', () => {
    for (const seed of [1, 2, 3]) {
      const columns = columnsOf(month(seed), { accounts: 900 });
      const { caps, outside } = suggestCaps(columns, { clusterBy: ['device'], clusterOfAccount: trios(900) });
      const { account = 0, cluster = 0, tenant = 0 } = caps.records;
      expect(outside.share).toBeLessThanOrEqual(0.02);
      expect(outside.lost).toBeGreaterThan(0);
      expect(account).toBeLessThanOrEqual(cluster);
      expect(cluster).toBeLessThanOrEqual(tenant);
      expect(caps.slice).toEqual({ account: 2, cluster: 4 });
    }
  });

  it('states what the caps of the slice cost, and what an attack costs under all of them', () => {
    const columns = columnsOf(month(1), { accounts: 900 });
    const { inside, budget } = suggestCaps(columns, { clusterBy: [], clusterOfAccount: alone(900) });
    expect(inside.of).toBe(375);
    expect(inside.lost).toBeGreaterThan(0);
    expect(budget.slice['25']).toBe(13);
  });

  it('loosens when less may be lost, and loses nothing when nothing may be', () => {
    const columns = columnsOf(month(1), { accounts: 900 });
    const accountCap = (maxLossOutsideSlice: number): number =>
      suggestCaps(columns, { clusterBy: [], clusterOfAccount: alone(900), maxLossOutsideSlice }).caps.records.account ??
      0;
    const caps = [0.1, 0.02, 0.005, 0].map(accountCap);
    expect(caps).toEqual([...caps].sort((a, b) => a - b));
    expect(
      suggestCaps(columns, { clusterBy: [], clusterOfAccount: alone(900), maxLossOutsideSlice: 0 }).outside.lost,
    ).toBe(0);
  });

  it('is moved little by an attack that is in the corpus already', () => {
    const clean = month(1);
    const planted = Array.from(
      { length: 250 },
      (_, index): Row => ({ text: `p${index}`, account: 900 + (index % 12), tenant: 0, inSlice: true }),
    );
    const [one, other] = [clean, [...clean, ...planted]].map((rows) =>
      suggestCaps(columnsOf(rows, { accounts: 912 }), { clusterBy: [], clusterOfAccount: alone(912) }),
    );
    expect(other?.caps.records.account).toBe(one?.caps.records.account);
  });

  it('does not let one device with most of an attack raise the cap of a cluster until it fits', () => {
    const planted = Array.from(
      { length: 500 },
      (_, index): Row => ({ text: `p${index}`, account: 900 + (index % 50) }),
    );
    const columns = columnsOf([...month(1), ...planted], { accounts: 950 });
    const oneDevice = Int32Array.from({ length: 950 }, (_, account) => (account < 900 ? -1 : 0));
    const { caps, outside } = suggestCaps(columns, { clusterBy: ['device'], clusterOfAccount: oneDevice });
    const { account = 0, cluster = 0 } = caps.records;
    expect(cluster).toBe(MAX_CLUSTER_ACCOUNTS * account);
    expect(outside.share).toBeGreaterThan(0.02);
  });

  it('measures on the records of users that may be taken, and suggests something for none', () => {
    const rows = [...month(1, 200), ...Array.from({ length: 5000 }, (): Row => ({ account: -1 }))];
    const columns = columnsOf(rows, { accounts: 900 });
    const eligible = Uint8Array.from(rows, (_, index) => (index % 2 === 0 ? 1 : 0));
    const { outside, inside } = suggestCaps(columns, { eligible, clusterBy: [], clusterOfAccount: alone(900) });
    expect(outside.of + inside.of).toBe(100);
    const nothing = suggestCaps(columnsOf([]), { clusterBy: [], clusterOfAccount: alone(0) });
    expect(nothing.outside).toEqual({ lost: 0, of: 0, share: 0 });
    expect(nothing.caps.records.account).toBe(1);
  });
});
