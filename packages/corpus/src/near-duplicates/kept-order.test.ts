import type { Columns } from '@bezoar/phrases';
import { describe, expect, it } from 'vitest';
import { keptOrder, sketchSeed } from './kept-order.ts';
import { columnsOfTexts, describeTexts, SAMPLE_KEY, type SampleText } from './testing/text-columns.ts';

const keyOf = (n: number): Uint8Array => new Uint8Array(32).fill(n);
const texts = (columns: Columns, order: Int32Array, samples: readonly SampleText[]): string[] =>
  Array.from(order, (d) => samples[columns.intake[d]!]!.prompt);

describe('keptOrder', () => {
  const samples = Array.from({ length: 40 }, (_, i) => ({
    prompt: `text ${'abcdefgh'[i % 8]} ${i}`,
    account: `a${i % 7}`,
    tenant: 't',
  }));

  it('depends on key and records, not on their order', () => {
    const reversed = [...samples].reverse();
    const [a, b] = [columnsOfTexts(samples), columnsOfTexts(reversed)];
    const principal = (of: readonly SampleText[]) => describeTexts(of).principal;
    const orderA = texts(a, keptOrder(a, { orderKey: SAMPLE_KEY, principal: principal(samples) }), samples);
    const orderB = texts(b, keptOrder(b, { orderKey: SAMPLE_KEY, principal: principal(reversed) }), reversed);
    expect(orderB).toEqual(orderA);
    expect(texts(a, keptOrder(a, { orderKey: keyOf(1) }), samples)).not.toEqual(orderA);
  });

  it('keeps reviewed records before others', () => {
    const columns = columnsOfTexts(samples);
    const precedence = Uint8Array.from(samples, (_, i) => (i < 5 ? 0 : 1));
    const order = keptOrder(columns, { orderKey: SAMPLE_KEY, precedence });
    const first = Array.from(order.subarray(0, 5), (d) => columns.intake[d]!).sort((a, b) => a - b);
    expect(first).toEqual([0, 1, 2, 3, 4]);
  });

  it('gives an account that copies an honest record fifty times one lot, not fifty', () => {
    const honest = { prompt: 'the honest record', tenant: 't', account: 'honest' };
    const copies = Array.from({ length: 50 }, (_, i) => ({
      prompt: `the honest record ${i}`,
      tenant: 't',
      account: 'mallory',
    }));
    const all = [honest, ...copies];
    const columns = columnsOfTexts(all);
    let kept = 0;
    const keys = 200;
    for (let n = 0; n < keys; n++) {
      const orderKey = new Uint8Array(32).fill(n);
      const order = keptOrder(columns, { orderKey, principal: describeTexts(all).principal });
      if (columns.intake[order[0]!] === 0) kept++;
    }
    expect(kept / keys).toBeGreaterThan(0.4);
    expect(kept / keys).toBeLessThan(0.6);
  });

  it('lets records without an account draw for themselves', () => {
    const nobody = Array.from({ length: 30 }, (_, i) => ({ prompt: `record ${'xyz'[i % 3]} ${i}`, tenant: 't' }));
    const columns = columnsOfTexts(nobody);
    const order = keptOrder(columns, { orderKey: SAMPLE_KEY, principal: describeTexts(nobody).principal });
    expect([...order]).toEqual([...keptOrder(columns, { orderKey: SAMPLE_KEY })]);
  });
});

describe('sketchSeed', () => {
  it('follows from the key', () => {
    expect(sketchSeed(SAMPLE_KEY)).toBe(sketchSeed(new Uint8Array(32).fill(7)));
    expect(sketchSeed(SAMPLE_KEY)).not.toBe(sketchSeed(keyOf(8)));
  });
});
