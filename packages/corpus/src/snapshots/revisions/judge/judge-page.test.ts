import { seededRandom } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVIL, FIXED, GOOD, judged, MORE, pageOf, SNAPSHOT_AT } from '../../testing/made-history.ts';
import { DEFAULT_HOLD_MS, judgePage } from './judge-page.ts';

describe('the revision that is taken', () => {
  it('is the newest one that is as old as the hold', () => {
    expect(
      judged([
        [400, GOOD],
        [30, MORE],
      ]),
    ).toBe('2');
    expect(
      judged([
        [400, GOOD],
        [7, MORE],
      ]),
    ).toBe('2');
  });

  it('is not an edit from just before the snapshot', () => {
    expect(
      judged([
        [400, MORE],
        [0.01, EVIL],
      ]),
    ).toBe('1, 2 too-young');
  });

  it('is none where the page has only young revisions', () => {
    expect(
      judged([
        [2, GOOD],
        [1, MORE],
      ]),
    ).toBe('none, 2 too-young, 1 too-young');
  });

  it('is not one that was taken back, however old', () => {
    expect(
      judged([
        [400, MORE],
        [20, EVIL],
        [19, MORE],
      ]),
    ).toBe('3');
    expect(
      judged([
        [400, MORE],
        [9, EVIL],
        [1, MORE],
      ]),
    ).toBe('1, 3 too-young, 2 reverted');
    // Reverted after the snapshot, in an export that was made later.
    expect(
      judged([
        [400, MORE],
        [9, EVIL],
        [-1, MORE],
      ]),
    ).toBe('1, 2 reverted');
  });

  it('is never from after the snapshot', () => {
    expect(
      judged([
        [30, GOOD],
        [-30, MORE],
      ]),
    ).toBe('1');
  });

  it('is what the page was before a revert war', () => {
    expect(
      judged([
        [400, MORE],
        [0.9, EVIL],
        [0.8, MORE],
        [0.7, EVIL],
        [0.6, MORE],
      ]),
    ).toMatch(/^1, /);
    expect(
      judged([
        [400, MORE],
        [8.3, EVIL],
        [8.2, MORE],
        [8.1, EVIL],
        [0.6, MORE],
      ]),
    ).toMatch(/^3, /);
    expect(
      judged([
        [400, MORE],
        [8.3, EVIL],
        [8.2, MORE],
        [0.7, EVIL],
      ]),
    ).toMatch(/^1, /);
  });

  it('does not depend on the order of the file', () => {
    const history = pageOf([400, GOOD], [20, EVIL], [19, GOOD], [9, MORE], [8, FIXED], [1, EVIL]);
    const rules = { snapshotAt: SNAPSHOT_AT, holdMs: DEFAULT_HOLD_MS };
    const expected = judgePage(history, rules);
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(judgePage(seededRandom(seed).shuffled(history), rules)).toEqual(expected);
      }),
      { seed: 1, numRuns: 50 },
    );
  });
});

describe('digests without texts', () => {
  it('take only what stood unchanged, since nobody can see what was kept', () => {
    expect(
      judged(
        [
          [400, GOOD],
          [8, MORE],
          [6, FIXED],
        ],
        false,
      ),
    ).toBe('1, 3 too-young, 2 not-standing');
    expect(
      judged(
        [
          [400, GOOD],
          [20, MORE],
          [6, FIXED],
        ],
        false,
      ),
    ).toBe('2, 3 too-young');
  });
});

it('never takes a revision that is younger than the hold or was taken back, whatever the history', () => {
  const revision = fc.tuple(fc.integer({ min: -10, max: 60 }), fc.constantFrom(GOOD, MORE, EVIL, FIXED, 'x'));
  fc.assert(
    fc.property(fc.array(revision, { maxLength: 12 }), (history) => {
      const page = pageOf(...history);
      const { taken, held } = judgePage(page, { snapshotAt: SNAPSHOT_AT, holdMs: DEFAULT_HOLD_MS });
      if (taken === undefined) return;
      expect(taken.at).toBeLessThanOrEqual(SNAPSHOT_AT - DEFAULT_HOLD_MS);
      expect(held.every(({ revision: { id } }) => id !== taken.id)).toBe(true);
      // What stands before and after the taken one within the window is not one text, or it would have been a revert.
      const sorted = [...page].sort((a, b) => a.at - b.at || Number(a.id) - Number(b.id));
      const at = sorted.findIndex(({ id }) => id === taken.id);
      const last = sorted.at(-1)!;
      const former = sorted.slice(0, at).findLast(({ digest }) => digest === last.digest);
      const between = former === undefined ? [] : sorted.slice(sorted.indexOf(former) + 1, -1);
      const isWhole = between.every(({ digest }) => digest !== last.digest);
      const isRecent = between.length > 0 && last.at - between[0]!.at <= 4 * DEFAULT_HOLD_MS;
      if (isWhole && isRecent && last.digest !== taken.digest) expect(between).not.toContain(taken);
    }),
    { seed: 1, numRuns: 300 },
  );
});
