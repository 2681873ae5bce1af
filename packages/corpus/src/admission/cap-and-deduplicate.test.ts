import { describe, expect, it } from 'vitest';
import type { CapResult } from '../caps/cap-contributions.ts';
import { capAndDeduplicate } from './cap-and-deduplicate.ts';

/** Leaves out every record of the given list. */
function leavingOut(...records: readonly number[]): (eligible: Uint8Array) => CapResult {
  return (eligible) =>
    ({ kept: eligible.map((one, record) => (records.includes(record) ? 0 : one)) }) as unknown as CapResult;
}

const FREE = new Uint32Array(4);

describe('capAndDeduplicate', () => {
  it('keeps the leader of a family, and everything that is alone', () => {
    const { duplicates } = capAndDeduplicate(FREE, Int32Array.of(1, 1, 1, 3), undefined);
    expect([...duplicates]).toEqual([0, 2]);
  });

  it('keeps the first that may stay where the leader may not', () => {
    const reasons = Uint32Array.of(0, 7, 0, 0);
    expect([...capAndDeduplicate(reasons, Int32Array.of(1, 1, 1, 3), undefined).duplicates]).toEqual([2]);
  });

  it('gives a family to the next member where a cap leaves the kept one out', () => {
    const { duplicates, capped } = capAndDeduplicate(FREE, Int32Array.of(1, 1, 1, 3), leavingOut(1, 0));
    expect([...duplicates]).toEqual([1, 0]);
    expect(Array.from(capped?.kept ?? [])).toEqual([0, 0, 1, 1]);
  });

  it('stops where every member is left out', () => {
    const { capped } = capAndDeduplicate(FREE, Int32Array.of(1, 1, 1, 3), leavingOut(0, 1, 2));
    expect(Array.from(capped?.kept ?? [])).toEqual([0, 0, 0, 1]);
  });
});
