import type { SelectionPolicy } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf, type Row } from '../caps/testing/columns-of.ts';
import { selectRecords } from './select-records.ts';

const rows: Row[] = [['rating'], ['rating', 'click'], ['resolved'], ['rating', 'resolved'], ['staff_sampled'], []].map(
  (signals, account) => ({ account, signals }),
);
const chosen = (policy: SelectionPolicy | undefined): number[] => [...selectRecords(columnsOf(rows), policy).selected];
const NEVER_ALONE = ['rating', 'click'];

describe('selectRecords', () => {
  it('selects by any signal that users do not control', () => {
    expect(chosen({ neverAlone: NEVER_ALONE, require: [] })).toEqual([0, 0, 1, 1, 1, 0]);
  });

  it('selects by one of the required signals', () => {
    expect(chosen({ neverAlone: NEVER_ALONE, require: ['staff_sampled'] })).toEqual([0, 0, 0, 0, 1, 0]);
    expect(chosen({ neverAlone: NEVER_ALONE, require: ['staff_sampled', 'resolved'] })).toEqual([0, 0, 1, 1, 1, 0]);
  });

  it('lets no required signal select alone that never may', () => {
    expect(chosen({ neverAlone: ['rating'], require: ['rating'] })).toEqual([0, 1, 0, 1, 0, 0]);
  });

  it('selects everything without a policy, and says that nobody decided', () => {
    const { records, declared, byUserAlone } = selectRecords(columnsOf(rows), undefined);
    expect({ records, declared, byUserAlone }).toEqual({ records: 6, declared: false, byUserAlone: 2 });
  });

  it('does not let a rating select alone, even where the document requires one', () => {
    const policy = { neverAlone: [], require: ['rating'] };
    expect(selectRecords(columnsOf(rows), policy)).toMatchObject({ records: 2, byUserAlone: 0, declared: true });
  });

  it('never selects by signals under never_alone, however many', () => {
    const signal = fc.constantFrom('rating', 'click', 'share', 'resolved', 'staff');
    const set = fc.uniqueArray(signal, { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(set, { maxLength: 8 }), set, set, (sets, neverAlone, require) => {
        const columns = columnsOf(sets.map((signals, account) => ({ account, signals })));
        const { selected } = selectRecords(columns, { neverAlone, require });
        for (const [record, signals] of sets.entries()) {
          if (signals.every((one) => neverAlone.includes(one))) expect(selected[record]).toBe(0);
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
