import type { CapsPolicy } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attackBudget } from './attack-budget.ts';

const policy = (records: CapsPolicy['records'], slice: CapsPolicy['slice'] = {}): CapsPolicy => ({
  windowMs: 1,
  records,
  slice,
  clusterBy: [],
  lineage: true,
});

describe('attackBudget', () => {
  it('says that one account does without a cap', () => {
    const one = { '5': 1, '10': 1, '25': 1, '50': 1, '100': 1, '250': 1 };
    expect(attackBudget(policy({}), { tenants: 3 })).toEqual({ overall: one, slice: one });
  });

  it('asks for 13 accounts for 25 records in the slice at 2 an account', () => {
    const { overall, slice } = attackBudget(policy({ account: 5 }, { account: 2 }), { tenants: 12 });
    expect(slice).toEqual({ '5': 3, '10': 5, '25': 13, '50': 25, '100': 50, '250': 125 });
    expect(overall).toEqual({ '5': 1, '10': 2, '25': 5, '50': 10, '100': 20, '250': 50 });
  });

  it('takes the tighter cap in the slice, whichever it is', () => {
    expect(attackBudget(policy({ account: 2 }, { account: 3 }), { tenants: 1 }).slice['25']).toBe(13);
    expect(attackBudget(policy({ account: 2 }), { tenants: 1 }).slice['25']).toBe(13);
  });

  it('says null where tenants or sources have too little room', () => {
    expect(attackBudget(policy({ account: 5, tenant: 20 }), { tenants: 4 }).overall).toMatchObject({
      '50': 10,
      '100': null,
    });
    expect(attackBudget(policy({ source: 99 }), { tenants: 4 }).overall).toMatchObject({ '50': 1, '100': null });
    expect(attackBudget(policy({}, { tenant: 30 }), { tenants: 4 }).slice).toMatchObject({
      '25': 1,
      '100': 4,
      '250': null,
    });
  });

  it('finds the same number as trying to fill tenants one account at a time', () => {
    const cap = fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined });
    fc.assert(
      fc.property(
        cap,
        cap,
        fc.integer({ min: 1, max: 8 }),
        (account = Number.POSITIVE_INFINITY, tenant = Number.POSITIVE_INFINITY, tenants) => {
          const given = {
            ...(account === Number.POSITIVE_INFINITY ? {} : { account }),
            ...(tenant === Number.POSITIVE_INFINITY ? {} : { tenant }),
          };
          for (const [records, accounts] of Object.entries(attackBudget(policy(given), { tenants }).overall)) {
            expect(accounts).toBe(filled(Number(records), account, tenant, tenants));
          }
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });
});

/** Always the tenant with most room next: what an attacker would do. */
function filled(records: number, account: number, tenant: number, tenants: number): number | null {
  const room = Array.from({ length: tenants }, () => tenant);
  let [landed, accounts] = [0, 0];
  while (landed < records) {
    const widest = room.indexOf(Math.max(...room));
    const taken = Math.min(account, room[widest] as number, records);
    if (taken === 0) return null;
    room[widest] = (room[widest] as number) - taken;
    landed += taken;
    accounts += 1;
  }
  return accounts;
}
