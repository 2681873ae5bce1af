import { describe, expect, it } from 'vitest';
import { FIXED, GOOD, judged, MORE } from '../../testing/made-history.ts';

describe('ordinary work on a page', () => {
  it('may be one that others built on', () => {
    expect(
      judged([
        [400, GOOD],
        [8, MORE],
        [6, FIXED],
        [3, `${FIXED} A group is a raft.`],
      ]),
    ).toBe('2, 4 too-young, 3 too-young');
  });
});

describe('vandalism that was soon taken back', () => {
  it('does not keep an edit from standing', () => {
    expect(
      judged([
        [400, GOOD],
        [9, MORE],
        [8, 'bananas'],
        [7.9, MORE],
      ]),
    ).toBe('4');
    expect(
      judged([
        [400, GOOD],
        [9, MORE],
        [5, 'bananas'],
        [4.9, MORE],
      ]),
    ).toBe('2, 4 too-young, 3 reverted');
  });
});
