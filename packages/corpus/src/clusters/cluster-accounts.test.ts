import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EarlierContributions } from '../caps/lineage.ts';
import { columnsOf, type Row } from '../caps/testing/columns-of.ts';
import { type AccountClusters, clusterAccounts } from './cluster-accounts.ts';

const has = (account: number, ...attributes: readonly string[]): Row => ({
  account,
  attributes: attributes.map((text) => {
    const [name = '', value = ''] = text.split('=');
    return { name, value };
  }),
});

const clusters = (rows: readonly Row[], clusterBy = ['device']): AccountClusters =>
  clusterAccounts(columnsOf(rows), { clusterBy });

describe('clusterAccounts', () => {
  it('joins accounts that share a linking attribute, and theirs in turn', () => {
    const rows = [has(0, 'device=a'), has(1, 'device=a', 'device=b'), has(2, 'device=b'), has(3, 'device=c')];
    expect(clusters(rows)).toMatchObject({ clusterOfAccount: Int32Array.from([0, 0, 0, -1]), clusterCount: 1 });
  });

  it('does not join by attributes that the document does not name, nor by equal values of different ones', () => {
    expect([...clusters([has(0, 'ip=a'), has(1, 'ip=a')]).clusterOfAccount]).toEqual([-1, -1]);
    const rows = [has(0, 'device=a'), has(1, 'ip=a')];
    expect([...clusters(rows, ['device', 'ip']).clusterOfAccount]).toEqual([-1, -1]);
  });

  it('leaves an account alone that shares only with itself or with records of nobody', () => {
    const rows = [has(0, 'device=a'), has(0, 'device=a'), has(-1, 'device=a')];
    expect([...clusters(rows).clusterOfAccount]).toEqual([-1]);
  });

  it('numbers clusters by their smallest account', () => {
    const rows = [has(3, 'device=x'), has(1, 'device=y'), has(2, 'device=x'), has(0, 'device=y')];
    expect([...clusters(rows).clusterOfAccount]).toEqual([0, 0, 1, 1]);
  });

  it('joins exactly what a walk over shared values reaches', () => {
    const row = fc.tuple(fc.nat(9), fc.constantFrom('device=1', 'device=2', 'device=3', 'ip=1', 'ip=2', 'x=1'));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 14 }), (pairs) => {
        const linking = pairs.filter(([, attribute]) => !attribute.startsWith('x'));
        const reach = (account: number, seen = new Set([account])): Set<number> => {
          for (const [, attribute] of linking.filter(([one]) => one === account)) {
            for (const [next] of linking.filter(([, other]) => other === attribute)) {
              if (!seen.has(next)) reach(next, seen.add(next));
            }
          }
          return seen;
        };
        const columns = columnsOf(
          pairs.map(([account, attribute]) => has(account, attribute)),
          { accounts: 10 },
        );
        const { clusterOfAccount } = clusterAccounts(columns, { clusterBy: ['device', 'ip'] });
        for (let one = 0; one < 10; one++) {
          const own = reach(one);
          expect(clusterOfAccount[one] !== -1).toBe(own.size > 1);
          for (const other of own) expect(clusterOfAccount[other]).toBe(clusterOfAccount[one]);
          const same = [...clusterOfAccount.keys()].filter(
            (other) => clusterOfAccount[other] === clusterOfAccount[one],
          );
          if (own.size > 1) expect(same).toHaveLength(own.size);
        }
      }),
      { seed: 1, numRuns: 120 },
    );
  });

  it('reports a value that links many, and still links by it', () => {
    const rows = Array.from({ length: 60 }, (_, account) =>
      has(account, account < 55 ? 'device=none' : `device=${account}`),
    );
    const { wide, clusterCount, clusterOfAccount } = clusters(rows);
    expect(wide).toEqual([{ attribute: 0, name: 'device', value: 'none', accounts: 55, share: 55 / 60 }]);
    expect(clusterCount).toBe(1);
    expect(clusterOfAccount.filter((cluster) => cluster === 0)).toHaveLength(55);
  });

  it('reports no value of fewer than 50 accounts, nor of at most 2 % of many', () => {
    const shared = (sharing: number, all: number): number =>
      clusters(
        Array.from({ length: all }, (_, account) => has(account, account < sharing ? 'device=s' : `device=${account}`)),
      ).wide.length;
    expect([shared(49, 60), shared(50, 60), shared(60, 3000), shared(61, 3000)]).toEqual([0, 1, 0, 1]);
  });
});

describe('clusterAccounts over a lineage', () => {
  const earlier = (...accounts: readonly (readonly [string, ...string[]])[]): EarlierContributions => ({
    accounts: new Map(accounts.map(([key, ...attributes]) => [key, { records: 1, slice: 0, attributes }])),
    tenants: new Map(),
    sources: new Map(),
  });
  const over = (rows: readonly Row[], contributions: EarlierContributions, clusterBy = ['device']): AccountClusters => {
    const columns = columnsOf(rows);
    const keys = { accounts: ['k0', 'k1'], attributes: columns.attributeValues.map(({ value }) => value) };
    return clusterAccounts(columns, { clusterBy, earlier: { contributions, keys } });
  };

  it('joins a fresh account to an earlier one with the same device', () => {
    const { clusterOfAccount, clusterOfEarlier } = over([has(0, 'device=a')], earlier(['old', 'device:a']));
    expect([...clusterOfAccount]).toEqual([0]);
    expect(clusterOfEarlier).toEqual(new Map([['old', 0]]));
  });

  it('does not take an account for its own company, but remembers the devices it once had', () => {
    const own = earlier(['k0', 'device:z']);
    expect([...over([has(0, 'device=a')], own).clusterOfAccount]).toEqual([-1]);
    expect([...over([has(0, 'device=a'), has(1, 'device=z')], own).clusterOfAccount]).toEqual([0, 0]);
  });

  it('joins through earlier accounts that no longer write', () => {
    const rows = [has(0, 'device=a'), has(1, 'device=b')];
    const { clusterOfAccount, clusterOfEarlier } = over(
      rows,
      earlier(['x', 'device:a', 'device:c'], ['y', 'device:b', 'device:c'], ['z', 'device:q']),
    );
    expect([...clusterOfAccount]).toEqual([0, 0]);
    expect([...clusterOfEarlier.keys()]).toEqual(['x', 'y']);
  });

  it('does not join by what an earlier account shared under a name that no longer links', () => {
    const rows = [has(0, 'device=a'), has(1, 'device=b')];
    const shared = earlier(['x', 'device:a', 'ip:c'], ['y', 'device:b', 'ip:c']);
    expect([...over(rows, shared).clusterOfAccount]).toEqual([0, 1]);
    expect([...over(rows, shared, ['device', 'ip']).clusterOfAccount]).toEqual([0, 0]);
  });
});
