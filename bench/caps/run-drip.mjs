// @ts-check
import { generateMonth } from '@bezoar/drill';
import { attackMonth, ownAttributes } from './attackers.mjs';
import {
  capContributions,
  clusterAccounts,
  earlierLoad,
  mergeContributions,
  NO_CONTRIBUTIONS,
  selectRecords,
  summariseContributions,
} from './layer-one.mjs';
import { CLUSTER_BY, columnsOfMonth } from './month-columns.mjs';
import { ORDER_KEY, policyOf, SELECTION } from './run-caps.mjs';

const MONTHS = ['2026-04', '2026-05', '2026-06', '2026-07', '2026-08', '2026-09'];
/** Accounts that the attacker writes from in one month. */
const ACCOUNTS = 12;
const CAPS = { account: 5, cluster: 12 };

/** @typedef {{ readonly name: string, readonly perMonth: number, readonly fresh: boolean, readonly shared: boolean }} Drip */

/** @type {readonly Drip[]} */
const DRIPS = [
  { name: '8 a month, the same accounts', perMonth: 8, fresh: false, shared: false },
  { name: '8 from each account a month, the same', perMonth: 8 * ACCOUNTS, fresh: false, shared: false },
  { name: '8 a month, fresh accounts', perMonth: 8, fresh: true, shared: false },
  { name: '8 a month, fresh accounts on one device', perMonth: 8, fresh: true, shared: true },
  { name: '8 from each of 12 fresh accounts a month', perMonth: 8 * ACCOUNTS, fresh: true, shared: false },
];

/** @param {{ conversations: number, seed: number }} options */
export function runDrip({ conversations, seed }) {
  const clean = MONTHS.map((month) => [...generateMonth({ seed, month, conversations, accounts: conversations })]);
  const results = DRIPS.flatMap((drip) => {
    process.stderr.write(`${drip.name}\n`);
    const months = clean.map((records, index) => dripMonth(records, drip, index, seed));
    return [true, false].map((lineage) => ({ drip: drip.name, lineage, ...admitAll(months, lineage) }));
  });
  return { tables: [dripTable(results)], results };
}

/**
 * A month with the drip in it. The attacker's accounts last, where they are not fresh.
 * @param {readonly import('@bezoar/drill').LarkfieldRecord[]} clean
 * @param {Drip} drip
 * @param {number} month
 * @param {number} seed
 */
function dripMonth(clean, { perMonth, fresh, shared }, month, seed) {
  const attacker = { accounts: Math.min(ACCOUNTS, perMonth), shared: false, inSlice: true };
  const { records, planted } = attackMonth(clean, attacker, { seed: 100 * seed + month, records: perMonth });
  const tenants = [...new Set(clean.map(({ tenant }) => tenant))].sort();
  let next = fresh ? 0 : month * perMonth;
  return {
    planted,
    records: records.map((record) => {
      if (!planted.has(record.id)) return record;
      const number = next++ % ACCOUNTS;
      const account = `acc_attack_${fresh ? `${month}_` : ''}${number}`;
      const tenant = tenants[number % 4] ?? record.tenant;
      return { ...record, account, tenant, attributes: ownAttributes(account, shared ? 'shared' : account) };
    }),
  };
}

/**
 * Admits the months one after the other.
 * @param {readonly ReturnType<typeof dripMonth>[]} months
 * @param {boolean} lineage
 */
function admitAll(months, lineage) {
  let earlier = NO_CONTRIBUTIONS;
  /** @type {number[]} */
  const admitted = [];
  const clean = { selected: 0, lost: 0 };
  for (const { records, planted } of months) {
    const { columns, keys } = columnsOfMonth(records);
    const { selected } = selectRecords(columns, SELECTION);
    const clusters = clusterAccounts(columns, {
      clusterBy: CLUSTER_BY,
      ...(lineage ? { earlier: { contributions: earlier, keys } } : {}),
    });
    const { kept } = capContributions({
      columns,
      caps: { ...policyOf(CAPS), lineage },
      eligible: selected,
      clusterOfAccount: clusters.clusterOfAccount,
      families: new Int32Array(columns.count).fill(-1),
      orderKey: ORDER_KEY,
      ...(lineage ? { earlier: earlierLoad(earlier, keys, clusters) } : {}),
    });
    let count = 0;
    for (const [index, { id }] of records.entries()) {
      if (planted.has(id)) count += kept[index] ?? 0;
      else if (selected[index] === 1) {
        clean.selected += 1;
        clean.lost += 1 - (kept[index] ?? 0);
      }
    }
    admitted.push(count);
    earlier = mergeContributions(earlier, summariseContributions(columns, kept, keys));
  }
  return { admitted, cleanLoss: clean.lost / clean.selected };
}

/** @param {readonly { drip: string, lineage: boolean, admitted: readonly number[], cleanLoss: number }[]} results */
function dripTable(results) {
  return {
    title: 'Six months of dripping',
    notes: [
      `Planted records admitted each month, under caps of ${CAPS.account} an account and ${CAPS.cluster} a cluster, 2 and 4 in the slice. *lineage*: counted`,
      'over everything that the model was trained on; otherwise over 30 days of one corpus. *clean lost*: of honest records, all months;',
      'as many accounts as conversations may write in a month, and 60 % of them come back.',
    ],
    header: ['attacker', 'lineage', ...MONTHS.map((_, index) => `month ${index + 1}`), 'in all', 'clean lost'],
    rows: results.map(({ drip, lineage, admitted, cleanLoss }) => [
      drip,
      lineage ? 'on' : 'off',
      ...admitted.map(String),
      String(admitted.reduce((sum, count) => sum + count, 0)),
      `${(100 * cleanLoss).toFixed(1)} %`,
    ]),
  };
}
