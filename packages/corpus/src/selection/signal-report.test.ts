import { describe, expect, it } from 'vitest';
import { columnsOf, type Row } from '../caps/testing/columns-of.ts';
import { LISTED_SIGNALS, signalReport } from './signal-report.ts';

const POLICY = { neverAlone: ['rating'], require: ['staff_sampled'] };

describe('signalReport', () => {
  it('says what each signal alone would have chosen, and for whom', () => {
    const rows: Row[] = [
      ...Array.from({ length: 6 }, (): Row => ({ account: 0, tenant: 0, signals: ['rating'], inSlice: true })),
      { account: 1, tenant: 1, signals: ['rating', 'staff_sampled'] },
      { account: 2, tenant: 1, signals: ['staff_sampled'] },
      { account: 3, tenant: 1, signals: [] },
    ];
    expect(signalReport(columnsOf(rows), POLICY)).toEqual([
      {
        signal: 'rating',
        userControlled: true,
        required: false,
        records: 7,
        slice: 6,
        accounts: 2,
        tenants: 2,
        mostByOneAccount: 6,
        onlyShare: 6 / 7,
        selected: 1,
      },
      {
        signal: 'staff_sampled',
        userControlled: false,
        required: true,
        records: 2,
        slice: 0,
        accounts: 2,
        tenants: 1,
        mostByOneAccount: 1,
        onlyShare: 0.5,
        selected: 2,
      },
    ]);
  });

  it('takes a rating for the user’s own, whether or not the document says so', () => {
    const columns = columnsOf([{ account: 0, signals: ['rating', 'resolved'] }]);
    expect(signalReport(columns, undefined).map(({ userControlled }) => userControlled)).toEqual([true, false]);
  });

  it('lists a signal of the document that no record has', () => {
    expect(signalReport(columnsOf([]), POLICY).map(({ signal, records }) => [signal, records])).toEqual([
      ['rating', 0],
      ['staff_sampled', 0],
    ]);
  });

  it('is not flooded by signals that a contributor invents', () => {
    const rows = Array.from({ length: 500 }, (_, index): Row => ({ account: 0, signals: [`made-up-${index}`] }));
    const report = signalReport(columnsOf([...rows, ...rows]), POLICY);
    expect(report).toHaveLength(LISTED_SIGNALS);
    expect(report.map(({ signal }) => signal)).toEqual(expect.arrayContaining(['rating', 'staff_sampled']));
  });
});
