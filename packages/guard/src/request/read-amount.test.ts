import { formatAmount } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_AMOUNT_MINOR, readAmount } from './read-amount.ts';

const MINOR = { argument: 'amount', currency: 'USD', unit: 'minor' } as const;
const MAJOR = { ...MINOR, unit: 'major' } as const;

describe('an amount in minor units', () => {
  it.each([1, 1200, MAX_AMOUNT_MINOR])('may be %s', (amount) => {
    expect(readAmount(MINOR, { amount })).toEqual({ amount: { minor: amount, currency: 'USD' } });
  });

  it.each([0, -1, 1.5, '1200', '100,000', true, null, 2 ** 53, MAX_AMOUNT_MINOR + 1, [1200], { minor: 1 }])(
    'is not %j',
    (amount) => {
      expect(readAmount(MINOR, { amount })).toHaveProperty('reason');
    },
  );

  it('is not one that is inherited', () => {
    expect(readAmount({ ...MINOR, argument: 'toString' }, {})).toHaveProperty('reason');
  });
});

describe('an amount in major units', () => {
  it.each([
    ['12.50', 1250],
    ['12', 1200],
    [12, 1200],
    [12.5, 1250],
    [0.07, 7],
    [1.1, 110],
  ])('%j is %s minor units', (amount, minor) => {
    expect(readAmount(MAJOR, { amount })).toEqual({ amount: { minor, currency: 'USD' } });
  });

  it.each(['12.5', '12.345', 12.345, 0.1 + 0.2, 1e21, 1e-7, -5, '-5', '1e3', '١٢', ' 12', '12 ', '', 0])(
    'is not %j',
    (amount) => {
      expect(readAmount(MAJOR, { amount })).toHaveProperty('reason');
    },
  );

  it('is what the decimal text says, for every amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 12 }), (minor) => {
        const [text = ''] = formatAmount({ minor, currency: 'USD' }).split(' ');
        const amount = { minor, currency: 'USD' };
        expect(readAmount(MAJOR, { amount: text })).toEqual({ amount });
        expect(readAmount(MAJOR, { amount: Number(text) })).toEqual({ amount });
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('has the decimals of its currency', () => {
    expect(readAmount({ ...MAJOR, currency: 'JPY' }, { amount: 100 })).toMatchObject({ amount: { minor: 100 } });
    expect(readAmount({ ...MAJOR, currency: 'JPY' }, { amount: 1.5 })).toHaveProperty('reason');
    expect(readAmount({ ...MAJOR, currency: 'KWD' }, { amount: 1.234 })).toMatchObject({ amount: { minor: 1234 } });
  });

  it('is not taken in another currency than the policy counts', () => {
    expect(readAmount(MAJOR, { amount: 1, currency: 'USD' })).toHaveProperty('amount');
    expect(readAmount(MAJOR, { amount: 1, currency: 'JPY' })).toHaveProperty('reason');
  });
});
