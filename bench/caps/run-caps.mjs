// @ts-check
import { generateMonth } from '@bezoar/drill';
import { percent } from '../table.mjs';
import { ATTACKERS, attackMonth, describeAttacker, PLANTED } from './attackers.mjs';
import { capContributions, clusterAccounts, selectRecords, suggestCaps } from './layer-one.mjs';
import { CLUSTER_BY, columnsOfMonth } from './month-columns.mjs';

/** What makes a record a candidate: a signal that its author does not set. Every planted record has one. */
export const SELECTION = { neverAlone: ['rating'], require: ['resolved', 'staff_sampled'] };
/** The key of the order of competition. A benchmark keeps no secret. */
export const ORDER_KEY = new Uint8Array(32).fill(1);
/** Clusters may give what this many accounts may. */
const CLUSTER_ACCOUNTS = 2;
const SLICE_ACCOUNT_CAP = 2;
const WINDOW_MS = 30 * 86_400_000;

/**
 * @typedef {object} CapsCell
 * @property {number} accounts
 * @property {number} skew
 * @property {string} attacker
 * @property {number | 'suggested'} cap of one account
 * @property {import('@bezoar/core').CapCounts} records
 * @property {import('@bezoar/core').CapCounts} slice
 * @property {number} planted records that are admitted, of `PLANTED`
 * @property {CapLosses} clean
 */
/** @typedef {{ all: number, inside: number, outside: number }} CapLosses shares of clean records that the caps leave out */

/**
 * @param {{ conversations: number, accounts: readonly number[], skews: readonly number[], caps: readonly number[], seed: number }} options
 */
export function runCaps(options) {
  /** @type {CapsCell[]} */
  const cells = [];
  for (const accounts of options.accounts) {
    for (const skew of options.skews) {
      process.stderr.write(`${accounts} accounts, exponent ${skew}\n`);
      const { conversations, seed } = options;
      const clean = [...generateMonth({ seed, conversations, accounts, accountSkew: skew })];
      for (const attacker of ATTACKERS) {
        const measure = measured(attackMonth(clean, attacker, { seed }));
        const suggested = measure.suggest();
        for (const cap of /** @type {(number | 'suggested')[]} */ ([...options.caps, 'suggested'])) {
          const policy = cap === 'suggested' ? suggested : policyOf({ account: cap, cluster: CLUSTER_ACCOUNTS * cap });
          const outcome = measure.under(policy);
          const { records, slice } = policy;
          cells.push({ accounts, skew, attacker: describeAttacker(attacker), cap, records, slice, ...outcome });
        }
      }
    }
  }
  return { tables: [plantedTable(cells, options.caps), lossTable(cells), suggestionTable(cells)], results: cells };
}

/**
 * @param {import('@bezoar/core').CapCounts} records
 * @returns {import('@bezoar/core').CapsPolicy}
 */
export function policyOf(records) {
  const account = Math.min(SLICE_ACCOUNT_CAP, records.account ?? SLICE_ACCOUNT_CAP);
  const slice = { account, cluster: CLUSTER_ACCOUNTS * account };
  return { windowMs: WINDOW_MS, records, slice, clusterBy: CLUSTER_BY, lineage: true };
}

/** @param {ReturnType<typeof attackMonth>} month */
function measured({ records, planted }) {
  const { columns } = columnsOfMonth(records);
  const { selected } = selectRecords(columns, SELECTION);
  const { clusterOfAccount } = clusterAccounts(columns, { clusterBy: CLUSTER_BY });
  const families = new Int32Array(columns.count).fill(-1);
  return {
    suggest: () => suggestCaps(columns, { eligible: selected, clusterBy: CLUSTER_BY, clusterOfAccount }).caps,
    /** @param {import('@bezoar/core').CapsPolicy} caps */
    under: (caps) => {
      const input = { columns, caps, eligible: selected, clusterOfAccount, families, orderKey: ORDER_KEY };
      const { kept } = capContributions(input);
      let admitted = 0;
      const there = { inside: 0, outside: 0 };
      const lost = { inside: 0, outside: 0 };
      for (const [index, { id }] of records.entries()) {
        if (selected[index] !== 1) continue;
        if (planted.has(id)) {
          admitted += kept[index] ?? 0;
          continue;
        }
        const part = columns.inSlice[index] === 1 ? 'inside' : 'outside';
        there[part] += 1;
        lost[part] += 1 - (kept[index] ?? 0);
      }
      const clean = {
        all: (lost.inside + lost.outside) / (there.inside + there.outside),
        inside: lost.inside / there.inside,
        outside: lost.outside / there.outside,
      };
      return { planted: admitted, clean };
    },
  };
}

/** @param {readonly CapsCell[]} cells @param {readonly number[]} caps */
function plantedTable(cells, caps) {
  return {
    title: `Planted records that are admitted, of ${PLANTED}`,
    notes: [
      'Columns: the cap of one account. A cluster may give twice that; in the slice, 2 an account and 4 a cluster. Two numbers:',
      'least and most over the months of the next table. *suggested*: caps from each poisoned month itself.',
    ],
    header: ['attacker’s accounts', ...caps.map(String), 'suggested'],
    rows: ATTACKERS.map(describeAttacker).map((attacker) => [
      attacker,
      .../** @type {(number | 'suggested')[]} */ ([...caps, 'suggested']).map((cap) =>
        range(cells.filter((cell) => cell.attacker === attacker && cell.cap === cap).map(({ planted }) => planted)),
      ),
    ]),
  };
}

/** @param {readonly CapsCell[]} cells */
function lossTable(cells) {
  const [first] = ATTACKERS.map(describeAttacker);
  return {
    title: 'What the caps cost honest users',
    notes: [
      'Share of the selected clean records that are left out: all, those in which a credit is given or claimed, the others.',
      'Month: accounts that may write, and the exponent of Zipf’s law of conversations per account.',
    ],
    header: ['accounts', 'exponent', 'cap', 'lost', 'in the slice', 'outside'],
    rows: cells
      .filter(({ attacker, cap }) => attacker === first && cap !== 'suggested')
      .map(({ accounts, skew, cap, clean }) => [
        String(accounts),
        String(skew),
        String(cap),
        percent(clean.all),
        percent(clean.inside),
        percent(clean.outside),
      ]),
  };
}

/** @param {readonly CapsCell[]} cells */
function suggestionTable(cells) {
  /** @type {Map<string, CapsCell[]>} */
  const months = new Map();
  for (const cell of cells.filter(({ cap }) => cap === 'suggested')) {
    const month = `${cell.accounts}/${cell.skew}`;
    months.set(month, [...(months.get(month) ?? []), cell]);
  }
  return {
    title: 'Caps that a month suggests',
    notes: [
      'From the poisoned month itself, where at most 2 % outside the slice may be lost; least and most over the eight attackers.',
      'Losses are of clean records. What is admitted under these caps stands in the first table.',
    ],
    header: ['accounts', 'exponent', 'account', 'cluster', 'tenant', 'outside', 'in the slice'],
    rows: [...months.values()].map((own) => [
      String(own[0]?.accounts),
      String(own[0]?.skew),
      range(own.map(({ records }) => records.account ?? 0)),
      range(own.map(({ records }) => records.cluster ?? 0)),
      range(own.map(({ records }) => records.tenant ?? 0)),
      shares(own.map(({ clean }) => clean.outside)),
      shares(own.map(({ clean }) => clean.inside)),
    ]),
  };
}

/** @param {readonly number[]} ratios */
function shares(ratios) {
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => (100 * ratio).toFixed(1));
  return least === most ? `${least} %` : `${least}-${most} %`;
}

/** @param {readonly number[]} counts */
function range(counts) {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? String(least) : `${least}-${most}`;
}
