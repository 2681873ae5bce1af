import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainReceipt, FIRST_PREVIOUS, type Receipt } from './receipt.ts';
import { EMPTY_CHAIN, verifyReceipts } from './verify-receipts.ts';

function chainOf(length: number): Receipt[] {
  const chain: Receipt[] = [];
  for (let sequence = 0; sequence < length; sequence++) {
    const previous = chain.at(-1)?.hash ?? FIRST_PREVIOUS;
    const place = { id: String(sequence).padStart(32, '0'), sequence, at: 1000 + sequence, previous };
    chain.push(chainReceipt({ kind: 'deny', action: 'issue_credit', code: 'guard/not-eligible' }, place));
  }
  return chain;
}

describe('a chain of receipts', () => {
  it('verifies, in one go and from any end that is kept', () => {
    const chain = chainOf(8);
    expect(verifyReceipts([])).toEqual({ isSound: true, end: EMPTY_CHAIN });
    const half = verifyReceipts(chain.slice(0, 4));
    expect(verifyReceipts(chain.slice(4), half.end)).toEqual(verifyReceipts(chain));
  });

  it('does not verify with a field changed, a receipt left out, doubled or moved', () => {
    const chain = chainOf(6);
    fc.assert(
      fc.property(fc.nat({ max: 5 }), fc.constantFrom(...Object.keys(chain[0]!)), (at, field) => {
        const one = chain[at] as unknown as Record<string, unknown>;
        const other = typeof one[field] === 'number' ? (one[field] as number) + 1 : `${String(one[field])}x`;
        const changed = chain.map((receipt, i) => (i === at ? ({ ...receipt, [field]: other } as Receipt) : receipt));
        expect(verifyReceipts(changed).isSound).toBe(false);
      }),
      { seed: 1, numRuns: 100 },
    );
    for (let at = 0; at < 5; at++) {
      expect(verifyReceipts(chain.filter((_, i) => i !== at)).isSound).toBe(false);
      expect(verifyReceipts([...chain.slice(0, at), chain[at]!, ...chain.slice(at)]).isSound).toBe(false);
      expect(verifyReceipts([...chain.slice(0, at), chain[at + 1]!, chain[at]!, ...chain.slice(at + 2)]).isSound).toBe(
        false,
      );
    }
  });

  it('that was cut at its end verifies by itself, and says how long it is', () => {
    expect(verifyReceipts(chainOf(6).slice(0, 4))).toMatchObject({ isSound: true, end: { count: 4 } });
  });
});
