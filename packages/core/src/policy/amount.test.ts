import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAmount, minorDigits, parseAmount } from './amount.ts';

describe('parseAmount', () => {
  it('reads minor units without floating point', () => {
    expect(parseAmount('50.00 USD')).toEqual({ minor: 5000, currency: 'USD' });
    expect(parseAmount('0.29 EUR')).toEqual({ minor: 29, currency: 'EUR' });
    expect(parseAmount('1200 JPY')).toEqual({ minor: 1200, currency: 'JPY' });
    expect(parseAmount('2000 USD')).toEqual({ minor: 200_000, currency: 'USD' });
  });

  it.each([
    '50,00 USD',
    '50.0 USD',
    '1.5 JPY',
    '50.00',
    '-1.00 USD',
    '50.00USD',
    '1e3 USD',
    '',
    '50.00 usd',
    '999999999999999.00 USD',
  ])('refuses `%s`', (text) => {
    expect(() => parseAmount(text)).toThrow(expect.objectContaining({ code: 'amount/malformed' }));
  });

  it('is undone by formatAmount, for every currency', () => {
    const amount = fc.record({
      minor: fc.maxSafeNat().map((n) => n % 1e14),
      currency: fc.constantFrom('USD', 'JPY', 'KWD'),
    });
    fc.assert(
      fc.property(amount, (one) => {
        expect(minorDigits(one.currency)).toBeLessThanOrEqual(3);
        expect(parseAmount(formatAmount(one))).toEqual(one);
      }),
      { seed: 11 },
    );
  });
});
