import { describe, expect, it } from 'vitest';
import { chainReceipt, FIRST_PREVIOUS, type Receipt, type ReceiptBody } from '../../receipts/receipt.ts';
import { excessiveWindows } from './effects-in-window.test-support.ts';

const CEILINGS = [
  { scope: 'account' as const, limit: { minor: 100, currency: 'USD' }, windowMs: 1_000 },
  { scope: 'tenant' as const, limit: { count: 3 }, windowMs: 1_000 },
];
const POLICIES = new Map([['policy', new Map([['credit', CEILINGS]])]]);

function chain(...events: readonly (readonly [number, Partial<ReceiptBody>])[]): Receipt[] {
  let previous = FIRST_PREVIOUS;
  return events.map(([at, body], sequence) => {
    const common = { action: 'credit', tenant: 'acme', account: 'anna', policy: 'policy' };
    const whole = { kind: 'allow' as const, ...common, ...body };
    const receipt = chainReceipt(whole, { id: String(sequence), sequence, at, previous });
    previous = receipt.hash;
    return receipt;
  });
}
const allow = (at: number, reservation: string, minor: number, account = 'anna') =>
  [at, { reservation, amount: { minor, currency: 'USD' }, account }] as const;
const settle = (at: number, reservation: string, outcome: string) =>
  [at, { kind: 'settle', reservation, outcome }] as const;

describe('windows beyond a ceiling', () => {
  it('are none where the second action was reserved a whole window after the first was done', () => {
    const receipts = chain(allow(0, 'a', 100), settle(500, 'a', 'done'), allow(1_500, 'b', 100));
    expect(excessiveWindows(receipts, POLICIES)).toEqual([]);
  });

  it('are found a millisecond earlier, although the first was reserved more than a window before', () => {
    const receipts = chain(allow(0, 'a', 100), settle(500, 'a', 'done'), allow(1_499, 'b', 100));
    expect(excessiveWindows(receipts, POLICIES)).toMatchObject([
      { scope: 'account', from: 500, spent: 200, limit: 100 },
    ]);
  });

  it('are found at any distance from an action that nobody settled, or of which nobody knows', () => {
    for (const end of [[], [settle(5, 'a', 'unknown')]]) {
      const receipts = chain(allow(0, 'a', 60), ...end, allow(90_000, 'b', 60));
      expect(excessiveWindows(receipts, POLICIES)[0]).toMatchObject({ spent: 120 });
    }
  });

  it('leave out what certainly failed, and what another account did', () => {
    const receipts = chain(allow(0, 'a', 100), settle(1, 'a', 'failed'), allow(2, 'b', 100), allow(3, 'c', 100, 'ben'));
    expect(excessiveWindows(receipts, POLICIES)).toEqual([]);
  });

  it('count calls of a whole tenant', () => {
    const four = ['a', 'b', 'c', 'd'].map((account, at) => allow(at, account, 1, account));
    expect(excessiveWindows(chain(...four), POLICIES)[0]).toMatchObject({ scope: 'tenant', spent: 4, limit: 3 });
  });
});
