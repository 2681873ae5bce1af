import { describe, expect, it } from 'vitest';
import { EVIL, FIXED, GOOD, judged, MORE, pageOf, SNAPSHOT_AT } from '../../testing/made-history.ts';
import { DEFAULT_HOLD_MS, judgePage } from './judge-page.ts';

describe('an attacker who knows the hold', () => {
  it('gains nothing by an edit one hold before the snapshot that is removed by hand', () => {
    expect(
      judged([
        [400, MORE],
        [7.01, EVIL],
        [7.0, FIXED],
      ]),
    ).toBe('3');
    expect(
      judged([
        [400, MORE],
        [7.01, EVIL],
        [6.99, FIXED],
      ]),
    ).toBe('1, 3 too-young, 2 not-standing');
  });

  it('gains nothing by bringing it back at the last minute', () => {
    expect(
      judged([
        [400, MORE],
        [7.01, EVIL],
        [6.99, FIXED],
        [0.01, EVIL],
      ]),
    ).toBe('1, 4 too-young, 3 reverted, 2 not-standing');
    expect(
      judged(
        [
          [400, MORE],
          [7.01, EVIL],
          [6.99, FIXED],
          [0.01, EVIL],
        ],
        false,
      ),
    ).toMatch(/^1, /);
  });

  it('gains nothing by a harmless edit on top of it', () => {
    const onTop = `${EVIL} See also beavers.`;
    expect(
      judged([
        [400, MORE],
        [7.02, EVIL],
        [7.01, onTop],
        [6.99, `${FIXED} See also beavers.`],
      ]),
    ).toMatch(/^1, /);
  });

  it('gains nothing by restoring a hoax of long ago: somebody has to look', () => {
    const history: [number, string][] = [
      [400, GOOD],
      [300, EVIL],
      [290, MORE],
      [100, FIXED],
      [0.01, EVIL],
    ];
    expect(judged(history)).toMatch(/^none, 5 too-young, 4 contested/);
  });

  it('cannot take good edits back by a vandalism that is taken back itself', () => {
    expect(
      judged([
        [400, GOOD],
        [20, MORE],
        [0.2, GOOD],
        [0.1, MORE],
      ]),
    ).toBe('2, 4 too-young, 3 reverted');
  });

  it('cannot hide behind a hidden or contradicted text', () => {
    const [old, young] = pageOf([400, GOOD], [30, EVIL]);
    const { digest: _, ...hidden } = { ...young!, fault: 'its text is hidden' };
    const { taken, held } = judgePage([old!, hidden], { snapshotAt: SNAPSHOT_AT, holdMs: DEFAULT_HOLD_MS });
    expect(taken?.id).toBe('1');
    expect(held[0]?.reason).toBe('unverifiable');
  });
});
